#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

namespace lectern::test {

/// What a finished program left.
struct Finished {
    int exit_code = -1;
    std::string out;
    std::string err;
};

/// Runs the lectern command in a directory and waits for its end.
/// \param interrupt_after send SIGINT after this time; zero: never
Finished run_lectern(std::vector<std::string> const& arguments, std::filesystem::path const& directory,
                     std::chrono::milliseconds interrupt_after = {});

}  // namespace lectern::test
