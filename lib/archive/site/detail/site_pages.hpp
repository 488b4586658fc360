#pragma once

#include "day_facts.hpp"
#include "site_paths.hpp"

#include <lectern/archive/site.hpp>

#include <boost/json/object.hpp>

#include <chrono>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// The data of all pages but the days' own, made of the facts of the days.
namespace lectern::site {

/// All days, by month, oldest first.
using Months = std::map<Month, std::vector<DayFacts>>;

/// A paper and its day.
struct PaperOfDay {
    PaperFacts const* paper;
    Date day;
};

/// A topic of the archive, or a followed author: the name as the newest day writes it, and the papers, newest day first.
struct Topic {
    std::string name;
    std::vector<PaperOfDay> papers;
};

/// The topics that a paper counts for, of all it has, best first: at most two.
std::span<std::string const> main_topics(std::vector<std::string> const& topics);

/// The topics of the archive, by path.
std::map<std::string, Topic> topics_of(Months const& months);

/// The followed authors of the archive, by path.
std::map<std::string, Topic> followed_of(Months const& months);

std::set<std::chrono::year> years_of(Months const& months);

/// A link of the bar. \param root from the page to the root of the site
boost::json::object page_link(std::string_view root, std::string const& path, std::string const& label);

// Data for templates; `root` leads from the page to the root of the site.
boost::json::object month_data(Months const& months, Month month);
boost::json::object summary_data(Months const& months, Month month);
boost::json::object year_data(Months const& months, std::chrono::year year);
boost::json::object archive_data(Months const& months, std::string_view root);
boost::json::object topics_data(std::map<std::string, Topic> const& topics,
                                std::map<std::string, Topic> const& authors);
boost::json::object topic_data(Topic const& topic);
boost::json::object saved_data(std::span<SavedPaper const> saved, Months const& months);
boost::json::object numbers_data(Months const& months);

}  // namespace lectern::site
