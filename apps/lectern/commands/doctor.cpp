#include "../commands.hpp"
#include "../environment.hpp"
#include "../workspace.hpp"

#include <lectern/archive/output.hpp>
#include <lectern/config/config_secrets.hpp>
#include <lectern/core/text.hpp>
#include <lectern/daily/channels.hpp>
#include <lectern/daily/llm_setup.hpp>
#include <lectern/daily/registry.hpp>
#include <lectern/score/llm/failure.hpp>
#include <lectern/store/sqlite_store.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <chrono>
#include <memory>
#include <random>
#include <sys/statvfs.h>

namespace lectern::app {
namespace {

struct DoctorOptions {
    ConfigOptions config;
    bool offline = false;
    bool ask = false;
    bool json = false;
};

enum class Level { ok, warning, failure };

/// Prints findings and remembers the worst.
class Report {
public:
    /// \param json whether to print a JSON array at the end instead of a line a finding
    Report(Console const& console, bool json) : console_(console), json_(json) {}

    void ok(std::string_view what) { add(Level::ok, what, {}); }
    void warn(std::string_view what, std::string_view advice) { add(Level::warning, what, advice); }
    void fail(std::string_view what, std::string_view advice) { add(Level::failure, what, advice); }
    Redactor const& redactor() const { return console_.redactor(); }
    ExitCode end() const {
        if (json_) console_.print(boost::json::serialize(findings_));
        return failed_ ? ExitCode::failed : ExitCode::done;
    }

private:
    void add(Level level, std::string_view what, std::string_view advice) {
        failed_ = failed_ || level == Level::failure;
        if (json_) {
            boost::json::object finding{{"level", level == Level::ok        ? "ok"
                                                  : level == Level::warning ? "warning"
                                                                            : "failure"},
                                        {"finding", what}};
            if (!advice.empty()) finding["advice"] = advice;
            findings_.push_back(std::move(finding));
            return;
        }
        std::string_view const mark = level == Level::ok ? "ok  " : level == Level::warning ? "warn" : "FAIL";
        console_.print(fmt::format("{}  {}", mark, text::printable(what)));
        if (!advice.empty()) console_.print(fmt::format("      {}", advice));
    }

