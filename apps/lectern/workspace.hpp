#pragma once

#include "console.hpp"

#include <lectern/core/clock.hpp>
#include <lectern/core/file_lock.hpp>
#include <lectern/net/http_client.hpp>
#include <lectern/net/runtime.hpp>
#include <lectern/pipeline/config.hpp>
#include <lectern/pipeline/pipeline.hpp>
#include <lectern/store/store.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace lectern::app {

/// Options of every command that works on an output directory.
struct ConfigOptions {
    std::string config = "lectern.toml";
    std::string out;
};
void add_config_options(CLI::App& command, ConfigOptions& options);

/// The configuration, with --out applied. \par Errors invalid_config, file
Result<Config> load(ConfigOptions const& options);
/// Whether there is neither a default configuration file nor another one named.
bool is_unconfigured(ConfigOptions const& options);

/// The calendar with the configured list of deferred days. \par Errors invalid_config, file
Result<AnnouncementCalendar> calendar_of(Config const& config);

/// Reads `YYYY-MM-DD`. \par Errors invalid_argument naming the option
Result<Date> read_date(std::string const& text, std::string_view option);

/// What a run needs besides its configuration: lock, store, network, clock. The output directory is this
/// process's alone while the object lives.
class Workspace {
public:
    /// \param network whether requests will be made
    /// \par Errors locked, store, file, invalid_config, the HTTP client's
    static Result<std::unique_ptr<Workspace>> open(Config config, Console& console, bool network);

    Config const& config() const { return config_; }
    Store& store() { return *store_; }
    Services& services() { return *services_; }
    net::Runtime& runtime() { return runtime_; }

    /// Runs the operation without a record of it; SIGINT and SIGTERM cancel it.
    template <class T>
    Result<T> look(net::awaitable<Result<T>> operation) {
        runtime_.cancel_on_signals();
        auto result = runtime_.run(std::move(operation));
        console_.end_progress();
        return result;
    }

    /// Runs the operation as a recorded run; SIGINT and SIGTERM cancel it.
    template <class T>
    Result<T> run(std::string_view kind, net::awaitable<Result<T>> operation) {
        auto const number = store_->begin_run(kind, clock_.now());
        if (!number) return number.error();
        auto result = look(std::move(operation));
        auto const ended = store_->end_run(
            *number, result ? "ok" : console_.redactor().redact(result.error().message()), clock_.now());
        if (!ended && result) return ended.error();
        return result;
    }

private:
    Workspace(Config config, Console& console, FileLock lock);
    Result<void> connect();
    void provide_services();

    Config config_;
    Console& console_;
    FileLock lock_;
    SystemClock clock_;
    Random random_;
    AnnouncementCalendar calendar_;
    std::optional<Store> store_;
    net::Runtime runtime_;
    std::unique_ptr<net::HttpClient> connection_;
    std::unique_ptr<net::HttpClient> http_;
    std::optional<Services> services_;
};

}  // namespace lectern::app
