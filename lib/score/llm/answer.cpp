#include "detail/model_json.hpp"

#include <lectern/core/text.hpp>
#include <lectern/score/llm/answer.hpp>

#include <boost/json/object.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <initializer_list>
#include <utility>

namespace lectern::llm {
namespace {

namespace bj = boost::json;

constexpr std::size_t kMostRemarks = 20;

void remark(std::vector<std::string>& remarks, std::string_view text) {
    if (remarks.size() < kMostRemarks) remarks.emplace_back(text);
}

/// A member's name as it is compared: lower case, letters only (`paper_id` is `paperid`).
std::string plain_name(std::string_view name) {
    std::string plain;
    for (char const c : text::ascii_lower(name)) {
        if (c >= 'a' && c <= 'z') plain += c;
    }
    return plain;
}

/// What an object says under one of some names. Two members that differ say nothing.
struct Said {
    bj::value const* value = nullptr;
    bool contradicts = false;
};
Said said(bj::object const& object, std::initializer_list<std::string_view> names) {
    Said said;
    for (auto const& item : object) {
        std::string const name = plain_name(item.key());
        if (std::ranges::find(names, name) == names.end()) continue;
        said.contradicts = said.contradicts || (said.value && *said.value != item.value());
        said.value = &item.value();
    }
    if (said.contradicts) said.value = nullptr;
    return said;
}

/// The id in whatever form it is written, without version; empty if the text is not an id.
std::string id_of(std::string_view text) {
    auto const id = ArxivId::parse(text::trim(text));
    return id ? id->base() : std::string();
}

std::string id_of(bj::object const& object) {
    bj::value const* value = said(object, {"arxivid", "arxiv", "paperid", "id"}).value;
    return value && value->is_string() ? id_of(value->get_string()) : std::string();
}

/// Whether what follows a number leaves it as it is: `/10`, `out of 10`, `(high)`.
bool is_remark(std::string_view text) {
    text = text::trim(text);
    if (text.starts_with('(') && text.ends_with(')'))
        return text.find_first_of("0123456789") == std::string_view::npos;
    for (std::string_view const of : {"/", "out of", "of"}) {
        if (text.starts_with(of) && text::trim(text.substr(of.size())) == "10") return true;
    }
    return text.empty();
}

/// The number of `9`, `"9"`, `"+9.5"`, `"9/10"`, `"9 (high)"`.
std::optional<double> number_of(bj::value const& value) {
    if (value.is_number()) return value.to_number<double>();
    if (!value.is_string()) return std::nullopt;
    std::string_view text = text::trim(value.get_string());
    if (text.starts_with('+')) text.remove_prefix(1);
    double number = 0;
    auto const [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failure != std::errc{}) return std::nullopt;
    bool const alone = is_remark(text.substr(static_cast<std::size_t>(end - text.data())));
    return alone ? std::optional<double>(number) : std::nullopt;
}

/// A score on the scale; nothing for anything else.
std::optional<double> score_of(bj::object const& object, std::initializer_list<std::string_view> names) {
    bj::value const* value = said(object, names).value;
    auto const number = value ? number_of(*value) : std::nullopt;
    bool const on_scale = number && *number >= 1.0 && *number <= 10.0;  // false for NaN, too
    return on_scale ? number : std::nullopt;
}

std::string line_of(bj::object const& object, std::initializer_list<std::string_view> names,
                    std::size_t longest) {
    bj::value const* value = said(object, names).value;
    if (!value || !value->is_string()) return {};
    return text::truncate(text::collapse_whitespace(text::strip_controls(value->get_string())), longest);
}

std::string comment_of(bj::object const& object) {
    return line_of(object, {"comment", "comments"}, 2000);
}

void take_summaries(bj::value const& value, std::string_view name, Batch const& batch,
                    std::map<std::string, std::string>& summaries) {
    if (value.is_array()) {
        for (bj::value const& item : value.get_array()) take_summaries(item, {}, batch, summaries);
    }
    if (!value.is_object()) return;
    std::string id = id_of(value.get_object());
    if (id.empty()) id = id_of(name);
    std::string summary = line_of(value.get_object(), {"summary"}, 800);
    if (batch.contains(id) && !summary.empty()) summaries.emplace(id, std::move(summary));
    for (auto const& item : value.get_object()) take_summaries(item.value(), item.key(), batch, summaries);
}

std::vector<std::string> topics_of(bj::object const& object) {
    constexpr std::size_t most = 20;
    std::vector<std::string> topics;
    bj::value const* value = said(object, {"topics", "topic"}).value;
    if (!value || !value->is_array()) return topics;
    for (bj::value const& topic : value->get_array()) {
        if (topics.size() == most) break;
        if (topic.is_number()) topics.push_back(fmt::format("{:.0f}", topic.to_number<double>()));
        if (topic.is_string()) topics.emplace_back(text::trim(topic.get_string()));
    }
    return topics;
}

/// Takes the judgment of an object, if it is one.
/// \param name of the member that the object is the value of: `{"2601.00001": {…}}`
void take_score(bj::object const& object, std::string_view name, Batch const& batch, ScoreAnswer& answer) {
    std::string const named = id_of(name);
    std::string id = id_of(object);
    if (id.empty()) id = named;
    if (id.empty()) return;  // an object of another kind
    if (!batch.contains(id)) return remark(answer.remarks, fmt::format("{} was not asked about", id));
    if (!named.empty() && named != id)
        return remark(answer.remarks, fmt::format("{} stands under the id {}", id, named));
    auto const relevance = score_of(object, {"relevance", "relevancescore"});
    auto const novelty = score_of(object, {"novelty", "noveltyscore"});
    if (!relevance || !novelty)
        return remark(answer.remarks, fmt::format("{} has no relevance and novelty from 1 to 10", id));
    AnswerScore score{*relevance, *novelty, comment_of(object), topics_of(object)};
    auto const [place, added] = answer.scores.emplace(id, score);
    bool const contradicts =
        !added && (place->second.relevance != score.relevance || place->second.novelty != score.novelty);
    if (contradicts)
        remark(answer.remarks, fmt::format("{} was judged twice, differently; the first counts", id));
}

void take_scores(bj::value const& value, std::string_view name, Batch const& batch, ScoreAnswer& answer) {
    if (value.is_array()) {
        for (bj::value const& item : value.get_array()) take_scores(item, {}, batch, answer);
    } else if (value.is_object()) {
        take_score(value.get_object(), name, batch, answer);
        for (auto const& item : value.get_object()) take_scores(item.value(), item.key(), batch, answer);
    }
}

/// The list of an object such as `{"irrelevant": [...]}`: the member with a telling name, or the only list.
bj::array const* list_of(bj::object const& object) {
    for (std::string_view const name : {"irrelevant", "drop", "ids"}) {
        bj::value const* value = said(object, {name}).value;
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
        // A list of nothing but other papers answers another question.
        bool const foreign = answer_.dropped.empty() && ids_ > 0;
        return found_ && !foreign ? std::optional<TitleAnswer>(std::move(answer_)) : std::nullopt;
    }

private:
    void take(bj::array const& list) {
        // "[1]" in prose is a reference, no list of ids.
        found_ = found_ || list.empty() || list.front().is_string() || list.front().is_object();
        for (bj::value const& item : list) {
            if (item.is_string()) take_id(id_of(item.get_string()));
            if (item.is_object()) take(item);
        }
    }

    void take_id(std::string const& id) {
        found_ = true;
        if (id.empty()) return;
        ++ids_;
        if (batch_.contains(id))
            answer_.dropped.insert(id);
        else
            remark(answer_.remarks, fmt::format("{} was not asked about", id));
    }

    Batch const& batch_;
    bool found_ = false;
    std::size_t ids_ = 0;
    TitleAnswer answer_;
};

}  // namespace

ScoreAnswer parse_scores(std::string_view text, Batch const& batch) {
    ModelJson const read = read_model_json(text);
    ScoreAnswer answer;
    answer.unfinished_thought = read.unfinished_thought;
    for (Found const& found : read.found) take_scores(found.value, found.name, batch, answer);
    for (std::string const& beginning : read.unreadable)
        remark(answer.remarks, "an object could not be read: " + beginning);
    if (read.too_many) remark(answer.remarks, "the answer has more values than any answer needs");
    return answer;
}

std::map<std::string, std::string> parse_summaries(std::string_view text, Batch const& batch) {
    std::map<std::string, std::string> summaries;
    for (Found const& found : read_model_json(text).found) {
        // Half a sentence is none.
        if (found.whole) take_summaries(found.value, found.name, batch, summaries);
    }
    return summaries;
}

std::optional<TitleAnswer> parse_titles(std::string_view text, Batch const& batch) {
    TitleReader reader(batch);
    for (Found const& found : read_model_json(text).found) {
        // Half a list would keep what the other half drops.
        if (found.whole) reader.take(found.value);
    }
    return std::move(reader).finish();
}

}  // namespace lectern::llm
