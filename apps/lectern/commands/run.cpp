#include "../command.hpp"
#include "../workspace.hpp"
#include "days.hpp"

#include <lectern/pipeline/daily.hpp>
#include <lectern/pipeline/output.hpp>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <memory>

namespace lectern::app {
namespace {

struct RunOptions {
    ConfigOptions config;
    std::string date;
    std::vector<std::string> papers;
    bool exit_code = false;
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

Result<std::vector<DayResult>> make_digests(Workspace& workspace, RunOptions const& options,
                                            Registry const& registry) {
    std::optional<Date> day;
    if (!options.date.empty()) {
        auto const date = read_date(options.date, "--date");
        if (!date) return date.error();
        day = *date;
    }
    // Built once beforehand, so that a mistake in the configuration shows before anything is asked for.
    std::vector<std::filesystem::path> const files(options.papers.begin(), options.papers.end());
    if (auto const pipeline = make_pipeline(workspace.config(), registry, files); !pipeline)
        return pipeline.error();
    Daily daily(workspace.config(), registry, workspace.store(), workspace.services());
    return workspace.run("run", daily.run(day, files));
}

ExitCode run(RunOptions const& options, Console& console) {
    auto const config = load(options.config);
    if (!config) return console.fail(config.error());
    Registry const registry = default_registry();
    auto const writable = check_output(registry, config->output.formats, config->output.dir);
    if (!writable) return console.fail(writable.error());
    auto const workspace = Workspace::open(*config, console, options.papers.empty());
    if (!workspace) return console.fail(workspace.error());
    auto const days = make_digests(**workspace, options, registry);
    if (!days) return console.fail_run(days.error());
    print_days(*days, console);
    return outcome(*days, options.exit_code);
}

}  // namespace

void add_run(CLI::App& app, CommandAction& action) {
    auto const options = std::make_shared<RunOptions>();
    CLI::App* command = app.add_subcommand("run", "Make the digest of a day, and of days that were missed");
    add_config_options(*command, options->config);
    command
        ->add_option("--date", options->date,
                     "Day of the announcement, YYYY-MM-DD; the current one if not given")
        ->type_name("DATE");
    command
        ->add_option("--papers", options->papers,
                     "Read papers from files instead of the network: RSS, Atom, API answer or JSON Lines, "
                     "plain or .gz")
        ->type_name("FILE");
    command->add_flag("--exit-code", options->exit_code,
                      "Exit with 4 if nothing was announced, with 5 if nothing is relevant");
    command->callback(
        [options, &action] { action = [options](Console& console) { return run(*options, console); }; });
}

}  // namespace lectern::app
