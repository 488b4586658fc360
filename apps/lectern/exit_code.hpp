#pragma once

#include <lectern/core/error.hpp>

namespace lectern::app {

/// What the process returns; tools rely on these numbers.
enum class ExitCode {
    done = 0,
    failed = 1,
    usage = 2,              ///< Wrong arguments or configuration.
    partial = 3,            ///< A digest was written and says what is missing.
    nothing_announced = 4,  ///< With --exit-code only.
    nothing_relevant = 5,   ///< With --exit-code only.
};

/// `usage` for mistakes of the user, else `failed`.
ExitCode exit_code_of(Error const& error);

/// The error of a file that the user named. What would be a server's fault in an answer (not a feed, damaged, too
/// large) is the user's to correct in a file: the result is `file` then.
Error in_named_file(Error const& error);

}  // namespace lectern::app
