#include "arguments.hpp"

#include <lectern/core/text.hpp>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <sstream>
#include <string_view>

namespace lectern::app {
namespace {

template <class Value>
CLI::Option* add(CLI::App& app, std::string const& names, Value& value, std::string const& kind,
                 std::string const& help) {
    CLI::Option* const option = app.add_option(names, value, help);
    if (!kind.empty()) option->type_name(kind);
    return option;
}

template <class Value>
CLI::Option* add_with_default(CLI::App& app, std::string const& names, Value& value, std::string const& kind,
                              std::string const& help) {
    return add(app, names, value, kind, help)->capture_default_str();
}

/// Whether the argument is this option, with its value behind it or in it.
bool is_option(std::string const& argument, std::string_view name) {
    return argument == name || argument.starts_with(std::string(name) + "=");
}

/// `-v --config F run` as `-v run --config F`: --config and --out belong to the command.
std::vector<std::string> config_behind_command(std::vector<std::string> const& arguments) {
    std::vector<std::string> front;
    std::vector<std::string> moved;
    std::size_t at = 0;
    while (at < arguments.size() && arguments[at].starts_with('-')) {
        std::string const& argument = arguments[at];
        bool const of_command = is_option(argument, "--config") || is_option(argument, "--out");
        bool const has_value = argument == "--config" || argument == "--out" || argument == "--log-format";
        auto& list = of_command ? moved : front;
        for (std::size_t n = has_value ? 2 : 1; n > 0 && at < arguments.size(); --n)
            list.push_back(arguments[at++]);
    }
    if (at < arguments.size()) front.push_back(arguments[at++]);
    front.insert(front.end(), moved.begin(), moved.end());
    front.insert(front.end(), arguments.begin() + static_cast<std::ptrdiff_t>(at), arguments.end());
    return front;
}

CommandOutline outline_of(CLI::App const& app) {
    CommandOutline outline{app.get_name(), app.get_description(), {}, {}};
    for (CLI::Option const* option : app.get_options()) {
        OptionOutline one{{}, option->get_description(), option->get_items_expected_max() > 0};
        for (std::string const& name : option->get_snames()) one.names.push_back("-" + name);
        for (std::string const& name : option->get_lnames()) one.names.push_back("--" + name);
        outline.options.push_back(std::move(one));
    }
    for (CLI::App const* command : app.get_subcommands({})) outline.commands.push_back(outline_of(*command));
    return outline;
}

/// What to say of a first word that is no command; empty if it is one, or an option.
std::string unknown_command(CLI::App const& app, std::string const& word) {
    std::vector<std::string> names;
    for (CLI::App const* command : app.get_subcommands({})) names.push_back(command->get_name());
    if (word.starts_with('-') || std::ranges::count(names, word)) return {};
    std::vector<std::string_view> const views(names.begin(), names.end());
    auto const near = text::nearest(word, views);
    return "lectern: there is no command \"" + text::printable(word, 60) + "\"" +
           (near ? "; did you mean \"" + std::string(*near) + "\"?" : std::string()) +
           "\nRun `lectern --help` for the list.\n";
}

}  // namespace

Argument Argument::required() const {
    option_->required();
    return *this;
}

Argument Argument::needs(Argument other) const {
    option_->needs(other.option_);
    return *this;
}

Argument Argument::excludes(Argument other) const {
    option_->excludes(other.option_);
    return *this;
}

Argument Argument::one_of(std::vector<std::string> values) const {
    option_->check(CLI::IsMember(std::move(values)));
    return *this;
}

Argument Argument::between(int least, int most) const {
    option_->check(CLI::Range(least, most));
    return *this;
}

Argument Argument::pair() const {
    option_->expected(2);
    return *this;
}

Command Command::command(std::string const& name, std::string const& help) const {
    return Command(app_->add_subcommand(name, help), *action_);
}

void Command::require_command() const {
    app_->require_subcommand(1);
}

void Command::accept_options_of_parent() const {
    app_->fallthrough();
}

void Command::require_argument() const {
    app_->require_option(1, 0);
}

Argument Command::flag(std::string const& names, bool& value, std::string const& help) const {
    return Argument(app_->add_flag(names, value, help));
}

Argument Command::flag(std::string const& names, int& count, std::string const& help) const {
    return Argument(app_->add_flag(names, count, help));
}

Argument Command::option(std::string const& names, std::string& value, std::string const& kind,
                         std::string const& help) const {
    return Argument(value.empty() ? add(*app_, names, value, kind, help)
                                  : add_with_default(*app_, names, value, kind, help));
}

Argument Command::option(std::string const& names, std::vector<std::string>& values, std::string const& kind,
                         std::string const& help) const {
    return Argument(add(*app_, names, values, kind, help));
}

Argument Command::option(std::string const& names, int& value, std::string const& kind,
                         std::string const& help) const {
    return Argument(add_with_default(*app_, names, value, kind, help));
}

Argument Command::option(std::string const& names, unsigned& value, std::string const& kind,
                         std::string const& help) const {
    return Argument(add_with_default(*app_, names, value, kind, help));
}

Argument Command::option(std::string const& names, std::optional<std::size_t>& value, std::string const& kind,
                         std::string const& help) const {
    return Argument(add(*app_, names, value, kind, help));
}

void Command::example(std::string const& line) const {
    app_->footer("Example:\n  " + line + "\n\n" + app_->get_footer());
}

void Command::set_action(CommandAction action) const {
    app_->callback([target = action_, action = std::move(action)] { *target = action; });
}

void Command::set_outline_action(std::function<ExitCode(CommandOutline const&, Console&)> action) const {
    // The declarations are gone when the command is at work.
    app_->callback([target = action_, app = app_, action = std::move(action)] {
        CLI::App const* program = app;
        while (program->get_parent() != nullptr) program = program->get_parent();
        *target = [outline = outline_of(*program), action](Registry const&, Console& console) {
            return action(outline, console);
        };
    });
}

ParsedArguments parse_arguments(int argc, char const* const* argv, std::string const& description,
                                std::string const& version, std::string const& footer,
                                std::function<void(Command const&)> const& declare) {
    CLI::App app(description, "lectern");
    ParsedArguments parsed;
    std::vector<std::string> arguments = config_behind_command({argv + 1, argv + argc});
    app.set_version_flag("--version", version);
    app.footer(footer);
    app.require_subcommand(1);
    app.fallthrough();
    declare(Command(&app, parsed.action));
    if (arguments.empty()) {
        parsed.out = app.help();
        return parsed;
    }
    if (std::string const unknown = unknown_command(app, arguments.front()); !unknown.empty()) {
        parsed.messages = unknown;
        return parsed;
    }
    std::ranges::reverse(arguments);  // as CLI11 wants a vector
    try {
        app.parse(std::move(arguments));
    } catch (CLI::ParseError const& error) {
        std::ostringstream out;
        std::ostringstream messages;
        (void)app.exit(error, out, messages);
        parsed.action = nullptr;
        parsed.out = out.str();
        parsed.messages = messages.str();
    }
    return parsed;
}

}  // namespace lectern::app
