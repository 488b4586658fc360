#include "console.hpp"

#include <lectern/core/clock.hpp>
#include <lectern/core/text.hpp>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <unistd.h>

namespace lectern::app {
namespace {

LogLevel level_of(ConsoleOptions const& options) {
    if (options.quiet) return LogLevel::error;
    if (options.verbose >= 2) return LogLevel::debug;
    return options.verbose == 1 ? LogLevel::info : LogLevel::warning;
}

/// What a user can do about an error, or an empty text.
std::string_view advice(Error const& error) {
    if (error == errc::tls_failed)
        return "Check the clock and the installed certificates (package ca-certificates), or name your own "
               "with net.ca_file.";
    if (error == errc::rate_limited)
        return "The server wants fewer requests: wait some hours, or raise feed.min_interval.";
    if (error == errc::connect_failed || error == errc::timeout)
        return "Check the network and the proxy variables (https_proxy), and try again.";
    if (error == errc::wrong_day)
        return "RSS and Atom have the current day only; `lectern remedy --date` asks for others.";
    if (error == errc::store) return "`lectern db check` looks for damage.";
    return {};
}

}  // namespace

ExitCode exit_code_of(Error const& error) {
    return error.code() == make_error_condition(error_kind::user) ? ExitCode::usage : ExitCode::failed;
}

Console::Console(ConsoleOptions const& options)
    : options_(options),
      terminal_(::isatty(STDERR_FILENO) != 0),
      log_([this](LogLevel level, std::string_view message) { write_message(level, message); },
           level_of(options)) {}

void Console::print(std::string_view line) const {
    std::string const safe = redactor_.redact(std::string(line));
    std::fwrite(safe.data(), 1, safe.size(), stdout);
    std::fputc('\n', stdout);
}

void Console::print_table(std::vector<std::vector<std::string>> const& rows) const {
    std::vector<std::size_t> widths;
    for (auto const& row : rows) {
        widths.resize(std::max(widths.size(), row.size()));
        for (std::size_t i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], text::count_characters(row[i]));
    }
    for (auto const& row : rows) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i) {
            std::string const gap(widths[i] - text::count_characters(row[i]), ' ');
            if (i > 0) line += "  ";
            line += i == 0 ? row[i] + gap : gap + row[i];
        }
        print(line);
    }
}

void Console::progress(std::string_view step, std::size_t done, std::size_t total) {
    if (!terminal_ || options_.quiet || options_.log_format == "json") return;
    constexpr std::size_t width = 24;
    std::size_t const filled = total == 0 ? width : width * done / total;
    fmt::print(stderr, "\r\x1b[K{:<8} [{}{}] {}/{}", step, std::string(filled, '='),
               std::string(width - filled, ' '), done, total);
    std::fflush(stderr);
    progress_shown_ = true;
}

void Console::end_progress() {
    if (progress_shown_) fmt::print(stderr, "\r\x1b[K");
    progress_shown_ = false;
}

ExitCode Console::fail_run(Error const& error) {
    ExitCode const code = fail(error);
    return error == errc::file ? ExitCode::failed : code;
}

ExitCode Console::fail(Error const& error) {
    log_.error(text::printable(error.message()));
    std::string_view const hint = advice(error);
    if (!hint.empty()) log_.error(hint);
    return exit_code_of(error);
}

void Console::write_message(LogLevel level, std::string_view message) {
    end_progress();
    std::string const safe = text::printable(redactor_.redact(std::string(message)));
    if (options_.log_format == "json") {
        boost::json::object line;
        line["time"] = format_time(SystemClock().now());
        line["level"] = to_string(level);
        line["message"] = safe;
        fmt::print(stderr, "{}\n", boost::json::serialize(line));
    } else {
        fmt::print(stderr, "lectern: {}: {}\n", to_string(level), safe);
    }
}

}  // namespace lectern::app
