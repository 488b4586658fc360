#include "process.hpp"

#include "http_server.hpp"
#include "support.hpp"

#include <chrono>
#include <fcntl.h>
#include <fstream>
#include <string_view>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace lectern::test {
namespace {

[[noreturn]] void become(std::vector<std::string> const& arguments, std::filesystem::path const& directory,
                         std::filesystem::path const& out, std::filesystem::path const& err) {
    std::vector<char*> argv;
    for (std::string const& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    ::setenv("LECTERN", LECTERN_COMMAND, 1);
    bool const ready = ::chdir(directory.c_str()) == 0 &&
                       ::dup2(::open(out.c_str(), O_WRONLY | O_CREAT, 0600), 1) == 1 &&
                       ::dup2(::open(err.c_str(), O_WRONLY | O_CREAT, 0600), 2) == 2;
    if (ready) ::execv(argv[0], argv.data());
    ::_exit(127);
}

/// The most memory that the program has had so far. What wait4() tells is of no use: it counts this process, up to
/// the fork, too.
std::size_t peak_of(pid_t child) {
    std::ifstream status("/proc/" + std::to_string(child) + "/status");
    constexpr std::string_view name = "VmHWM:";
    for (std::string line; std::getline(status, line);)
        if (line.starts_with(name)) return std::stoul(line.substr(name.size())) * 1024;  // in kB
    return 0;
}

/// Waits for the child's end, or until `until` holds. \return whether it ended
bool wait_until(pid_t child, std::function<bool()> const& until, int& status, std::size_t& peak) {
    while (!until || !until()) {
        // The last look is at the program itself, whose peak only grows.
        if (std::size_t const now = peak_of(child); now > 0) peak = now;
        if (::waitpid(child, &status, WNOHANG) == child) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return false;
}

Finished run(std::vector<std::string> const& command, std::filesystem::path const& directory,
             std::function<bool()> const& interrupt_when, int signal) {
    TempDir const streams;
    synchronise_with_handlers();
    auto const started = std::chrono::steady_clock::now();
    pid_t const child = ::fork();
    if (child == 0) become(command, directory, streams.path() / "out", streams.path() / "err");
    int status = 0;
    Finished finished;
    bool const ended = wait_until(child, interrupt_when, status, finished.peak_bytes);
    auto const signalled = std::chrono::steady_clock::now();
    if (!ended) {
        ::kill(child, signal);
        (void)wait_until(child, {}, status, finished.peak_bytes);
        finished.after_signal = std::chrono::steady_clock::now() - signalled;
    }
    finished.elapsed = std::chrono::steady_clock::now() - started;
    synchronise_with_handlers();
    finished.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
    // A program that was killed early enough has not opened them.
    if (std::filesystem::exists(streams.path() / "out")) finished.out = read(streams.path() / "out");
    if (std::filesystem::exists(streams.path() / "err")) finished.err = read(streams.path() / "err");
    return finished;
}

}  // namespace

Finished run_lectern(std::vector<std::string> const& arguments, std::filesystem::path const& directory,
                     std::function<bool()> const& interrupt_when, int signal) {
    std::vector<std::string> command{LECTERN_COMMAND};
    command.insert(command.end(), arguments.begin(), arguments.end());
    return run(command, directory, interrupt_when, signal);
}

Finished run_script(std::string const& script, std::filesystem::path const& directory,
                    std::function<bool()> const& interrupt_when, int signal) {
    return run({"/bin/bash", "-c", script}, directory, interrupt_when, signal);
}

}  // namespace lectern::test
