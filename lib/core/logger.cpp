#include <lectern/core/logger.hpp>
#include <lectern/core/text.hpp>

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

void Logger::log(LogLevel level, std::string_view message) const {
    if (enabled(level)) sink_(level, text::printable(message));
}

}  // namespace lectern
