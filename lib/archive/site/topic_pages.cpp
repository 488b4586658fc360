#include "detail/page_parts.hpp"
#include "detail/site_pages.hpp"
#include "render/detail/day_words.hpp"
#include "render/html/detail/charts.hpp"
#include "render/html/detail/pages.hpp"

#include <lectern/core/text.hpp>
#include <lectern/render/math.hpp>

#include <boost/json/array.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace lectern::site {
namespace {

namespace bj = boost::json;

constexpr std::size_t kTopicPapers = 200;  // papers of a topic's page

/// The papers by the paths of their names.
template <class Names, class Path>
std::map<std::string, Topic> grouped(Months const& months, Names names, Path path) {
    std::map<std::string, Topic> groups;
    for (auto month = months.rbegin(); month != months.rend(); ++month) {
        for (auto day = month->second.rbegin(); day != month->second.rend(); ++day) {
            for (PaperFacts const& paper : day->papers) {
                for (std::string const& name : names(paper)) {
                    Topic& group = groups[path(name)];
                    if (group.name.empty()) group.name = name;
                    bool const twice = !group.papers.empty() && group.papers.back().paper == &paper;
                    if (!twice) group.papers.push_back({&paper, day->day});
                }
            }
        }
    }
    return groups;
}

bj::array links_to(std::map<std::string, Topic> const& groups) {
    bj::array list;
    for (auto const& [path, group] : groups)
        list.push_back(bj::object{{"name", group.name},
                                  {"href", fmt::format("../{}/index.html", path)},
                                  {"counts", text::counted(group.papers.size(), "paper")}});
    return list;
}

}  // namespace

std::span<std::string const> main_topics(std::vector<std::string> const& topics) {
    return std::span(topics).first(std::min<std::size_t>(2, topics.size()));
}

std::map<std::string, Topic> topics_of(Months const& months) {
    return grouped(
        months, [](PaperFacts const& paper) { return main_topics(paper.topics); }, topic_path);
}

std::map<std::string, Topic> followed_of(Months const& months) {
    return grouped(
        months, [](PaperFacts const& paper) { return std::span(paper.followed); }, author_path);
}

bj::object topics_data(std::map<std::string, Topic> const& topics,
                       std::map<std::string, Topic> const& authors) {
    bj::object page{{"page", "topics"}, {"topics", links_to(topics)}};
    if (!authors.empty()) page["followed"] = bj::object{{"list", links_to(authors)}};
    return page;
}

bj::object topic_data(Topic const& topic) {
    constexpr std::string_view root = "../../";
    std::map<Month, std::size_t> counts;
    bj::array list;
    for (PaperOfDay const& one : topic.papers) {
        ++counts[month_of(one.day)];
        if (list.size() < kTopicPapers) list.push_back(list_item(one, root));
    }
    html::BarChart chart{"Papers shown", "month", {}, {{"shown", {}}}};
    for (auto const& [month, count] : counts) {
        chart.labels.push_back(month_name(month));
        chart.series[0].values.push_back(static_cast<double>(count));
    }
    bj::object page{{"page", "topic"},
                    {"heading", topic.name},
                    {"kicker", text::counted(topic.papers.size(), "paper")},
                    {"feed", "atom.xml"},
                    {"papers", std::move(list)},
                    {"chart_html", html::bar_chart(chart)}};
    if (topic.papers.size() > kTopicPapers)
        page["more"] = fmt::format("The newest {} are listed; the search finds the others.", kTopicPapers);
    page["up"] = page_link(root, "topic", "Topics");
    return page;
}

bj::object saved_data(std::span<SavedPaper const> saved, Months const& months) {
    std::map<std::string_view, Date> days;  // the newest day that shows the paper
    std::map<std::string_view, PaperFacts const*> facts;
    for (auto const& [month, list] : months) {
        for (DayFacts const& day : list) {
            for (PaperFacts const& paper : day.papers) {
                days[paper.id] = day.day;
                facts[paper.id] = &paper;
            }
        }
    }
    bj::array list;
    for (SavedPaper const& one : saved) {
        std::string const id = one.paper.id.base();
        auto const shown = days.find(id);
        bj::object item{
            {"href", shown == days.end() ? one.paper.id.abs_url()
                                         : fmt::format("../{}/index.html#{}", day_path(shown->second),
                                                       html::anchor_of(one.paper.id))},
            {"title_html", html::title_html(one.paper.title)},
            {"authors", render::short_authors(one.paper)},
            {"day", "liked " + format_date(one.liked)},
            {"score", shown == days.end() ? std::string() : facts[id]->grades},
            {"gist_html", shown == days.end() ? std::string() : math::to_html(facts[id]->gist)}};
        list.push_back(std::move(item));
    }
    bj::object page{{"page", "saved"}, {"kicker", text::counted(saved.size(), "paper")}};
    if (!list.empty()) page["saved"] = bj::object{{"papers", std::move(list)}};
    return page;
}

}  // namespace lectern::site
