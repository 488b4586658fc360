#pragma once

#include <string>
#include <vector>

/// Charts as inline SVG without style or script, with their numbers as a table behind.
namespace lectern::html {

/// Values of one kind, one for each label.
struct Series {
    std::string name;
    std::vector<double> values;  ///< 0 or more.
};

/// Bars side by side. The second series, if there is one, is part of the first and stands in front of it.
struct BarChart {
    std::string title;
    std::string label;  ///< What a label is: "month".
    std::vector<std::string> labels;
    std::vector<Series> series;  ///< One or two.
    std::string unit{};          ///< In front of each value: "$".
};

/// The chart as a figure; empty if it has no labels.
std::string bar_chart(BarChart const& chart);

/// A day of a heat map.
struct HeatDay {
    unsigned week;      ///< Column.
    unsigned weekday;   ///< Row; 0 is Sunday.
    std::string href;   ///< Empty: there is nothing of the day.
    std::string label;  ///< What the day has, in words.
    std::size_t value;
    std::string month;  ///< Name above the column, for the first day of a month.
};

/// Days of a year, darker where there is more, each with something a link.
std::string heat_map(std::string const& title, std::vector<HeatDay> const& days);

}  // namespace lectern::html
