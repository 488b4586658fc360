#include "detail/site_pages.hpp"

#include "render/detail/day_words.hpp"
#include "render/html/detail/charts.hpp"
#include "render/html/detail/pages.hpp"

#include <lectern/render/math.hpp>

#include <boost/json/array.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace lectern::site {
namespace {

namespace bj = boost::json;

constexpr std::size_t kBest = 12;            // papers of the month's list
constexpr std::size_t kTopicPapers = 200;    // papers of a topic's page
constexpr std::size_t kSummaryPapers = 48;   // papers of a month's summary
constexpr std::size_t kSummaryOfTopic = 12;  // of them of one topic
constexpr std::size_t kTopicsOfPaper = 2;    // topics a paper counts for

/// What one or several days come to.
struct Sums {
    std::size_t days = 0;
    std::size_t shown = 0;
    std::size_t read = 0;
    std::int64_t tokens = 0;
    double dollars = 0;
};

Sums sums_of(std::vector<DayFacts> const& days) {
    Sums sums;
    for (DayFacts const& day : days) {
        ++sums.days;
        sums.shown += day.shown;
        sums.read += day.read;
        sums.tokens += day.tokens;
        sums.dollars += day.dollars;
    }
    return sums;
}

std::string counted(std::size_t count, std::string_view thing) {
    return fmt::format("{} {}{}", html::grouped(count), thing, count == 1 ? "" : "s");
}

std::string kicker(Sums const& sums) {
    std::string line = counted(sums.days, "day");
    if (sums.tokens > 0)
        line += fmt::format(" · {} tokens", html::grouped(static_cast<std::size_t>(sums.tokens)));
    if (sums.dollars > 0) line += fmt::format(" · ${:.2f}", sums.dollars);
    return line;
}

/// A paper in a list. \param root from the page to the root of the site
bj::object list_item(PaperOfDay const& one, std::string_view root) {
    return {{"score", one.paper->grades},
            {"href", fmt::format("{}{}/index.html#{}", root, day_path(one.day), one.paper->anchor)},
            {"title_html", html::title_html(one.paper->title)},
            {"authors", one.paper->authors},
            {"gist_html", math::to_html(one.paper->gist)},
            {"day", fmt::format("{} {}", short_date(one.day), static_cast<int>(one.day.year()))}};
}

bool better(PaperOfDay const& a, PaperOfDay const& b) {
    return a.paper->order_key > b.paper->order_key;
}

/// The papers of a month, each once, best first.
std::vector<PaperOfDay> best_papers(std::vector<DayFacts> const& days) {
    std::vector<PaperOfDay> papers;
    for (DayFacts const& day : days) {
        for (PaperFacts const& paper : day.papers) papers.push_back({&paper, day.day});
    }
    std::ranges::stable_sort(papers, better);
    std::set<std::string_view> seen;
    std::erase_if(papers, [&](PaperOfDay const& one) { return !seen.insert(one.paper->id).second; });
    return papers;
}

bj::array calendar(Month month, std::vector<DayFacts> const& days) {
    std::map<unsigned, DayFacts const*> by_day;
    std::size_t most = 1;
    for (DayFacts const& one : days) {
        by_day[static_cast<unsigned>(one.day.day())] = &one;
        most = std::max(most, one.shown);
    }
    auto const last = static_cast<unsigned>((month / std::chrono::last).day());
    bj::array weeks;
    bj::array week;
    unsigned const lead = std::chrono::weekday(std::chrono::sys_days(month / 1)).c_encoding();
    for (unsigned i = 0; i < lead; ++i) week.push_back(bj::object{});
    for (unsigned day = 1; day <= last; ++day) {
        bj::object cell{{"day", day}};
        if (auto const found = by_day.find(day); found != by_day.end()) {
            std::size_t const shown = found->second->shown;
            cell["href"] = fmt::format("{:02}/index.html", day);
            cell["shown"] = shown;
            cell["read"] = found->second->read;
            cell["class"] = fmt::format("h{}", shown == 0 ? 0 : 1 + 3 * shown / most);
        }
        week.push_back(std::move(cell));
        if (week.size() == 7) weeks.push_back(bj::object{{"days", std::exchange(week, {})}});
    }
    while (!week.empty() && week.size() < 7) week.push_back(bj::object{});
    if (!week.empty()) weeks.push_back(bj::object{{"days", std::move(week)}});
    return weeks;
}

/// The topics of the days with the most papers, as links.
bj::array topic_counts(std::vector<DayFacts> const& days, std::string_view root) {
    std::map<std::string, std::size_t> counts;
    for (DayFacts const& day : days) {
        for (PaperFacts const& paper : day.papers) {
            if (!paper.topics.empty()) ++counts[paper.topics.front()];
        }
    }
    std::vector<std::pair<std::string, std::size_t>> sorted(counts.begin(), counts.end());
    std::ranges::stable_sort(sorted, std::greater{}, &std::pair<std::string, std::size_t>::second);
    if (sorted.size() > 10) sorted.resize(10);
    bj::array list;
    for (auto const& [name, count] : sorted)
        list.push_back(bj::object{{"name", name},
                                  {"count", count},
                                  {"href", fmt::format("{}{}/index.html", root, topic_path(name))}});
    return list;
}

html::BarChart chart_of_days(std::vector<DayFacts> const& days) {
    html::BarChart chart{"Papers read and shown", "day", {}, {{"read", {}}, {"shown", {}}}};
    for (DayFacts const& one : days) {
        chart.labels.push_back(short_date(one.day));
        chart.series[0].values.push_back(static_cast<double>(one.read));
        chart.series[1].values.push_back(static_cast<double>(one.shown));
    }
    return chart;
}

bj::array months_of(Months const& months, std::chrono::year year, std::string_view root, bool all) {
    bj::array list;
    for (unsigned number = 1; number <= 12; ++number) {
        Month const month = year / std::chrono::month(number);
        auto const found = months.find(month);
        bj::object cell{{"name", render::month_name(month.month())}};
        if (found != months.end()) {
            Sums const sums = sums_of(found->second);
            cell["href"] = fmt::format("{}{}/index.html", root, month_path(month));
            cell["counts"] = fmt::format("{} · {}", counted(sums.days, "day"), counted(sums.shown, "paper"));
        }
        if (all || found != months.end()) list.push_back(std::move(cell));
    }
    return list;
}

std::set<std::chrono::year> years_of(Months const& months) {
    std::set<std::chrono::year> years;
    for (auto const& [month, days] : months) years.insert(month.year());
    return years;
}

/// Previous and next page among those there are.
template <class Map, class Key, class Path, class Name>
void add_neighbors(bj::object& page, Map const& all, Key const& key, std::string_view root, Path path,
                   Name name) {
    auto const here = all.find(key);
    if (here != all.begin()) {
        auto const before = std::prev(here)->first;
        page["prev"] = page_link(root, path(before), name(before));
    }
    if (std::next(here) != all.end()) {
        auto const after = std::next(here)->first;
        page["next"] = page_link(root, path(after), name(after));
    }
}

std::string heat_map_of(Months const& months, std::chrono::year year) {
    std::map<std::chrono::sys_days, DayFacts const*> made;
    for (auto const& [month, days] : months) {
        for (DayFacts const& day : days) made.emplace(day.day, &day);
    }
    std::vector<html::HeatDay> cells;
    std::chrono::sys_days const first = year / std::chrono::January / 1;
    std::chrono::sys_days const end = (year + std::chrono::years(1)) / std::chrono::January / 1;
    unsigned const lead = std::chrono::weekday(first).c_encoding();
    for (auto at = first; at < end; at += std::chrono::days(1)) {
        Date const day = at;
        auto const passed = static_cast<unsigned>((at - first).count());
        html::HeatDay cell{(passed + lead) / 7, (passed + lead) % 7, {}, {}, 0, {}};
        if (unsigned(day.day()) == 1) cell.month = render::month_name(day.month()).substr(0, 3);
        if (auto const found = made.find(at); found != made.end()) {
            DayFacts const& facts = *found->second;
            cell.href = fmt::format("../../{}/index.html", day_path(day));
            cell.label = fmt::format("{}: {} shown of {} read", short_date(day), facts.shown, facts.read);
            cell.value = facts.shown;
        }
        cells.push_back(std::move(cell));
    }
    return html::heat_map(fmt::format("Papers shown on each day of {}", static_cast<int>(year)), cells);
}

/// The words that several of the papers share, the most frequent first.
std::string common_terms(std::vector<PaperOfDay> const& papers) {
    std::map<std::string, std::size_t> counts;
    for (PaperOfDay const& one : papers) {
        for (std::string const& term : one.paper->terms) ++counts[term];
    }
    std::vector<std::pair<std::string, std::size_t>> sorted(counts.begin(), counts.end());
    std::erase_if(sorted, [](auto const& term) { return term.second < 2; });
    std::ranges::stable_sort(sorted, std::greater{}, &std::pair<std::string, std::size_t>::second);
    std::string line;
    for (std::size_t i = 0; i < std::min<std::size_t>(5, sorted.size()); ++i)
        line += fmt::format("{}{} ({})", i == 0 ? "" : ", ", sorted[i].first, sorted[i].second);
    return line;
}

}  // namespace

