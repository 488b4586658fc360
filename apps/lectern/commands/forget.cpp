#include "../commands.hpp"
#include "../workspace.hpp"

#include <lectern/archive/output.hpp>
#include <lectern/core/text.hpp>
#include <lectern/daily/registry.hpp>

#include <fmt/format.h>

#include <cstdio>
#include <memory>
#include <string>
#include <unistd.h>

namespace lectern::app {
namespace {

struct ForgetOptions {
    ConfigOptions config;
    std::string date;
    bool yes = false;
};

/// Asks on a terminal; elsewhere --yes must stand in for the answer.
Result<bool> confirmed(ForgetOptions const& options, Date day) {
    if (options.yes) return true;
    if (::isatty(STDIN_FILENO) == 0)
        return Error(errc::invalid_argument, "forgetting a day must be confirmed: add --yes");
    (void)std::fputs(
        fmt::format("Forget the digest of {}, its record and its files? Marks stay. [y/N] ", format_date(day))
            .c_str(),
        stderr);
    std::string answer;
    for (int c = std::getchar(); c != '\n' && c != EOF && answer.size() < 10; c = std::getchar())
        answer += static_cast<char>(c);
    return text::iequals(answer, "y") || text::iequals(answer, "yes");
}

ExitCode forget(ForgetOptions const& options, Registry const& registry, Console& console) {
    auto const day = read_date(options.date, "--date");
    if (!day) return console.fail(day.error());
    auto config = load(options.config);
    if (!config) return console.fail(config.error());
    auto const sure = confirmed(options, *day);
    if (!sure) return console.fail(sure.error());
    if (!*sure) {
        console.print("nothing was changed");
        return ExitCode::done;
    }
    auto workspace = Workspace::open(std::move(*config), console, false);
    if (!workspace) return console.fail(workspace.error());
    auto const dropped = (*workspace)->store().drop_day(*day);
    if (!dropped) return console.fail(dropped.error());
    auto const files =
        remove_digest(registry.make_formats((*workspace)->config()), *day, (*workspace)->config().output.dir);
    if (!files) return console.fail(files.error());
    if (!*dropped && files->empty())
        console.print(fmt::format("there is nothing of {}", format_date(*day)));
    else
        console.print(fmt::format("forgot {}; {} files removed", format_date(*day), files->size()));
    return ExitCode::done;
}

}  // namespace

void add_forget(Command const& program) {
    auto const options = std::make_shared<ForgetOptions>();
    Command const command =
        program.command("forget", "Take a day back: its digest, its record, its listings");
    command.example("lectern forget --date 2026-03-17");
    command.option("--date", options->date, "DATE", "The day: YYYY-MM-DD, today, yesterday or -N").required();
    command.flag("-y,--yes", options->yes, "Do not ask");
    add_config_options(command, options->config);
    command.does(options, forget);
}

}  // namespace lectern::app
