#include "workspace.hpp"

#include "environment.hpp"

#include <lectern/config/config_file.hpp>
#include <lectern/config/config_secrets.hpp>
#include <lectern/core/file.hpp>
#include <lectern/core/text.hpp>
#include <lectern/daily/llm_setup.hpp>
#include <lectern/store/sqlite_store.hpp>

#include <fmt/format.h>

#include <charconv>
#include <system_error>

namespace lectern::app {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kInterrupted = "interrupted";

std::string_view name_of(Stage stage) {
    switch (stage) {
        case Stage::fetch:
            return "fetch";
        case Stage::filter:
            return "filter";
        case Stage::score:
            return "score";
        case Stage::select:
            return "select";
    }
    return "";
}

/// Keeps unreadable bytes below the output directory, where they can be looked at or sent with a report.
auto raw_keeper(fs::path directory, Console& console) {
    return [directory = std::move(directory), &console](std::string_view name, std::string_view bytes) {
        fs::path const path = directory / "debug" / name;
        auto const written = write_file_atomically(path, console.redactor().redact(std::string(bytes)));
        console.log().warning(written ? fmt::format("the unreadable answer is kept in {}", path.string())
                                      : written.error().message());
    };
}

Result<FileLock> lock_directory(fs::path const& directory, Console& console) {
    if (auto const made = make_directories(directory); !made) return made.error();
    auto lock = FileLock::acquire(directory / "lectern.lock");
    if (!lock || lock->left_by() == 0) return lock;
    std::size_t const removed = remove_temporary_files(directory);
    console.log().info(
        fmt::format("process {} ended abruptly; {} unfinished files removed", lock->left_by(), removed));
    return lock;
}

}  // namespace

void add_config_options(Command const& command, ConfigOptions& options) {
    command.option("--config", options.config, "FILE", "Configuration file");
    command.option("--out", options.out, "DIR", "Output directory, instead of the configured one");
}

bool is_unconfigured(ConfigOptions const& options) {
    std::error_code ignored;
    return options.config == ConfigOptions().config && !fs::exists(options.config, ignored);
}

Result<Config> load(ConfigOptions const& options) {
    if (is_unconfigured(options)) {
        return Error(
            errc::invalid_config,
            "there is no lectern.toml here; make one with `lectern init`, or name one with --config");
    }
    auto config = load_config(options.config, home_directory());
    if (!config) return in_named_file(config.error());
    if (!options.out.empty()) config->output.dir = options.out;
    return config;
}

void warn_about_topics(Config const& config, Console const& console) {
    auto const topics = load_topics(config);
    if (!topics) return;
    for (std::string const& warning : topics->warnings) console.log().warning(warning);
}

Result<AnnouncementCalendar> calendar_of(Config const& config) {
    if (config.feed.deferred_days.empty()) return AnnouncementCalendar();
    constexpr std::size_t largest = std::size_t{1} << 20;
    auto const text = read_file(config.feed.deferred_days, largest);
    if (!text) return in_named_file(text.error()).with_context("feed.deferred_days");
    return AnnouncementCalendar::parse_deferred(*text, config.feed.deferred_days.string());
}

Date today() {
    return AnnouncementCalendar::eastern_date(SystemClock().now());
}

Result<Date> read_date(std::string const& text, std::string_view option) {
    if (text == "today") return today();
    if (text == "yesterday") return add_days(today(), -1);
    int back = 0;
    bool const relative =
        text.size() > 1 && text.size() < 6 && text.front() == '-' &&
        std::from_chars(text.data() + 1, text.data() + text.size(), back).ptr == text.data() + text.size();
    if (relative) return add_days(today(), -back);
    auto const day = parse_date(text);
    if (!day)
        return Error(
            errc::invalid_argument,
            fmt::format("{}: \"{}\" is no date; write YYYY-MM-DD, today, yesterday, or -3 for three days ago",
                        option, text::printable(text, 60)));
    return day;
}

