#pragma once

#include <lectern/core/calendar.hpp>
#include <lectern/core/clock.hpp>
#include <lectern/core/logger.hpp>
#include <lectern/core/paper.hpp>
#include <lectern/core/score.hpp>
#include <lectern/net/awaitable.hpp>
#include <lectern/net/runtime.hpp>

#include <filesystem>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace lectern::test {

/// A directory that is removed with everything in it.
class TempDir {
public:
    TempDir();
    TempDir(TempDir const&) = delete;
    TempDir& operator=(TempDir const&) = delete;
    ~TempDir();
    std::filesystem::path const& path() const { return path_; }

private:
    std::filesystem::path path_;
};

/// Reads a file or fails the test.
std::string read(std::filesystem::path const& path);
void write(std::filesystem::path const& path, std::string_view content);

/// The directory of captured payloads, or nothing where it is not there; then the test says that it is
/// skipped.
std::optional<std::filesystem::path> shared_dir();
/// The project's source directory.
std::filesystem::path source_dir();

/// Compares with tests/golden/NAME; with LECTERN_UPDATE_GOLDEN in the environment it is written instead.
void check_golden(std::string_view content, std::string const& name);

Paper make_paper(std::string const& id, std::string title, std::string abstract = "An abstract.",
                 std::vector<std::string> const& categories = {"cs.LG"},
                 AnnounceType type = AnnounceType::new_paper);

/// The value, or a failed test with the error's message.
template <class T>
T require(Result<T> result);

/// Runs a coroutine to its end.
template <class T>
Result<T> run(net::awaitable<Result<T>> operation) {
    net::Runtime runtime;
    return runtime.run(std::move(operation));
}

/// Collects what is logged.
struct LogBook {
    std::vector<std::string> lines;
    Logger logger{[this](LogLevel level, std::string_view message) {
                      lines.push_back(std::string(to_string(level)) + ": " + std::string(message));
                  },
                  LogLevel::debug};
};

Date day(std::string_view iso);
Time time(std::string_view rfc3339);

[[noreturn]] void fail_require(std::string const& message);

template <class T>
T require(Result<T> result) {
    if (!result) fail_require(result.error().message());
    return std::move(*result);
}

inline void require(Result<void> const& result) {
    if (!result) fail_require(result.error().message());
}

}  // namespace lectern::test

namespace std::chrono {
inline std::ostream& operator<<(std::ostream& out, year_month_day date) {
    return out << lectern::format_date(date);
}
}  // namespace std::chrono

namespace lectern {
inline std::ostream& operator<<(std::ostream& out, ArxivId const& id) {
    return out << id.to_string();
}
inline std::ostream& operator<<(std::ostream& out, Category const& category) {
    return out << category.code();
}
inline std::ostream& operator<<(std::ostream& out, AnnounceType type) {
    return out << to_string(type);
}
inline std::ostream& operator<<(std::ostream& out, errc code) {
    return out << make_error_code(code).message();
}
inline std::ostream& operator<<(std::ostream& out, Error const& error) {
    return out << error.message();
}
}  // namespace lectern
