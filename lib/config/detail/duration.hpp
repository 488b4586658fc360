#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace lectern {

/// Reads `500ms`, `3s`, `2min` or `1h`; up to a day.
std::optional<std::chrono::milliseconds> parse_duration(std::string_view text);

}  // namespace lectern
