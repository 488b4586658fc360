#include "core/detail/coverage_json.hpp"
#include "core/detail/json.hpp"
#include "core/detail/paper_json.hpp"
#include "render/detail/digest_members.hpp"

#include <lectern/archive/digest_reader.hpp>
#include <lectern/core/sentences.hpp>

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

/// Reads a digest member by member. The first failure throws; parse_digest() turns it into a Result.
class Reader {
public:
    static Digest digest(bj::object const& object);

private:
    static DayState state(std::string_view word) {
        return word == digest_word(DayState::ok) ? DayState::ok : parse_day_state(word).value();
    }
    static bj::object const& member(bj::object const& object, std::string_view key);
    static bj::array const& list(bj::object const& object, std::string_view key);
    static std::string text(bj::object const& object, std::string_view key) {
        return string_member(object, key).value();
    }
    static std::optional<double> number(bj::object const& object, std::string_view key) {
        return number_member(object, key).value();
    }
    static bool flag(bj::object const& object, std::string_view key);
    static Date date(bj::object const& object, std::string_view key) {
        return parse_date(text(object, key)).value();
    }
    static std::optional<Money> money(bj::object const& object, std::string_view key);
    static std::int64_t count(bj::object const& object, std::string_view key);
    static std::vector<std::string> strings(bj::object const& object, std::string_view key);
    static StageUsage stage_usage(bj::value const& value);
    static Usage usage(bj::object const& object);
    static Totals totals(bj::object const& object);
    static Score score(bj::object const& object);
    static std::vector<PaperName> names(bj::object const& object, std::string_view key);
    static DigestEntry entry(bj::value const& value);
    static Decision decision(bj::value const& value);
    static Revision revision(bj::value const& value);
};

bj::object const& Reader::member(bj::object const& object, std::string_view key) {
    bj::value const* value = object.if_contains(key);
    if (!value) throw Exception(Error(errc::invalid_digest, fmt::format("member \"{}\" is missing", key)));
    return *as_object(*value, key).value();
}

bj::array const& Reader::list(bj::object const& object, std::string_view key) {
    static bj::array const empty;
    bj::value const* value = object.if_contains(key);
    if (!value) return empty;
    if (!value->is_array())
        throw Exception(Error(errc::invalid_digest, fmt::format("member \"{}\" is no list", key)));
    return value->get_array();
}

bool Reader::flag(bj::object const& object, std::string_view key) {
    bj::value const* value = object.if_contains(key);
    if (value && !value->is_bool()) {
        throw Exception(
            Error(errc::invalid_digest, fmt::format("member \"{}\" is neither true nor false", key)));
    }
    return value && value->get_bool();
}

std::optional<Money> Reader::money(bj::object const& object, std::string_view key) {
    std::string const amount = text(object, key);
    if (amount.empty()) return std::nullopt;
    return Money::parse(amount).value();
}

std::int64_t Reader::count(bj::object const& object, std::string_view key) {
    double const value = number(object, key).value_or(0);
    if (value < 0 || value > 1e15) {
        throw Exception(Error(errc::invalid_digest, fmt::format("member \"{}\" is no count", key)));
    }
    return static_cast<std::int64_t>(value);
}

std::vector<std::string> Reader::strings(bj::object const& object, std::string_view key) {
    std::vector<std::string> found;
    for (bj::value const& value : list(object, key)) {
        if (!value.is_string())
            throw Exception(Error(errc::invalid_digest, fmt::format("\"{}\" must hold strings", key)));
        found.emplace_back(value.get_string());
    }
    return found;
}

StageUsage Reader::stage_usage(bj::value const& value) {
    bj::object const& object = *as_object(value, "a stage").value();
    StageUsage stage;
    stage.stage = text(object, "stage");
    stage.model = text(object, "model");
    stage.requests = count(object, "requests");
    stage.tokens = {count(object, "input_tokens"), count(object, "cache_read_tokens"),
                    count(object, "cache_write_tokens"), count(object, "output_tokens"),
                    count(object, "reasoning_tokens")};
    auto const prompt = number(object, "prompt_cost");
    auto const completion = number(object, "completion_cost");
    stage.cost.reset();
    if (prompt && completion) stage.cost = Cost{*prompt, *completion};
    return stage;
}

Usage Reader::usage(bj::object const& object) {
    Usage usage;
    usage.prompt_tokens = count(object, "prompt_tokens");
    usage.completion_tokens = count(object, "completion_tokens");
    usage.prompt_cost = money(object, "prompt_cost");
    usage.completion_cost = money(object, "completion_cost");
    usage.total_cost = money(object, "total_cost");
    for (bj::value const& stage : list(object, "stages")) usage.stages.push_back(stage_usage(stage));
    return usage;
}

Totals Reader::totals(bj::object const& object) {
    Totals totals;
    for (TotalMember const& total : kTotals)
        totals.*total.member = static_cast<std::size_t>(count(object, total.name));
    return totals;
}

