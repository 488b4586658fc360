#include "workspace.hpp"

#include "environment.hpp"

#include <lectern/core/file.hpp>
#include <lectern/net/caching_client.hpp>
#include <lectern/pipeline/config_secrets.hpp>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <random>
#include <system_error>

namespace lectern::app {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kLastRequest = "last request to ";

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
    std::error_code failure;
    fs::create_directories(directory, failure);
    if (failure) {
        return Error(errc::file,
                     fmt::format("cannot create directory {}: {}", directory.string(), failure.message()));
    }
    auto lock = FileLock::acquire(directory / "lectern.lock");
    if (!lock || lock->left_by() == 0) return lock;
    std::size_t const removed = remove_temporary_files(directory);
    console.log().info(
        fmt::format("process {} ended abruptly; {} unfinished files removed", lock->left_by(), removed));
    return lock;
}

}  // namespace

void add_config_options(CLI::App& command, ConfigOptions& options) {
    command.add_option("--config", options.config, "Configuration file")
        ->capture_default_str()
        ->type_name("FILE");
    command.add_option("--out", options.out, "Output directory, instead of the configured one")
        ->type_name("DIR");
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
    auto config = load_config(options.config);
    if (config && !options.out.empty()) config->output.dir = options.out;
    return config;
}

Result<AnnouncementCalendar> calendar_of(Config const& config) {
    if (config.feed.deferred_days.empty()) return AnnouncementCalendar();
    constexpr std::size_t largest = std::size_t{1} << 20;
    auto const text = read_file(config.feed.deferred_days, largest);
    if (!text) return text.error().with_context("feed.deferred_days");
    return AnnouncementCalendar::parse_deferred(*text, config.feed.deferred_days.string());
}

Result<Date> read_date(std::string const& text, std::string_view option) {
    auto const day = parse_date(text);
    if (!day) return day.error().with_context(option);
    return day;
}

Workspace::Workspace(Config config, Console& console, FileLock lock)
    : config_(std::move(config)),
      console_(console),
      lock_(std::move(lock)),
      random_(std::random_device{}()) {}

Result<std::unique_ptr<Workspace>> Workspace::open(Config config, Console& console, bool network) {
    auto const calendar = calendar_of(config);
    if (!calendar) return calendar.error();
    auto lock = lock_directory(config.output.dir, console);
    if (!lock) return lock.error();
    for (std::string const& secret : secrets_in(config)) console.redactor().add(secret);
    std::unique_ptr<Workspace> workspace(new Workspace(std::move(config), console, std::move(*lock)));
    workspace->calendar_ = *calendar;
    auto store = Store::open(workspace->config_.database());
    if (!store) return store.error();
    workspace->store_ = std::move(*store);
    if (network) {
        if (auto const connected = workspace->connect(); !connected) return connected.error();
    }
    workspace->provide_services();
    return workspace;
}

Result<void> Workspace::connect() {
    net::HttpOptions options = http_options(config_);
    for (auto& [group, pacing] : options.groups) {
        auto const last = store_->note(std::string(kLastRequest) + group);
        if (!last) return last.error();
        if (!*last) continue;
        if (auto const time = parse_rfc3339(**last)) pacing.last_request = *time;
    }
    options.on_request = [this](std::string_view group, Time when) {
        auto const noted =
            store_->set_note(std::string(kLastRequest) + std::string(group), format_time(when));
        if (!noted) console_.log().warning(noted.error().message());
    };
    auto client = net::make_http_client(std::move(options), clock_, random_, console_.log());
    if (!client) return client.error();
    connection_ = std::move(*client);
    http_ = net::make_caching_client(*connection_, *store_, clock_, console_.log());
    return {};
}

void Workspace::provide_services() {
    services_.emplace(Services{clock_, console_.log(), calendar_, http_.get(),
                               raw_keeper(config_.output.dir, console_),
                               [this](Stage stage, std::size_t done, std::size_t total) {
                                   console_.progress(name_of(stage), done, total);
                               },
                               &*store_, http_options(config_).retry, watched(secrets(config_), console_.redactor())});
    services_->redactor = console_.redactor();
}

}  // namespace lectern::app
