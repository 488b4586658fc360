#pragma once

#include "arguments.hpp"
#include "console.hpp"

#include <lectern/config/config.hpp>
#include <lectern/core/file_lock.hpp>
#include <lectern/daily/environment.hpp>
#include <lectern/store/sqlite_store.hpp>

#include <chrono>
#include <cstdint>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace lectern::app {

/// Options of every command that works on an output directory.
struct ConfigOptions {
    std::string config = "lectern.toml";
    std::string out;
};
void add_config_options(Command const& command, ConfigOptions& options);

/// The configuration, with --out applied. \par Errors invalid_config, file, io
Result<Config> load(ConfigOptions const& options);
/// Whether there is neither a default configuration file nor another one named.
bool is_unconfigured(ConfigOptions const& options);

/// Logs what in the topics file was guessed or not understood. A file that cannot be read is left to whoever
/// needs it.
void warn_about_topics(Config const& config, Console const& console);

/// The calendar with the configured list of deferred days. \par Errors invalid_config, file
Result<AnnouncementCalendar> calendar_of(Config const& config);

/// The current date at arXiv, US Eastern.
Date today();

/// Reads `YYYY-MM-DD`, `today`, `yesterday`, or `-N` for N days ago. \par Errors invalid_argument naming the option
Result<Date> read_date(std::string const& text, std::string_view option);
/// The same for a day that must have come. \par Errors invalid_argument, too, for a day in the future
Result<Date> read_past_date(std::string const& text, std::string_view option);

/// What works on an output directory.
enum class Access {
    alone,   ///< A run: the directory is this process's alone while the workspace lives.
    shared,  ///< Only the database is used, beside a run that may be going on.
};

/// What a run needs besides its configuration: lock, store, network, clock.
class Workspace {
public:
    /// \param network whether requests will be made
    /// \par Errors locked, store, file, invalid_config, the HTTP client's
    static Result<std::unique_ptr<Workspace>> open(Config config, Console& console, bool network,
                                                   Access access = Access::alone);

    Config const& config() const { return config_; }
    SqliteStore& store() { return *store_; }
    Services& services() { return environment_.services(); }

    /// Runs the operation without a record of it. A signal cancels it.
    template <class T>
    Result<T> look(net::awaitable<Result<T>> operation) {
        return perform(std::move(operation), {});
    }

    /// Runs the operation as a recorded run. A signal cancels it.
    /// \param outcome_of what the record says of a result: `ok`, or what is missing
    template <class T>
    Result<T> run(std::string_view kind, net::awaitable<Result<T>> operation,
                  std::string (*outcome_of)(T const&)) {
        auto const number = begin_run(kind);
        if (!number) return number.error();
        try {
            auto result = perform(std::move(operation), end_from_outside(*number));
            auto const ended = end_run(*number, result ? outcome_of(*result) : describe(result.error()));
            if (!ended && result) return ended.error();
            return result;
        } catch (std::exception const& failure) {
            (void)end_run(*number,
                          std::string("failed: ") + failure.what());  // the failure is reported, not this
            throw;
        }
    }

private:
    Workspace(Config config, Console& console, std::optional<FileLock> lock, AnnouncementCalendar calendar);
    Result<void> connect();
    /// How long a request has to wait for those of other processes.
    std::chrono::milliseconds reserve(std::string_view group, std::chrono::milliseconds interval, Time now);
    void provide_services();
    Result<std::int64_t> begin_run(std::string_view kind);
    Result<void> end_run(std::int64_t number, std::string_view outcome);
    /// Ends the run in the record through a connection of its own: what a signal's thread can do.
    std::function<void()> end_from_outside(std::int64_t number) const;
    static std::string describe(Error const& error);

    template <class T>
    Result<T> perform(net::awaitable<Result<T>> operation, std::function<void()> abandon) {
        Interruption::Scope const scope(console_.interruption(),
                                        {[this] { environment_.runtime().cancel(); }, std::move(abandon)});
        auto result = environment_.run(std::move(operation));
        console_.end_progress();
        return result;
    }

    Config config_;
    Console& console_;
    std::optional<FileLock> lock_;
    std::optional<SqliteStore> store_;
    std::map<std::string, std::optional<Time>>
        reserved_;  ///< By group of servers: this process's last request.
    Environment environment_;
};

}  // namespace lectern::app
