#include "../commands.hpp"
#include "../workspace.hpp"

#include <lectern/core/file_lock.hpp>
#include <lectern/core/text.hpp>
#include <lectern/store/sqlite_store.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <iterator>
#include <memory>

namespace lectern::app {
namespace {

struct StatusOptions {
    ConfigOptions config;
    int days = 14;
    std::string from;
    std::string to;
    bool categories = false;
    bool json = false;
    bool check = false;
};

/// The day arXiv began, and how far ahead of today a range may reach.
constexpr Date kFirstDay = std::chrono::year(1991) / 8 / 14;
constexpr int kDaysAhead = 7;
/// More days than these in a row that were not run are one line.
constexpr std::ptrdiff_t kMostMissing = 14;

struct Range {
    Date from;
    Date to;
};

Result<Range> range_of(StatusOptions const& options, Date today) {
    Date const last = add_days(today, kDaysAhead);
    auto const to = options.to.empty() ? Result<Date>(today) : read_date(options.to, "--to");
    if (!to) return to.error();
    Date const first = std::max(kFirstDay, add_days(*to, 1 - options.days));
    auto const from = options.from.empty() ? Result<Date>(first) : read_date(options.from, "--from");
    if (!from) return from.error();
    if (*from < kFirstDay || *to > last)
        return Error(errc::invalid_argument,
                     fmt::format("--from and --to: days from {} (arXiv's first) to {} can be shown",
                                 format_date(kFirstDay), format_date(last)));
    if (*from > *to)
        return Error(errc::invalid_argument,
                     fmt::format("--from {} is after --to {}", format_date(*from), format_date(*to)));
    return Range{*from, *to};
}

/// Adds "not run" for the announcement days from `from` to the day before `end`.
void add_missing(Date from, Date end, AnnouncementCalendar const& calendar, std::vector<DayRecord>& records) {
    for (Date day = from; day < end; day = add_days(day, 1)) {
        if (!calendar.announcement(day)) continue;
        DayRecord missing;
        missing.day = day;
        records.push_back(std::move(missing));
    }
}

/// The ledger's records, and "not run" for announcement days of the series that have none.
Result<std::vector<DayRecord>> records_of(Store const& store, Range const& range,
                                          AnnouncementCalendar const& calendar) {
    auto const start = store.series_start();
    if (!start) return start.error();
    auto recorded = store.days(range.from, range.to);
    if (!recorded || !*start) return recorded;
    std::vector<DayRecord> records;
    Date next = std::max(range.from, **start);
    for (DayRecord& record : *recorded) {
        add_missing(next, record.day, calendar, records);
        next = std::max(next, add_days(record.day, 1));
        records.push_back(std::move(record));
    }
    add_missing(next, add_days(range.to, 1), calendar, records);
    return records;
}

/// Instead of a table without rows: where the days are.
Result<std::string> newest_day(Store const& store, Range const& range, Date today) {
    auto const all = store.days(kFirstDay, add_days(today, kDaysAhead));
    if (!all) return all.error();
    std::string const none =
        fmt::format("no day is recorded from {} to {}", format_date(range.from), format_date(range.to));
    return all->empty() ? none : fmt::format("{}; the newest is {}", none, format_date(all->back().day));
}

std::vector<std::string> numbers(Coverage const& coverage) {
    auto const count = [](std::size_t n) { return std::to_string(n); };
    return {coverage.declared ? count(*coverage.declared) : "-",
            count(coverage.fetched),
            count(coverage.parsed),
            count(coverage.newly_listed),
            count(coverage.filtered),
            count(coverage.scored),
            count(coverage.unscored),
            count(coverage.shown)};
}

std::vector<std::string> row(std::string name, std::string state, Coverage const& coverage,
                             std::string source) {
    std::vector<std::string> cells{std::move(name), std::move(state)};
    for (std::string& cell : numbers(coverage)) cells.push_back(std::move(cell));
    cells.push_back(std::move(source));
    return cells;
}

void print_ledger(std::vector<DayRecord> const& records, StatusOptions const& options,
                  Console const& console) {
    std::vector<std::vector<std::string>> table{{"day", "state", "declared", "received", "read", "new",
                                                 "filtered", "scored", "unscored", "shown", "source"}};
    for (auto next = records.begin(); next != records.end();) {
        auto const gap = std::find_if(
            next, records.end(), [](DayRecord const& record) { return record.state != DayState::not_run; });
        if (gap - next > kMostMissing) {
            table.push_back({fmt::format("{} … {}", format_date(next->day), format_date(std::prev(gap)->day)),
                             fmt::format("{}, {} days", to_string(DayState::not_run), gap - next)});
            next = gap;
            continue;
        }
        DayRecord const& record = *next++;
        table.push_back(row(fmt::format("{} {}", format_date(record.day), weekday_name(record.day)),
                            std::string(to_string(record.state)), record.total, record.source));
        if (!options.categories) continue;
        for (Coverage const& coverage : record.categories)
            table.push_back(row("  " + coverage.category, "", coverage, ""));
    }
    console.print_table(table);
    for (DayRecord const& record : records) {
        if (is_settled(record.state) || record.reason.empty()) continue;
        console.print(fmt::format("{}: {}", format_date(record.day), text::printable(record.reason)));
    }
}

/// How the last run ended. What its record lacks the lock tells: whether the process is at work.
std::string end_of(RunRecord const& run, int worker) {
    if (!run.finished && worker != 0) return fmt::format("at work (process {})", worker);
    if (!run.finished) return "ended abruptly";
    if (run.outcome == "ok") return "done";
    constexpr std::string_view failed = "failed: ";
    if (run.outcome.starts_with(failed))
        return "failed (exit 1): " + text::printable(std::string_view(run.outcome).substr(failed.size()));
    return "ended with: " + text::printable(run.outcome);
}

void print_run(std::optional<RunRecord> const& run, Config const& config, Console const& console) {
    if (!run) return;
    int const worker = run->finished ? 0 : FileLock::holder(config.output.dir / "lectern.lock");
    console.print(fmt::format("last run: {} {} started {}, {}", run->kind, run->number,
                              format_time(run->started), end_of(*run, worker)));
}

ExitCode status(StatusOptions const& options, Console& console) {
    auto const config = load(options.config);
    if (!config) return console.fail(config.error());
    auto const calendar = calendar_of(*config);
    if (!calendar) return console.fail(calendar.error());
    Date const today = AnnouncementCalendar::eastern_date(SystemClock().now());
    auto const range = range_of(options, today);
    if (!range) return console.fail(range.error());
    auto const store = SqliteStore::open_to_read(config->database());
    if (!store && store.error() == errc::file) {
        console.print(options.json ? "[]" : "nothing is recorded yet: `lectern run` makes the first digest");
        return ExitCode::done;
    }
    if (!store) return console.fail(store.error());
    auto const records = records_of(*store, *range, *calendar);
    if (!records) return console.fail(records.error());
    auto const run = store->last_run();
    if (!run) return console.fail(run.error());
    if (options.json) {
        std::string json = to_json(*records);
        json.pop_back();  // print() ends the line
        console.print(json);
    } else {
        if (records->empty()) {
            auto const newest = newest_day(*store, *range, today);
            if (!newest) return console.fail(newest.error());
            console.print(*newest);
        } else {
            print_ledger(*records, options, console);
        }
        print_run(*run, *config, console);
        if (!calendar->announcement(today))
            console.print(fmt::format("no announcement today; the next is due on {}",
                                      format_date(calendar->next_feed_day(today))));
    }
    bool const open =
        std::ranges::any_of(*records, [](DayRecord const& record) { return !is_settled(record.state); });
    return options.check && open ? ExitCode::partial : ExitCode::done;
}

}  // namespace

void add_status(Command const& program) {
    auto const options = std::make_shared<StatusOptions>();
    Command const command = program.command("status", "Show the state of each day");
    command.example("lectern status --days 30");
    add_config_options(command, options->config);
    command.option("--days", options->days, "", "How many days back").between(1, 4000);
    command.option("--from", options->from, "DATE", "First day, YYYY-MM-DD");
    command.option("--to", options->to, "DATE", "Last day, YYYY-MM-DD");
    command.flag("--categories", options->categories, "Show the numbers of each category");
    command.flag("--json", options->json, "Print JSON, with categories and reasons");
    command.flag("--check", options->check, "Exit with 3 if a day is not settled");
    command.does(options, status);
}

}  // namespace lectern::app