bj::object page_link(std::string_view root, std::string const& path, std::string const& label) {
    return {{"href", fmt::format("{}{}/index.html", root, path)}, {"label", label}};
}

std::map<std::string, Topic> topics_of(Months const& months) {
    std::map<std::string, Topic> topics;
    for (auto month = months.rbegin(); month != months.rend(); ++month) {
        for (auto day = month->second.rbegin(); day != month->second.rend(); ++day) {
            for (PaperFacts const& paper : day->papers) {
                std::size_t const count = std::min(kTopicsOfPaper, paper.topics.size());
                for (std::size_t i = 0; i < count; ++i) {
                    Topic& topic = topics[topic_path(paper.topics[i])];
                    if (topic.name.empty()) topic.name = paper.topics[i];
                    bool const twice = !topic.papers.empty() && topic.papers.back().paper == &paper;
                    if (!twice) topic.papers.push_back({&paper, day->day});
                }
            }
        }
    }
    return topics;
}

bj::object month_data(Months const& months, Month month) {
    constexpr std::string_view root = "../../";
    std::vector<DayFacts> const& days = months.find(month)->second;
    Sums const sums = sums_of(days);
    bj::object page{{"page", "month"},
                    {"heading", month_name(month)},
                    {"kicker", kicker(sums)},
                    {"shown", html::grouped(sums.shown)},
                    {"lead", fmt::format("{} of {} read.", sums.shown == 1 ? "paper" : "papers",
                                         html::grouped(sums.read))},
                    {"weeks", calendar(month, days)},
                    {"days_chart_html", html::bar_chart(chart_of_days(days))}};
    bj::array best;
    for (PaperOfDay const& one : best_papers(days)) {
        if (best.size() == kBest) break;
        best.push_back(list_item(one, root));
    }
    page["best"] = std::move(best);
    if (bj::array list = topic_counts(days, root); !list.empty())
        page["topics"] = bj::object{{"list", std::move(list)}};
    add_neighbors(page, months, month, root, month_path, month_name);
    page["up"] = page_link(root, year_path(month.year()), std::to_string(static_cast<int>(month.year())));
    return page;
}

