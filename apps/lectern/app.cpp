#include "commands.hpp"
#include "console.hpp"
#include "streams.hpp"
#include "templates.hpp"

#include <lectern/app.hpp>
#include <lectern/core/text.hpp>
#include <lectern/version.hpp>

#include <fmt/format.h>

#include <cstdio>
#include <exception>
#include <new>
#include <string>
#include <vector>

namespace lectern::app {
namespace {

/// Declares the commands and the options that all of them have.
void declare(Command const& program, ConsoleOptions& options) {
    program.flag("-q,--quiet", options.quiet, "Print errors only");
    program.flag("-v,--verbose", options.verbose, "Say what is done; twice: in detail");
    program.option("--log-format", options.log_format, "", "Form of messages on stderr")
        .one_of({"text", "json"});
    for (auto const add :
         {add_init,    add_run,    add_show,  add_list,    add_search,     add_open,   add_like,
          add_dislike, add_unmark, add_marks, add_authors, add_explain,    add_status, add_remedy,
          add_forget,  add_site,   add_send,  add_render,  add_prompt,     add_rank,   add_evaluate,
          add_import,  add_doctor, add_db,    add_plugins, add_completion, add_mcp}) {
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

ParsedArguments parse(int argc, char const* const* argv, ConsoleOptions& options) {
    std::string const page(homepage());
    return parse_arguments(
        argc, argv, "Reads each day's arXiv announcement, keeps what you care about, and writes a digest.",
        fmt::format("lectern {}{}{}", version(), page.empty() ? "" : "\n", page),
        fmt::format("Exit codes: 0 done, 1 failed, 2 wrong arguments, configuration or input file, 3 done in "
                    "part.\nSee lectern(1){}{}.",
                    page.empty() ? "" : " and ", page),
        [&](Command const& program) { declare(program, options); });
}

int run(int argc, char** argv, Registry const& registry) {
    ConsoleOptions options;
    ParsedArguments const parsed = parse(argc, argv, options);
    if (!parsed.action) return end_parsing(parsed);
    Console console(options);
    ExitCode const code = perform(parsed.action, registry, console);
    return console.exit_status(console.close_output(code));
}

}  // namespace

ExitCode run_within(std::vector<std::string> const& arguments, Registry const& registry, Console& console) {
    std::vector<char const*> argv{"lectern"};
    for (std::string const& argument : arguments) argv.push_back(argument.c_str());
    ConsoleOptions ignored;
    ParsedArguments const parsed = parse(static_cast<int>(argv.size()), argv.data(), ignored);
    if (parsed.action) return perform(parsed.action, registry, console);
    console.write(parsed.out);
    if (parsed.messages.empty()) return ExitCode::done;
    console.log().error(text::trim(parsed.messages));
    return ExitCode::usage;
}

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
