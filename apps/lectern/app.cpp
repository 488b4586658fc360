#include "commands.hpp"
#include "console.hpp"
#include "streams.hpp"
#include "templates.hpp"

#include <lectern/app.hpp>
#include <lectern/version.hpp>

#include <fmt/format.h>

#include <cstdio>
#include <exception>
#include <new>

namespace lectern::app {
namespace {

/// Declares the commands and the options that all of them have.
void declare(Command const& program, ConsoleOptions& options) {
    program.flag("-q,--quiet", options.quiet, "Print errors only");
    program.flag("-v,--verbose", options.verbose, "Say what is done; twice: in detail");
    program.option("--log-format", options.log_format, "", "Form of messages on stderr")
        .one_of({"text", "json"});
    for (auto const add :
         {add_init,   add_run,   add_show,     add_list,   add_search, add_open,   add_like,   add_dislike,
          add_unmark, add_marks, add_explain,  add_status, add_remedy, add_forget, add_site,   add_render,
          add_prompt, add_rank,  add_evaluate, add_import, add_doctor, add_db,     add_plugins}) {
        add(program);
    }
}

/// Help and version go to stdout, mistakes in the arguments to stderr.
int end_parsing(ParsedArguments const& parsed) {
    bool const asked_for = parsed.messages.empty();
    Console console({});
    console.write(parsed.out);
    (void)std::fputs(parsed.messages.c_str(), stderr);
    return console.exit_status(console.close_output(asked_for ? ExitCode::done : ExitCode::usage));
}

ExitCode perform(CommandAction const& action, Registry const& registry, Console& console) {
    try {
        return action(registry, console);
    } catch (std::bad_alloc const&) {
        console.log().error("out of memory");
    } catch (std::exception const& error) {
        console.log().error(error.what());
    }
    return ExitCode::failed;
}

int run(int argc, char** argv, Registry const& registry) {
    std::string const page(homepage());
    ConsoleOptions options;
    ParsedArguments const parsed = parse_arguments(
        argc, argv, "Reads each day's arXiv announcement, keeps what you care about, and writes a digest.",
        fmt::format("lectern {}{}{}", version(), page.empty() ? "" : "\n", page),
        fmt::format("Exit codes: 0 done, 1 failed, 2 wrong arguments, configuration or input file, 3 done in "
                    "part.\nSee lectern(1){}{}.",
                    page.empty() ? "" : " and ", page),
        [&](Command const& program) { declare(program, options); });
    if (!parsed.action) return end_parsing(parsed);
    Console console(options);
    ExitCode const code = perform(parsed.action, registry, console);
    return console.exit_status(console.close_output(code));
}

}  // namespace

int main(int argc, char** argv, Registry const& registry) {
    prepare_streams();
    try {
        return run(argc, argv, registry);
    } catch (std::exception const& error) {
        // Before there is a console, or when it fails itself.
        (void)std::fputs("lectern: error: ", stderr);
        (void)std::fputs(error.what(), stderr);
        (void)std::fputs("\n", stderr);
        return static_cast<int>(ExitCode::failed);
    }
}

}  // namespace lectern::app
