#include "process.hpp"

#include "http_server.hpp"
#include "support.hpp"

#include <chrono>
#include <fcntl.h>
#include <sys/resource.h>
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
    for (char const* name : {"http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"})
        ::unsetenv(name);
    bool const ready = ::chdir(directory.c_str()) == 0 &&
                       ::dup2(::open(out.c_str(), O_WRONLY | O_CREAT, 0600), 1) == 1 &&
                       ::dup2(::open(err.c_str(), O_WRONLY | O_CREAT, 0600), 2) == 2;
    if (ready) ::execv(argv[0], argv.data());
    ::_exit(127);
}

}  // namespace

Finished run_lectern(std::vector<std::string> const& arguments, std::filesystem::path const& directory,
                     std::function<bool()> const& interrupt_when, int signal) {
    TempDir const streams;
    synchronise_with_handlers();
    std::vector<std::string> command{LECTERN_COMMAND};
    command.insert(command.end(), arguments.begin(), arguments.end());
    auto const started = std::chrono::steady_clock::now();
    pid_t const child = ::fork();
    if (child == 0) become(command, directory, streams.path() / "out", streams.path() / "err");
    auto signalled = started;
    if (interrupt_when) {
        while (!interrupt_when()) std::this_thread::sleep_for(std::chrono::milliseconds(5));
        signalled = std::chrono::steady_clock::now();
        ::kill(child, signal);
    }
    int status = 0;
    rusage usage{};
    ::wait4(child, &status, 0, &usage);
    auto const ended = std::chrono::steady_clock::now();
    synchronise_with_handlers();
    using std::chrono::duration_cast;
    using std::chrono::milliseconds;
    Finished finished;
    finished.elapsed = duration_cast<milliseconds>(ended - started);
    if (interrupt_when) finished.since_signal = duration_cast<milliseconds>(ended - signalled);
    finished.peak_bytes = static_cast<std::size_t>(usage.ru_maxrss) * 1024;  // Linux counts in kB
    finished.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
    // A program that was killed early enough has not opened them.
    if (std::filesystem::exists(streams.path() / "out")) finished.out = read(streams.path() / "out");
    if (std::filesystem::exists(streams.path() / "err")) finished.err = read(streams.path() / "err");
    return finished;
}

}  // namespace lectern::test
