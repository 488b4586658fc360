#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <mutex>
#include <thread>

namespace lectern::app {

/// SIGINT, SIGTERM and SIGHUP, for the whole program.
///
/// A thread of its own waits for them, so that they work whatever the program is busy with. The first one asks
/// the operation at work to end by itself. If none is at work, if the program is still there half a second later,
/// or at a second signal, the program is ended: unfinished files are removed, what the operation leaves open is
/// recorded, the signal is reported, and the exit status is 128 and the signal's number.
class Interruption {
public:
    /// How an operation ends early. Both are called from another thread.
    struct Handlers {
        std::function<void()> cancel;  ///< Asks it to end.
        /// Records that it was cut off. It has three tenths of a second, and owns all that it uses.
        std::function<void()> abandon;
    };

    /// The time in which an operation is at work.
    class Scope {
    public:
        Scope(Interruption& interruption, Handlers handlers);
        Scope(Scope const&) = delete;
        Scope& operator=(Scope const&) = delete;
        ~Scope();

    private:
        Interruption& interruption_;
    };

    /// Takes the signals over from now on; signals that are ignored stay ignored. Construct it before other
    /// threads start, once in a program.
    /// \param report called with the signal's number, from another thread, before the program is ended
    explicit Interruption(std::function<void(int)> report);
    Interruption(Interruption const&) = delete;
    Interruption& operator=(Interruption const&) = delete;
    ~Interruption();

    /// The signal that arrived first, or 0.
    int signal() const noexcept { return signal_; }

private:
    void watch();
    int next_signal(std::chrono::milliseconds wait) const;
    bool cancel();
    [[noreturn]] void end_program(int signal) noexcept;

    std::function<void(int)> report_;
    std::atomic<int> signal_{0};
    std::mutex mutex_;
    Handlers handlers_;
    int signals_;  ///< signalfd(2)
    int stop_;     ///< eventfd(2): the program ends by itself
    std::thread watcher_;
};

}  // namespace lectern::app
