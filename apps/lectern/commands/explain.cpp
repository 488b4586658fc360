#include "../commands.hpp"
#include "../workspace.hpp"
#include "paper_reference.hpp"

#include <lectern/archive/layout.hpp>
#include <lectern/core/text.hpp>
#include <lectern/daily/llm_setup.hpp>
#include <lectern/score/local/learning.hpp>
#include <lectern/store/sqlite_store.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <memory>

namespace lectern::app {
namespace {

namespace bj = boost::json;

struct ExplainOptions {
    ConfigOptions config;
    std::vector<std::string> ids;
    std::string date;
    bool json = false;
};

/// The digest of a day, if there is one that can be read.
std::optional<Digest> digest_of(Config const& config, Date day) {
    auto digest = read_day(config.output.dir, day);
    return digest ? std::move(*digest) : std::nullopt;
}

void print_paper(Paper const& paper, std::vector<Paper> const& earlier, Console const& console) {
    console.print(fmt::format("{}  {}", paper.id.to_string(), text::printable(paper.title)));
    console.print("  authors: " + text::printable(author_names(paper), 300));
    std::vector<std::string> codes;
    for (Category const& category : paper.categories) codes.push_back(category.code());
    console.print("  categories: " + text::printable(text::join(codes, ", ")));
    if (paper.submitted) console.print("  submitted: " + format_time(*paper.submitted));
    for (Paper const& version : earlier)
        console.print(fmt::format("  seen before as v{}", version.id.version().value_or(0)));
}

std::string in_words(Evidence const& evidence) {
    std::string const kind =
        evidence.kind == Evidence::Kind::term ? "" : fmt::format("{} ", to_string(evidence.kind));
    return fmt::format("{}{} {:+.2f}", kind, evidence.term, evidence.weight);
}

std::string topics_of(Score const& score) {
    if (score.topic_scores.empty()) return text::join(score.topics, ", ");
    std::vector<TopicScore> topics = score.topic_scores;
    std::ranges::stable_sort(topics, std::greater{}, &TopicScore::similarity);
    std::vector<std::string> words;
    for (TopicScore const& topic : topics)
        words.push_back(fmt::format("{} {:.2f}", topic.topic, topic.similarity));
    return text::join(words, ", ");
}

void print_evidence(Score const& score, Console const& console) {
    std::vector<std::string> for_it;
    std::vector<std::string> against;
    for (Evidence const& one : score.evidence) (one.weight > 0 ? for_it : against).push_back(in_words(one));
    auto const print = [&](std::string_view what, std::string const& words) {
        if (!words.empty()) console.print(fmt::format("  {}: {}", what, text::printable(words)));
    };
    print("topics", topics_of(score));
    print("for it", text::join(for_it, ", "));
    print("against it", text::join(against, ", "));
}

/// What the digest file adds about a paper that was shown. \return whether it was
bool print_entry(Digest const& digest, ArxivId const& id, Console const& console) {
    auto const entry = std::ranges::find_if(
        digest.entries, [&](DigestEntry const& candidate) { return candidate.paper.id.same_paper(id); });
    if (entry == digest.entries.end()) return false;
    console.print(
        fmt::format("  place: {} of {} shown", entry - digest.entries.begin() + 1, digest.entries.size()));
    if (entry->score) print_evidence(*entry->score, console);
    return true;
}

/// The papers of the day that came to be scored.
Result<std::vector<Paper>> scored_papers(Store const& store, Date day) {
    auto papers = store.papers_of(day);
    if (!papers) return papers;
    auto const decisions = store.decisions_of(day);
    if (!decisions) return decisions.error();
    std::erase_if(*papers, [&](Paper const& paper) {
        return std::ranges::any_of(*decisions, [&](Decision const& decision) {
            return decision.outcome == Outcome::filtered && decision.id.same_paper(paper.id);
        });
    });
    return papers;
}

/// Where a paper stands when its day is ranked again.
struct Ranking {
    Score score;
    std::size_t place;   ///< From 1.
    std::size_t papers;  ///< That were ranked.
};

/// Ranks the day again, for a paper of which the digest file says nothing because it was not shown.
/// \return nothing if the paper did not come to be ranked
Result<std::optional<Ranking>> rank_again(Config const& config, Store& store, Date day, ArxivId const& id) {
    auto const topics = load_topics(config);
    if (!topics) return topics.error();
    auto const papers = scored_papers(store, day);
    if (!papers) return papers.error();
    auto const paper =
        std::ranges::find_if(*papers, [&](Paper const& candidate) { return candidate.id.same_paper(id); });
    if (paper == papers->end()) return std::optional<Ranking>();
    auto const ranker = learned_ranker(*topics, ranker_options(config), &store, &store, day, *papers);
    if (!ranker) return ranker.error();
    auto const scores = ranker->rank(*papers);
    Score const& score = scores[static_cast<std::size_t>(paper - papers->begin())];
    auto const better =
        std::ranges::count_if(scores, [&](Score const& other) { return other.strength > score.strength; });
    return std::optional(Ranking{score, static_cast<std::size_t>(better) + 1, scores.size()});
}

/// Whether only ranking again tells more about a paper.
bool is_ranked_only(Decision const& decision) {
    return decision.estimated && decision.outcome == Outcome::below_cutoff;
}

Result<void> print_ranking(Config const& config, Store& store, Date day, ArxivId const& id,
                           Console const& console) {
    auto const ranking = rank_again(config, store, day, id);
    if (!ranking) return ranking.error();
    if (!*ranking) return {};
    console.print(fmt::format("  place: {} of {}, ranked again with what is known now", (*ranking)->place,
                              (*ranking)->papers));
    console.print("  comment: " + text::printable((*ranking)->score.comment));
    print_evidence((*ranking)->score, console);
    return {};
}

std::string listings(std::vector<Listing> const& list) {
    if (list.empty()) return "nothing that day";
    std::vector<std::string> words;
    for (Listing const& listing : list) {
        std::string const code =
            listing.category.code().empty() ? "the announcement" : listing.category.code();
        words.push_back(fmt::format("{} as {}", code, to_string(listing.type)));
    }
    return text::join(words, ", ");
}

Result<void> print_day(Config const& config, Store& store, ListedDay const& listed, ArxivId const& id,
                       std::vector<TracedDecision> const& decisions, Console const& console) {
    auto const record = store.find_day(listed.day);
    if (!record) return record.error();
    std::string const state =
        *record ? fmt::format("{}, from {}", to_string((*record)->state), (*record)->source) : "not recorded";
    console.print(fmt::format("{} {} ({})", format_date(listed.day), weekday_name(listed.day), state));
    console.print("  listed in: " + listings(listed.listings));
    auto const traced = std::ranges::find_if(
        decisions, [&](TracedDecision const& candidate) { return candidate.day == listed.day; });
    if (traced == decisions.end()) {
        console.print("  no decision: the day's digest was not finished");
        return {};
    }
    Decision const& decision = traced->decision;
    console.print(fmt::format("  outcome: {}", to_string(decision.outcome)));
    console.print("  reason: " + text::printable(decision.reason));
    for (std::string const& step : decision.steps) console.print("  step: " + text::printable(step));
    auto const digest = digest_of(config, listed.day);
    std::string const scorer = digest ? " by " + text::printable(digest->scorer, 60) : std::string();
    if (decision.relevance)
        console.print(fmt::format("  relevance {:.3g}{}{}", *decision.relevance,
                                  decision.novelty ? fmt::format(", novelty {:.3g}", *decision.novelty) : "",
                                  scorer));
    bool const shown = digest && print_entry(*digest, id, console);
    return shown || !is_ranked_only(decision) ? Result<void>()
                                              : print_ranking(config, store, listed.day, id, console);
}

bj::object score_as_json(Score const& score) {
    bj::object json{
        {"relevance", score.relevance}, {"estimated", score.estimated}, {"comment", score.comment}};
    if (score.novelty) json["novelty"] = *score.novelty;
    bj::array topics;
    for (TopicScore const& topic : score.topic_scores)
        topics.push_back(bj::object{{"topic", topic.topic}, {"similarity", topic.similarity}});
    json["topics"] = std::move(topics);
    bj::array evidence;
    for (Evidence const& one : score.evidence)
        evidence.push_back(
            bj::object{{"kind", to_string(one.kind)}, {"term", one.term}, {"weight", one.weight}});
    json["evidence"] = std::move(evidence);
    return json;
}

Result<bj::object> day_as_json(Config const& config, Store& store, ListedDay const& listed, ArxivId const& id,
                               std::vector<TracedDecision> const& decisions) {
    auto const record = store.find_day(listed.day);
    if (!record) return record.error();
    bj::object day{{"date", format_date(listed.day)},
                   {"state", to_string(*record ? (*record)->state : DayState::not_run)},
                   {"listed_in", listings(listed.listings)}};
    if (*record) day["source"] = (*record)->source;
    auto const traced = std::ranges::find(decisions, listed.day, &TracedDecision::day);
    if (traced == decisions.end()) return day;
    Decision const& decision = traced->decision;
    day["outcome"] = to_string(decision.outcome);
    day["reason"] = decision.reason;
    day["steps"] = bj::array(decision.steps.begin(), decision.steps.end());
    if (decision.relevance) day["relevance"] = *decision.relevance;
    if (decision.novelty) day["novelty"] = *decision.novelty;
    if (auto const digest = digest_of(config, listed.day)) {
        day["scorer"] = digest->scorer;
        for (std::size_t i = 0; i < digest->entries.size(); ++i) {
            DigestEntry const& entry = digest->entries[i];
            if (!entry.paper.id.same_paper(id)) continue;
            day["place"] = i + 1;
            if (entry.score) day["score"] = score_as_json(*entry.score);
        }
    }
    if (day.contains("place") || !is_ranked_only(decision)) return day;
    auto const ranking = rank_again(config, store, listed.day, id);
    if (!ranking) return ranking.error();
    if (*ranking)
        day["ranked_again"] = bj::object{{"place", (*ranking)->place},
                                         {"papers", (*ranking)->papers},
                                         {"score", score_as_json((*ranking)->score)}};
    return day;
}

/// What is known of a paper.
struct KnownPaper {
    Paper paper;
    std::vector<Paper> earlier;
    std::vector<ListedDay> days;
    std::vector<TracedDecision> decisions;
};

/// \par Errors store; invalid_argument if the paper was never read
Result<KnownPaper> look_up(Store const& store, ArxivId const& id) {
    auto paper = store.find_paper(id);
    if (!paper) return paper.error();
    if (!*paper) {
        return Error(errc::invalid_argument,
                     fmt::format("{} is in none of the announcements that were read", id.base()));
    }
    auto earlier = store.earlier_versions(id);
    if (!earlier) return earlier.error();
    auto days = store.listings_about(id);
    if (!days) return days.error();
    auto decisions = store.decisions_about(id);
    if (!decisions) return decisions.error();
    // A digest may show a paper of an earlier day: then no listing tells of it.
    for (TracedDecision const& decision : *decisions) {
        bool const known = std::ranges::count(*days, decision.day, &ListedDay::day) > 0;
        if (!known) days->push_back({decision.day, {}});
    }
    std::ranges::stable_sort(*days, {}, &ListedDay::day);
    return KnownPaper{std::move(**paper), std::move(*earlier), std::move(*days), std::move(*decisions)};
}

Result<bj::object> paper_as_json(Config const& config, Store& store, ArxivId const& id,
                                 std::optional<Date> day) {
    auto const known = look_up(store, id);
    if (!known) return known.error();
    bj::array days;
    for (ListedDay const& listed : known->days) {
        if (day && listed.day != *day) continue;
        auto one = day_as_json(config, store, listed, id, known->decisions);
        if (!one) return one.error();
        days.push_back(std::move(*one));
    }
    bj::array codes;
    for (Category const& category : known->paper.categories) codes.emplace_back(category.code());
    return bj::object{{"id", id.base()},
                      {"title", known->paper.title},
                      {"authors", author_names(known->paper)},
                      {"categories", std::move(codes)},
                      {"days", std::move(days)}};
}

Result<void> explain_paper(Config const& config, Store& store, ArxivId const& id, std::optional<Date> day,
                           Console const& console) {
    auto const known = look_up(store, id);
    if (!known) return known.error();
    print_paper(known->paper, known->earlier, console);
    for (ListedDay const& listed : known->days) {
        if (day && listed.day != *day) continue;
        if (auto const printed = print_day(config, store, listed, id, known->decisions, console); !printed)
            return printed.error();
    }
    return {};
}

ExitCode explain(ExplainOptions const& options, Console& console) {
    auto const config = load(options.config);
    if (!config) return console.fail(config.error());
    std::optional<Date> day;
    if (!options.date.empty()) {
        auto const date = read_date(options.date, "--date");
        if (!date) return console.fail(date.error());
        day = *date;
    }
    auto store = SqliteStore::open_to_read(config->database());
    if (!store) return console.fail(store.error());
    auto const ids = read_papers(*config, options.ids);
    if (!ids) return console.fail(ids.error());
    if (options.json) {
        bj::array papers;
        for (ArxivId const& id : *ids) {
            auto one = paper_as_json(*config, *store, id, day);
            if (!one) return console.fail(one.error());
            papers.push_back(std::move(*one));
        }
        console.print(bj::serialize(papers));
        return ExitCode::done;
    }
    for (ArxivId const& id : *ids) {
        auto const explained = explain_paper(*config, *store, id, day, console);
        if (!explained) return console.fail(explained.error());
    }
    return ExitCode::done;
}

}  // namespace

void add_explain(Command const& program) {
    auto const options = std::make_shared<ExplainOptions>();
    Command const command = program.command("explain", "Explain why a paper was shown or not");
    command.example("lectern explain 2507.23220");
    command.option("ID", options->ids, "", "arXiv ids in any form, or numbers of the newest digest")
        .required();
    command.option("--date", options->date, "DATE", "Only this day, YYYY-MM-DD");
    command.flag("--json", options->json, "Print a JSON array of papers, each with its days");
    add_config_options(command, options->config);
    command.does(options, explain);
}

}  // namespace lectern::app
