#include "detail/lenient_json.hpp"

#include <lectern/core/text.hpp>
#include <lectern/score/llm/answer.hpp>

#include <boost/json/object.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

namespace lectern::llm {
namespace {

namespace bj = boost::json;

constexpr std::size_t kMostRemarks = 20;

void remark(std::vector<std::string>& remarks, std::string text) {
    if (remarks.size() < kMostRemarks) remarks.push_back(std::move(text));
}

/// The member of this name in any case.
bj::value const* member(bj::object const& object, std::string_view name) {
    auto const found =
        std::ranges::find_if(object, [&](auto const& item) { return text::iequals(item.key(), name); });
    return found == object.end() ? nullptr : &found->value();
}

/// The id in whatever form it is written, without version; empty if the text is none.
std::string id_of(std::string_view text) {
    auto const id = ArxivId::parse(text);
    return id ? id->base() : std::string();
}

std::string id_of(bj::object const& object) {
    for (std::string_view const name : {"ARXIVID", "arxiv_id", "id"}) {
        bj::value const* value = member(object, name);
        if (value && value->is_string()) return id_of(value->get_string());
        // 2601.00010 as a number has lost its last zeros: four and five digits are tried by the batch's ids.
        if (value && value->is_number()) return fmt::format("{:.5f}", value->to_number<double>());
    }
    return {};
}

/// The number of `9`, `"9"`, `"9.5"`, `"9/10"`.
std::optional<double> number_of(bj::value const& value) {
    if (value.is_number()) return value.to_number<double>();
    if (!value.is_string()) return std::nullopt;
    std::string_view text = text::trim(value.get_string());
    std::size_t const slash = text.find('/');
    if (slash != std::string_view::npos && text::trim(text.substr(slash + 1)) == "10")
        text = text::trim(text.substr(0, slash));
    double number = 0;
    auto const [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    bool const whole = failure == std::errc{} && end == text.data() + text.size() && !text.empty();
    return whole ? std::optional<double>(number) : std::nullopt;
}

/// A score on the scale; nothing for anything else.
std::optional<double> score_of(bj::object const& object, std::string_view name) {
    bj::value const* value = member(object, name);
    auto const number = value ? number_of(*value) : std::nullopt;
    bool const on_scale = number && *number >= 1.0 && *number <= 10.0;  // false for NaN, too
    return on_scale ? number : std::nullopt;
}

std::string comment_of(bj::object const& object) {
    constexpr std::size_t longest = 2000;
    bj::value const* value = member(object, "COMMENT");
    if (!value || !value->is_string()) return {};
    return text::truncate(text::collapse_whitespace(text::strip_controls(value->get_string())), longest);
}

std::vector<std::string> topics_of(bj::object const& object) {
    constexpr std::size_t most = 20;
    std::vector<std::string> topics;
    bj::value const* value = member(object, "TOPICS");
    if (!value || !value->is_array()) return topics;
    for (bj::value const& topic : value->get_array()) {
        if (topics.size() == most) break;
        if (topic.is_number()) topics.push_back(fmt::format("{:.0f}", topic.to_number<double>()));
        if (topic.is_string()) topics.emplace_back(text::trim(topic.get_string()));
    }
    return topics;
}

void take_score(bj::object const& object, Batch const& batch, ScoreAnswer& answer) {
    std::string const id = id_of(object);
    if (id.empty()) return;  // an object of another kind
    if (!batch.contains(id)) return remark(answer.remarks, fmt::format("{} was not asked about", id));
    auto const relevance = score_of(object, "RELEVANCE");
    auto const novelty = score_of(object, "NOVELTY");
    if (!relevance || !novelty)
        return remark(answer.remarks, fmt::format("{} has no relevance and novelty from 1 to 10", id));
    AnswerScore score{*relevance, *novelty, comment_of(object), topics_of(object)};
    auto const [place, added] = answer.scores.emplace(id, score);
    bool const contradicts =
        !added && (place->second.relevance != score.relevance || place->second.novelty != score.novelty);
    if (contradicts)
        remark(answer.remarks, fmt::format("{} was judged twice, differently; the first counts", id));
}

/// The text without what a model thinks aloud before it answers.
std::string_view without_thoughts(std::string_view text) {
    constexpr std::string_view end = "</think>";
    std::size_t const at = text.rfind(end);
    return at == std::string_view::npos ? text : text.substr(at + end.size());
}

/// The list of an object such as `{"irrelevant": [...]}`: the member with a telling name, or the only list.
bj::array const* list_of(bj::object const& object) {
    for (std::string_view const name : {"irrelevant", "drop", "ids"}) {
        bj::value const* value = member(object, name);
        if (value && value->is_array()) return &value->get_array();
    }
    bj::array const* only = nullptr;
    for (auto const& item : object) {
        if (!item.value().is_array()) continue;
        if (only) return nullptr;
        only = &item.value().get_array();
    }
    return only;
}

class TitleReader {
public:
    explicit TitleReader(Batch const& batch) : batch_(batch) {}

    void take(bj::value const& value) {
        if (value.is_array()) return take(value.get_array());
        if (!value.is_object()) return;
        if (bj::array const* list = list_of(value.get_object())) return take(*list);
        std::string const id = id_of(value.get_object());
        if (!id.empty()) take_id(id);
    }

    std::optional<TitleAnswer> finish() && {
        return found_ ? std::optional<TitleAnswer>(std::move(answer_)) : std::nullopt;
    }

private:
    void take(bj::array const& list) {
        // "[1]" in prose is a reference, no list of ids.
        found_ = found_ || list.empty() || !list.front().is_number();
        for (bj::value const& item : list) {
            if (item.is_string()) take_id(id_of(item.get_string()));
            if (item.is_object()) take(item);
        }
    }

    void take_id(std::string const& id) {
        found_ = true;
        if (id.empty()) return;
        if (batch_.contains(id))
            answer_.dropped.insert(id);
        else
            remark(answer_.remarks, fmt::format("{} was not asked about", id));
    }

    Batch const& batch_;
    bool found_ = false;
    TitleAnswer answer_;
};

/// The end of the bracketed value at the start of the text, or npos. Brackets in double-quoted strings do not
/// count.
std::size_t end_of_value(std::string_view text) {
    int depth = 0;
    bool in_string = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        char const c = text[i];
        if (in_string) {
            if (c == '\\') ++i;
            in_string = c != '"';
            continue;
        }
        in_string = c == '"';
        if (c == '[' || c == '{') ++depth;
        if ((c == ']' || c == '}') && --depth == 0) return i + 1;
    }
    return std::string_view::npos;
}

}  // namespace

ScoreAnswer parse_scores(std::string_view text, Batch const& batch) {
    ScoreAnswer answer;
    ObjectReader reader;
    for (std::string const& json : reader.add(without_thoughts(text))) {
        auto const value = parse_lenient(json);
        if (value && value->is_object())
            take_score(value->get_object(), batch, answer);
        else
            remark(answer.remarks, "an object could not be read: " + text::printable(json, 100));
    }
    return answer;
}

std::optional<TitleAnswer> parse_titles(std::string_view text, Batch const& batch) {
    constexpr int most_tries = 1000;  // a bracket that is never closed costs a walk over the rest
    text = without_thoughts(text);
    TitleReader reader(batch);
    std::size_t at = text.find_first_of("[{");
    for (int tries = 0; at != std::string_view::npos && tries < most_tries; ++tries) {
        std::string_view const rest = text.substr(at);
        std::size_t const size = end_of_value(rest);
        auto const value = size == std::string_view::npos ? Result<bj::value>(Error(errc::bad_answer))
                                                          : parse_lenient(rest.substr(0, size));
        if (value) reader.take(*value);
        at = text.find_first_of("[{", at + (value ? size : 1));
    }
    return std::move(reader).finish();
}

}  // namespace lectern::llm
