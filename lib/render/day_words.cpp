#include "detail/day_words.hpp"

#include <lectern/core/text.hpp>

#include <fmt/format.h>

#include <array>
#include <cmath>

namespace lectern::render {
namespace {

constexpr std::array<std::string_view, 12> kMonths{"January",   "February", "March",    "April",
                                                   "May",       "June",     "July",     "August",
                                                   "September", "October",  "November", "December"};
constexpr std::array<std::string_view, 7> kWeekdays{"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                    "Thursday", "Friday", "Saturday"};

std::string papers(std::size_t count) {
    return count == 1 ? "1 paper" : fmt::format("{} papers", count);
}

std::int64_t requests(Usage const& usage) {
    std::int64_t sum = 0;
    for (StageUsage const& stage : usage.stages) sum += stage.requests;
    return sum;
}

}  // namespace

std::string_view month_name(std::chrono::month month) {
    return kMonths[static_cast<unsigned>(month) - 1];
}

std::string headline(Totals const& totals) {
    return fmt::format("{} for you, of {} read and {} announced.", papers(totals.relevant), totals.scanned,
                       totals.announced);
}

std::string judged_line(Digest const& digest) {
    Totals const& totals = digest.totals;
    std::vector<std::string> parts;
    if (totals.judged > 0) parts.push_back(fmt::format("judged by {} {}", digest.scorer, totals.judged));
    std::size_t const estimated = totals.scored - std::min(totals.scored, totals.judged);
    std::string_view const ranker = estimator_of(digest.scorer, totals.judged);
    if (estimated > 0 && ranker == "local") parts.push_back(fmt::format("ranked locally {}", estimated));
    if (estimated > 0 && ranker != "local")
        parts.push_back(fmt::format("ranked by {} {}", ranker, estimated));
    if (totals.unscored > 0) parts.push_back(fmt::format("without a score {}", totals.unscored));
    bool const paid = digest.usage.total_tokens() > 0;
    if (paid) {
        std::string cost =
            digest.usage.total_cost ? "cost $" + digest.usage.total_cost->to_string() : "cost unknown";
        if (std::int64_t const count = requests(digest.usage); count > 0)
            cost += ", " + text::counted(static_cast<std::size_t>(count), "request");
        parts.push_back(std::move(cost));
    }
    return text::join(parts, " · ");
}

std::string long_date(Date date) {
    auto const weekday = std::chrono::weekday(std::chrono::sys_days(date)).c_encoding();
    return fmt::format("{} {} {} {}", kWeekdays[weekday], static_cast<unsigned>(date.day()),
                       month_name(date.month()), static_cast<int>(date.year()));
}

std::string short_authors(Paper const& paper) {
    auto const& authors = paper.authors;
    if (authors.size() <= 3) return author_names(paper);
    return fmt::format("{}, …, {}", authors.front().name, authors.back().name);
}

std::string grade(double value) {
    bool const whole = std::floor(value) == value;
    return whole ? fmt::format("{:.0f}", value) : fmt::format("{:.1f}", value);
}

std::string grades(DigestEntry const& entry) {
    if (!entry.score) return {};
    std::string text = "relevance " + grade(entry.score->relevance);
    if (entry.score->novelty) text += ", novelty " + grade(*entry.score->novelty);
    return text + (entry.score->estimated ? " (estimated)" : "");
}

std::string_view state_line(DayState state) {
    switch (state) {
        case DayState::stale:
            return "arXiv still showed an earlier announcement.";
        case DayState::no_announcement:
            return "Nothing was announced.";
        case DayState::ok:
            return {};
        default:
            return "This digest is incomplete.";
    }
}

std::string remedial_line(Digest const& digest) {
    if (!digest.remedial) return {};
    return fmt::format("Made later, on {}, for papers submitted from {} to {}.",
                       format_date(digest.remedial->generated), format_date(digest.remedial->from),
                       format_date(digest.remedial->to));
}

}  // namespace lectern::render
