#include "storage/descriptor.hpp"
#include "storage/document_spool.hpp"

#include <fcntl.h>

#include <cerrno>
#include <mutex>
#include <system_error>

namespace shenyi::storage {

namespace {

namespace fs = std::filesystem;

/// Files beside the database, named by their content: `folder/<2 hex>/<64 hex>`. Organs share a file, never a row. The
/// file is durable before its row is: a crash between them leaves a file without a row, which the next upload replaces.
class DocumentFiles final : public DocumentBytes {
  public:
    explicit DocumentFiles(fs::path folder) : folder_(std::move(folder)), incoming_(folder_ / "incoming") {}

    std::unique_ptr<DocumentSpool> spool() override {
        std::call_once(begun_, [this] {
            fs::create_directories(incoming_);
            DocumentSpool::clear(incoming_);
        });
        return std::make_unique<DocumentSpool>(incoming_, DocumentSpool::Named::yes);
    }

    void place(DocumentSpool& spool, const DocumentRow& row) override { spool.move_to(path_of(row.id)); }

    void insert(Connection& /*connection*/, DocumentSpool& /*spool*/, const DocumentRow& /*row*/) override {}

    std::optional<std::string> chunk(Connection& /*connection*/, const workflow::OrganId& /*organ*/,
                                     const workflow::DocumentId& id, std::int64_t n) override {
        const Descriptor file(::open(path_of(id).c_str(), O_RDONLY | O_CLOEXEC));
        if (file.get() < 0 && errno == ENOENT) return std::nullopt;
        if (file.get() < 0) throw std::system_error(errno, std::generic_category(), "a document cannot be opened");
        std::string bytes = chunk_of(file.get(), n);
        if (bytes.empty()) return std::nullopt;
        return bytes;
    }

  private:
    /// Only for ids that a row has: then it is hexadecimal, and names nothing outside the folder.
    fs::path path_of(const workflow::DocumentId& id) const {
        const std::string digest = id.value.substr(document_id_prefix.size());
        return folder_ / digest.substr(0, 2) / digest;
    }

    fs::path folder_;
    fs::path incoming_;
    std::once_flag begun_;  ///< who only reads makes nothing
};

}  // namespace

std::unique_ptr<DocumentBytes> documents_in_files(fs::path folder) {
    return std::make_unique<DocumentFiles>(std::move(folder));
}

}  // namespace shenyi::storage
