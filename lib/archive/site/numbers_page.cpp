#include "detail/page_parts.hpp"
#include "detail/site_pages.hpp"
#include "render/html/detail/charts.hpp"
#include "render/html/detail/pages.hpp"

#include <lectern/core/text.hpp>

#include <boost/json/array.hpp>
#include <fmt/format.h>

#include <map>

namespace lectern::site {

namespace bj = boost::json;

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
    for (auto const& [month, days] : months) {
        Sums const sums = sums_of(days);
        for (DayFacts const& day : days) {
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
        judged.series[1].values.push_back(static_cast<double>(sums.judged));
        all.days += sums.days;
        all.shown += sums.shown;
        all.read += sums.read;
        all.dollars += sums.dollars;
        all.judged += sums.judged;
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
    add(judged, all.judged > 0);
    add(costs, all.dollars > 0);
    return {{"page", "numbers"},
            {"lead", fmt::format("{}, {} read, {} shown.", text::counted(all.days, "day"),
                                 text::counted(all.read, "paper"), text::grouped(all.shown))},
            {"charts", std::move(charts)}};
}

}  // namespace lectern::site
