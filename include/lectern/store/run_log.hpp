#pragma once

#include <lectern/core/date.hpp>
#include <lectern/core/error.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lectern {

/// One run of the command.
struct RunRecord {
    std::int64_t number = 0;       ///< Counts up from 1.
    std::string kind;              ///< `run`, `remedy`, `import`.
    Time started{};                ///< As begin_run() was told.
    std::optional<Time> finished;  ///< Nothing while it is at work, or if it ended abruptly.
    std::string outcome;           ///< `ok` or what went wrong.
};

/// Which runs there were, and when servers may be asked again: what several processes with one database agree
/// on.
/// \par Errors store
/// \par Thread safety one thread at a time
class RunLog {
public:
    virtual ~RunLog() = default;

    /// Notes that a run starts. \return its number
    virtual Result<std::int64_t> begin_run(std::string_view kind, Time now) = 0;
    /// Notes when a run ended and with what, see RunRecord::outcome. A second call overwrites the first.
    virtual Result<void> end_run(std::int64_t number, std::string_view outcome, Time now) = 0;
    /// The run that began last, finished or not; nothing before the first.
    virtual Result<std::optional<RunRecord>> last_run() const = 0;
    /// Reserves the time of the next request to a group of servers, so that several processes keep the
    /// interval together. One process alone keeps it by itself.
    /// \param group any name; all processes use the same
    /// \param interval one below a second is too short for the store's times: every process keeps it alone
    /// \param own what this process was given last
    /// \param now the present time
    /// \return when to send it: now, or once all that is reserved is over
    virtual Result<Time> reserve_request(std::string_view group, std::chrono::milliseconds interval,
                                         std::optional<Time> own, Time now) = 0;
};

}  // namespace lectern
