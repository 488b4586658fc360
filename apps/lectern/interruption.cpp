#include "interruption.hpp"

#include <lectern/core/file.hpp>

#include <array>
#include <csignal>
#include <cstdint>
#include <future>
#include <memory>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <system_error>
#include <unistd.h>

namespace lectern::app {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kForever{-1};
constexpr milliseconds kGrace{500};      // for the operation to end by itself
constexpr milliseconds kLastWords{200};  // for the disk, the database and the terminal

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

void Interruption::put_in_order(int signal, std::function<void()> const& abandon) const noexcept {
    try {
        remove_unfinished_files();
        if (abandon) abandon();
        report_(signal);
    } catch (std::exception const&) {
        // Out of memory: the next run finds what is left.
    }
}

void Interruption::end_program(int signal) noexcept {
    // A disk, a database or a terminal that hangs must not keep the program alive.
    try {
        std::unique_lock lock(mutex_);
        auto const abandon = handlers_.abandon;
        lock.unlock();
        auto const done = std::make_shared<std::promise<void>>();
        std::thread([this, signal, abandon, done] {
            put_in_order(signal, abandon);
            done->set_value();
        }).detach();
        (void)done->get_future().wait_for(kLastWords);
    } catch (std::exception const&) {
        // No memory or no thread left: the same.
    }
    ::_exit(128 + signal);
}

}  // namespace lectern::app