Score Reader::score(bj::object const& object) {
    Score score;
    auto const relevance = number(object, "relevance");
    if (!relevance) throw Exception(Error(errc::invalid_digest, "a score has no relevance"));
    score.relevance = *relevance;
    score.novelty = number(object, "novelty");
    score.estimated = flag(object, "estimated");
    score.strength = number(object, "strength").value_or(0);
    score.comment = text(object, "comment");
    score.topics = strings(object, "topics");
    score.terms = strings(object, "terms");
    for (bj::value const& item : list(object, "evidence")) {
        bj::object const& member = *as_object(item, "evidence").value();
        Evidence& evidence =
            score.evidence.emplace_back(text(member, "term"), number(member, "weight").value_or(0));
        // Digests of before the member came hold terms only.
        if (member.contains("kind")) evidence.kind = parse_evidence_kind(text(member, "kind")).value();
    }
    for (bj::value const& item : list(object, "topic_scores")) {
        bj::object const& topic = *as_object(item, "topic_scores").value();
        score.topic_scores.push_back({text(topic, "topic"), number(topic, "similarity").value_or(0)});
    }
    return score;
}

std::vector<PaperName> Reader::names(bj::object const& object, std::string_view key) {
    std::vector<PaperName> papers;
    for (bj::value const& value : list(object, key)) {
        bj::object const& paper = *as_object(value, key).value();
        papers.push_back({ArxivId::parse(text(paper, "id")).value(), text(paper, "title")});
    }
    return papers;
}

/// Files of earlier versions have the comment at the score only.
std::string whole_reason(DigestEntry const& entry) {
    std::string const& comment = entry.score->comment;
    if (entry.pinned || entry.reason.ends_with(comment)) return entry.reason;
    return entry.reason.empty() ? comment : entry.reason + " " + comment;
}

DigestEntry Reader::entry(bj::value const& value) {
    bj::object const& object = *as_object(value, "an entry").value();
    DigestEntry entry;
    entry.paper = json::paper_from_json(member(object, "paper")).value();
    if (object.contains("score")) entry.score = score(member(object, "score"));
    entry.pinned = flag(object, "pinned");
    if (object.contains("followed")) entry.followed = strings(object, "followed");
    entry.also = names(object, "also");
    entry.reason = text(object, "reason");
    if (entry.score) entry.reason = whole_reason(entry);
    entry.gist = object.contains("gist") ? text(object, "gist") : lectern::text::gist(entry.paper.abstract);
    if (object.contains("summary")) entry.summary = text(object, "summary");
    entry.order_key = number(object, "order_key").value_or(entry.score ? entry.score->total() : 0);
    return entry;
}

Decision Reader::decision(bj::value const& value) {
    bj::object const& object = *as_object(value, "a decision").value();
    Decision decision;
    decision.id = ArxivId::parse(text(object, "id")).value();
    decision.title = text(object, "title");
    decision.outcome = parse_outcome(text(object, "outcome")).value();
    decision.reason = text(object, "reason");
    decision.relevance = number(object, "relevance");
    decision.novelty = number(object, "novelty");
    decision.estimated = flag(object, "estimated");
    decision.steps = strings(object, "steps");
    return decision;
}

Revision Reader::revision(bj::value const& value) {
    bj::object const& object = *as_object(value, "a revision").value();
    Revision revision;
    revision.paper = json::paper_from_json(member(object, "paper")).value();
    if (object.contains("announced")) revision.announced = date(object, "announced");
    revision.changes = strings(object, "changes");
    return revision;
}

Digest Reader::digest(bj::object const& object) {
    if (number(object, "schema").value_or(0) != kSchema) {
        throw Exception(Error(errc::invalid_digest,
                              fmt::format("this version reads digests of schema {} only", kSchema)));
    }
    Digest digest;
    digest.date = date(object, "date");
    digest.state = state(text(object, "state"));
    digest.all_announced = !object.contains("all_announced") || flag(object, "all_announced");
    digest.imported = object.contains("imported") && flag(object, "imported");
    if (object.contains("remedial")) {
        bj::object const& remedial = member(object, "remedial");
        digest.remedial = Remedial{date(remedial, "from"), date(remedial, "to"), date(remedial, "generated")};
    }
    digest.scorer = text(object, "scorer");
    digest.usage = usage(member(object, "usage"));
    digest.totals = totals(member(object, "totals"));
    digest.warnings = strings(object, "warnings");
    for (bj::value const& value : list(object, "entries")) digest.entries.push_back(entry(value));
    digest.just_below = names(object, "just_below");
    for (bj::value const& value : list(object, "unscored")) {
        digest.unscored.push_back(json::paper_from_json(value).value());
    }
    for (bj::value const& value : list(object, "decisions")) digest.decisions.push_back(decision(value));
    // Files of earlier versions do not count what the scorer judged.
    if (!member(object, "totals").contains("judged")) digest.totals.judged = count_judged(digest.decisions);
    for (bj::value const& value : list(object, "revised")) digest.revised.push_back(revision(value));
    for (bj::value const& value : list(object, "coverage"))
        digest.coverage.push_back(json::coverage_from_json(value).value());
    bj::object const& prompt = member(object, "prompt");
    digest.prompt = {text(prompt, "system"), text(prompt, "user")};
    return digest;
}

}  // namespace

Result<Digest> parse_digest(std::string_view text) {
    auto const value = json::parse(text);
    if (!value) return Error(errc::invalid_digest, value.error().detail());
    auto const object = as_object(*value, "a digest");
    if (!object) return Error(errc::invalid_digest, object.error().detail());
    try {
        return Reader::digest(**object);
    } catch (Exception const& failure) {
        return Error(errc::invalid_digest, failure.detail());
    }
}

}  // namespace lectern
