#include "storage/definitions/messages.hpp"

#include "workflow/dates.hpp"

#include <fmt/format.h>
#include <boost/json/object.hpp>

#include <algorithm>
#include <chrono>
#include <optional>

namespace shenyi::storage::definitions {
namespace {

using Texts = std::map<std::string, MessageTemplate, std::less<>>;

bool is_name(std::string_view text) {
    if (text.empty() || text.front() == '_' || (text.front() >= '0' && text.front() <= '9')) return false;
    return std::ranges::all_of(text,
                               [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

/// Empty if a brace does not pair or what it holds is no name.
std::optional<MessageTemplate> template_of(std::string_view text) {
    MessageTemplate out;
    std::string literal;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c != '{' && c != '}') {
            literal += c;
        } else if (i + 1 < text.size() && text[i + 1] == c) {
            literal += c;
            ++i;
        } else {
            const auto end = text.find('}', i);
            if (c == '}' || end == std::string_view::npos) return std::nullopt;
            const auto name = text.substr(i + 1, end - i - 1);
            if (!is_name(name)) return std::nullopt;
            if (!literal.empty()) out.parts.push_back({std::move(literal), false});
            literal.clear();
            out.parts.push_back({std::string{name}, true});
            i = end;
        }
    }
    if (!literal.empty()) out.parts.push_back({std::move(literal), false});
    return out;
}

/// One language's file, its keys flattened.
struct Catalogue {
    YamlFile file;
    Texts texts;
    std::map<std::string, std::string> pointers;  ///< key → where it stands
    FileFaults faults;

    bool is_rules_text(const std::string& key) const { return pointers.at(key).starts_with("/rules/"); }

    FileFault fault(const std::string& key, std::string what) const {
        return file.fault(pointers.at(key), std::move(what));
    }
};

void add_text(Catalogue& into, const std::string& key, const std::string& pointer, std::string_view text) {
    if (text.empty()) return into.faults.push_back(into.file.fault(pointer, "is empty"));
    auto cut = template_of(text);
    if (!cut) return into.faults.push_back(into.file.fault(pointer, "has a brace that does not pair, or a bad name"));
    if (!into.pointers.emplace(key, pointer).second) {
        return into.faults.push_back(into.file.fault(pointer, "has the key of another text: " + key));
    }
    into.texts.emplace(key, std::move(*cut));
}

void flatten(Catalogue& into, const boost::json::value& value, const std::string& key, const std::string& pointer) {
    if (const auto* text = value.if_string()) return add_text(into, key, pointer, *text);
    const auto* members = value.if_object();
    if (members == nullptr) return into.faults.push_back(into.file.fault(pointer, "expected text"));
    for (const auto& member : *members) {
        const std::string name{member.key()};
        flatten(into, member.value(), key.empty() ? name : message_key(key, name), fmt::format("{}/{}", pointer, name));
    }
}

tl::expected<Catalogue, FileFaults> read_catalogue(const std::filesystem::path& path) {
    auto file = read_yaml(path);
    if (!file) return tl::unexpected(std::move(file.error()));
    Catalogue out{.file = std::move(*file)};
    const auto* sections = out.file.tree.if_object();
    if (sections == nullptr) return tl::unexpected(FileFaults{out.file.fault("", "expected sections")});
    for (const auto& section : *sections) {
        const std::string name{section.key()};
        const bool leads = name != "rules" && name != "terms";
        flatten(out, section.value(), leads ? name : "", "/" + name);
    }
    if (!out.faults.empty()) return tl::unexpected(std::move(out.faults));
    return out;
}

void compare(const Catalogue& one, const Catalogue& other, FileFaults& faults) {
    for (const auto& [key, text] : one.texts) {
        const auto found = other.texts.find(key);
        if (found == other.texts.end()) {
            faults.push_back(one.fault(key, "has no counterpart in " + other.file.name));
        } else if (text.placeholders() != found->second.placeholders()) {
            faults.push_back(one.fault(key, "has other placeholders than " + other.file.name));
        }
    }
}

void compare(const Catalogue& catalogue, const Rules& rules, FileFaults& faults) {
    const auto& name = catalogue.file.name;
    std::set<std::string> wanted{std::string{workflow::wrong_stage}};
    for (const auto state : workflow::wrong_states) wanted.insert(fmt::format("{}.{}", workflow::wrong_stage, state));
    for (const auto& [id, rule] : rules.rules) {
        wanted.insert(id);
        for (const auto& [variant, entry] : rule.variants) wanted.insert(message_key(id, variant));
    }
    for (const auto& key : wanted) {
        if (!catalogue.texts.contains(key)) faults.push_back({name, 0, "/rules", "has no text for " + key});
    }
    for (const auto& [key, text] : catalogue.texts) {
        if (catalogue.is_rules_text(key) && !wanted.contains(key)) {
            faults.push_back(catalogue.fault(key, "belongs to no rule"));
        }
    }
}

std::string date_in(bool english, workflow::Date date) {
    if (english) return workflow::iso(date);
    return fmt::format("{}年{}月{}日", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                       static_cast<unsigned>(date.day()));
}

std::string instant_in(bool english, workflow::Instant instant) {
    const auto day = workflow::date_of(instant);
    const std::chrono::hh_mm_ss time{instant - workflow::start_of(day)};
    return fmt::format("{}{}{:02}:{:02}", date_in(english, day), english ? " " : "", time.hours().count(),
                       time.minutes().count());
}

bool is_english(std::string_view language) {
    return language.starts_with("en");
}

/// A fact in words.
struct InWords {
    const Messages& messages;
    std::string_view language;

    std::string operator()(std::int64_t number) const { return std::to_string(number); }
    std::string operator()(const std::string& text) const { return text; }
    std::string operator()(workflow::Date date) const { return date_in(is_english(language), date); }
    std::string operator()(workflow::Instant instant) const { return instant_in(is_english(language), instant); }
    std::string operator()(const workflow::Term& term) const {
        const std::string key = term.catalogue + "." + term.code;
        return messages.has(key) ? messages.render(language, key) : term.code;
    }
    template <class T>
    std::string operator()(const std::vector<T>& list) const {
        std::string out;
        for (const auto& element : list) {
            if (!out.empty()) out += is_english(language) ? ", " : "、";
            out += (*this)(element);
        }
        return out;
    }
};

}  // namespace

std::set<std::string> MessageTemplate::placeholders() const {
    std::set<std::string> out;
    for (const auto& part : parts) {
        if (part.placeholder) out.insert(part.text);
    }
    return out;
}

tl::expected<Messages, FileFaults> Messages::read(const std::filesystem::path& folder, const Rules& rules) {
    auto zh = read_catalogue(folder / "zh-CN.yaml");
    auto en = read_catalogue(folder / "en.yaml");
    FileFaults faults;
    for (const auto* file : {&zh, &en}) {
        if (!*file) faults.insert(faults.end(), file->error().begin(), file->error().end());
    }
    if (!faults.empty()) return tl::unexpected(std::move(faults));
    compare(*zh, *en, faults);
    compare(*en, *zh, faults);
    compare(*zh, rules, faults);
    compare(*en, rules, faults);
    if (!faults.empty()) return tl::unexpected(std::move(faults));

    Messages out;
    out.zh_ = std::move(zh->texts);
    out.en_ = std::move(en->texts);
    return out;
}

const Messages::Texts& Messages::texts(std::string_view language) const {
    return is_english(language) ? en_ : zh_;
}

bool Messages::has(std::string_view key) const {
    return zh_.contains(key);
}

std::string Messages::render(std::string_view language, std::string_view key, const Facts& facts) const {
    const auto& all = texts(language);
    auto found = all.find(key);
    if (found == all.end()) found = all.find(key.substr(0, key.rfind('.')));
    if (found == all.end()) return std::string{key};

    std::string out;
    for (const auto& part : found->second.parts) {
        if (!part.placeholder) {
            out += part.text;
        } else if (const auto fact = facts.find(part.text); fact != facts.end()) {
            out += fact->second;
        } else {
            out += "⟨" + part.text + "⟩";
        }
    }
    return out;
}

Messages::Facts Messages::words(std::string_view language, const workflow::Facts& facts) const {
    Facts out;
    for (const auto& [name, fact] : facts) out.emplace(name, word(language, fact));
    return out;
}

std::string Messages::word(std::string_view language, const workflow::Fact& fact) const {
    return std::visit(InWords{*this, language}, fact);
}

std::set<std::string> Messages::placeholders(std::string_view key) const {
    const auto found = zh_.find(key);
    return found == zh_.end() ? std::set<std::string>{} : found->second.placeholders();
}

std::vector<std::string> Messages::keys() const {
    std::vector<std::string> out;
    out.reserve(zh_.size());
    for (const auto& [key, text] : zh_) out.push_back(key);
    return out;
}

std::string message_key(std::string_view rule, std::string_view variant) {
    std::string out{rule};
    if (!variant.empty()) out.append(".").append(variant);
    return out;
}

std::string_view action_catalogue(workflow::Target target) {
    switch (target) {
        using enum workflow::Target;
        case matter:
            return "matter_action";
        case meeting:
            return "meeting_action";
        case item:
            return "item_action";
        case organ:
        case person:
            break;
    }
    return "organ_action";
}

std::string_view action_catalogue(ActedOn target) {
    switch (target) {
        using enum ActedOn;
        case matter:
            return "matter_action";
        case meeting:
            return "meeting_action";
        case item:
            return "item_action";
        case organ:
            break;
    }
    return "organ_action";
}

}  // namespace shenyi::storage::definitions
