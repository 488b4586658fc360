#pragma once

#include "exit_code.hpp"

#include <lectern/core/error.hpp>
#include <lectern/core/logger.hpp>
#include <lectern/core/redactor.hpp>

#include <cstddef>
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

/// The terminal: results on stdout, messages and progress on stderr.
class Console {
public:
    explicit Console(ConsoleOptions const& options);

    Logger const& log() const { return log_; }
    /// Knows the secrets that nothing may show; whatever is printed or logged passes through it.
    Redactor const& redactor() const { return redactor_; }

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
    /// The same for what happens at work, when the arguments were fine: a file that cannot be written is a
    /// failed run then, not a mistake of the user.
    ExitCode fail_run(Error const& error);

private:
    void write_message(LogLevel level, std::string_view message);

    ConsoleOptions options_;
    Redactor redactor_;
    bool terminal_;
    bool progress_shown_ = false;
    Logger log_;
};

}  // namespace lectern::app
