#pragma once

#include "exit_code.hpp"
#include "interruption.hpp"

#include <lectern/core/error.hpp>
#include <lectern/core/logger.hpp>
#include <lectern/core/redactor.hpp>

#include <atomic>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lectern::app {

/// Options that every command has.
struct ConsoleOptions {
    bool quiet = false;
    int verbose = 0;
    std::string log_format = "text";  ///< text | json
};

/// What a command would have written.
struct Collected {
    std::string results;   ///< For stdout.
    std::string messages;  ///< For stderr, a line each.
};

/// The terminal: results on stdout, messages and progress on stderr.
class Console {
public:
    explicit Console(ConsoleOptions const& options);

    Logger const& log() const { return log_; }
    /// Knows the secrets that nothing may show; whatever is printed or logged passes through it.
    Redactor const& redactor() const { return redactor_; }

    /// Bytes of a result on stdout. Failures are reported by close_output().
    void write(std::string_view bytes) const;
    /// Gives stdout what was written. \return whether all of it could be written so far
    bool flush() const;
    /// Whether results go straight to a terminal.
    bool writes_to_terminal() const;
    /// One line of result on stdout.
    void print(std::string_view line) const;
    /// A table on stdout; the first column is aligned left, the others right.
    void print_table(std::vector<std::vector<std::string>> const& rows) const;
    /// Shows how far a step is; only on a terminal, on one line that is overwritten.
    void progress(std::string_view step, std::size_t done, std::size_t total);
    /// Removes the progress line.
    void end_progress();
    /// Prints the error with advice on stderr and gives the exit code it means.
    ExitCode fail(Error const& error);
    /// From now on results and messages are collected, not written. \pre nothing is collected yet
    void start_collecting();
    /// What was collected since then; from now on everything is written again.
    Collected stop_collecting();
    /// What a signal does to the operation at work.
    Interruption& interruption() { return interruption_; }

    /// The end of all output. \return the code, or `failed` if a result could not be written, which is then said.
    /// Does not return if stdout is a pipe that its reader has closed.
    ExitCode close_output(ExitCode code);
    /// What the process returns: the code, or 128 and the number of the signal that made the command fail.
    int exit_status(ExitCode code) const;

private:
    void write_message(LogLevel level, std::string_view message);
    void report_signal(int signal);

    ConsoleOptions options_;
    Redactor redactor_;
    bool terminal_;
    std::atomic<bool> progress_shown_ = false;
    std::atomic<bool> signal_reported_ = false;
    mutable int output_failure_ = 0;  ///< errno of the first write to stdout that failed
    mutable std::optional<Collected> collected_;
    Logger log_;
    Interruption interruption_;
};

}  // namespace lectern::app
