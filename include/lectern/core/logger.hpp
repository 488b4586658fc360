#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace lectern {

/// How much a message matters, in ascending order.
enum class LogLevel { debug, info, warning, error };

/// The level's lower-case name.
std::string_view to_string(LogLevel level) noexcept;

/// Receives the library's messages. The library itself writes nowhere; a program hands in a sink.
///
/// The sink gets one line of at most 2000 bytes that a terminal can show: text::printable() of the message.
/// Who logs keeps secrets out. The sink is called on the thread that logs.
class Logger {
public:
    /// Takes a level and a line without its end. The view is good during the call only.
    using Sink = std::function<void(LogLevel, std::string_view)>;

    /// A logger that drops everything.
    Logger() = default;
    /// Messages below `level` are dropped before they reach the sink.
    explicit Logger(Sink sink, LogLevel level = LogLevel::info) : sink_(std::move(sink)), level_(level) {}

    /// Whether a message of this level would reach the sink; ask before building an expensive one.
    bool enabled(LogLevel level) const noexcept { return sink_ && level >= level_; }
    /// Hands the message to the sink unless its level is too low.
    void log(LogLevel level, std::string_view message) const;
    /// log() at LogLevel::debug.
    void debug(std::string_view message) const { log(LogLevel::debug, message); }
    /// log() at LogLevel::info.
    void info(std::string_view message) const { log(LogLevel::info, message); }
    /// Says that something waits before it is tried again: `WHY; trying again in 14 min`. At LogLevel::info, and from five
    /// seconds on as a warning, so that no one takes a wait for a hang.
    /// \param why the reason, without an end mark
    /// \param wait how long
    void waiting(std::string_view why, std::chrono::milliseconds wait) const;
    /// log() at LogLevel::warning.
    void warning(std::string_view message) const { log(LogLevel::warning, message); }
    /// log() at LogLevel::error.
    void error(std::string_view message) const { log(LogLevel::error, message); }

private:
    Sink sink_;
    LogLevel level_ = LogLevel::info;
};

}  // namespace lectern
