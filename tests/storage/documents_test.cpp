#include "storage/documents.hpp"

#include "storage/document_check.hpp"

#include "tests/storage/kept_for.hpp"
#include "tests/support/databases.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <soci/soci.h>

#include <algorithm>
#include <fstream>
#include <stdexcept>
#include <thread>

namespace shenyi::storage {

namespace {

using testing::ElementsAre;
using testing::Optional;
using tests::OnBothDatabases;
using workflow::DocumentId;
using workflow::OrganId;
using workflow::PersonId;

/// A database with its documents.
struct Kept {
    explicit Kept(Engine engine) : database(tests::fresh_database(engine)) {
        store = std::move(*Store::open(database.database(), {}));
        reopen();
    }

    std::filesystem::path folder() const { return database.folder() / "documents"; }
    void reopen() { documents = make_documents(*store, folder()); }

    tl::expected<DocumentRow, StoreError> keep(const std::string& bytes, const std::string& by = "per_a",
                                               const std::string& media_type = "text/plain",
                                               const OrganId& organ = bureau, const std::string& name = "办法.txt") {
        auto upload = documents->begin(organ, PersonId{by}, name, media_type, noon);
        EXPECT_TRUE(upload->write(bytes));
        return upload->finish();
    }

    std::string content(const DocumentId& id, const OrganId& organ = bureau) {
        std::string bytes;
        const auto next = documents->read(organ, id);
        if (!next) throw std::runtime_error(next.error().detail);
        while (auto chunk = (*next)()) bytes += *chunk;
        return bytes;
    }

    std::optional<std::vector<std::string>> lines(const DocumentId& id) {
        return *store->readers().read([&](Connection& connection) { return documents->lines(connection, id); });
    }

    long long count(const std::string& table) {
        long long count = 0;
        database.connect().sql() << "SELECT count(*) FROM " << table, soci::into(count);
        return count;
    }

    std::size_t files() const {
        if (!std::filesystem::exists(folder())) return 0;
        return static_cast<std::size_t>(std::ranges::count_if(std::filesystem::recursive_directory_iterator(folder()),
                                                              [](const auto& each) { return each.is_regular_file(); }));
    }

