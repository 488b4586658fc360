#include "../commands.hpp"
#include "../pager.hpp"
#include "../workspace.hpp"

#include <lectern/archive/layout.hpp>
#include <lectern/render/brief.hpp>
#include <lectern/render/json.hpp>

#include <fmt/format.h>

#include <memory>

namespace lectern::app {
namespace {

constexpr std::size_t kWidest = 100;  // longer lines are hard to read

struct ShowOptions {
    ConfigOptions config;
    std::string date;
    bool json = false;
};

/// What to do about a day without a digest.
Error nothing_there(std::optional<Date> day, Config const& config) {
    auto const days = digest_days(config.output.dir);
    if (days.empty())
        return {errc::invalid_argument, "there is no digest yet; `lectern run` makes the first"};
    return {errc::invalid_argument, fmt::format("there is no digest of {}; the newest is of {}",
                                                format_date(*day), format_date(days.back()))};
}

ExitCode show(ShowOptions const& options, Console& console) {
    auto const config = load(options.config);
    if (!config) return console.fail(config.error());
    std::optional<Date> day;
    if (!options.date.empty()) {
        auto const read = read_date(options.date, "DATE");
        if (!read) return console.fail(read.error());
        day = *read;
    }
    auto const digest = day ? read_day(config->output.dir, *day) : read_newest_day(config->output.dir);
    if (!digest) return console.fail(digest.error());
    if (!*digest) return console.fail(nothing_there(day, *config));
    auto const renderer = options.json ? make_digest_json_renderer()
                                       : make_text_renderer({terminal_width(kWidest), wants_color(console)});
    auto const text = renderer->render(**digest);
    if (!text) return console.fail(text.error());
    if (options.json)
        console.print(*text);
    else
        print_paged(*text, console);
    return ExitCode::done;
}

}  // namespace

void add_show(Command const& program) {
    auto const options = std::make_shared<ShowOptions>();
    Command const command = program.command("show", "Show a digest in the terminal");
    command.example("lectern show yesterday");
    command.option("DATE", options->date, "", "YYYY-MM-DD, today, yesterday; the newest digest if not given");
    command.flag("--json", options->json, "Print the digest file (docs/digest-format.md)");
    add_config_options(command, options->config);
    command.does(options, show);
}

}  // namespace lectern::app
