#include "interruption.hpp"

#include <lectern/core/file.hpp>

#include <array>
#include <csignal>
#include <cstdint>
#include <future>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <system_error>
#include <unistd.h>
#include <utility>
#include <vector>

namespace lectern::app {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kForever{-1};
constexpr milliseconds kGrace{500};      // for the operation to end by itself
constexpr milliseconds kLastWords{300};  // for the disk, the database and the terminal, all at once

/// Nothing arrived in time, or the program ends by itself.
constexpr int kTimePassed = 0;
constexpr int kProgramEnds = -1;

/// The signals that nohup(1) or a shell's background job did not ask to ignore.
::sigset_t signals_to_take() {
    ::sigset_t set;
    ::sigemptyset(&set);
    for (int const signal : {SIGINT, SIGTERM, SIGHUP}) {
        struct ::sigaction action {};
        ::sigaction(signal, nullptr, &action);
        if (action.sa_handler != SIG_IGN) ::sigaddset(&set, signal);
    }
    return set;
}

/// A descriptor that becomes readable when one of the signals arrives; other threads inherit the mask.
int open_signals() {
    ::sigset_t const set = signals_to_take();
    ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
    return ::signalfd(-1, &set, SFD_CLOEXEC);
}

/// Calls the function in a thread of its own, which nobody joins.
std::future<void> start(std::function<void()> function) {
    std::packaged_task<void()> task(std::move(function));
    std::future<void> done = task.get_future();
    std::thread(std::move(task)).detach();
    return done;
}

}  // namespace

Interruption::Scope::Scope(Interruption& interruption, Handlers handlers) : interruption_(interruption) {
    std::lock_guard const lock(interruption_.mutex_);
    interruption_.handlers_ = std::move(handlers);
}

Interruption::Scope::~Scope() {
    std::lock_guard const lock(interruption_.mutex_);
    interruption_.handlers_ = {};
}

Interruption::Interruption(std::function<void(int)> report)
    : report_(std::move(report)), signals_(open_signals()), stop_(::eventfd(0, EFD_CLOEXEC)) {
    if (signals_ < 0 || stop_ < 0) throw std::system_error(errno, std::generic_category(), "signals");
    watcher_ = std::thread([this] { watch(); });
}

Interruption::~Interruption() {
    std::uint64_t const one = 1;
    (void)!::write(stop_, &one, sizeof one);
    watcher_.join();
    ::close(signals_);
    ::close(stop_);
}

int Interruption::next_signal(milliseconds wait) const {
    std::array<::pollfd, 2> ready{{{signals_, POLLIN, 0}, {stop_, POLLIN, 0}}};
    if (::poll(ready.data(), ready.size(), static_cast<int>(wait.count())) <= 0) return kTimePassed;
    if (ready[1].revents != 0) return kProgramEnds;
    ::signalfd_siginfo info{};
    return ::read(signals_, &info, sizeof info) == sizeof info ? static_cast<int>(info.ssi_signo)
                                                               : kTimePassed;
}

bool Interruption::cancel() {
    std::lock_guard const lock(mutex_);
    if (!handlers_.cancel) return false;
    handlers_.cancel();
    return true;
}

void Interruption::watch() {
    int first = kTimePassed;
    while (first == kTimePassed) first = next_signal(kForever);
    if (first == kProgramEnds) return;
    signal_ = first;
    if (cancel() && next_signal(kGrace) == kProgramEnds) return;
    end_program(first);
}

void Interruption::end_program(int signal) noexcept {
    // A disk, a database or a terminal that hangs keeps neither the program alive nor the others from their part.
    auto const deadline = std::chrono::steady_clock::now() + kLastWords;
    try {
        std::unique_lock lock(mutex_);
        auto const abandon = handlers_.abandon;
        lock.unlock();
        std::vector<std::future<void>> last_words;
        last_words.push_back(start([this, signal] { report_(signal); }));
        last_words.push_back(start([] { remove_unfinished_files(); }));
        if (abandon) last_words.push_back(start(abandon));
        for (auto const& done : last_words) (void)done.wait_until(deadline);
    } catch (std::exception const&) {
        // No memory or no thread left: the next run finds what is left.
    }
    ::_exit(128 + signal);
}

}  // namespace lectern::app
