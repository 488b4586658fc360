#include <lectern/core/logger.hpp>
#include <lectern/core/text.hpp>

#include <fmt/format.h>

namespace lectern {

std::string_view to_string(LogLevel level) noexcept {
    switch (level) {
        case LogLevel::debug:
            return "debug";
        case LogLevel::info:
            return "info";
        case LogLevel::warning:
            return "warning";
        case LogLevel::error:
            return "error";
    }
    return "unknown";
}

void Logger::waiting(std::string_view why, std::chrono::milliseconds wait) const {
    bool const long_wait = wait >= std::chrono::seconds(5);
    LogLevel const level = long_wait ? LogLevel::warning : LogLevel::info;
    if (!enabled(level)) return;
    double const seconds = static_cast<double>(wait.count()) / 1000;
    bool const minutes = wait >= std::chrono::minutes(2);
    log(level,
        fmt::format("{}; trying again in {}{}", why,
                    minutes ? fmt::format("{:.0f} min", seconds / 60) : fmt::format("{:.1f} s", seconds),
                    long_wait ? " (Ctrl-C ends the run; the next one goes on)" : ""));
}

void Logger::log(LogLevel level, std::string_view message) const {
    if (enabled(level)) sink_(level, text::printable(message));
}

}  // namespace lectern