    Console const& console_;
    bool json_;
    boost::json::array findings_;
    bool failed_ = false;
};

void look_at_categories(Config const& config, Report& report) {
    std::vector<std::string> known;
    for (Category const& category : config.feed.categories) {
        CategoryInfo const* info = category.info();
        if (info && !info->active)
            report.warn(fmt::format("feed.categories: {} takes no new papers any more", category.code()),
                        fmt::format("arXiv lists them under {}", category.canonical().code()));
        known.push_back(info ? fmt::format("{} ({})", category.code(), info->name) : category.code());
    }
    report.ok("categories: " + text::join(known, ", "));
}

void look_at_pipeline(Config const& config, Registry const& registry, Report& report) {
    if (auto const scorer = registry.make_scorer(config); !scorer)
        report.fail("scorer: " + scorer.error().message(), "correct score.kind or the file it names");
    else
        report.ok(fmt::format("scorer: {}", config.score.kind));
    if (auto const filters = registry.make_filters(config); !filters)
        report.fail("filters: " + filters.error().message(), "correct the expression or option it names");
    if (auto const known = registry.check_options(config); !known)
        report.fail("plug-ins: " + known.error().detail(), "correct or remove the table");
    for (std::string const& name : {config.feed.source, config.feed.fallback}) {
        if (name == "none" || name == "file") continue;
        if (auto const feed = registry.make_feed(config, name); !feed)
            report.fail("feed: " + feed.error().message(), "correct feed.source or feed.fallback");
    }
}

void look_at_topics(Config const& config, Report& report) {
    auto const topics = load_topics(config);
    if (!topics) return;  // the scorer has said so, if it needs them
    for (std::string const& warning : topics->warnings)
        report.warn("topics: " + warning, "correct the line in the topics file");
    report.ok(fmt::format("topics: {} topics, {} keywords", topics->topics.size(), topics->keywords.size()));
}

void look_at_key(Config const& config, Registry const& registry, Report& report) {
    if (!registry.scorer_needs(config).model) {
        report.ok(
            fmt::format("key: none needed, the scorer \"{}\" asks no language model", config.score.kind));
        return;
    }
    if (config.llm.api_key_env.empty())
        report.ok("key: none needed (llm.api_key_env is empty)");
    else if (auto const key = check_key(config, registry); !key)
        report.fail("key: " + key.error().detail(), {});
    else
        report.ok("key: there (" + config.llm.api_key_env + ")");
}

void look_at_authors(Config const& config, Report& report) {
    auto const followed = followed_authors(config);
    if (!followed) {
        report.fail("authors: " + followed.error().message(), "correct the line that is named");
        return;
    }
    if (followed->empty()) return;
    for (FollowedAuthor const& author : followed->authors()) {
        if (!author.has_id())
            report.warn(fmt::format("authors: {} has no id and is matched by name only ({})", author.name,
                                    author.place),
                        "`lectern authors add` finds ids");
    }
    report.ok(fmt::format("authors: {} followed", followed->authors().size()));
}

void look_at_channels(Config const& config, Registry const& registry, Report& report) {
    auto const channels = make_channels(config, registry, {}, report.redactor(), {}, true);
    if (!channels) {
        report.fail("channels: " + channels.error().message(), "docs/delivery.md has the keys of each kind");
        return;
    }
    for (Channel const& channel : *channels) {
        auto const ready = make_channels(config, registry, secrets(config), report.redactor(), channel.name);
        if (ready)
            report.ok(fmt::format("channel: {} ({})", channel.name, channel.kind));
        else
            report.fail("channel: " + ready.error().message(), "set the variable, or name a file");
    }
}

/// arXiv asks programs to say whom they act for.
void look_at_contact(Config const& config, Report& report) {
    if (config.net.contact.empty())
        report.warn("contact: arXiv is not told who asks",
                    "set net.contact in lectern.toml to your mail address or web page");
    else
        report.ok("contact: " + config.net.contact);
}

void look_at_disk(Config const& config, Registry const& registry, Report& report) {
    constexpr double little = 200e6;
    auto const writable = check_output(registry.formats, config.output.formats, config.output.dir);
    if (!writable) {
        report.fail("output: " + writable.error().message(), "correct output.dir or output.formats");
        return;
    }
    struct statvfs space {};
    double const free = ::statvfs(config.output.dir.c_str(), &space) == 0
                            ? static_cast<double>(space.f_bavail) * static_cast<double>(space.f_frsize)
                            : 0;
    std::string const what =
        fmt::format("output: {} can be written, {:.1f} GB free", config.output.dir.string(), free / 1e9);
    if (free < little)
        report.warn(what, "a year of papers takes up to 1 GB; make room");
    else
        report.ok(what);
}

void look_at_store(Config const& config, Report& report) {
    auto const store = SqliteStore::open_to_read(config.database());
    if (!store && store.error() == errc::file) {
        report.ok("database: none yet, the first run makes it");
        return;
    }
    auto const checked = store ? store->check() : Result<StoreReport>(store.error());
    if (!checked)
        report.fail("database: " + checked.error().message(), "restore a copy, or move the file away");
    else if (!checked->problems.empty())
        report.fail("database: " + checked->problems.front(), "`lectern db check` lists everything");
    else
        report.ok(fmt::format("database: {} papers, {} days, sound", checked->papers, checked->days));
}

void look_at_calendar(Config const& config, Report& report) {
    auto const calendar = calendar_of(config);
    if (!calendar) {
        report.fail("calendar: " + calendar.error().message(), "correct feed.deferred_days");
        return;
    }
    Date const today = AnnouncementCalendar::eastern_date(SystemClock().now());
    report.ok(calendar->announcement(today)
                  ? fmt::format("calendar: {} has an announcement", format_date(today))
                  : fmt::format("calendar: no announcement on {}, the next is due on {}", format_date(today),
                                format_date(calendar->next_feed_day(today))));
}

/// An address that tells whether an endpoint answers.
struct Endpoint {
    std::string feeds;  ///< Which feeds use it.
    std::string url;
};

std::vector<Endpoint> endpoints(Config const& config) {
    return {{"arxiv-rss, arxiv-atom", config.feed.rss_url + "/feed/status"},
            {"arxiv-api", config.feed.api_url + "/api/query?id_list=1706.03762&max_results=1"},
            {"arxiv-oai", config.feed.oai_url + "/oai?verb=Identify"}};
}

bool is_used(Endpoint const& endpoint, Config const& config) {
    return endpoint.feeds.find(config.feed.source) != std::string::npos ||
           endpoint.feeds.find(config.feed.fallback) != std::string::npos;
}

/// Compares the clock with the server's.
void look_at_clock(net::HttpResponse const& response, Report& report) {
    constexpr auto tolerance = std::chrono::minutes(5);
    auto const theirs = parse_rfc822(response.header("Date"));
    if (!theirs) return;
    auto const apart = std::chrono::abs(SystemClock().now() - *theirs);
    if (apart > tolerance)
        report.warn(fmt::format("clock: {} s away from the server's", apart.count()),
                    "set the clock; days and certificates depend on it");
}

net::awaitable<Result<void>> ask_endpoints(std::vector<Endpoint> wanted, net::HttpClient& http,
                                           Report& report) {
    for (Endpoint const& endpoint : wanted) {
        auto request = net::HttpRequest::get(endpoint.url);
        request.set_group("arxiv");
        auto const started = std::chrono::steady_clock::now();
        auto const response = co_await http.send(std::move(request));
        auto const took =
            std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - started);
        if (!response && response.error() == errc::cancelled) co_return response.error();
        auto const status = response ? net::check_status(*response) : Result<void>(response.error());
        if (!status) {
            report.fail(fmt::format("{}: {}", endpoint.url, status.error().message()),
                        "check the network, the proxy variables (https_proxy) and the address");
            continue;
        }
        report.ok(fmt::format("{} answers in {} ms", endpoint.url, took.count()));
        look_at_clock(*response, report);
    }
    co_return Result<void>();
}

/// Whether the model is there, and on request whether it answers.
net::awaitable<Result<void>> look_at_model(Config config, bool ask, net::HttpClient& http, Logger const& log,
                                           Report& report) {
    auto setup = make_llm_setup(config);
    Secret key;
    if (!config.llm.api_key_env.empty()) {
        auto const found = watched(secrets(config), report.redactor())(config.llm.api_key_env);
        if (found) key = *found;
    }
    for (std::string const& secret : secrets_in(config)) report.redactor().add(secret);
    // Both are reported where scorer and key are looked at.
    bool const ready = setup.has_value() && (config.llm.api_key_env.empty() || !key.empty());
    if (!ready) co_return Result<void>();
    SystemClock const clock;
    std::string const name = fmt::format("model {} at {}", config.llm.model, config.llm.base_url);
    auto response = co_await http.send(setup->provider->look_at_model(key));
    if (!response && response.error() == errc::cancelled) co_return response.error();
    if (!response) {
        report.fail(fmt::format("{}: {}", name, response.error().message()),
                    "check llm.base_url and the network");
    } else if (!response->ok()) {
        report.fail(fmt::format("{}: {}", name, llm::explain_failure(*response, clock.now()).error.message()),
                    "401: the key is not accepted; 404: llm.model is not known there");
    } else {
        report.ok(name + " is there");
    }
    if (!ask) co_return Result<void>();
    auto const sign = co_await llm::ask_for_a_sign(std::move(*setup), http, clock, log, key);
    if (!sign && sign.error() == errc::cancelled) co_return sign.error();
    if (sign)
        report.ok(*sign);
    else
        report.fail(fmt::format("{}: {}", name, sign.error().message()),
                    "`lectern prompt` shows what is asked");
    co_return Result<void>();
}

Result<void> look_at_network(Config const& config, DoctorOptions const& options, bool asks_model,
                             Console& console, Report& report) {
    std::vector<Endpoint> wanted;
    for (Endpoint const& endpoint : endpoints(config)) {
        if (is_used(endpoint, config)) wanted.push_back(endpoint);
    }
    SystemClock const clock;
    Random random(std::random_device{}());
    net::Runtime runtime;
    net::HttpOptions http_settings = http_options(config);
    http_settings.retry.attempts = 1;  // a check is no run: it says what it sees
    auto const http = net::make_http_client(std::move(http_settings), clock, random, console.log());
    if (!http) {
        report.fail("network: " + http.error().message(), "correct net.ca_file or the proxy variables");
        return {};
    }
    Interruption::Scope const scope(console.interruption(), {[&runtime] { runtime.cancel(); }, {}});
    auto const asked = runtime.run(ask_endpoints(std::move(wanted), **http, report));
    if (!asked || !asks_model) return asked;
    return runtime.run(look_at_model(config, options.ask, **http, console.log(), report));
}

ExitCode doctor(DoctorOptions const& options, Registry const& registry, Console& console) {
    auto const config = load(options.config);
    if (!config) return console.fail(config.error());
    Report report(console, options.json);
    report.ok("configuration: " + options.config.config);
    look_at_categories(*config, report);
    look_at_pipeline(*config, registry, report);
    look_at_topics(*config, report);
    look_at_key(*config, registry, report);
    look_at_authors(*config, report);
    look_at_channels(*config, registry, report);
    look_at_contact(*config, report);
    look_at_disk(*config, registry, report);
    look_at_store(*config, report);
    look_at_calendar(*config, report);
    if (options.offline) return report.end();
    auto const asked =
        look_at_network(*config, options, registry.scorer_needs(*config).model, console, report);
    return asked ? report.end() : console.fail(asked.error());
}

}  // namespace

void add_doctor(Command const& program) {
    auto const options = std::make_shared<DoctorOptions>();
    Command const command = program.command("doctor", "Check configuration, disk, database and network");
    command.example("lectern doctor");
    add_config_options(command, options->config);
    Argument const offline = command.flag("--offline", options->offline, "Ask no server");
    command
        .flag("--ask", options->ask,
              "Ask the language model one real question; costs about as much as a paper")
        .excludes(offline);
    command.flag("--json", options->json, "Print a JSON array of findings");
    command.does(options, doctor);
}

}  // namespace lectern::app
