#pragma once

#include <chrono>
#include <csignal>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace lectern::test {

/// What a finished program left.
struct Finished {
    int exit_code = -1;  ///< Negative: the signal that ended it.
    std::string out;
    std::string err;
    std::chrono::steady_clock::duration elapsed{};       ///< From its start to its end.
    std::chrono::steady_clock::duration after_signal{};  ///< How long it went on after the signal.
    std::size_t peak_bytes = 0;                          ///< Most memory it held.
};

/// Runs the lectern command in a directory and waits for its end.
/// \param interrupt_when asked again and again; the signal is sent once it holds. Empty: never
Finished run_lectern(std::vector<std::string> const& arguments, std::filesystem::path const& directory,
                     std::function<bool()> const& interrupt_when = {}, int signal = SIGINT);

/// Runs one of the examples and waits for its end.
Finished run_example(std::string const& name, std::vector<std::string> const& arguments,
                     std::filesystem::path const& directory);

/// Runs a script of bash in a directory, with the lectern command in $LECTERN: for redirections, limits, umask.
/// To interrupt the command and not the shell, start it with `exec`.
Finished run_script(std::string const& script, std::filesystem::path const& directory,
                    std::function<bool()> const& interrupt_when = {}, int signal = SIGINT);

}  // namespace lectern::test
