#include "detail/charts.hpp"

#include <lectern/core/escape.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace lectern::html {
namespace {

constexpr double kWidth = 640;
constexpr double kHeight = 120;

std::string number(double value, std::string const& unit) {
    return unit.empty() ? fmt::format("{:.0f}", value) : fmt::format("{}{:.2f}", unit, value);
}

std::string table_of(BarChart const& chart) {
    std::string rows = "<thead><tr><th scope=\"col\">" + text::escape_html(chart.label) + "</th>";
    for (Series const& series : chart.series)
        rows += "<th scope=\"col\">" + text::escape_html(series.name) + "</th>";
    rows += "</tr></thead><tbody>";
    for (std::size_t i = 0; i < chart.labels.size(); ++i) {
        rows += "<tr><td>" + text::escape_html(chart.labels[i]) + "</td>";
        for (Series const& series : chart.series)
            rows += "<td>" + text::escape_html(number(series.values[i], chart.unit)) + "</td>";
        rows += "</tr>";
    }
    return "<details><summary>Numbers</summary><table>" + rows + "</tbody></table></details>";
}

}  // namespace

std::string bar_chart(BarChart const& chart) {
    if (chart.labels.empty()) return {};
    double most = 0;
    for (Series const& series : chart.series) most = std::max(most, std::ranges::max(series.values));
    double const step = kWidth / static_cast<double>(chart.labels.size());
    double const bar = std::max(1.0, std::min(step * 0.7, 40.0));
    std::string svg;
    for (std::size_t i = 0; i < chart.labels.size(); ++i) {
        double const x = step * static_cast<double>(i) + (step - bar) / 2;
        svg += "<g><title>" + text::escape_html(chart.labels[i]) + ": ";
        std::string bars;
        for (std::size_t s = 0; s < chart.series.size(); ++s) {
            double const value = chart.series[s].values[i];
            double const height = most == 0 ? 0 : kHeight * value / most;
            bool const front = s + 1 == chart.series.size();
            svg += text::escape_html(
                fmt::format("{}{} {}", s == 0 ? "" : ", ", number(value, chart.unit), chart.series[s].name));
            bars += fmt::format(
                "<rect class=\"{}\" x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\"/>",
                front ? "bar-a" : "bar-b", x, kHeight + 4 - height, bar, height);
        }
        svg += "</title>" + bars + "</g>";
    }
    // First and last label: those between would overlap.
    std::string const first = text::escape_html(chart.labels.front());
    std::string const last = text::escape_html(chart.labels.back());
    std::string names = fmt::format("<text x=\"0\" y=\"{}\">{}</text>", kHeight + 18, first);
    if (chart.labels.size() > 1)
        names +=
            fmt::format("<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>", kWidth, kHeight + 18, last);
    std::string legend;
    for (std::size_t s = 0; s < chart.series.size(); ++s)
        legend +=
            fmt::format("<span class=\"{}\">{}</span>", s + 1 == chart.series.size() ? "key-a" : "key-b",
                        text::escape_html(chart.series[s].name));
    return fmt::format(
        "<figure class=\"chart\"><figcaption>{0}, at most {1} <span class=\"keys\">{2}</span></figcaption>"
        "<svg class=\"chart\" viewBox=\"0 0 {3} {4}\" role=\"img\" aria-label=\"{0}\">{5}"
        "<line class=\"axis\" x1=\"0\" x2=\"{3}\" y1=\"{6}\" y2=\"{6}\"/>{7}</svg>{8}</figure>",
        text::escape_html(chart.title), text::escape_html(number(most, chart.unit)), legend, kWidth,
        kHeight + 22, svg, kHeight + 4.5, names, table_of(chart));
}

std::string heat_map(std::string const& title, std::vector<HeatDay> const& days) {
    std::size_t most = 1;
    for (HeatDay const& day : days) most = std::max(most, day.value);
    std::string cells;
    for (HeatDay const& day : days) {
        std::string const rect = fmt::format("x=\"{}\" y=\"{}\" width=\"10\" height=\"10\" rx=\"2\"",
                                             day.week * 12 + 1, day.weekday * 12 + 15);
        if (day.href.empty()) {
            cells += fmt::format("<rect class=\"none\" {}/>", rect);
            continue;
        }
        std::size_t const level = day.value == 0 ? 0 : 1 + 4 * day.value / (most + 1);
        cells += fmt::format(
            "<a href=\"{0}\" aria-label=\"{1}\"><rect class=\"heat{2}\" {3}><title>{1}</title></rect></a>",
            text::escape_html(day.href), text::escape_html(day.label), level, rect);
    }
    std::string names;
    for (HeatDay const& day : days) {
        if (!day.month.empty())
            names += fmt::format("<text x=\"{}\" y=\"10\">{}</text>", day.week * 12 + 1,
                                 text::escape_html(day.month));
    }
    return fmt::format(
        "<svg class=\"heat\" viewBox=\"0 0 638 100\" role=\"group\" aria-label=\"{}\">{}{}</svg>",
        text::escape_html(title), names, cells);
}

}  // namespace lectern::html
