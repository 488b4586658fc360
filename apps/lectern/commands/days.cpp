#include "days.hpp"

#include <lectern/core/text.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace lectern::app {
namespace {

namespace fs = std::filesystem;

std::string cost_of(Usage const& usage) {
    return usage.total_cost ? "$" + usage.total_cost->to_string() : std::string("unknown");
}

void print_summary(Digest const& digest, std::vector<fs::path> const& files, Console const& console) {
    Totals const& totals = digest.totals;
    auto const count = [](std::size_t n) { return std::to_string(n); };
    std::vector<std::vector<std::string>> rows{
        {"Digest of " + format_date(digest.date), std::string(digest_word(digest.state))},
        {"  announced", count(totals.announced)},
        {"  repeated listings merged", count(totals.duplicates)},
        {"  filtered", count(totals.filtered)}};
    std::size_t const estimated = totals.scored - std::min(totals.scored, totals.judged);
    if (totals.judged > 0) rows.push_back({"  judged by " + digest.scorer, count(totals.judged)});
    std::string const ranker(estimator_of(digest.scorer, totals.judged));
    if (estimated > 0 || digest.scorer == "local")
        rows.push_back({ranker == "local" ? "  ranked locally" : "  ranked by " + ranker, count(estimated)});
    if (digest.usage.total_tokens() > 0) rows.push_back({"  cost", cost_of(digest.usage)});
    rows.push_back({"  without a score", count(totals.unscored)});
    rows.push_back({"  shown", count(totals.relevant)});
    if (!digest.just_below.empty()) rows.push_back({"  just below", count(digest.just_below.size())});
    console.print_table(rows);
    for (std::string const& warning : digest.warnings) console.print("  note: " + text::printable(warning));
    for (fs::path const& file : files) console.print(file.string());
}

}  // namespace

void print_days(std::vector<DayResult> const& days, Console& console) {
    for (DayResult const& day : days) {
        if (day.digest) {
            print_summary(*day.digest, day.files, console);
            continue;
        }
        std::string const line = fmt::format("{}: {}: {}", format_date(day.record.day),
                                             to_string(day.record.state), text::printable(day.record.reason));
        if (is_settled(day.record.state))
            console.print(line);
        else
            console.log().error(line);
    }
}

std::string days_as_json(std::vector<DayResult> const& days) {
    boost::json::array list;
    for (DayResult const& day : days) {
        boost::json::object one{{"date", format_date(day.record.day)},
                                {"state", to_string(day.record.state)}};
        if (!day.record.reason.empty()) one["reason"] = day.record.reason;
        if (day.digest) {
            Digest const& digest = *day.digest;
            Totals const& totals = digest.totals;
            one["announced"] = totals.announced;
            one["filtered"] = totals.filtered;
            one["read"] = totals.scanned;
            one["judged"] = totals.judged;
            one["unscored"] = totals.unscored;
            one["shown"] = totals.relevant;
            one["scorer"] = digest.scorer;
            one["tokens"] = digest.usage.total_tokens();
            if (digest.usage.total_cost) one["cost_usd"] = digest.usage.total_cost->dollars();
            one["warnings"] = boost::json::array(digest.warnings.begin(), digest.warnings.end());
            boost::json::array files;
            for (fs::path const& file : day.files) files.emplace_back(file.string());
            one["files"] = std::move(files);
        }
        list.push_back(std::move(one));
    }
    return boost::json::serialize(list);
}

std::string outcome_of(std::vector<DayResult> const& days) {
    std::string open;
    for (DayResult const& day : days) {
        if (is_settled(day.record.state)) continue;
        open += fmt::format("{}{} {}", open.empty() ? "" : "; ", format_date(day.record.day),
                            to_string(day.record.state));
        if (!day.record.reason.empty()) open += ": " + day.record.reason;
    }
    constexpr std::size_t longest = 1000;
    return open.empty() ? "ok" : text::printable(open, longest);
}

}  // namespace lectern::app
