#include "core/detail/descriptor.hpp"

#include <lectern/core/text.hpp>
#include <lectern/net/timer.hpp>
#include <lectern/publish/webhook.hpp>

#include <fmt/format.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace lectern {
namespace {

Error failed(std::string const& program, std::string_view what) {
    return {errc::request_refused, fmt::format("{}: {}", text::printable(program, 100), what)};
}

/// A file in memory with this content, at its beginning.
Result<Descriptor> memory_file(std::string const& content) {
    Descriptor file(::memfd_create("lectern", MFD_CLOEXEC));
    std::size_t written = 0;
    while (file.get() >= 0 && written < content.size()) {
        ssize_t const n = ::write(file.get(), content.data() + written, content.size() - written);
        if (n < 0) return Error(errc::io, std::strerror(errno));
        written += static_cast<std::size_t>(n);
    }
    if (file.get() < 0 || ::lseek(file.get(), 0, SEEK_SET) != 0) return Error(errc::io, std::strerror(errno));
    return file;
}

/// Starts the program with the file as its standard input. \return its process
Result<pid_t> start(std::vector<std::string> argv, int input) {
    std::vector<char*> arguments;
    for (std::string& argument : argv) arguments.push_back(argument.data());
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
    // What the program says is a message, no result.
    ::posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO);
    // Signals that this process handles by itself are the program's own matter.
    sigset_t none;
    ::sigemptyset(&none);
    posix_spawnattr_t attributes;
    ::posix_spawnattr_init(&attributes);
    ::posix_spawnattr_setsigmask(&attributes, &none);
    ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
    pid_t process = 0;
    int const status =
        ::posix_spawnp(&process, arguments.front(), &actions, &attributes, arguments.data(), environ);
    ::posix_spawnattr_destroy(&attributes);
    ::posix_spawn_file_actions_destroy(&actions);
    if (status != 0) return failed(argv.front(), fmt::format("cannot be started: {}", std::strerror(status)));
    return process;
}

class CommandPublisher final : public Publisher {
public:
    explicit CommandPublisher(CommandOptions options) : options_(std::move(options)) {}

    Result<std::vector<OutgoingMessage>> compose(Issue const& issue) const override {
        auto text = options_.renderer->render(issue.digest);
        if (!text) return text.error();
        return std::vector<OutgoingMessage>{{"1", std::move(*text)}};
    }

    net::awaitable<Result<std::string>> send(OutgoingMessage message, SendContext&) override {
        std::string const program = options_.argv.front();
        auto const input = memory_file(message.content);
        if (!input) co_return input.error();
        auto const process = start(options_.argv, input->get());
        if (!process) co_return process.error();
        co_return co_await end_of(*process, program);
    }

private:
    /// Waits for the program; one that takes too long, or whose run is cancelled, is killed.
    net::awaitable<Result<std::string>> end_of(pid_t process, std::string program) {
        constexpr std::chrono::milliseconds glance{20};
        int status = 0;
        auto const end = std::chrono::steady_clock::now() + options_.timeout;
        while (::waitpid(process, &status, WNOHANG) == 0) {
            auto const slept = co_await net::sleep_for(glance);
            bool const late = std::chrono::steady_clock::now() > end;
            if (slept && !late) continue;
            ::kill(process, SIGKILL);
            ::waitpid(process, &status, 0);
            if (!slept) co_return slept.error();
            co_return failed(program, fmt::format("killed after {} s", options_.timeout.count() / 1000));
        }
        if (WIFEXITED(status) && WEXITSTATUS(status) == 0) co_return std::string();
        co_return failed(program, WIFEXITED(status) ? fmt::format("exit status {}", WEXITSTATUS(status))
                                                    : fmt::format("ended by signal {}", WTERMSIG(status)));
    }

    CommandOptions options_;
};

}  // namespace

std::unique_ptr<Publisher> make_command_publisher(CommandOptions options) {
    return std::make_unique<CommandPublisher>(std::move(options));
}

}  // namespace lectern
