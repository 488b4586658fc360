#include "../command.hpp"

#include <lectern/pipeline/registry.hpp>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace lectern::app {
namespace {

template <class Named>
void print_list(std::string_view title, std::vector<Named> const& items, Console const& console) {
    console.print(title);
    for (Named const& item : items) console.print(fmt::format("  {:<12} {}", item.name, item.help));
}

ExitCode plugins(Console const& console) {
    Registry const registry = default_registry();
    print_list("feeds (feed.source)", registry.feeds, console);
    print_list("scorers (score.kind)", registry.scorers, console);
    print_list("formats (output.formats, render --format)", registry.formats, console);
    return ExitCode::done;
}

}  // namespace

void add_plugins(CLI::App& app, CommandAction& action) {
    CLI::App* command = app.add_subcommand("plugins", "List feeds, scorers and output formats");
    command->callback([&action] { action = [](Console& console) { return plugins(console); }; });
}

}  // namespace lectern::app
