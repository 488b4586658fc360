#pragma once

#include "arguments.hpp"

namespace lectern::app {

// Each adds one command to the program.
void add_init(Command const& program);
void add_run(Command const& program);
void add_remedy(Command const& program);
void add_status(Command const& program);
void add_explain(Command const& program);
void add_like(Command const& program);
void add_dislike(Command const& program);
void add_unmark(Command const& program);
void add_marks(Command const& program);
void add_authors(Command const& program);
void add_prompt(Command const& program);
void add_render(Command const& program);
void add_rank(Command const& program);
void add_evaluate(Command const& program);
void add_import(Command const& program);
void add_doctor(Command const& program);
void add_db(Command const& program);
void add_plugins(Command const& program);
void add_site(Command const& program);
void add_send(Command const& program);
void add_show(Command const& program);
void add_list(Command const& program);
void add_search(Command const& program);
void add_open(Command const& program);
void add_forget(Command const& program);
void add_completion(Command const& program);
void add_mcp(Command const& program);

/// Does what the command line says within this process, with this console; options of the program itself are ignored.
/// \param arguments without the program's name
ExitCode run_within(std::vector<std::string> const& arguments, Registry const& registry, Console& console);

}  // namespace lectern::app
