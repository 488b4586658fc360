#include "command.hpp"
#include "console.hpp"
#include "streams.hpp"
#include "templates.hpp"

#include <lectern/version.hpp>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdio>
#include <exception>
#include <new>
#include <sstream>

namespace {

using lectern::app::AddCommand;
using lectern::app::CommandAction;
using lectern::app::Console;
using lectern::app::ConsoleOptions;
using lectern::app::ExitCode;

void add_global_options(CLI::App& app, ConsoleOptions& options) {
    std::string_view const homepage = lectern::app::homepage();
    app.set_version_flag("--version", fmt::format("lectern {}{}{}", lectern::version(),
                                                  homepage.empty() ? "" : "\n", homepage));
    app.add_flag("-q,--quiet", options.quiet, "Print errors only");
    app.add_flag("-v,--verbose", options.verbose, "Say what is done; twice: in detail");
    app.add_option("--log-format", options.log_format, "Form of messages on stderr")
        ->check(CLI::IsMember({"text", "json"}))
        ->capture_default_str();
    app.require_subcommand(1);
    app.fallthrough();
    app.footer(
        fmt::format("Exit codes: 0 done, 1 failed, 2 wrong arguments, configuration or input file, 3 done in "
                    "part.\nSee lectern(1){}{}.",
                    homepage.empty() ? "" : " and ", homepage));
}

/// Help and version go to stdout, mistakes in the arguments to stderr.
int end_parsing(CLI::App const& app, CLI::ParseError const& error) {
    std::ostringstream out;
    std::ostringstream messages;
    bool const asked_for = app.exit(error, out, messages) == 0;
    Console console({});
    console.write(out.str());
    (void)std::fputs(messages.str().c_str(), stderr);
    return console.exit_status(console.close_output(asked_for ? ExitCode::done : ExitCode::usage));
}

ExitCode perform(CommandAction const& action, Console& console) {
    try {
        return action(console);
    } catch (std::bad_alloc const&) {
        console.log().error("out of memory");
    } catch (std::exception const& error) {
        console.log().error(error.what());
    }
    return ExitCode::failed;
}

int run(int argc, char** argv) {
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
        return end_parsing(app, error);
    }
    Console console(options);
    ExitCode const code = perform(action, console);
    return console.exit_status(console.close_output(code));
}

}  // namespace

int main(int argc, char** argv) {
    lectern::app::prepare_streams();
    try {
        return run(argc, argv);
    } catch (std::exception const& error) {
        // Before there is a console, or when it fails itself.
        (void)std::fputs("lectern: error: ", stderr);
        (void)std::fputs(error.what(), stderr);
        (void)std::fputs("\n", stderr);
        return static_cast<int>(ExitCode::failed);
    }
}
