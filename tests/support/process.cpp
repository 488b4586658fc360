#include "process.hpp"

#include "http_server.hpp"
#include "support.hpp"

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <spawn.h>
#include <string_view>
#include <sys/wait.h>
#include <system_error>
#include <thread>
#include <unistd.h>

namespace lectern::test {
namespace {

void check(int error, char const* what) {
    if (error != 0) throw std::system_error(error, std::generic_category(), what);
}

/// Starts the program with its output in two files. Not by fork(): the servers of a test run in threads, and a copy
/// of this process could wait for ever for a lock that one of them held, the allocator's for example.
pid_t start(std::vector<std::string> const& command, std::filesystem::path const& directory,
            std::filesystem::path const& out, std::filesystem::path const& err) {
    std::vector<char*> arguments;
    for (std::string const& argument : command) arguments.push_back(const_cast<char*>(argument.c_str()));
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    check(::posix_spawn_file_actions_init(&actions), "posix_spawn_file_actions_init");
    check(::posix_spawn_file_actions_addopen(&actions, 1, out.c_str(), O_WRONLY | O_CREAT, 0600),
          "standard output");
    check(::posix_spawn_file_actions_addopen(&actions, 2, err.c_str(), O_WRONLY | O_CREAT, 0600),
          "standard error");
    check(::posix_spawn_file_actions_addchdir_np(&actions, directory.c_str()), directory.c_str());
    pid_t child = 0;
    int const error = ::posix_spawn(&child, arguments[0], &actions, nullptr, arguments.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    check(error, arguments[0]);
    return child;
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

/// No run of a test takes as long, not even in a sanitizer's build on a busy machine.
constexpr auto kLongestRun = std::chrono::minutes(5);

/// Waits for the child's end, or until `until` holds; kills a child that does not end. \return whether it ended
bool wait_until(pid_t child, std::function<bool()> const& until, int& status, std::size_t& peak) {
    auto const deadline = std::chrono::steady_clock::now() + kLongestRun;
    while (!until || !until()) {
        if (std::chrono::steady_clock::now() > deadline) ::kill(child, SIGKILL);
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
    pid_t const child = start(command, directory, streams.path() / "out", streams.path() / "err");
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
    finished.out = read(streams.path() / "out");
    finished.err = read(streams.path() / "err");
    return finished;
}

}  // namespace

Finished run_lectern(std::vector<std::string> const& arguments, std::filesystem::path const& directory,
                     std::function<bool()> const& interrupt_when, int signal) {
    std::vector<std::string> command{LECTERN_COMMAND};
    command.insert(command.end(), arguments.begin(), arguments.end());
    return run(command, directory, interrupt_when, signal);
}

Finished run_example(std::string const& name, std::vector<std::string> const& arguments,
                     std::filesystem::path const& directory) {
    std::vector<std::string> command{LECTERN_EXAMPLES "/" + name};
    command.insert(command.end(), arguments.begin(), arguments.end());
    return run(command, directory, {}, SIGINT);
}

Finished run_script(std::string const& script, std::filesystem::path const& directory,
                    std::function<bool()> const& interrupt_when, int signal) {
    ::setenv("LECTERN", LECTERN_COMMAND, 1);
    return run({"/bin/bash", "-c", script}, directory, interrupt_when, signal);
}

}  // namespace lectern::test
