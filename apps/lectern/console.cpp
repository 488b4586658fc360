#include "console.hpp"

#include "streams.hpp"

#include <lectern/core/clock.hpp>
#include <lectern/core/text.hpp>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <system_error>
#include <unistd.h>
#include <utility>

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
    return {};
}

/// Messages that cannot be written are lost: there is no other place for them.
void write_stderr(std::string_view text) noexcept {
    (void)std::fwrite(text.data(), 1, text.size(), stderr);
    (void)std::fflush(stderr);
}

}  // namespace

ExitCode exit_code_of(Error const& error) {
    return error.code() == make_error_condition(error_kind::user) ? ExitCode::usage : ExitCode::failed;
}

Error in_named_file(Error const& error) {
    bool const content = error.code() == make_error_condition(error_kind::remote);
    return content ? Error(errc::file, error.detail().empty() ? error.message() : error.detail()) : error;
}

Console::Console(ConsoleOptions const& options)
    : options_(options),
      terminal_(::isatty(STDERR_FILENO) != 0),
      log_([this](LogLevel level, std::string_view message) { write_message(level, message); },
           level_of(options)),
      interruption_([this](int signal) { report_signal(signal); }) {}

void Console::write(std::string_view bytes) const {
    if (collected_) {
        collected_->results += bytes;
        return;
    }
    if (output_failure_ != 0) return;
    if (std::fwrite(bytes.data(), 1, bytes.size(), stdout) != bytes.size()) output_failure_ = errno;
}

bool Console::flush() const {
    if (std::fflush(stdout) != 0 && output_failure_ == 0) output_failure_ = errno;
    return output_failure_ == 0;
}

bool Console::writes_to_terminal() const {
    return !collected_ && ::isatty(STDOUT_FILENO) != 0;
}

void Console::print(std::string_view line) const {
    write(redactor_.redact(std::string(line)));
    write("\n");
}

void Console::print_table(std::vector<std::vector<std::string>> const& rows) const {
    std::vector<std::size_t> widths;
    for (auto const& row : rows) {
        widths.resize(std::max(widths.size(), row.size()));
        for (std::size_t i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], text::count_characters(text::printable(row[i])));
    }
    for (auto const& row : rows) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i) {
            std::string const cell = text::printable(row[i]);
            std::string const gap(widths[i] - text::count_characters(cell), ' ');
            if (i > 0) line += "  ";
            line += i == 0 ? cell + gap : gap + cell;
        }
        print(line);
    }
}

void Console::progress(std::string_view step, std::size_t done, std::size_t total) {
    if (!terminal_ || collected_ || options_.quiet || options_.log_format == "json") return;
    constexpr std::size_t width = 24;
    std::size_t const filled = total == 0 ? width : width * done / total;
    write_stderr(fmt::format("\r\x1b[K{:<8} [{}{}] {}/{}", step, std::string(filled, '='),
                             std::string(width - filled, ' '), done, total));
    progress_shown_ = true;
}

void Console::end_progress() {
    if (progress_shown_.exchange(false)) write_stderr("\r\x1b[K");
}

void Console::start_collecting() {
    collected_.emplace();
}

Collected Console::stop_collecting() {
    Collected collected = std::move(collected_).value_or(Collected());
    collected_.reset();
    return collected;
}

ExitCode Console::fail(Error const& error) {
    if (error == errc::cancelled && interruption_.signal() != 0) {
        report_signal(interruption_.signal());
        return ExitCode::failed;
    }
    log_.error(error.message());
    std::string_view const hint = advice(error);
    if (!hint.empty()) log_.error(hint);
    return exit_code_of(error);
}

void Console::report_signal(int signal) {
    if (signal_reported_.exchange(true)) return;
    char const* const name = ::sigabbrev_np(signal);
    log_.error(fmt::format("interrupted by SIG{}", name ? name : std::to_string(signal)));
}

ExitCode Console::close_output(ExitCode code) {
    if (flush()) return code;
    if (output_failure_ == EPIPE) end_at_closed_pipe();
    log_.error(
        fmt::format("cannot write to standard output: {}", std::generic_category().message(output_failure_)));
    return ExitCode::failed;
}

int Console::exit_status(ExitCode code) const {
    bool const by_signal = code == ExitCode::failed && interruption_.signal() != 0;
    return by_signal ? 128 + interruption_.signal() : static_cast<int>(code);
}

void Console::write_message(LogLevel level, std::string_view message) {
    end_progress();
    std::string const safe = redactor_.redact(std::string(message));
    if (collected_) {
        collected_->messages += fmt::format("{}: {}\n", to_string(level), safe);
        return;
    }
    if (options_.log_format == "json") {
        boost::json::object line;
        line["time"] = format_time(SystemClock().now());
        line["level"] = to_string(level);
        line["message"] = safe;
        write_stderr(boost::json::serialize(line) + "\n");
    } else {
        write_stderr(fmt::format("lectern: {}: {}\n", to_string(level), safe));
    }
}

}  // namespace lectern::app
