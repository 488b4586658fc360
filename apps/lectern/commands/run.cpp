#include "../commands.hpp"
#include "../environment.hpp"
#include "../workspace.hpp"
#include "days.hpp"
#include "marking.hpp"
#include "site.hpp"

#include <lectern/core/text.hpp>
#include <lectern/daily/daily.hpp>
#include <lectern/daily/llm_setup.hpp>

#include <fmt/format.h>

#include <memory>

namespace lectern::app {
namespace {

struct RunOptions {
    ConfigOptions config;
    std::string date;
    std::vector<std::string> papers;
    bool exit_code = false;
    bool dry_run = false;
    bool ask_again = false;
    bool json = false;
};

ExitCode outcome(std::vector<DayResult> const& days, bool with_exit_code) {
    DayResult const& wanted = days.back();
    if (wanted.record.state == DayState::failed) return ExitCode::failed;
    if (worst(days) != DayState::ok) return ExitCode::partial;
    if (with_exit_code && wanted.record.state == DayState::no_announcement)
        return ExitCode::nothing_announced;
    if (with_exit_code && wanted.digest && wanted.digest->entries.empty()) return ExitCode::nothing_relevant;
    return ExitCode::done;
}

Result<std::optional<Date>> wanted_day(RunOptions const& options) {
    if (options.date.empty()) return std::optional<Date>();
    auto const date = read_past_date(options.date, "--date");
    if (!date) return date.error();
    return std::optional<Date>(*date);
}

ExitCode print_estimate(ScoreEstimate const& estimate, Console& console) {
    std::string const scorer =
        estimate.scorer.empty() ? "the local scorer" : text::printable(estimate.scorer);
    console.print(
        fmt::format("{} papers to score, {} of them already paid for", estimate.papers, estimate.remembered));
    console.print(fmt::format("{}: about {} requests, {} prompt and {} completion tokens", scorer,
                              estimate.requests, estimate.prompt_tokens, estimate.completion_tokens));
    console.print(estimate.cost
                      ? "cost: about $" + estimate.cost->to_string()
                      : std::string("cost: unknown; name the model's price in a file with llm.prices"));
    if (!estimate.basis.empty()) console.print("(" + text::printable(estimate.basis) + ")");
    return ExitCode::done;
}

ExitCode fail(Error const& error, RunOptions const& options, Console& console) {
    return console.fail(options.papers.empty() ? error : in_named_file(error));
}

ExitCode make_digests(Workspace& workspace, RunOptions const& options, std::optional<Date> day, bool network,
                      Registry const& registry, Console& console) {
    // Built once beforehand, so that a mistake in the configuration shows before anything is asked for.
    std::vector<std::filesystem::path> const files(options.papers.begin(), options.papers.end());
    if (auto const pipeline = make_pipeline(workspace.config(), registry, files); !pipeline)
        return console.fail(pipeline.error());
    warn_about_topics(workspace.config(), console);
    if (auto const marks = take_marks_from_file(workspace, network, console); !marks)
        return console.fail(marks.error());
    workspace.services().ask_again = options.ask_again;
    Daily daily(workspace.config(), registry, workspace.store(), workspace.services());
    if (options.dry_run) {
        auto const estimate = workspace.look(daily.estimate(day, files));
        return estimate ? print_estimate(*estimate, console) : fail(estimate.error(), options, console);
    }
    auto const days = workspace.run("run", daily.run(day, files), outcome_of);
    if (!days) return fail(days.error(), options, console);
    if (options.json)
        console.print(days_as_json(*days));
    else
        print_days(*days, console);
    if (workspace.config().site.enabled) {
        auto const site = update_site(workspace, console);
        if (!site) return console.fail(site.error());
        if (!options.json) print_site(*site, workspace.config(), console);
    }
    return outcome(*days, options.exit_code);
}

ExitCode run(RunOptions const& options, Registry const& registry, Console& console) {
    auto const day = wanted_day(options);
    if (!day) return console.fail(day.error());
    auto const config = load(options.config);
    if (!config) return console.fail(config.error());
    if (auto const key = check_key(*config, registry); !key && !options.dry_run)
        return console.fail(key.error());
    if (auto const good = check_results(*config, registry); !good) return console.fail(good.error());
    bool const authors =
        config->authors.h_index_min > 0 || !config->authors.file.empty() || !config->authors.follow.empty();
    bool const network = options.papers.empty() || authors || registry.scorer_needs(*config).network;
    auto const workspace = Workspace::open(*config, console, network);
    if (!workspace) return console.fail(workspace.error());
    return make_digests(**workspace, options, *day, network, registry, console);
}

}  // namespace

void add_run(Command const& program) {
    auto const options = std::make_shared<RunOptions>();
    Command const command = program.command("run", "Make the digest of a day, and of days that were missed");
    command.example("lectern run --exit-code");
    add_config_options(command, options->config);
    command.option("--date", options->date, "DATE",
                   "Day of the announcement: YYYY-MM-DD, today, yesterday or -N; the current one, with "
                   "those that were missed, if not given");
    command.option("--papers", options->papers, "FILE",
                   "Read papers from files instead of the network: RSS, Atom, API answer or JSON Lines, "
                   "plain or .gz");
    command.flag("--dry-run", options->dry_run,
                 "Fetch and filter, then say what scoring would take; ask no model, write no digest");
    command.flag("--fresh", options->ask_again,
                 "Ask the model again about papers whose scores are remembered");
    command.flag("--json", options->json, "Print the summary as a JSON array of days");
    command.flag("--exit-code", options->exit_code,
                 "Exit with 4 if nothing was announced, with 5 if nothing is relevant");
    command.does(options, run);
}

}  // namespace lectern::app
