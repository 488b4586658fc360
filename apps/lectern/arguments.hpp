#pragma once

#include "console.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace lectern {
struct Registry;
}

namespace lectern::app {

/// What the chosen command does once the arguments are read.
using CommandAction = std::function<ExitCode(Registry const&, Console&)>;

/// An option, a flag, or a value without a name; and what its use depends on.
class Argument {
public:
    explicit Argument(CLI::Option* option) : option_(option) {}

    Argument required() const;
    Argument needs(Argument other) const;
    Argument excludes(Argument other) const;
    Argument one_of(std::vector<std::string> values) const;
    Argument between(int least, int most) const;
    /// It takes two values.
    Argument pair() const;

private:
    CLI::Option* option_;
};

/// An option as help lists it.
struct OptionOutline {
    std::vector<std::string> names;  ///< `-o`, `--output`; none for a value that has its place.
    std::string help;                ///< One line.
    bool takes_value = false;        ///< Whether something follows the name.
};

/// A command as help lists it.
struct CommandOutline {
    std::string name;                      ///< Empty for the program.
    std::string help;                      ///< One line.
    std::vector<OptionOutline> options;    ///< In the order of the help.
    std::vector<CommandOutline> commands;  ///< Its own commands.
};

/// Declares what a command accepts. A parsed value is in the variable that was named for it, which lives as long as the
/// command runs.
///
/// CLI11 reads the arguments; arguments.cpp alone includes it, because it takes half a minute to compile.
class Command {
public:
    /// \param action where the chosen command puts what it does
    Command(CLI::App* app, CommandAction& action) : app_(app), action_(&action) {}

    /// A command of this one.
    Command command(std::string const& name, std::string const& help) const;
    /// One of its commands must be chosen.
    void require_command() const;
    /// Options of the command this one belongs to may stand behind this one's name.
    void accept_options_of_parent() const;
    /// One of its options must be given.
    void require_argument() const;

    /// \param names `-q,--quiet`; a name behind `!` sets the value to false
    Argument flag(std::string const& names, bool& value, std::string const& help) const;
    /// A flag that counts how often it is given.
    Argument flag(std::string const& names, int& count, std::string const& help) const;

    /// \param names `-o,--output`, or the name of a value that has its place: `FILE`
    /// \param kind what the value is, for the help: `FILE`, `DATE`; empty: as the library of the parser calls it
    /// \param value what it holds already is its default, and shown unless it is empty
    Argument option(std::string const& names, std::string& value, std::string const& kind,
                    std::string const& help) const;
    Argument option(std::string const& names, std::vector<std::string>& values, std::string const& kind,
                    std::string const& help) const;
    Argument option(std::string const& names, int& value, std::string const& kind,
                    std::string const& help) const;
    Argument option(std::string const& names, unsigned& value, std::string const& kind,
                    std::string const& help) const;
    Argument option(std::string const& names, std::optional<std::size_t>& value, std::string const& kind,
                    std::string const& help) const;

    /// Puts an example in front of the end of the command's help.
    void example(std::string const& line) const;

    /// What the command does when it is chosen: `perform(*options, console)`, or
    /// `perform(*options, registry, console)`.
    template <class Options, class Perform>
    void does(std::shared_ptr<Options> options, Perform perform) const {
        set_action([options = std::move(options), perform = std::move(perform)](Registry const& registry,
                                                                                Console& console) {
            if constexpr (std::is_invocable_v<Perform const&, Options const&, Console&>) {
                (void)registry;
                return perform(*options, console);
            } else {
                return perform(*options, registry, console);
            }
        });
    }

    /// What the command does when it is chosen: `perform(*options, outline, console)`, where the outline is of the whole
    /// program.
    template <class Options, class Perform>
    void does_with_outline(std::shared_ptr<Options> options, Perform perform) const {
        set_outline_action([options = std::move(options), perform = std::move(perform)](
                               CommandOutline const& outline, Console& console) {
            return perform(*options, outline, console);
        });
    }

private:
    void set_action(CommandAction action) const;
    void set_outline_action(std::function<ExitCode(CommandOutline const&, Console&)> action) const;

    CLI::App* app_;
    CommandAction* action_;
};

/// What reading the arguments led to.
struct ParsedArguments {
    CommandAction action;  ///< Empty: there is nothing to do but to show the messages.
    std::string out;       ///< Help or version, for standard output.
    std::string messages;  ///< What is wrong, for standard error.
};

/// Reads the arguments of the program.
/// \param description, version, footer what `--help` and `--version` print
/// \param declare declares the commands and the options that all of them have
ParsedArguments parse_arguments(int argc, char const* const* argv, std::string const& description,
                                std::string const& version, std::string const& footer,
                                std::function<void(Command const&)> const& declare);

}  // namespace lectern::app
