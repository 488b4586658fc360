#include "core/detail/coverage_json.hpp"
#include "core/detail/json.hpp"
#include "core/detail/paper_json.hpp"
#include "detail/digest_members.hpp"

#include <lectern/render/json.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <fmt/format.h>

#include <array>

namespace lectern {
namespace {

namespace bj = boost::json;
using json::as_object;
using json::number_member;
using json::string_member;

bj::value optional_number(std::optional<double> number) {
    return number ? bj::value(*number) : bj::value(nullptr);
}

bj::value optional_money(std::optional<Money> const& money) {
    return money ? bj::value(money->to_string()) : bj::value(nullptr);
}

bj::array to_json(std::vector<std::string> const& strings) {
    bj::array array;
    for (std::string const& s : strings) array.emplace_back(s);
    return array;
}

bj::object to_json(Score const& score) {
    bj::object object;
    object["relevance"] = score.relevance;
    object["novelty"] = optional_number(score.novelty);
    object["estimated"] = score.estimated;
    object["strength"] = score.strength;
    object["comment"] = score.comment;
    object["topics"] = to_json(score.topics);
    if (!score.terms.empty()) object["terms"] = to_json(score.terms);
    bj::array& evidence = object["evidence"].emplace_array();
    for (Evidence const& term : score.evidence) {
        bj::object item;
        item["term"] = term.term;
        item["weight"] = term.weight;
        item["kind"] = to_string(term.kind);
        evidence.push_back(std::move(item));
    }
    if (score.topic_scores.empty()) return object;
    bj::array& topics = object["topic_scores"].emplace_array();
    for (TopicScore const& topic : score.topic_scores) {
        topics.push_back(bj::object{{"topic", topic.topic}, {"similarity", topic.similarity}});
    }
    return object;
}

bj::array to_json(std::vector<PaperName> const& papers) {
    bj::array array;
    for (PaperName const& paper : papers)
        array.push_back(bj::object{{"id", paper.id.to_string()}, {"title", paper.title}});
    return array;
}

bj::object to_json(DigestEntry const& entry) {
    bj::object object;
    object["paper"] = json::to_json(entry.paper);
    if (entry.score) object["score"] = to_json(*entry.score);
    object["pinned"] = entry.pinned;
    if (!entry.followed.empty()) object["followed"] = to_json(entry.followed);
    if (!entry.reason.empty()) object["reason"] = entry.reason;
    if (!entry.gist.empty()) object["gist"] = entry.gist;
    if (!entry.summary.empty()) object["summary"] = entry.summary;
    if (!entry.also.empty()) object["also"] = to_json(entry.also);
    object["order_key"] = entry.order_key;
    return object;
}

bj::object to_json(Decision const& decision) {
    bj::object object;
    object["id"] = decision.id.to_string();
    object["title"] = decision.title;
    object["outcome"] = to_string(decision.outcome);
    object["reason"] = decision.reason;
    if (decision.relevance) object["relevance"] = *decision.relevance;
    if (decision.novelty) object["novelty"] = *decision.novelty;
    if (decision.estimated) object["estimated"] = true;
    if (!decision.steps.empty()) object["steps"] = to_json(decision.steps);
    return object;
}

bj::object to_json(StageUsage const& stage) {
    bj::object object;
    object["stage"] = stage.stage;
    object["model"] = stage.model;
    object["requests"] = stage.requests;
    object["input_tokens"] = stage.tokens.input;
    object["cache_read_tokens"] = stage.tokens.cache_read;
    object["cache_write_tokens"] = stage.tokens.cache_write;
    object["output_tokens"] = stage.tokens.output;
    object["reasoning_tokens"] = stage.tokens.reasoning;
    object["prompt_cost"] = stage.cost ? bj::value(stage.cost->prompt) : bj::value(nullptr);
    object["completion_cost"] = stage.cost ? bj::value(stage.cost->completion) : bj::value(nullptr);
    return object;
}

bj::object to_json(Usage const& usage) {
    bj::object object;
    object["prompt_tokens"] = usage.prompt_tokens;
    object["completion_tokens"] = usage.completion_tokens;
    object["prompt_cost"] = optional_money(usage.prompt_cost);
    object["completion_cost"] = optional_money(usage.completion_cost);
    object["total_cost"] = optional_money(usage.total_cost);
    if (usage.stages.empty()) return object;
    bj::array& stages = object["stages"].emplace_array();
    for (StageUsage const& stage : usage.stages) stages.push_back(to_json(stage));
    return object;
}

bj::object to_json(Totals const& totals) {
    bj::object object;
    for (TotalMember const& total : kTotals) object[total.name] = totals.*total.member;
    return object;
}

bj::object to_json(Remedial const& remedial) {
    bj::object object;
    object["from"] = format_date(remedial.from);
    object["to"] = format_date(remedial.to);
    object["generated"] = format_date(remedial.generated);
    return object;
}

bj::array to_json(std::vector<Revision> const& revisions) {
    bj::array array;
    for (Revision const& revision : revisions) {
        bj::object object;
        object["paper"] = json::to_json(revision.paper);
        if (revision.announced) object["announced"] = format_date(*revision.announced);
        object["changes"] = to_json(revision.changes);
        array.push_back(std::move(object));
    }
    return array;
}

bj::array to_json(std::vector<Coverage> const& coverage) {
    bj::array array;
    for (Coverage const& numbers : coverage) array.push_back(json::to_json(numbers));
    return array;
}

class DigestJsonRenderer final : public Renderer {
public:
    Result<std::string> render(Digest const& digest) const override {
        bj::object object;
        object["schema"] = kSchema;
        object["date"] = format_date(digest.date);
        object["state"] = digest_word(digest.state);
        if (!digest.all_announced) object["all_announced"] = false;
        if (digest.remedial) object["remedial"] = to_json(*digest.remedial);
        if (digest.imported) object["imported"] = true;
        object["scorer"] = digest.scorer;
        object["usage"] = to_json(digest.usage);
        object["totals"] = to_json(digest.totals);
        object["warnings"] = to_json(digest.warnings);
        bj::array& entries = object["entries"].emplace_array();
        for (DigestEntry const& entry : digest.entries) entries.push_back(to_json(entry));
        if (!digest.just_below.empty()) object["just_below"] = to_json(digest.just_below);
        bj::array& unscored = object["unscored"].emplace_array();
        for (Paper const& paper : digest.unscored) unscored.push_back(json::to_json(paper));
        bj::array& decisions = object["decisions"].emplace_array();
        for (Decision const& decision : digest.decisions) decisions.push_back(to_json(decision));
        bj::object& prompt = object["prompt"].emplace_object();
        prompt["system"] = digest.prompt.system;
        prompt["user"] = digest.prompt.user;
        if (!digest.revised.empty()) object["revised"] = to_json(digest.revised);
        if (!digest.coverage.empty()) object["coverage"] = to_json(digest.coverage);
        return json::pretty(object);
    }
};

}  // namespace

std::unique_ptr<Renderer> make_digest_json_renderer() {
    return std::make_unique<DigestJsonRenderer>();
}

}  // namespace lectern
