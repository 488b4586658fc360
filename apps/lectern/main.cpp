#include "command.hpp"
#include "console.hpp"

#include <lectern/version.hpp>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdio>
#include <exception>

namespace {

using lectern::app::AddCommand;
using lectern::app::CommandAction;
using lectern::app::Console;
using lectern::app::ConsoleOptions;
using lectern::app::ExitCode;

void add_global_options(CLI::App& app, ConsoleOptions& options) {
    app.set_version_flag("--version", fmt::format("lectern {}", lectern::version()));
    app.add_flag("-q,--quiet", options.quiet, "Print errors only");
    app.add_flag("-v,--verbose", options.verbose, "Say what is done; twice: in detail");
    app.add_option("--log-format", options.log_format, "Form of messages on stderr")
        ->check(CLI::IsMember({"text", "json"}))
        ->capture_default_str();
    app.require_subcommand(1);
    app.fallthrough();
    app.footer(
        "Exit codes: 0 done, 1 failed, 2 wrong arguments or configuration, 3 done in part.\n"
        "See lectern(1) and https://github.com/lectern/lectern.");
}

ExitCode run(int argc, char** argv) {
    CLI::App app("Reads each day's arXiv announcement, keeps what you care about, and writes a digest.",
                 "lectern");
    ConsoleOptions options;
    CommandAction action;
    add_global_options(app, options);
    for (AddCommand const add : {lectern::app::add_init, lectern::app::add_run, lectern::app::add_remedy,
                                 lectern::app::add_status, lectern::app::add_explain, lectern::app::add_like,
                                 lectern::app::add_dislike, lectern::app::add_unmark, lectern::app::add_marks,
                                 lectern::app::add_prompt, lectern::app::add_render, lectern::app::add_rank,
                                 lectern::app::add_evaluate, lectern::app::add_import,
                                 lectern::app::add_doctor, lectern::app::add_db, lectern::app::add_plugins}) {
        add(app, action);
    }
    try {
        app.parse(argc, argv);
    } catch (CLI::ParseError const& error) {
        return app.exit(error) == 0 ? ExitCode::done : ExitCode::usage;
    }
    Console console(options);
    return action(console);
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return static_cast<int>(run(argc, argv));
    } catch (std::exception const& error) {
        fmt::print(stderr, "lectern: error: {}\n", error.what());
        return static_cast<int>(ExitCode::failed);
    }
}