    tests::TestDatabase database;
    std::unique_ptr<Store> store;
    std::unique_ptr<Documents> documents;
};

class DocumentsKept : public OnBothDatabases {};
ON_BOTH_DATABASES(DocumentsKept);

TEST_P(DocumentsKept, are_named_by_their_content) {
    Kept kept(GetParam());
    const auto row = kept.keep("abc");
    ASSERT_TRUE(row);
    EXPECT_EQ(row->id.value, "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(row->sm3, "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
    EXPECT_EQ(row->size, 3);
    EXPECT_EQ(row->name, "办法.txt");
    EXPECT_EQ(row->at, noon);
    EXPECT_EQ((*kept.documents->find(bureau, row->id))->sm3, row->sm3);
    EXPECT_EQ(kept.content(row->id), "abc");
}

TEST_P(DocumentsKept, of_many_chunks_come_back_whole) {
    Kept kept(GetParam());
    std::string bytes(2 * limits::document_chunk_bytes + 77, '\0');
    for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<char>((i * 31) % 251);
    auto upload = kept.documents->begin(bureau, PersonId{"per_a"}, "大.bin", "application/pdf", noon);
    for (std::size_t at = 0; at < bytes.size(); at += 60'000)
        EXPECT_TRUE(upload->write(std::string_view(bytes).substr(at, 60'000)));
    const auto row = upload->finish();
    ASSERT_TRUE(row) << row.error().detail;
    EXPECT_EQ(row->size, std::ssize(bytes));
    EXPECT_EQ(kept.content(row->id), bytes);
}

TEST_P(DocumentsKept, may_be_empty) {
    Kept kept(GetParam());
    const auto row = kept.keep("");
    ASSERT_TRUE(row);
    EXPECT_EQ(kept.content(row->id), "");
    EXPECT_THAT(kept.lines(row->id), Optional(ElementsAre()));
}

TEST_P(DocumentsKept, twice_are_one_and_keep_the_name_and_type_of_each_uploader) {
    Kept kept(GetParam());
    const auto first = kept.keep("same", "per_a", "text/plain", bureau, "机密名.txt");
    const auto second = kept.keep("same", "per_b", "application/pdf", bureau, "mine.pdf");
    ASSERT_TRUE(second);
    EXPECT_EQ(second->id, first->id);
    EXPECT_EQ(second->uploaded_by.value, "per_b");
    EXPECT_EQ(second->name, "mine.pdf");
    EXPECT_EQ(second->media_type, "application/pdf");
    EXPECT_EQ(kept.count("document"), 1);
    const auto told_to = [&](const std::vector<PersonId>& by) {
        return (*kept.documents->find(bureau, first->id, by))->name;
    };
    EXPECT_EQ(told_to({}), "机密名.txt");
    EXPECT_EQ(told_to({PersonId{"per_c"}, PersonId{"per_b"}, PersonId{"per_a"}}), "mine.pdf");
    EXPECT_EQ(kept.keep("same", "per_b", "text/markdown", bureau, "later.md")->name, "mine.pdf") << "attached already";
}

TEST_P(DocumentsKept, by_many_at_once_are_one) {
    Kept kept(GetParam());
    std::vector<std::optional<DocumentRow>> rows(6);
    std::vector<std::thread> uploaders;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        uploaders.emplace_back([&, i] {
            if (auto row = kept.keep("at once", "per_" + std::to_string(i))) rows[i] = std::move(*row);
        });
    }
    for (std::thread& each : uploaders) each.join();
    for (const auto& row : rows) {
        ASSERT_TRUE(row);
        EXPECT_EQ(row->id, rows.front()->id);
    }
    EXPECT_EQ(kept.count("document"), 1);
    EXPECT_EQ(kept.content(rows.front()->id), "at once");
}

TEST_P(DocumentsKept, of_one_organ_are_not_anothers) {
    Kept kept(GetParam());
    const OrganId other{"org_other"};
    const auto row = kept.keep("ours");
    EXPECT_FALSE(*kept.documents->find(other, row->id));
    EXPECT_EQ(kept.content(row->id, other), "");
    const auto theirs = kept.keep("ours", "per_z", "text/plain", other);
    EXPECT_EQ(theirs->uploaded_by.value, "per_z");
    EXPECT_EQ(kept.content(row->id, other), "ours");
}

TEST_P(DocumentsKept, not_at_all_where_the_upload_broke_off) {
    Kept kept(GetParam());
    auto upload = kept.documents->begin(bureau, PersonId{"per_a"}, "断.txt", "text/plain", noon);
    EXPECT_TRUE(upload->write("half"));
    upload.reset();
    EXPECT_EQ(kept.count("document"), 0);
    EXPECT_EQ(kept.files(), 0);
}

TEST_P(DocumentsKept, not_at_all_where_they_are_too_long) {
    Kept kept(GetParam());
    auto upload = kept.documents->begin(bureau, PersonId{"per_a"}, "长.bin", "text/plain", noon);
    const std::string piece(8 * limits::document_chunk_bytes, 'x');
    for (int i = 0; i < 25; ++i) ASSERT_TRUE(upload->write(piece));
    EXPECT_FALSE(upload->write("x"));
    EXPECT_FALSE(upload->write("x"));
    EXPECT_THROW(upload->finish(), std::logic_error);
    EXPECT_EQ(kept.files(), 0);
}

TEST_P(DocumentsKept, only_under_names_that_were_checked) {
    Kept kept(GetParam());
    for (const std::string& name :
         {std::string("a/b"), std::string("a\\b"), std::string("a\nb"), std::string(), std::string(256, 'n')}) {
        EXPECT_THROW(kept.documents->begin(bureau, PersonId{"per_a"}, name, "text/plain", noon), std::logic_error);
    }
}

TEST_P(DocumentsKept, of_text_are_read_by_line) {
    Kept kept(GetParam());
    EXPECT_THAT(kept.lines(kept.keep("\xef\xbb\xbf第一条 甲\r\n\n第二条 乙\n")->id),
                Optional(ElementsAre("第一条 甲", "", "第二条 乙")));
    EXPECT_THAT(kept.lines(kept.keep("# 题", "per_a", "text/markdown; charset=UTF-8")->id),
                Optional(ElementsAre("# 题")));
}

TEST_P(DocumentsKept, of_other_kinds_have_no_lines) {
    Kept kept(GetParam());
    EXPECT_FALSE(kept.lines(kept.keep("%PDF", "per_a", "application/pdf")->id));
    EXPECT_FALSE(kept.lines(kept.keep("\xb5\xda", "per_a", "text/plain")->id));
    EXPECT_FALSE(kept.lines(kept.keep("gbk", "per_a", "text/plain; charset=gbk")->id));
    EXPECT_FALSE(kept.lines(kept.keep(std::string(limits::compared_text_bytes + 1, 'x'))->id));
    EXPECT_FALSE(kept.lines(DocumentId{"sha256:" + std::string(64, '0')}));
}

TEST_P(DocumentsKept, under_two_media_types_are_text_if_one_says_so) {
    Kept kept(GetParam());
    kept.keep("both", "per_a", "application/octet-stream", OrganId{"org_a"});
    const auto row = kept.keep("both", "per_b", "text/plain", OrganId{"org_b"});
    EXPECT_THAT(kept.lines(row->id), Optional(ElementsAre("both")));
    kept.keep("again", "per_a", "application/octet-stream");
    EXPECT_THAT(kept.lines(kept.keep("again", "per_b", "text/plain")->id), Optional(ElementsAre("again")));
}

std::filesystem::path only_file(const std::filesystem::path& folder) {
    for (const auto& each : std::filesystem::recursive_directory_iterator(folder)) {
        if (each.is_regular_file()) return each.path();
    }
    return {};
}

TEST(DocumentFiles, lie_under_their_digest) {
    Kept kept(Engine::sqlite);
    kept.keep("abc");
    EXPECT_EQ(only_file(kept.folder()),
              kept.folder() / "ba" / "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

std::vector<std::string> findings(Kept& kept) {
    Connection connection = kept.database.connect(Role::auditor);
    connection.begin_reading();
    Examined examined;
    examine_documents(connection, *document_bytes(connection.engine(), kept.folder()), examined);
    std::vector<std::string> told{std::to_string(examined.documents)};
    for (const RecordFinding& each : examined.findings) told.push_back(each.code + " " + each.key + ": " + each.what);
    return told;
}

TEST_P(DocumentsKept, are_read_to_their_end_by_whoever_examines_the_record) {
    Kept kept(GetParam());
    kept.keep("abc");
    kept.keep("");
    EXPECT_THAT(findings(kept), ElementsAre("2"));
    auto owner = kept.database.owner();
    owner.execute(
        "INSERT INTO document (organ, id, size, sm3, media_type, name, uploaded_by, at) SELECT organ, 'sha256:" +
        std::string(64, '0') + "', 3, sm3, media_type, name, uploaded_by, at FROM document WHERE size = 3");
    EXPECT_THAT(findings(kept),
                ElementsAre("3", "E_DOCUMENT sha256:" + std::string(64, '0') + ": the bytes are missing"));
}

TEST(DocumentFiles, that_were_altered_are_named_and_of_long_ones_the_end_is_held_back) {
    Kept kept(Engine::sqlite);
    const std::string text(limits::document_chunk_bytes * 2 + 1, 'a');
    const auto row = kept.keep(text);
    const auto path = only_file(kept.folder());
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
    std::ofstream(path) << std::string(text.size(), 'b');
    EXPECT_THAT(findings(kept),
                ElementsAre("1", "E_DOCUMENT " + row->id.value + ": the bytes are not those of its name"));
    const auto next = kept.documents->read(bureau, row->id);
    ASSERT_TRUE(next);
    EXPECT_EQ((*next)().value().size(), limits::document_chunk_bytes);
    EXPECT_THROW((*next)(), std::runtime_error);
}

TEST(DocumentFiles, that_were_changed_or_lost_break_off_the_reading) {
    Kept kept(Engine::sqlite);
    const auto row = kept.keep("abc");
    const auto path = only_file(kept.folder());
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
    std::ofstream(path) << "abd";
    EXPECT_EQ(kept.documents->read(bureau, row->id).error().kind, StoreError::Kind::damaged);
    std::filesystem::remove(path);
    EXPECT_THROW(kept.content(row->id), std::runtime_error);
    kept.keep("abc", "per_b");
    EXPECT_EQ(kept.content(row->id), "abc");
}

TEST(DocumentFiles, that_a_dead_process_left_half_are_cleared_and_others_are_not) {
    Kept kept(Engine::sqlite);
    auto running = kept.documents->begin(bureau, PersonId{"per_a"}, "在.txt", "text/plain", noon);
    EXPECT_TRUE(running->write("whole"));
    std::ofstream(kept.folder() / "incoming" / "upload-old.part") << "half";
    const auto second = make_documents(*kept.store, kept.folder());
    second->begin(bureau, PersonId{"per_b"}, "另.txt", "text/plain", noon).reset();
    EXPECT_EQ(kept.files(), 1);
    ASSERT_TRUE(running->finish());
}

}  // namespace

}  // namespace shenyi::storage
