#include "../command.hpp"
#include "../environment.hpp"

#include <lectern/core/file.hpp>
#include <lectern/core/text.hpp>
#include <lectern/net/runtime.hpp>
#include <lectern/pipeline/output.hpp>
#include <lectern/pipeline/registry.hpp>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <random>
#include <vector>

namespace lectern::app {
namespace {

namespace fs = std::filesystem;

struct RunOptions {
    std::string config = "lectern.toml";
    std::string date;
    std::vector<std::string> papers;
    std::string out;
    bool exit_code = false;
};

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

Result<Config> configuration(RunOptions const& options) {
    auto config = load_config(options.config);
    std::error_code ignored;
    bool const is_default = options.config == "lectern.toml" && !fs::exists(options.config, ignored);
    if (!config && is_default) {
        return Error(
            errc::invalid_config,
            "there is no lectern.toml here; make one with `lectern init`, or name one with --config");
    }
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

Result<Window> window_of(RunOptions const& options) {
    if (options.date.empty()) return Window{};
    auto const day = parse_date(options.date);
    if (!day) return day.error().with_context("--date");
    return Window{*day};
}

/// Keeps unreadable bytes below the output directory, where they can be looked at or sent with a report.
auto raw_keeper(fs::path directory, Console& console) {
    return [directory = std::move(directory), &console](std::string_view name, std::string_view bytes) {
        fs::path const path = directory / "debug" / name;
        auto const written = write_file_atomically(path, bytes);
        console.log().warning(written ? fmt::format("the unreadable answer is kept in {}", path.string())
                                      : written.error().message());
    };
}

void print_summary(Digest const& digest, std::vector<fs::path> const& files, Console const& console) {
    Totals const& totals = digest.totals;
    auto const count = [](std::size_t n) { return std::to_string(n); };
    console.print_table({{"Digest of " + format_date(digest.date), std::string(to_string(digest.state))},
                         {"  announced", count(totals.announced)},
                         {"  repeated listings merged", count(totals.duplicates)},
                         {"  filtered", count(totals.filtered)},
                         {"  scored by " + digest.scorer, count(totals.scored)},
                         {"  without a score", count(totals.unscored)},
                         {"  shown", count(totals.relevant)}});
    for (std::string const& warning : digest.warnings) console.print("  note: " + text::printable(warning));
    for (fs::path const& file : files) console.print(file.string());
}

ExitCode outcome(Digest const& digest, bool with_exit_code) {
    if (digest.state == DigestState::partial) return ExitCode::partial;
    if (with_exit_code && digest.state == DigestState::no_announcement) return ExitCode::nothing_announced;
    if (with_exit_code && digest.entries.empty()) return ExitCode::nothing_relevant;
    return ExitCode::done;
}

/// What a run needs besides its configuration; the Runtime outlives the client that uses it.
struct Equipment {
    SystemClock clock;
    Random random{std::random_device{}()};
    net::Runtime runtime;
    std::unique_ptr<net::HttpClient> http;
};

Result<Digest> make_digest(Config const& config, RunOptions const& options, Registry const& registry,
                           Console& console) {
    auto const window = window_of(options);
    if (!window) return window.error();
    auto const calendar = calendar_of(config);
    if (!calendar) return calendar.error();
    auto pipeline = make_pipeline(config, registry, {options.papers.begin(), options.papers.end()});
    if (!pipeline) return pipeline.error();

    Equipment equipment;
    if (options.papers.empty()) {
        auto client =
            net::make_http_client(http_options(config), equipment.clock, equipment.random, console.log());
        if (!client) return client.error();
        equipment.http = std::move(*client);
    }
    Services services{equipment.clock,
                      console.log(),
                      *calendar,
                      equipment.http.get(),
                      raw_keeper(config.output.dir, console),
                      [&console](Stage stage, std::size_t done, std::size_t total) {
                          console.progress(name_of(stage), done, total);
                      }};
    equipment.runtime.cancel_on_signals();
    auto digest = equipment.runtime.run(pipeline->run(*window, services));
    console.end_progress();
    return digest;
}

ExitCode run(RunOptions const& options, Console& console) {
    auto const config = configuration(options);
    if (!config) return console.fail(config.error());
    Registry const registry = default_registry();
    auto const writable = check_output(registry, config->output.formats, config->output.dir);
    if (!writable) return console.fail(writable.error());
    auto const digest = make_digest(*config, options, registry, console);
    if (!digest) return console.fail(digest.error());
    auto const files = write_digest(*digest, registry, config->output.formats, config->output.dir);
    if (!files) {
        // The arguments were fine: a full disk is a failed run.
        (void)console.fail(files.error());
        return ExitCode::failed;
    }
    print_summary(*digest, *files, console);
    return outcome(*digest, options.exit_code);
}

}  // namespace

void add_run(CLI::App& app, CommandAction& action) {
    auto const options = std::make_shared<RunOptions>();
    CLI::App* command = app.add_subcommand("run", "Make the digest of a day");
    command->add_option("--config", options->config, "Configuration file")
        ->capture_default_str()
        ->type_name("FILE");
    command
        ->add_option("--date", options->date,
                     "Day of the announcement, YYYY-MM-DD; the current one if not given")
        ->type_name("DATE");
    command
        ->add_option("--papers", options->papers,
                     "Read papers from files instead of the network: RSS, Atom, API answer or JSON Lines, "
                     "plain or .gz")
        ->type_name("FILE");
    command->add_option("--out", options->out, "Output directory, instead of the configured one")
        ->type_name("DIR");
    command->add_flag("--exit-code", options->exit_code,
                      "Exit with 4 if nothing was announced, with 5 if nothing is relevant");
    command->callback(
        [options, &action] { action = [options](Console& console) { return run(*options, console); }; });
}

}  // namespace lectern::app
