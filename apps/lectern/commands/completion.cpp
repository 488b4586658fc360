#include "../commands.hpp"

#include <boost/algorithm/string/replace.hpp>
#include <fmt/format.h>

#include <memory>

namespace lectern::app {
namespace {

struct CompletionOptions {
    std::string shell;
};

/// Within single quotes of a POSIX shell, and of fish.
std::string quoted(std::string text, std::string_view quote) {
    boost::replace_all(text, "'", quote);
    return "'" + text + "'";
}

std::string names_of(std::vector<OptionOutline> const& options) {
    std::string words;
    for (OptionOutline const& option : options) {
        for (std::string const& name : option.names) words += (words.empty() ? "" : " ") + name;
    }
    return words;
}

std::string names_of(std::vector<CommandOutline> const& commands) {
    std::string words;
    for (CommandOutline const& command : commands) words += (words.empty() ? "" : " ") + command.name;
    return words;
}

/// Options and commands by the command that stands there; files where nothing fits.
std::string bash(CommandOutline const& program) {
    std::string known;
    std::string cases;
    auto const add = [&](std::string const& parent, CommandOutline const& command,
                         std::string const& inherited) {
        std::string const name = parent.empty() ? command.name : parent + " " + command.name;
        known += fmt::format("      '{} {}') command='{}' ;;\n", parent, command.name, name);
        cases += fmt::format("    '{}') words='{} {} {}' ;;\n", name, names_of(command.commands),
                             names_of(command.options), inherited);
    };
    for (CommandOutline const& command : program.commands) {
        add("", command, "");
        for (CommandOutline const& part : command.commands)
            add(command.name, part, names_of(command.options));
    }
    return fmt::format(
        "# lectern completion bash > ~/.local/share/bash-completion/completions/lectern\n"
        "_lectern() {{\n"
        "  local current=${{COMP_WORDS[COMP_CWORD]}} command='' word words\n"
        "  for word in \"${{COMP_WORDS[@]:1:COMP_CWORD-1}}\"; do\n"
        "    case \"$command $word\" in\n{}"
        "    esac\n"
        "  done\n"
        "  case $command in\n"
        "    '') words='{} {}' ;;\n{}"
        "  esac\n"
        "  if [[ $command = completion ]]; then words+=' bash zsh fish'; fi\n"
        "  mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$current\")\n"
        "}}\n"
        "complete -o default -F _lectern lectern\n",
        known, names_of(program.commands), names_of(program.options), cases);
}

/// A text in an entry of zsh's _describe and _arguments.
std::string zsh_text(std::string text) {
    boost::replace_all(text, "\\", "\\\\");
    for (std::string_view const special : {":", "[", "]"})
        boost::replace_all(text, special, "\\" + std::string(special));
    return text;
}

std::string zsh_options(std::vector<OptionOutline> const& options) {
    std::string words;
    for (OptionOutline const& option : options) {
        for (std::string const& name : option.names)
            words += " \\\n    " + quoted(fmt::format("{}[{}]{}", name, zsh_text(option.help),
                                                      option.takes_value ? ":value:_files" : ""),
                                          "'\\''");
    }
    return words;
}

/// A function for a command, behind those for its own commands.
/// \param inherited options of the command it belongs to
std::string zsh_function(std::string const& name, CommandOutline const& command,
                         std::string const& inherited) {
    std::string const options = zsh_options(command.options) + inherited;
    if (command.commands.empty()) {
        std::string const values =
            command.name == "completion" ? "'1:shell:(bash zsh fish)'" : "'*:file:_files'";
        return fmt::format("{}() {{\n  _arguments{} \\\n    {}\n}}\n", name, options, values);
    }
    std::string functions;
    std::string commands;
    std::string cases;
    for (CommandOutline const& part : command.commands) {
        functions += zsh_function(name + "_" + part.name, part, command.name.empty() ? "" : options);
        commands += fmt::format("    {}\n", quoted(part.name + ":" + zsh_text(part.help), "'\\''"));
        cases += fmt::format("        {0}) {1}_{0} ;;\n", part.name, name);
    }
    return fmt::format(
        "{}{}() {{\n"
        "  local -a commands\n"
        "  local line state\n"
        "  commands=(\n{}  )\n"
        "  _arguments -C{} \\\n    '1: :->command' '*:: :->rest'\n"
        "  case $state in\n"
        "    command) _describe command commands ;;\n"
        "    rest)\n"
        "      case $line[1] in\n{}"
        "      esac ;;\n"
        "  esac\n"
        "}}\n",
        functions, name, commands, options, cases);
}

std::string zsh(CommandOutline const& program) {
    return "#compdef lectern\n"
           "# lectern completion zsh > ~/.zfunc/_lectern, with fpath+=~/.zfunc before compinit\n" +
           zsh_function("_lectern", program, {}) +
           "if [ \"$funcstack[1]\" = _lectern ]; then _lectern \"$@\"; else compdef _lectern lectern; fi\n";
}

/// The options of a command. \param condition in fish, of the command standing there; empty: any
std::string fish_options(std::vector<OptionOutline> const& options, std::string const& condition) {
    std::string script;
    for (OptionOutline const& option : options) {
        std::string names;
        for (std::string const& name : option.names)
            names += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
        if (names.empty()) continue;
        script += fmt::format("complete -c lectern{}{}{} -d {}\n",
                              condition.empty() ? "" : " -n " + quoted(condition, "\\'"), names,
                              option.takes_value ? " -r" : "", quoted(option.help, "\\'"));
    }
    return script;
}

std::string fish(CommandOutline const& program) {
    std::string script = "# lectern completion fish > ~/.config/fish/completions/lectern.fish\n";
    script += fish_options(program.options, {});
    std::string parents;
    for (CommandOutline const& command : program.commands) {
        if (!command.commands.empty()) parents += " " + command.name;
    }
    for (CommandOutline const& command : program.commands) {
        script += fmt::format("complete -c lectern -f -n __fish_use_subcommand -a {} -d {}\n", command.name,
                              quoted(command.help, "\\'"));
        std::string const here = "__fish_seen_subcommand_from " + command.name;
        // `db import` is not `import`.
        script += fish_options(command.options, command.commands.empty()
                                                    ? here + "; and not __fish_seen_subcommand_from" + parents
                                                    : here);
        for (CommandOutline const& part : command.commands) {
            script += fmt::format(
                "complete -c lectern -f -n '{}; and not __fish_seen_subcommand_from {}' -a {} -d {}\n", here,
                names_of(command.commands), part.name, quoted(part.help, "\\'"));
            script += fish_options(part.options, here + "; and __fish_seen_subcommand_from " + part.name);
        }
    }
    return script + "complete -c lectern -n '__fish_seen_subcommand_from completion' -f -a 'bash zsh fish'\n";
}

ExitCode complete(CompletionOptions const& options, CommandOutline const& program, Console& console) {
    console.write(options.shell == "bash"  ? bash(program)
                  : options.shell == "zsh" ? zsh(program)
                                           : fish(program));
    return ExitCode::done;
}

}  // namespace

void add_completion(Command const& program) {
    auto const options = std::make_shared<CompletionOptions>();
    Command const command =
        program.command("completion", "Print a script that completes commands in a shell");
    command.example("lectern completion bash > ~/.local/share/bash-completion/completions/lectern");
    command.option("SHELL", options->shell, "", "bash, zsh or fish")
        .required()
        .one_of({"bash", "zsh", "fish"});
    command.does_with_outline(options, complete);
}

}  // namespace lectern::app
