#include "detail/page_parts.hpp"
#include "detail/site_pages.hpp"
#include "render/detail/day_words.hpp"
#include "render/html/detail/charts.hpp"
#include "render/html/detail/pages.hpp"

#include <lectern/core/text.hpp>

#include <boost/json/array.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace lectern::site {
namespace {

namespace bj = boost::json;

constexpr std::size_t kBest = 12;            // papers of the month's list
constexpr std::size_t kSummaryPapers = 48;   // papers of a month's summary
constexpr std::size_t kSummaryOfTopic = 12;  // of them of one topic

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

bj::object month_data(Months const& months, Month month) {
    constexpr std::string_view root = "../../";
    std::vector<DayFacts> const& days = months.find(month)->second;
    Sums const sums = sums_of(days);
    bj::object page{{"page", "month"},
                    {"heading", month_name(month)},
                    {"kicker", kicker(sums)},
                    {"shown", text::grouped(sums.shown)},
                    {"lead", fmt::format("{} of {} read.", sums.shown == 1 ? "paper" : "papers",
                                         text::grouped(sums.read))},
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
                    {"lead", fmt::format("{} of {} shown, by topic.", text::counted(kept, "paper"),
                                         text::grouped(papers.size()))},
                    {"sections", std::move(sections)}};
    add_neighbors(page, months, month, root, summary_path, month_name);
    page["up"] = page_link(root, month_path(month), month_name(month));
    return page;
}

}  // namespace lectern::site
