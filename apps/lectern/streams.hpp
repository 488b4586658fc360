#pragma once

namespace lectern::app {

/// Makes standard input, output and error safe to use: those that were closed are opened so that no other file
/// gets their number and using them is an error; writing to a closed pipe or beyond a limit of the file size is an error, not the
/// program's end.
void prepare_streams();

/// Ends the program as writing to a closed pipe usually does: quietly, by SIGPIPE.
[[noreturn]] void end_at_closed_pipe();

}  // namespace lectern::app
