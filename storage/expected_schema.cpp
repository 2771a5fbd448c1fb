#include "storage/expected_schema.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

#include "storage/statements.hpp"

namespace shenyi::storage {

namespace {

using Words = std::vector<std::string_view>;

std::string lower(std::string_view word) {
    std::string lowered(word);
    for (char& c : lowered) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return lowered;
}

std::string upper(std::string_view word) {
    std::string raised(word);
    for (char& c : raised) {
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    return raised;
}

bool starts_with(const Words& words, std::initializer_list<std::string_view> keywords) {
    return words.size() >= keywords.size() &&
           std::equal(keywords.begin(), keywords.end(), words.begin(),
                      [](auto keyword, auto word) { return is_word(word, keyword); });
}

Words::const_iterator find_word(const Words& words, std::string_view keyword) {
    return std::find_if(words.begin(), words.end(), [&](auto word) { return is_word(word, keyword); });
}

/// The word after the keyword; empty where there is none.
std::string after(const Words& words, std::string_view keyword) {
    const auto at = find_word(words, keyword);
    return at == words.end() || at + 1 == words.end() ? std::string() : lower(*(at + 1));
}

struct Table {
    int checks = 0;
    int foreign_keys = 0;
    int uniques = 0;
    int primary_keys = 0;
    std::map<std::string, int Table::*> named;  ///< the constraints that have a name, by the count that they are in
};

struct Trigger {
    std::string function;
    bool always = false;
};

struct Function {
    std::string search_path;
    std::string body;
};

/// Follows the migrations' statements and keeps what stands after them.
class Schema {
  public:
    void follow(const Words& words) {
        if (starts_with(words, {"CREATE", "TABLE"})) {
            count_constraints(words, tables_[lower(words[2])]);
        } else if (starts_with(words, {"CREATE", "TRIGGER"})) {
            triggers_[{after(words, "ON"), lower(words[2])}] = {after(words, "FUNCTION"), false};
        } else if (starts_with(words, {"CREATE", "FUNCTION"}) ||
                   starts_with(words, {"CREATE", "OR", "REPLACE", "FUNCTION"})) {
            create_function(words);
        } else if (starts_with(words, {"ALTER", "TABLE"})) {
            alter_table(words);
        } else if (starts_with(words, {"GRANT"}) || starts_with(words, {"REVOKE"})) {
            grant(words);
        } else if (starts_with(words, {"DROP"})) {
            drop(words);
        }
    }

    std::set<std::string> facts() const {
        std::set<std::string> facts;
        for (const auto& [name, table] : tables_) {
            facts.insert(
                fmt::format("table {}, owner shenyi_owner, checks {}, foreign keys {}, unique keys {}, primary keys {}",
                            name, table.checks, table.foreign_keys, table.uniques, table.primary_keys));
        }
        for (const auto& [at, trigger] : triggers_) {
            facts.insert(fmt::format("trigger {} on {} runs {}, {}", at.second, at.first, trigger.function,
                                     trigger.always ? "always" : "at times"));
        }
        for (const auto& [name, function] : functions_) {
            facts.insert(fmt::format("function {} with search_path {}\n{}", name, function.search_path, function.body));
        }
        for (const auto& grant : grants_) facts.insert(grant);
        return facts;
    }

  private:
    static void count_constraints(const Words& words, Table& table) {
        static constexpr std::pair<std::string_view, int Table::*> kinds[] = {{"CHECK", &Table::checks},
                                                                              {"REFERENCES", &Table::foreign_keys},
                                                                              {"UNIQUE", &Table::uniques},
                                                                              {"PRIMARY", &Table::primary_keys}};
        std::string name;
        for (std::size_t at = 0; at < words.size(); ++at) {
            if (is_word(words[at], "CONSTRAINT") && at + 1 < words.size()) name = lower(words[at + 1]);
            for (const auto& [word, count] : kinds) {
                if (!is_word(words[at], word)) continue;
                ++(table.*count);
                if (!name.empty()) table.named[std::exchange(name, {})] = count;
            }
        }
    }

    void create_function(const Words& words) {
        Function function;
        const auto path = find_word(words, "SEARCH_PATH");
        const auto body = find_word(words, "AS");
        // `SET search_path = shenyi, pg_temp AS $$ … $$`: the names between the sign and AS.
        for (auto word = path; word < body; ++word) {
            if (word == path || *word == "=") continue;
            function.search_path += *word == "," ? ", " : lower(*word);
        }
        if (body != words.end() && body + 1 != words.end()) {
            const auto quoted = *(body + 1);
            const auto tag = quoted.find('$', 1) + 1;
            function.body = quoted.substr(tag, quoted.size() - 2 * tag);
        }
        functions_[after(words, "FUNCTION")] = std::move(function);
    }

    void alter_table(const Words& words) {
        const auto table = lower(words[2]);
        const auto always = find_word(words, "ALWAYS");
        if (find_word(words, "ENABLE") != words.end() && always != words.end()) {
            triggers_[{table, after(words, "TRIGGER")}].always = true;
        } else if (find_word(words, "ADD") != words.end()) {
            count_constraints(words, tables_[table]);
        } else if (find_word(words, "DROP") != words.end()) {
            const auto dropped = tables_[table].named.extract(after(words, "CONSTRAINT"));
            if (dropped) --(tables_[table].*dropped.mapped());
        }
    }

    void drop(const Words& words) {
        const auto name = [&](std::size_t at) { return at < words.size() ? lower(words[at]) : std::string(); };
        if (starts_with(words, {"DROP", "TABLE"})) {
            tables_.erase(name(2));
            std::erase_if(triggers_, [&](const auto& trigger) { return trigger.first.first == name(2); });
            std::erase_if(
                grants_, [&](const auto& grant) { return grant.find(" on " + name(2) + " to ") != std::string::npos; });
        } else if (starts_with(words, {"DROP", "TRIGGER"})) {
            triggers_.erase({after(words, "ON"), name(2)});
        } else if (starts_with(words, {"DROP", "FUNCTION"})) {
            functions_.erase(name(2));
        }
    }

    /// `GRANT a, b (x, y) ON [SCHEMA] s, t TO r, q` and `REVOKE … FROM …`: one sentence for each right of each role.
    void grant(const Words& words) {
        const bool gives = is_word(words.front(), "GRANT");
        const auto on = find_word(words, "ON");
        const auto to = find_word(words, gives ? "TO" : "FROM");
        if (on == words.end() || to == words.end()) return;  // membership in a role

        const auto rights = rights_of({words.begin() + 1, on});
        std::string sort;
        std::vector<std::string> objects;
        for (auto word = on + 1; word < to; ++word) {
            if (is_word(*word, "SCHEMA"))
                sort = "schema ";
            else if (*word != "," && !is_word(*word, "TABLE"))
                objects.push_back(sort + lower(*word));
        }
        for (auto role = to + 1; role != words.end(); ++role) {
            if (*role == ",") continue;
            for (const auto& object : objects) {
                for (const auto& right : rights)
                    note(gives, fmt::format("grant {} on {} to {}", right, object, lower(*role)));
            }
        }
    }

    void note(bool gives, std::string sentence) {
        if (gives)
            grants_.insert(std::move(sentence));
        else
            grants_.erase(sentence);
    }

    static std::vector<std::string> rights_of(const Words& words) {
        std::vector<std::string> rights;
        std::string privilege;
        bool in_columns = false;
        for (const auto word : words) {
            if (word == "(") {
                rights.pop_back();
                in_columns = true;
            } else if (word == ")") {
                in_columns = false;
            } else if (word == ",") {
                continue;
            } else if (in_columns) {
                rights.push_back(fmt::format("{} of {}", privilege, lower(word)));
            } else {
                privilege = upper(word);
                rights.push_back(privilege);
            }
        }
        return rights;
    }

    std::map<std::string, Table> tables_;
    std::map<std::pair<std::string, std::string>, Trigger> triggers_;  // by table and name
    std::map<std::string, Function> functions_;
    std::set<std::string> grants_;
};

}  // namespace

std::set<std::string> expected_facts(const std::vector<Migration>& migrations) {
    Schema schema;
    for (const auto& migration : migrations) {
        for (const auto& statement : migration.statements) schema.follow(words_of(statement));
    }
    return schema.facts();
}

}  // namespace shenyi::storage
