#include "../commands.hpp"

#include <lectern/daily/registry.hpp>

#include <fmt/format.h>

#include <memory>

namespace lectern::app {
namespace {

template <class Named>
void print_list(std::string_view title, std::vector<Named> const& items, Console const& console) {
    console.print(title);
    for (Named const& item : items) console.print(fmt::format("  {:<13} {}", item.name, item.help));
}

struct PluginsOptions {};

ExitCode plugins(PluginsOptions const&, Registry const& registry, Console& console) {
    print_list("feeds (feed.source)", registry.feeds, console);
    print_list("filters (all of them, in this order)", registry.filters, console);
    print_list("scorers (score.kind)", registry.scorers, console);
    print_list("formats (output.formats, render --format)", registry.formats, console);
    print_list("channels (kind of a [[channel]])", registry.channels, console);
    return ExitCode::done;
}

}  // namespace

void add_plugins(Command const& program) {
    Command const command =
        program.command("plugins", "List feeds, filters, scorers, output formats and channels");
    command.example("lectern plugins");
    command.does(std::make_shared<PluginsOptions>(), plugins);
}

}  // namespace lectern::app