bj::object summary_data(Months const& months, Month month) {
    constexpr std::string_view root = "../../../";
    std::vector<PaperOfDay> const papers = best_papers(months.find(month)->second);
    std::vector<std::pair<std::string, std::vector<PaperOfDay>>> groups;  // in the order of their best papers
    std::size_t kept = 0;
    for (PaperOfDay const& one : papers) {
        std::string const name = one.paper->topics.empty() ? "Other papers" : one.paper->topics.front();
        auto group = std::ranges::find(groups, name, [](auto const& known) { return known.first; });
        if (group == groups.end()) {
            groups.push_back({name, {}});
            group = std::prev(groups.end());
        }
        // Every topic keeps its best paper, however full the page is.
        std::size_t const most = one.paper->topics.empty() ? kSummaryPapers : kSummaryOfTopic;
        bool const room = kept < kSummaryPapers && group->second.size() < most;
        if (!room && !group->second.empty()) continue;
        group->second.push_back(one);
        ++kept;
    }
    bj::array sections;
    for (auto const& [name, members] : groups) {
        bj::array list;
        for (PaperOfDay const& one : members) list.push_back(list_item(one, root));
        sections.push_back(
            bj::object{{"name", name}, {"common", common_terms(members)}, {"papers", std::move(list)}});
    }
    bj::object page{{"page", "summary"},
                    {"heading", fmt::format("{} in a page", month_name(month))},
                    {"kicker", kicker(sums_of(months.find(month)->second))},
                    {"lead", fmt::format("{} of {} shown, by topic.", counted(kept, "paper"),
                                         html::grouped(papers.size()))},
                    {"sections", std::move(sections)}};
    add_neighbors(page, months, month, root, summary_path, month_name);
    page["up"] = page_link(root, month_path(month), month_name(month));
    return page;
}

