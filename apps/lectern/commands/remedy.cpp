#include "../commands.hpp"
#include "../environment.hpp"
#include "../workspace.hpp"
#include "days.hpp"
#include "site.hpp"

#include <lectern/core/text.hpp>
#include <lectern/daily/daily.hpp>
#include <lectern/daily/llm_setup.hpp>
#include <lectern/store/sqlite_store.hpp>

#include <fmt/format.h>

#include <memory>

namespace lectern::app {
namespace {

struct RemedyOptions {
    ConfigOptions config;
    std::vector<std::string> dates;
    std::string from;
    std::string to;
    bool plan = false;
};

/// The days named on the command line.
Result<std::vector<Date>> named_days(RemedyOptions const& options) {
    std::vector<Date> days;
    for (std::string const& text : options.dates) {
        auto const day = options.plan ? read_date(text, "--date") : read_past_date(text, "--date");
        if (!day) return day.error();
        days.push_back(*day);
    }
    if (options.from.empty()) return days;
    auto const from = read_date(options.from, "--from");
    if (!from) return from.error();
    auto const to = options.to.empty() ? from : read_date(options.to, "--to");
    if (!to) return to.error();
    constexpr int most = 366;
    if (*to < *from || add_days(*from, most) < *to)
        return Error(errc::invalid_argument, "--to must be the day of --from or up to a year later");
    for (Date day = *from; day <= *to; day = add_days(day, 1)) days.push_back(day);
    return days;
}

/// `2026-03-13T18:00Z`
std::string minute(Time time) {
    return format_time(time).substr(0, 16) + "Z";
}

std::string estimate(DayPlan const& plan) {
    return plan.papers == 0 ? std::string("unknown") : fmt::format("about {}", plan.papers);
}

/// What scoring will cost, as far as earlier days tell.
std::string cost_of(std::vector<DayPlan> const& plans, Needs const& needs) {
    if (!needs.model) return "$0.00 (no language model)";
    double sum = 0;
    for (DayPlan const& plan : plans) {
        if (plan.due && !plan.cost) return "unknown; `lectern run --dry-run` estimates it for a day";
        sum += plan.cost.value_or(0);
    }
    return fmt::format("about ${}, as on recent days", Money::from_dollars(sum).to_string());
}

void print_plan(std::vector<DayPlan> const& plans, Config const& config, Needs const& needs,
                Console const& console) {
    std::size_t days = 0;
    std::size_t papers = 0;
    std::size_t requests = 0;
    for (DayPlan const& plan : plans) {
        if (plan.day > today()) {
            console.print(
                fmt::format("{} {}  {}", format_date(plan.day), weekday_name(plan.day),
                            plan.due ? "not yet announced" : "arXiv will announce nothing that day"));
            continue;
        }
        ++days;
        std::string const head =
            fmt::format("{} {}  {}", format_date(plan.day), weekday_name(plan.day), to_string(plan.state));
        if (!plan.due) {
            console.print(head + "  arXiv announced nothing that day; it will be noted");
            continue;
        }
        papers += plan.papers;
        requests += plan.requests;
        console.print(fmt::format("{}  submitted {} – {}  from {}  papers: {}", head,
                                  minute(plan.due->submitted.from), minute(plan.due->submitted.to),
                                  plan.source, estimate(plan)));
    }
    if (days == 0) return;
    console.print(fmt::format(
        "in all: {}, about {}, {} to arXiv, at least {} s; cost: {}", text::counted(days, "day"),
        text::counted(papers, "paper"), text::counted(requests, "request"),
        requests * static_cast<std::size_t>(config.feed.min_interval.count()) / 1000, cost_of(plans, needs)));
}

/// A plan changes nothing: without a database the ledger is empty.
Result<SqliteStore> ledger_to_look_at(Config const& config) {
    auto store = SqliteStore::open_to_read(config.database());
    if (store || store.error() != errc::file) return store;
    return SqliteStore::open(":memory:");
}

ExitCode plan(RemedyOptions const& options, Config const& config, Registry const& registry,
              std::vector<Date> days, Console& console) {
    auto const calendar = calendar_of(config);
    if (!calendar) return console.fail(calendar.error());
    auto store = ledger_to_look_at(config);
    if (!store) return console.fail(store.error());
    SystemClock const clock;
    Services services{clock, console.log(), *calendar, nullptr, {}, {}};
    Daily const daily(config, registry, *store, services);
    bool const named = !days.empty();
    if (!named) {
        auto const open = daily.open_days(AnnouncementCalendar::eastern_date(clock.now()));
        if (!open) return console.fail(open.error());
        days = *open;
    }
    auto const plans = daily.plan(days);
    if (!plans) return console.fail(plans.error());
    if (plans->empty()) console.print("no day is open");
    if (!plans->empty()) print_plan(*plans, config, registry.scorer_needs(config), console);
    if (named || options.plan) return ExitCode::done;
    return console.fail(
        Error(errc::invalid_argument,
              "name the missed days with --date or --from and --to; `lectern run` makes those of the last "
              "week by itself"));
}

ExitCode backfill(Config const& config, Registry const& registry, std::vector<Date> const& days,
                  Console& console) {
    if (auto const key = check_key(config, registry); !key) return console.fail(key.error());
    if (auto const good = check_results(config, registry); !good) return console.fail(good.error());
    auto const workspace = Workspace::open(config, console, true);
    if (!workspace) return console.fail(workspace.error());
    if (auto const pipeline = make_pipeline(config, registry); !pipeline)
        return console.fail(pipeline.error());
    warn_about_topics(config, console);
    Daily daily(config, registry, (*workspace)->store(), (*workspace)->services());
    auto const done = (*workspace)->run("remedy", daily.remedy(days), outcome_of);
    if (!done) return console.fail(done.error());
    print_days(*done, console);
    if (config.site.enabled) {
        auto const site = update_site(**workspace, console);
        if (!site) return console.fail(site.error());
        print_site(*site, config, console);
    }
    DayState const state = worst(*done);
    bool const all_failed =
        std::ranges::all_of(*done, [](DayResult const& day) { return day.record.state == DayState::failed; });
    if (all_failed) return ExitCode::failed;
    return state == DayState::ok ? ExitCode::done : ExitCode::partial;
}

ExitCode remedy(RemedyOptions const& options, Registry const& registry, Console& console) {
    // A plan by the calendar needs no configuration.
    bool const defaults = options.plan && is_unconfigured(options.config);
    auto const config = defaults ? Result<Config>(Config()) : load(options.config);
    if (!config) return console.fail(config.error());
    auto const days = named_days(options);
    if (!days) return console.fail(days.error());
    if (options.plan || days->empty()) return plan(options, *config, registry, *days, console);
    return backfill(*config, registry, *days, console);
}

}  // namespace

void add_remedy(Command const& program) {
    auto const options = std::make_shared<RemedyOptions>();
    Command const command = program.command("remedy", "Make the digests of missed days");
    command.example("lectern remedy --from 2026-03-02 --to 2026-03-06");
    add_config_options(command, options->config);
    command.option("--date", options->dates, "DATE", "A missed day, YYYY-MM-DD; may be repeated");
    Argument const from = command.option("--from", options->from, "DATE", "First missed day");
    command.option("--to", options->to, "DATE", "Last missed day").needs(from);
    command.flag("--plan", options->plan, "Only say what would be done");
    command.does(options, remedy);
}

}  // namespace lectern::app
