#include "detail/day_facts.hpp"

#include "core/detail/json.hpp"
#include "render/detail/day_words.hpp"
#include "render/html/detail/pages.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <cmath>
#include <set>

namespace lectern::site {
namespace {

namespace bj = boost::json;

bj::object to_json(PaperFacts const& paper) {
    return {{"id", paper.id},
            {"anchor", paper.anchor},
            {"title", paper.title},
            {"authors", paper.authors},
            {"gist", paper.gist},
            {"grades", paper.grades},
            {"topics", bj::array(paper.topics.begin(), paper.topics.end())},
            {"followed", bj::array(paper.followed.begin(), paper.followed.end())},
            {"terms", bj::array(paper.terms.begin(), paper.terms.end())},
            {"key", paper.order_key},
            {"pinned", paper.pinned}};
}

bj::object to_json(DayFacts const& day) {
    bj::array papers;
    for (PaperFacts const& paper : day.papers) papers.push_back(to_json(paper));
    return {{"day", format_date(day.day)},
            {"state", to_string(day.state)},
            {"remedial", day.remedial},
            {"unreadable", day.unreadable},
            {"announced", day.announced},
            {"read", day.read},
            {"shown", day.shown},
            {"judged", day.judged},
            {"tokens", day.tokens},
            {"dollars", day.dollars},
            {"grades", bj::array(day.grades.begin(), day.grades.end())},
            {"papers", std::move(papers)},
            {"size", day.size},
            {"modified", day.modified}};
}

/// Members of a file that this program wrote: what is not as expected throws, and the file counts as absent.
std::string text_at(bj::object const& object, std::string_view key) {
    return std::string(object.at(key).as_string());
}
std::size_t count_at(bj::object const& object, std::string_view key) {
    return object.at(key).to_number<std::size_t>();
}

PaperFacts paper_from(bj::object const& object) {
    PaperFacts paper;
    paper.id = text_at(object, "id");
    paper.anchor = text_at(object, "anchor");
    paper.title = text_at(object, "title");
    paper.authors = text_at(object, "authors");
    paper.gist = text_at(object, "gist");
    paper.grades = text_at(object, "grades");
    paper.topics = json::strings_member(object, "topics").value();
    paper.followed = json::strings_member(object, "followed").value();
    paper.terms = json::strings_member(object, "terms").value();
    paper.order_key = object.at("key").to_number<double>();
    paper.pinned = object.at("pinned").as_bool();
    return paper;
}

DayFacts day_from(bj::object const& object) {
    DayFacts day;
    day.day = parse_date(text_at(object, "day")).value();
    day.state = parse_day_state(text_at(object, "state")).value();
    day.remedial = object.at("remedial").as_bool();
    day.unreadable = object.at("unreadable").as_bool();
    day.announced = count_at(object, "announced");
    day.read = count_at(object, "read");
    day.shown = count_at(object, "shown");
    day.judged = count_at(object, "judged");
    day.tokens = object.at("tokens").to_number<std::int64_t>();
    day.dollars = object.at("dollars").to_number<double>();
    bj::array const& grades = object.at("grades").as_array();
    for (std::size_t i = 0; i < day.grades.size(); ++i) day.grades[i] = grades.at(i).to_number<std::size_t>();
    for (bj::value const& paper : object.at("papers").as_array())
        day.papers.push_back(paper_from(paper.as_object()));
    day.size = object.at("size").to_number<std::int64_t>();
    day.modified = object.at("modified").to_number<std::int64_t>();
    return day;
}

}  // namespace

DayFacts facts_of(Digest const& digest) {
    Totals const& totals = digest.totals;
    DayFacts day;
    day.day = digest.date;
    day.state = digest.state;
    day.remedial = digest.remedial.has_value();
    day.announced = totals.announced;
    day.read = totals.scanned;
    day.shown = totals.relevant;
    day.judged = totals.judged;
    day.tokens = digest.usage.total_tokens();
    if (digest.usage.total_cost) day.dollars = digest.usage.total_cost->dollars();
    for (Decision const& decision : digest.decisions) {
        if (!decision.relevance || *decision.relevance < 1) continue;
        auto const grade = static_cast<std::size_t>(std::lround(std::min(*decision.relevance, 10.0)));
        ++day.grades[grade - 1];
    }
    for (DigestEntry const& entry : digest.entries) {
        PaperFacts paper;
        paper.id = entry.paper.id.base();
        paper.anchor = html::anchor_of(entry.paper.id);
        paper.title = entry.paper.title;
        paper.authors = render::short_authors(entry.paper);
        paper.gist = shown_gist(entry);
        paper.grades = html::short_grades(entry);
        if (entry.score) {
            paper.topics = entry.score->topics;
            paper.terms = entry.score->terms;
        }
        paper.order_key = entry.order_key;
        paper.pinned = entry.pinned;
        paper.followed = entry.followed;
        day.papers.push_back(std::move(paper));
    }
    return day;
}

std::string write_facts(std::vector<DayFacts> const& days) {
    bj::array list;
    for (DayFacts const& day : days) list.push_back(to_json(day));
    return bj::serialize(list);
}

Result<std::vector<DayFacts>> read_facts(std::string_view text) {
    auto const parsed = json::parse(text);
    if (!parsed) return parsed.error();
    try {
        std::vector<DayFacts> days;
        for (bj::value const& day : parsed->as_array()) days.push_back(day_from(day.as_object()));
        return days;
    } catch (std::exception const& failure) {
        return Error(errc::invalid_argument, failure.what());
    }
}

}  // namespace lectern::site
