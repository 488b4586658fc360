#include "detail/reasoning.hpp"

#include <lectern/core/text.hpp>

#include <algorithm>
#include <array>

namespace lectern::llm {
namespace {

constexpr std::size_t kLongestMark = 96;

/// What models call their thoughts, in tags of any kind and in any case.
constexpr std::array<std::string_view, 24> kNames{"think",
                                                  "thinking",
                                                  "thought",
                                                  "thoughts",
                                                  "reason",
                                                  "reasoning",
                                                  "reflection",
                                                  "reflections",
                                                  "scratchpad",
                                                  "analysis",
                                                  "ant_thinking",
                                                  "cot",
                                                  "antthinking",
                                                  "inner_monologue",
                                                  "internal_monologue",
                                                  "chain_of_thought",
                                                  "rationale",
                                                  "deliberation",
                                                  "thought_process",
                                                  "thinking_process",
                                                  "inner_thoughts",
                                                  "planning",
                                                  "inner_thought",
                                                  "reasoning_process"};

/// Marks that are no tags around a name. Sources: the chat templates of gpt-oss (harmony), Gemma, Apertus, Granite.
struct Phrase {
    std::string_view text;
    std::string_view family;
    bool closes;
};
constexpr std::array<Phrase, 14> kPhrases{{{"<|channel|>analysis", "harmony", false},
                                           {"<|channel|>commentary", "harmony", false},
                                           {"<|channel|>final", "harmony", true},
                                           {"assistantfinal", "harmony", true},
                                           {"<|channel>thought", "channel", false},
                                           {"<channel|>", "channel", true},
                                           {"<|inner_prefix|>", "inner", false},
                                           {"<|inner_suffix|>", "inner", true},
                                           {"Here is my thought process:", "announced", false},
                                           {"Here's my thought process:", "announced", false},
                                           {"Here is my response:", "announced", true},
                                           {"Here's my response:", "announced", true},
                                           {"<|begin_of_solution|>", "thought", true},
                                           {"<|START_RESPONSE|>", "thinking", true}}};

/// The name in the list that equals the text in any case; empty if there is none.
std::string_view known_name(std::string_view text) {
    auto const found =
        std::ranges::find_if(kNames, [&](std::string_view name) { return text::iequals(name, text); });
    return found == kNames.end() ? std::string_view() : *found;
}

bool starts_with_any_case(std::string_view text, std::string_view prefix) {
    return text.size() >= prefix.size() && text::iequals(text.substr(0, prefix.size()), prefix);
}

bool remove_prefix(std::string_view& text, std::string_view prefix) {
    if (!starts_with_any_case(text, prefix)) return false;
    text.remove_prefix(prefix.size());
    return true;
}

std::optional<Mark> phrase_at(std::string_view text) {
    if (text.starts_with('[') || text.starts_with('\xe2')) return std::nullopt;
    for (Phrase const& phrase : kPhrases) {
        bool const likely = text.size() > 1 && text[1] == phrase.text[1];
        if (likely && starts_with_any_case(text, phrase.text))
            return Mark{0, phrase.text.size(), phrase.family, phrase.closes, false};
    }
    return std::nullopt;
}

/// gpt-oss without its special tokens: `analysisWe need to …assistantfinal…`.
std::optional<Mark> bare_channel_at(std::string_view text) {
    constexpr std::string_view channel = "analysis";
    bool const bare = text.size() > channel.size() && text.starts_with(channel) &&
                      text[channel.size()] >= 'A' && text[channel.size()] <= 'Z';
    return bare ? std::optional(Mark{0, channel.size(), "harmony", false, false}) : std::nullopt;
}

/// What stands between a tag's brackets: `think`, `/think`, `seed:think`, `think budget="1"`.
std::optional<Mark> read_tag(std::string_view inside, std::size_t size) {
    inside = text::trim(inside);
    if (inside.ends_with('/')) return std::nullopt;  // an empty element
    bool const closes = remove_prefix(inside, "/");
    std::string_view name = text::trim(inside);
    name = name.substr(0, name.find_first_of(" \t\r\n"));
    name = name.substr(name.rfind(':') + 1);
    std::string_view const family = known_name(name);
    if (family.empty()) return std::nullopt;
    return Mark{0, size, family, closes, true};
}

/// `<|begin_of_thought|>`, `<|END_THINKING|>`, `<|think|>`.
std::optional<Mark> read_token(std::string_view inside, std::size_t size) {
    for (std::string_view const prefix : {"begin_of_", "start_of_", "begin_", "start_"}) {
        if (!remove_prefix(inside, prefix)) continue;
        std::string_view const family = known_name(inside);
        return family.empty() ? std::nullopt : std::optional(Mark{0, size, family, false, true});
    }
    for (std::string_view const prefix : {"end_of_", "end_"}) {
        if (!remove_prefix(inside, prefix)) continue;
        std::string_view const family = known_name(inside);
        return family.empty() ? std::nullopt : std::optional(Mark{0, size, family, true, true});
    }
    return read_tag(inside, size);
}

struct Brackets {
    std::string_view left;
    std::string_view right;
    std::optional<Mark> (*read)(std::string_view inside, std::size_t size);
};
constexpr std::array<Brackets, 4> kBrackets{{{"<|", "|>", read_token},
                                             {"<", ">", read_tag},
                                             {"[", "]", read_tag},
                                             {"\xe2\x97\x81", "\xe2\x96\xb7", read_tag}}};  // ◁think▷

std::optional<Mark> tag_at(std::string_view text) {
    for (Brackets const& brackets : kBrackets) {
        if (!text.starts_with(brackets.left)) continue;
        std::size_t const end = text.find(brackets.right, brackets.left.size());
        if (end == std::string_view::npos) continue;
        auto mark = brackets.read(text.substr(brackets.left.size(), end - brackets.left.size()),
                                  end + brackets.right.size());
        if (mark) return mark;
    }
    return std::nullopt;
}

}  // namespace

std::optional<Mark> mark_at(std::string_view text, std::size_t at) {
    constexpr std::string_view beginnings = "<[\xe2Hha";
    if (beginnings.find(text[at]) == std::string_view::npos) return std::nullopt;
    std::string_view const rest = text.substr(at, kLongestMark);
    if (rest[0] == 'a' && at > 0 && !rest.starts_with("as")) return std::nullopt;
    auto mark = at == 0 ? bare_channel_at(rest) : std::nullopt;
    if (!mark) mark = phrase_at(rest);
    if (!mark) mark = tag_at(rest);
    if (!mark) return std::nullopt;
    mark->at = at;
    mark->end += at;
    return mark;
}

std::optional<Mark> find_mark(std::string_view text, std::size_t from) {
    for (std::size_t at = from; at < text.size(); ++at) {
        if (auto mark = mark_at(text, at)) return mark;
    }
    return std::nullopt;
}

bool Thoughts::take(Mark const& mark, std::string_view text) {
    auto const same = std::find(families_.rbegin(), families_.rend(), mark.family);
    bool const known = same != families_.rend();
    if (mark.closes) {
        if (!known) return !open();  // otherwise a mark that the thought only mentions
        families_.erase(std::prev(same.base()), families_.end());
        return !open();
    }
    // Templates begin a thought that the model then begins once more.
    bool const repeated = known && text::trim(text.substr(opened_until_, mark.at - opened_until_)).empty();
    opened_until_ = mark.end;
    constexpr std::size_t deepest = 64;
    bool const nested = !known || (mark.nests && !repeated);
    too_deep_ = too_deep_ || (nested && families_.size() == deepest);
    if (nested && !too_deep_) families_.push_back(mark.family);
    return false;
}

}  // namespace lectern::llm
