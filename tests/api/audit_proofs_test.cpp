#include "tests/api/audit.hpp"

#include <string>
#include <vector>

namespace shenyi::tests {
namespace {

namespace json = boost::json;
namespace sealed = storage::log;
using testing::IsEmpty;
using testing::Not;

/// Proofs as they are answered, and what an outsider finds in them.
class AuditProofs : public Audit {
  protected:
    /// `&hash=…`, behind other parameters.
    static std::string also(const HashAsked& asked) { return asked.query.empty() ? "" : "&" + asked.query.substr(1); }
    std::string note(std::uint64_t size, const HashAsked& asked) {
        return body("get_checkpoint_of_size", "/checkpoint/" + std::to_string(size) + asked.query);
    }
    json::value inclusion(std::uint64_t index, std::uint64_t size, const HashAsked& asked) {
        return json_of("prove_inclusion", "/proof/inclusion?index=" + std::to_string(index) +
                                              "&size=" + std::to_string(size) + also(asked));
    }
    std::vector<sealed::Hash> consistency(std::uint64_t from, std::uint64_t to, const HashAsked& asked) {
        return hashes_in(json_of("prove_consistency", "/proof/consistency?from=" + std::to_string(from) +
                                                          "&to=" + std::to_string(to) + also(asked)));
    }
    std::vector<std::string> found_in(const std::vector<sealed::Hash>& proof, const std::string& earlier,
                                      const std::string& later) {
        return told([&](sealed::Findings& findings) {
            sealed::check_consistency({"earlier", earlier}, {"later", later},
                                      {"proof", sealed::text_of_consistency(proof)}, sealing.policy(), findings);
        });
    }
};

TEST_P(AuditProofs, inclusion_is_proven_in_every_signed_size) {
    write_many();
    sealing.seal();
    for (const HashAsked& asked : hashes) {
        const auto leaves =
            sealed::hashes_of_tile(body("get_tile", "/tile/0/001" + asked.query), sealed::tile_width).value();
        for (const std::uint64_t size : sizes()) {
            if (size <= 301) continue;
            SCOPED_TRACE(asked.query + " " + std::to_string(size));
            const json::value proven = inclusion(300, size, asked);
            EXPECT_EQ(proven.at("hash"), json::value(storage::log::name_of(asked.hash)));
            EXPECT_EQ(proven.at("index"), 300);
            EXPECT_EQ(proven.at("size"), size);
            const auto found = [&](std::uint64_t index, const sealed::Hash& leaf) {
                return told([&](sealed::Findings& findings) {
                    sealed::check_inclusion_proof(asked.hash, index, head_of(note(size, asked)), leaf,
                                                  hashes_in(proven), "proof", findings);
                });
            };
            EXPECT_THAT(found(300, leaves.at(44)), IsEmpty());
            EXPECT_THAT(found(301, leaves.at(44)), Not(IsEmpty()));
            EXPECT_THAT(found(300, leaves.at(45)), Not(IsEmpty()));
        }
    }
    const auto answer = ask("prove_inclusion", "drafter", "/proof/inclusion?index=0&size=" + std::to_string(newest()));
    EXPECT_EQ(answer.header("Cache-Control"), "private, max-age=86400, immutable");
}

TEST_P(AuditProofs, consistency_is_proven_between_all_signed_sizes) {
    write_many();
    sealing.seal();
    const auto all = sizes();
    for (const HashAsked& asked : hashes) {
        for (auto to = all.begin(); to != all.end(); ++to) {
            for (auto from = all.begin(); from <= to; ++from) {
                SCOPED_TRACE(asked.query + " " + std::to_string(*from) + " " + std::to_string(*to));
                const auto proof = consistency(*from, *to, asked);
                const std::string earlier = note(*from, asked);
                EXPECT_THAT(found_in(proof, earlier, note(*to, asked)), IsEmpty());
                if (*to == all.back()) continue;
                EXPECT_THAT(found_in(proof, earlier, note(all.back(), asked)), Not(IsEmpty())) << "of a later one";
            }
        }
    }
}

TEST_P(AuditProofs, proofs_of_what_is_not_signed_are_not_there_and_faults_are_named) {
    write_many();
    sealing.seal();
    const std::string size = std::to_string(newest());
    const std::string beyond = std::to_string(newest() + 1);
    const std::string between = std::to_string(size_between());
    not_there("prove_inclusion", "drafter", "/proof/inclusion?index=0&size=" + beyond);
    not_there("prove_inclusion", "drafter", "/proof/inclusion?index=0&size=" + between);
    not_there("prove_inclusion", "drafter", "/proof/inclusion?index=999999999999998&size=999999999999999");
    not_there("prove_consistency", "drafter", "/proof/consistency?from=" + size + "&to=" + beyond);
    not_there("prove_consistency", "drafter", "/proof/consistency?from=" + between + "&to=" + size);
    faulty("prove_consistency", "/proof/consistency?from=" + beyond + "&to=" + size, "from");
    faulty("prove_consistency", "/proof/consistency?from=0&to=" + size, "from");
    faulty("prove_consistency", "/proof/consistency?from=0" + size + "&to=" + size, "from", "type");
    faulty("prove_consistency", "/proof/consistency?from=" + size, "to", "missing");
    faulty("prove_inclusion", "/proof/inclusion?index=" + size + "&size=" + size, "index");
    faulty("prove_inclusion", "/proof/inclusion?index=007&size=" + size, "index", "type");
    faulty("prove_inclusion", "/proof/inclusion?index=-0&size=" + size, "index", "type");
    faulty("prove_inclusion", "/proof/inclusion?index=-1&size=" + size, "index");
    faulty("prove_inclusion", "/proof/inclusion?index=1.0&size=" + size, "index", "type");
    faulty("prove_inclusion", "/proof/inclusion?index=0&size=99999999999999999999", "size");
    faulty("prove_inclusion", "/proof/inclusion?index=0&size=9007199254740993", "size");
    faulty("prove_inclusion", "/proof/inclusion?index=0", "size", "missing");
    faulty("prove_inclusion", "/proof/inclusion?index=0&size=1&leaf=1", "leaf", "unknown");
    faulty("get_checkpoint", "/checkpoint?hash=md5", "hash", "enum");
    faulty("get_checkpoint", "/checkpoint?hash=SHA256", "hash", "enum");
    faulty("get_audit_status", "/status?hash=sm3", "hash", "unknown");
}

ON_BOTH_DATABASES(AuditProofs);

}  // namespace
}  // namespace shenyi::tests