bj::object year_data(Months const& months, std::chrono::year year) {
    constexpr std::string_view root = "../../";
    std::string const name = std::to_string(static_cast<int>(year));
    std::map<std::chrono::year, bool> years;
    for (auto const one : years_of(months)) years[one] = true;
    bj::object page{{"page", "year"},
                    {"heading", name},
                    {"heat_map_html", heat_map_of(months, year)},
                    {"months", months_of(months, year, root, true)}};
    add_neighbors(page, years, year, root, year_path,
                  [](std::chrono::year one) { return std::to_string(static_cast<int>(one)); });
    page["up"] = page_link(root, "archive", "All days");
    return page;
}

bj::object archive_data(Months const& months, std::string_view root) {
    std::set<std::chrono::year> const years = years_of(months);
    bj::array list;
    for (auto year = years.rbegin(); year != years.rend(); ++year)
        list.push_back(bj::object{{"year", static_cast<int>(*year)},
                                  {"href", fmt::format("{}{}/index.html", root, year_path(*year))},
                                  {"months", months_of(months, *year, root, false)}});
    return {{"page", "archive"}, {"years", std::move(list)}};
}

bj::object topics_data(std::map<std::string, Topic> const& topics) {
    bj::array list;
    for (auto const& [path, topic] : topics)
        list.push_back(bj::object{{"name", topic.name},
                                  {"href", fmt::format("../{}/index.html", path)},
                                  {"counts", counted(topic.papers.size(), "paper")}});
    return {{"page", "topics"}, {"topics", std::move(list)}};
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
                    {"kicker", counted(topic.papers.size(), "paper")},
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
    bj::object page{{"page", "saved"}, {"kicker", counted(saved.size(), "paper")}};
    if (!list.empty()) page["saved"] = bj::object{{"papers", std::move(list)}};
    return page;
}

bj::object numbers_data(Months const& months) {
    html::BarChart papers{"Papers read and shown a month", "month", {}, {{"read", {}}, {"shown", {}}}};
    html::BarChart shown{"Papers shown a month", "month", {}, {{"shown", {}}}};
    html::BarChart costs{"Cost a month", "month", {}, {{"dollars", {}}}, "$"};
    html::BarChart judged{
        "Papers a model judged, of all read", "month", {}, {{"read", {}}, {"judged by a model", {}}}};
    html::BarChart grades{"Papers by relevance", "relevance", {}, {{"papers", std::vector<double>(10)}}};
    for (int grade = 1; grade <= 10; ++grade) grades.labels.push_back(std::to_string(grade));
    std::map<std::string, std::size_t> topics;
    Sums all;
    std::size_t judged_papers = 0;
    for (auto const& [month, days] : months) {
        Sums const sums = sums_of(days);
        std::size_t judged_in_month = 0;
        for (DayFacts const& day : days) {
            judged_in_month += day.judged;
            for (std::size_t i = 0; i < 10; ++i)
                grades.series[0].values[i] += static_cast<double>(day.grades.at(i));
            for (PaperFacts const& paper : day.papers) {
                if (!paper.topics.empty()) ++topics[paper.topics.front()];
            }
        }
        for (html::BarChart* chart : {&papers, &shown, &costs, &judged})
            chart->labels.push_back(month_name(month));
        papers.series[0].values.push_back(static_cast<double>(sums.read));
        papers.series[1].values.push_back(static_cast<double>(sums.shown));
        shown.series[0].values.push_back(static_cast<double>(sums.shown));
        costs.series[0].values.push_back(sums.dollars);
        judged.series[0].values.push_back(static_cast<double>(sums.read));
        judged.series[1].values.push_back(static_cast<double>(judged_in_month));
        all.days += sums.days;
        all.shown += sums.shown;
        all.read += sums.read;
        all.dollars += sums.dollars;
        judged_papers += judged_in_month;
    }
    html::BarChart by_topic{"Papers shown by topic", "topic", {}, {{"shown", {}}}};
    for (auto const& [name, count] : topics) {
        by_topic.labels.push_back(name);
        by_topic.series[0].values.push_back(static_cast<double>(count));
    }
    bj::array charts;
    auto const add = [&](html::BarChart const& chart, bool wanted) {
        if (std::string markup = html::bar_chart(chart); wanted && !markup.empty())
            charts.push_back(bj::object{{"chart_html", std::move(markup)}});
    };
    add(papers, true);
    add(shown, true);
    add(grades, all.read > 0);
    add(by_topic, true);
    add(judged, judged_papers > 0);
    add(costs, all.dollars > 0);
    return {{"page", "numbers"},
            {"lead", fmt::format("{}, {} read, {} shown.", counted(all.days, "day"),
                                 counted(all.read, "paper"), html::grouped(all.shown))},
            {"charts", std::move(charts)}};
}

}  // namespace lectern::site