Result<Date> read_past_date(std::string const& text, std::string_view option) {
    auto const day = read_date(text, option);
    if (!day || *day <= today()) return day;
    return Error(errc::invalid_argument,
                 fmt::format("{}: {} is in the future: at arXiv (US Eastern time) it is {}", option,
                             format_date(*day), format_date(today())));
}

Workspace::Workspace(Config config, Console& console, std::optional<FileLock> lock,
                     AnnouncementCalendar calendar)
    : config_(std::move(config)),
      console_(console),
      lock_(std::move(lock)),
      environment_({console.log(), nullptr, std::move(calendar)}) {}

Result<std::unique_ptr<Workspace>> Workspace::open(Config config, Console& console, bool network,
                                                   Access access) {
    auto const calendar = calendar_of(config);
    if (!calendar) return calendar.error();
    std::optional<FileLock> lock;
    if (access == Access::alone) {
        auto taken = lock_directory(config.output.dir, console);
        if (!taken) return taken.error();
        lock = std::move(*taken);
    } else if (auto const made = make_directories(config.output.dir); !made) {
        return made.error();
    }
    for (std::string const& secret : secrets_in(config)) console.redactor().add(secret);
    std::unique_ptr<Workspace> workspace(
        new Workspace(std::move(config), console, std::move(lock), *calendar));
    auto store = SqliteStore::open(workspace->config_.database());
    if (!store) return store.error();
    workspace->store_ = std::move(*store);
    workspace->environment_.use(*workspace->store_);
    if (network) {
        if (auto const connected = workspace->connect(); !connected) return connected.error();
    }
    workspace->provide_services();
    return workspace;
}

std::chrono::milliseconds Workspace::reserve(std::string_view group, std::chrono::milliseconds interval,
                                             Time now) {
    auto& own = reserved_[std::string(group)];
    auto const when = store_->reserve_request(group, interval, own, now);
    if (!when) {
        console_.log().warning(when.error().message());
        return std::chrono::milliseconds(0);
    }
    own = *when;
    return *when - now;
}

Result<void> Workspace::connect() {
    net::HttpOptions options = http_options(config_);
    options.reserve = [this, groups = options.groups](std::string_view group, Time now) {
        return reserve(group, groups.at(std::string(group)).min_interval, now);
    };
    return environment_.connect(std::move(options));
}

Result<std::int64_t> Workspace::begin_run(std::string_view kind) {
    auto const last = store_->last_run();
    if (!last) return last.error();
    // A database in the output directory is this process's alone: a run that is still open was cut off. A shared one
    // (store.path) may hold the run of another process.
    bool const alone = config_.store.path.empty();
    if (alone && *last && !(*last)->finished) {
        if (auto const ended = end_run((*last)->number, "ended abruptly"); !ended) return ended.error();
    }
    return store_->begin_run(kind, environment_.clock().now());
}

Result<void> Workspace::end_run(std::int64_t number, std::string_view outcome) {
    return store_->end_run(number, console_.redactor().redact(std::string(outcome)),
                           environment_.clock().now());
}

std::string Workspace::describe(Error const& error) {
    return error == errc::cancelled ? std::string(kInterrupted) : "failed: " + error.message();
}

std::function<void()> Workspace::end_from_outside(std::int64_t number) const {
    return [path = config_.database(), number] {
        // While this process writes, the database is locked; then the next run ends the record.
        auto store = SqliteStore::open(path);
        if (store) (void)store->end_run(number, kInterrupted, SystemClock().now());
    };
}

void Workspace::provide_services() {
    Services& services = environment_.services();
    services.keep_raw = raw_keeper(config_.output.dir, console_);
    services.progress = [this](Stage stage, std::size_t done, std::size_t total) {
        console_.progress(name_of(stage), done, total);
    };
    services.retry = http_options(config_).retry;
    services.secrets = watched(secrets(config_), console_.redactor());
    services.redactor = console_.redactor();
}

}  // namespace lectern::app
