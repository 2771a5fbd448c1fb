#include "storage/text_facts.hpp"

#include "storage/readers.hpp"
#include "storage/streams.hpp"

#include <soci/soci.h>

namespace shenyi::storage {

namespace {

/// Kept on a connection: a list of documents in, rows of document, matter and version out.
class DraftRows {
  public:
    DraftRows(Connection& connection, const std::string& select, const std::string& column)
        : statement_((connection.sql().prepare << select + " WHERE organ = :organ AND " + column + " " +
                                                      in_names(connection.engine(), ":names"),
                      soci::use(organ_, "organ"), soci::use(names_, "names"), soci::into(document_),
                      soci::into(matter_), soci::into(version_))) {}

    template <class Take>
    void read(const workflow::OrganId& organ, const std::set<std::string>& names, Take&& take) {
        organ_ = organ.value;
        names_ = json_names(names);
        statement_.execute();
        while (statement_.fetch()) take(document_, matter_, version_);
    }

  private:
    std::string organ_;
    std::string names_;
    std::string document_;
    std::string matter_;
    int version_ = 0;
    soci::statement statement_;
};

struct MainRows : DraftRows {
    explicit MainRows(Connection& connection)
        : DraftRows(connection, "SELECT main_document, matter, version FROM draft", "main_document") {}
};

struct HolderRows : DraftRows {
    explicit HolderRows(Connection& connection)
        : DraftRows(connection, "SELECT document, matter, version FROM draft_document", "document") {}
};

/// The same for where events name a document.
class UseRows {
  public:
    explicit UseRows(Connection& connection)
        : statement_((connection.sql().prepare << select_uses(connection.engine()), soci::use(organ_, "organ"),
                      soci::use(names_, "names"), soci::into(document_), soci::into(stream_))) {}

    template <class Take>
    void read(const workflow::OrganId& organ, const std::set<std::string>& names, Take&& take) {
        organ_ = organ.value;
        names_ = json_names(names);
        statement_.execute();
        while (statement_.fetch()) take(document_, stream_);
    }

  private:
    static std::string select_uses(Engine engine) {
        return "SELECT document, stream FROM document_use WHERE organ = :organ AND document " +
               in_names(engine, ":names");
    }

    std::string organ_;
    std::string names_;
    std::string document_;
    std::string stream_;
    soci::statement statement_;
};

/// The names that `known` has no entry for; they get an empty one.
template <class Known>
std::set<std::string> unknown(Known& known, const std::set<std::string>& names) {
    std::set<std::string> fresh;
    for (const std::string& name : names) {
        if (known.try_emplace(name).second) fresh.insert(name);
    }
    return fresh;
}

}  // namespace

void TextFacts::learn_mains(Connection& connection, const workflow::OrganId& organ,
                            const std::set<std::string>& mains) {
    const std::set<std::string> fresh = unknown(matters_, mains);
    if (fresh.empty()) return;
    connection.kept<MainRows>().read(
        organ, fresh, [&](const std::string& main, const std::string& matter, int) { matters_[main].insert(matter); });
}

void TextFacts::learn_holders(Connection& connection, const workflow::OrganId& organ,
                              const std::set<std::string>& documents) {
    const std::set<std::string> fresh = unknown(holders_, documents);
    if (fresh.empty()) return;
    connection.kept<HolderRows>().read(organ, fresh,
                                       [&](const std::string& document, const std::string& matter, int version) {
                                           holders_[document].emplace_back(matter, version);
                                       });
}

void TextFacts::learn_uses(Connection& connection, const workflow::OrganId& organ,
                           const std::set<std::string>& documents) {
    const std::set<std::string> fresh = unknown(uses_, documents);
    if (fresh.empty()) return;
    connection.kept<UseRows>().read(
        organ, fresh, [&](const std::string& document, const std::string& stream) { uses_[document].insert(stream); });
}

void TextFacts::note(const workflow::MatterId& matter, const workflow::DraftSubmitted& draft) {
    noted_matters_[draft.main.value].insert(matter.value);
    for (const workflow::DraftDocument& each : draft.documents) {
        noted_holders_[each.document.value].emplace_back(matter.value, draft.version);
    }
}

void TextFacts::note_uses(const workflow::NewEvent& event) {
    for (const std::string& document : documents_named_in(event)) noted_uses_[document].insert(event.stream.name);
}

std::set<std::string> TextFacts::matters_with(const std::string& main) const {
    std::set<std::string> all = matters_.at(main);
    if (const auto noted = noted_matters_.find(main); noted != noted_matters_.end()) {
        all.insert(noted->second.begin(), noted->second.end());
    }
    return all;
}

std::vector<std::pair<std::string, int>> TextFacts::holders_of(const std::string& document) const {
    std::vector<std::pair<std::string, int>> all = holders_.at(document);
    if (const auto noted = noted_holders_.find(document); noted != noted_holders_.end()) {
        all.insert(all.end(), noted->second.begin(), noted->second.end());
    }
    return all;
}

std::set<std::string> TextFacts::streams_naming(const std::string& document) const {
    std::set<std::string> all = uses_.at(document);
    if (const auto noted = noted_uses_.find(document); noted != noted_uses_.end()) {
        all.insert(noted->second.begin(), noted->second.end());
    }
    return all;
}

}  // namespace shenyi::storage
