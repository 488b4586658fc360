#pragma once

#include "console.hpp"

#include <cstddef>
#include <string>

namespace lectern::app {

/// Whether results are shown in colors: on a terminal, unless NO_COLOR is set (https://no-color.org) or TERM is `dumb`.
bool wants_color(Console const& console);
/// Columns of the terminal, at most `most`; 80 where there is none.
std::size_t terminal_width(std::size_t most);

/// Prints a text that may be long: on a terminal through LECTERN_PAGER, PAGER or `less -FRX`, as git does; directly
/// where the pager is empty or `cat`, cannot be started, or output is no terminal.
void print_paged(std::string const& text, Console const& console);

}  // namespace lectern::app
