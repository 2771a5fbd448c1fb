#include "storage/log_export.hpp"

#include "storage/log/policy.hpp"
#include "storage/log/tile.hpp"
#include "storage/log/whole_file.hpp"
#include "storage/log_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>
#include <utility>

namespace shenyi::storage {

namespace {

namespace fs = std::filesystem;

/// Where the files go. The first that cannot be written ends it.
class Target {
  public:
    explicit Target(fs::path folder) : folder_(std::move(folder)) {}

    bool write(const std::string& path, std::string_view bytes) {
        if (!fault_.empty()) return false;
        const fs::path file = folder_ / path;
        std::error_code error;
        fs::create_directories(file.parent_path(), error);
        if (!error) {
            const auto written = log::write_new_file(file, bytes, log::Readers::everybody);
            if (!written) error = written.error();
        }
        if (error) fault_ = file.string() + " cannot be written: " + error.message();
        if (!error) ++files_;
        return !error;
    }
    const std::string& fault() const { return fault_; }
    std::uint64_t files() const { return files_; }

  private:
    fs::path folder_;
    std::string fault_;
    std::uint64_t files_ = 0;
};

/// A tile, and the entries under one of level 0.
bool write_tile(Connection& connection, std::int64_t log, StoredTree& tree, const log::Tile& tile, Target& target) {
    if (!target.write(log::path_of(tile), log::bytes_of_tile(tree.tile(tile)))) return false;
    if (tile.level > 0) return true;
    std::string bundle;
    for (const LogEntry& entry : entries_of(connection, log, tile.index * log::tile_width, tile.width)) {
        log::append_entry(bundle, entry.body);
    }
    return target.write(log::path_of(log::Bundle{.index = tile.index, .width = tile.width}), bundle);
}

}  // namespace

tl::expected<ExportedLog, std::string> export_log(Connection& connection, log::HashAlgorithm hash,
                                                  const fs::path& folder) {
    const auto log = newest_log(connection);
    if (!log) return tl::unexpected(std::string("there is no log yet: the first event begins it"));
    const auto found = std::ranges::find(log->trees, hash, &LogTree::hash);
    if (found == log->trees.end()) {
        return tl::unexpected(fmt::format("the log has no tree in {}", log::name_of(hash)));
    }
    StoredTree tree(connection, log->number, hash);
    const auto checkpoint = tree.newest_checkpoint();
    if (!checkpoint) return tl::unexpected(std::string("nothing is signed yet: a server signs when it starts"));
    std::error_code ignored;
    if (fs::exists(folder / "checkpoint", ignored)) {
        return tl::unexpected(folder.string() + " holds a log already; name another folder");
    }
    Target target(folder);
    for (const log::TileRow& row : log::tile_rows_of(checkpoint->size)) {
        const std::uint64_t tiles = row.full + (row.rest > 0 ? 1 : 0);
        for (std::uint64_t n = 0; n < tiles && target.fault().empty(); ++n) {
            const log::Tile tile = n < row.full ? log::Tile{.level = row.level, .index = n}
                                                : log::Tile{.level = row.level, .index = n, .width = row.rest};
            write_tile(connection, log->number, tree, tile, target);
        }
    }
    target.write("checkpoint", checkpoint->note);
    if (!target.fault().empty()) return tl::unexpected(target.fault());
    return ExportedLog{.origin = found->origin, .events = checkpoint->size, .files = target.files()};
}

}  // namespace shenyi::storage
