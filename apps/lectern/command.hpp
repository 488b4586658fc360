#pragma once

#include "console.hpp"

#include <functional>
#include <string>

namespace CLI {
class App;
}

namespace lectern::app {

/// What the chosen sub-command does once the arguments are read.
using CommandAction = std::function<ExitCode(Console&)>;

/// Adds a sub-command to the parser. When the user chooses it, it puts what is to be done into `action`.
using AddCommand = void (*)(CLI::App& app, CommandAction& action);

void add_init(CLI::App& app, CommandAction& action);
void add_run(CLI::App& app, CommandAction& action);
void add_remedy(CLI::App& app, CommandAction& action);
void add_status(CLI::App& app, CommandAction& action);
void add_explain(CLI::App& app, CommandAction& action);
void add_like(CLI::App& app, CommandAction& action);
void add_dislike(CLI::App& app, CommandAction& action);
void add_unmark(CLI::App& app, CommandAction& action);
void add_marks(CLI::App& app, CommandAction& action);
void add_prompt(CLI::App& app, CommandAction& action);
void add_render(CLI::App& app, CommandAction& action);
void add_rank(CLI::App& app, CommandAction& action);
void add_evaluate(CLI::App& app, CommandAction& action);
void add_import(CLI::App& app, CommandAction& action);
void add_doctor(CLI::App& app, CommandAction& action);
void add_db(CLI::App& app, CommandAction& action);
void add_plugins(CLI::App& app, CommandAction& action);

}  // namespace lectern::app
