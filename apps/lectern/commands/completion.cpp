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
    std::string cases;
    for (CommandOutline const& command : program.commands)
        cases += fmt::format("    {}) words='{} {}' ;;\n", command.name, names_of(command.commands),
                             names_of(command.options));
    return fmt::format(
        "# lectern completion bash > ~/.local/share/bash-completion/completions/lectern\n"
        "_lectern() {{\n"
        "  local current=${{COMP_WORDS[COMP_CWORD]}} command='' word words\n"
        "  for word in \"${{COMP_WORDS[@]:1:COMP_CWORD-1}}\"; do\n"
        "    case $word in -*) ;; *) command=$word; break ;; esac\n"
        "  done\n"
        "  case $command in\n"
        "    '') words='{} {}' ;;\n{}"
        "    *) words='' ;;\n"
        "  esac\n"
        "  if [[ $command = completion ]]; then words+=' bash zsh fish'; fi\n"
        "  mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$current\")\n"
        "}}\n"
        "complete -o default -F _lectern lectern\n",
        names_of(program.commands), names_of(program.options), cases);
}

/// A text in an entry of zsh's _describe and _arguments.
std::string zsh_text(std::string text) {
    boost::replace_all(text, "\\", "\\\\");
    for (std::string_view const special : {":", "[", "]"})
        boost::replace_all(text, special, "\\" + std::string(special));
    return text;
}

std::string zsh(CommandOutline const& program) {
    std::string commands;
    std::string cases;
    for (CommandOutline const& command : program.commands) {
        commands += fmt::format("    {}\n", quoted(command.name + ":" + zsh_text(command.help), "'\\''"));
        std::string arguments;
        for (OptionOutline const& option : command.options) {
            for (std::string const& name : option.names)
                arguments += " \\\n        " + quoted(fmt::format("{}[{}]{}", name, zsh_text(option.help),
                                                                  option.takes_value ? ":value:_files" : ""),
                                                      "'\\''");
        }
        cases +=
            fmt::format("      {}) _arguments{} \\\n        '*:file:_files' ;;\n", command.name, arguments);
    }
    return fmt::format(
        "#compdef lectern\n"
        "# lectern completion zsh > ~/.zfunc/_lectern, with fpath+=~/.zfunc before compinit\n"
        "_lectern() {{\n"
        "  local -a commands\n"
        "  local line state\n"
        "  commands=(\n{}  )\n"
        "  _arguments -C '1: :->command' '*:: :->rest'\n"
        "  case $state in\n"
        "    command) _describe command commands ;;\n"
        "    rest)\n"
        "      case $line[1] in\n{}"
        "      esac ;;\n"
        "  esac\n"
        "}}\n"
        "if [ \"$funcstack[1]\" = _lectern ]; then _lectern \"$@\"; else compdef _lectern lectern; fi\n",
        commands, cases);
}

std::string fish(CommandOutline const& program) {
    std::string script = "# lectern completion fish > ~/.config/fish/completions/lectern.fish\n";
    for (CommandOutline const& command : program.commands)
        script += fmt::format("complete -c lectern -n __fish_use_subcommand -a {} -d {}\n", command.name,
                              quoted(command.help, "\\'"));
    for (CommandOutline const& command : program.commands) {
        for (OptionOutline const& option : command.options) {
            std::string names;
            for (std::string const& name : option.names)
                names += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
            if (names.empty()) continue;
            script +=
                fmt::format("complete -c lectern -n '__fish_seen_subcommand_from {}'{}{} -d {}\n",
                            command.name, names, option.takes_value ? " -r" : "", quoted(option.help, "\\'"));
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
