#include "../commands.hpp"
#include "../environment.hpp"
#include "../workspace.hpp"

#include <lectern/archive/layout.hpp>
#include <lectern/core/text.hpp>
#include <lectern/daily/channels.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <set>

namespace lectern::app {
namespace {

namespace bj = boost::json;

struct SendOptions {
    ConfigOptions config;
    std::string date;
    std::string to;
    bool preview = false;
    bool again = false;
    bool json = false;
};

/// How far back a day may be that was not sent, or only in part.
constexpr int kDaysBack = 7;

/// What sending to a channel came to.
struct Sent {
    std::string channel;
    std::string kind;
    Date day;
    Delivery delivery;
};

std::string label(Channel const& channel) {
    return fmt::format("{} ({})", text::printable(channel.name, 60), channel.kind);
}

/// Days up to the newest that the channel has not sent: what was begun, and what came after the last one sent.
Result<std::vector<Date>> open_days(DeliveryStore const& store, Channel const& channel,
                                    std::vector<Date> const& digests) {
    Date const newest = digests.back();
    auto const last = store.last_delivered(channel.name);
    if (!last) return last.error();
    std::vector<Date> days;
    for (Date const day : digests) {
        if (day < add_days(newest, -kDaysBack)) continue;
        auto const records = store.deliveries(channel.name, day);
        if (!records) return records.error();
        bool const begun =
            !records->empty() && std::ranges::any_of(*records, [](DeliveryRecord const& record) {
                return record.state != DeliveryState::sent;
            });
        bool const due = channel.weekly ? day == newest && (!*last || add_days(**last, kDaysBack) <= day)
                                        : day == newest || (*last && day > **last);
        if (begun || due) days.push_back(day);
    }
    return days;
}

/// The issue of a day, or of the week that ends with it. \return nothing if there is no digest
Result<std::optional<Issue>> issue_of(Config const& config, Channel const& channel, Date day,
                                      DeliveryStore const* store, Time now) {
    std::vector<Digest> digests;
    Date from = day;
    if (channel.weekly) {
        from = add_days(day, 1 - kDaysBack);
        auto const last =
            store ? store->last_delivered(channel.name) : Result<std::optional<Date>>(std::nullopt);
        if (!last) return last.error();
        if (*last && **last < day) from = std::max(from, add_days(**last, 1));
    }
    for (Date const one : digest_days(config.output.dir)) {
        if (one < from || one > day) continue;
        auto digest = read_day(config.output.dir, one);
        if (!digest) return digest.error();
        if (*digest) digests.push_back(std::move(**digest));
    }
    if (digests.empty()) return std::optional<Issue>();
    Issue issue;
    if (channel.weekly)
        issue = week_of(std::move(digests));
    else
        issue.digest = std::move(digests.back());
    issue.made = now;
    issue.site = config.site.url;
    return std::optional<Issue>(std::move(issue));
}

/// The days with a digest, up to the one asked for.
Result<std::vector<Date>> digests_up_to(Config const& config, std::string const& date) {
    auto days = digest_days(config.output.dir);
    if (!date.empty()) {
        auto const day = read_date(date, "--date");
        if (!day) return day.error();
        if (std::ranges::count(days, *day) == 0)
            return Error(errc::invalid_argument, fmt::format("there is no digest of {}", format_date(*day)));
        std::erase_if(days, [&](Date one) { return one > *day; });
    }
    if (days.empty())
        return Error(errc::invalid_argument,
                     fmt::format("there is no digest below {}: `lectern run` makes the first",
                                 config.output.dir.string()));
    return days;
}

ExitCode preview(SendOptions const& options, Config const& config, Registry const& registry,
                 Console& console) {
    auto const days = digests_up_to(config, options.date);
    if (!days) return console.fail(days.error());
    auto const channels =
        make_channels(config, registry, secrets(config), console.redactor(), options.to, true);
    if (!channels) return console.fail(channels.error());
    for (Channel const& channel : *channels) {
        auto const issue = issue_of(config, channel, days->back(), nullptr, SystemClock().now());
        if (!issue) return console.fail(issue.error());
        auto const messages = channel.publisher->compose(**issue);
        if (!messages) return console.fail(messages.error());
        for (OutgoingMessage const& message : *messages) {
            console.write(console.redactor().redact(message.content));
            if (!message.content.ends_with('\n')) console.write("\n");
        }
    }
    return ExitCode::done;
}

class Sender {
public:
    Sender(SendOptions const& options, Workspace& workspace, Console& console)
        : options_(options), workspace_(workspace), console_(console) {}

    /// Sends what a channel has open.
    Result<void> send(Channel& channel, std::vector<Date> const& digests) {
        std::vector<Date> days{digests.back()};
        if (options_.date.empty()) {
            auto open = open_days(workspace_.store(), channel, digests);
            if (!open) return open.error();
            days = std::move(*open);
        }
        if (days.empty()) say(fmt::format("{}: nothing is due", label(channel)));
        for (Date const day : days) {
            if (auto const done = send_day(channel, day); !done) return done.error();
        }
        return {};
    }

    void fail(std::string const& channel, Error const& error) {
        complete_ = false;
        console_.log().error(fmt::format("{}: {}", text::printable(channel, 60), error.message()));
    }

    bool complete() const { return complete_; }
    std::vector<Sent> const& sent() const { return sent_; }

private:
    void say(std::string const& line) const {
        if (!options_.json) console_.print(line);
    }

    Result<void> send_day(Channel& channel, Date day) {
        Services const& services = workspace_.services();
        auto const issue =
            issue_of(workspace_.config(), channel, day, &workspace_.store(), services.clock.now());
        if (!issue) return issue.error();
        if (!*issue) return {};
        std::string const what = fmt::format("{}: {}", label(channel), format_date(day));
        if ((*issue)->digest.entries.empty() && !channel.empty) {
            say(what + ": no papers, nothing to send");
            return {};
        }
        SendContext context{services.http, services.clock, services.log, services.retry};
        auto const done = workspace_.look(
            deliver(**issue, channel.name, *channel.publisher, workspace_.store(), context, options_.again));
        if (!done) return done.error();
        report(what, *done);
        sent_.push_back({channel.name, channel.kind, day, *done});
        return {};
    }

    void report(std::string const& what, Delivery const& delivery) {
        for (Error const& failure : delivery.failures)
            console_.log().error(fmt::format("{}: {}", what, failure.message()));
        complete_ = complete_ && delivery.complete();
        if (delivery.uncertain > 0)
            console_.log().warning(
                fmt::format("{}: an earlier attempt got no answer: {} may have arrived twice", what,
                            text::counted(delivery.uncertain, "message")));
        if (delivery.complete() && delivery.sent == 0)
            say(what + ": sent before");
        else if (delivery.complete())
            say(fmt::format("{}: {} sent", what, text::counted(delivery.sent, "message")));
        else
            say(fmt::format("{}: {} of {} sent; `lectern send` goes on with the rest", what,
                            delivery.sent + delivery.sent_before,
                            text::counted(delivery.messages, "message")));
    }

    SendOptions const& options_;
    Workspace& workspace_;
    Console& console_;
    bool complete_ = true;
    std::vector<Sent> sent_;
};

std::string as_json(std::vector<Sent> const& all) {
    bj::array list;
    for (Sent const& one : all) {
        bj::array failures;
        for (Error const& failure : one.delivery.failures) failures.emplace_back(failure.message());
        list.push_back(bj::object{{"channel", one.channel},
                                  {"kind", one.kind},
                                  {"date", format_date(one.day)},
                                  {"messages", one.delivery.messages},
                                  {"sent", one.delivery.sent},
                                  {"sent_before", one.delivery.sent_before},
                                  {"uncertain", one.delivery.uncertain},
                                  {"failures", std::move(failures)}});
    }
    return bj::serialize(list);
}

ExitCode send(SendOptions const& options, Registry const& registry, Console& console) {
    auto const config = load(options.config);
    if (!config) return console.fail(config.error());
    if (config->channels.empty())
        return console.fail(Error(errc::invalid_config,
                                  "there is no channel to send to: write a [[channel]] into the "
                                  "configuration (docs/delivery.md)"));
    if (options.preview) return preview(options, *config, registry, console);
    auto const digests = digests_up_to(*config, options.date);
    if (!digests) return console.fail(digests.error());
    // Mistakes in the file end the command before anything is sent; a missing secret concerns its channel only.
    auto const checked = make_channels(*config, registry, {}, console.redactor(), options.to, true);
    if (!checked) return console.fail(checked.error());
    auto const workspace = Workspace::open(*config, console, true);
    if (!workspace) return console.fail(workspace.error());
    Sender sender(options, **workspace, console);
    for (Channel const& one : *checked) {
        auto channels = make_channels(*config, registry, secrets(*config), console.redactor(), one.name);
        if (!channels) {
            sender.fail(one.name, channels.error());
            continue;
        }
        auto const sent = sender.send(channels->front(), *digests);
        if (!sent && sent.error() == errc::cancelled) return console.fail(sent.error());
        if (!sent) sender.fail(one.name, sent.error());
    }
    if (options.json) console.print(as_json(sender.sent()));
    return sender.complete() ? ExitCode::done : ExitCode::partial;
}

}  // namespace

void add_send(Command const& program) {
    auto const options = std::make_shared<SendOptions>();
    Command const command =
        program.command("send", "Send the newest digest to the channels, and what is still missing");
    command.example("lectern send --preview --to me");
    command.option("--date", options->date, "DATE",
                   "Send the digest of this day: YYYY-MM-DD, today, yesterday or -N");
    command.option("--to", options->to, "NAME", "Only to this channel");
    Argument const preview_flag = command.flag("--preview", options->preview,
                                               "Write what would be sent to standard output; send nothing");
    command.flag("--again", options->again, "Send also what was sent before").excludes(preview_flag);
    command.flag("--json", options->json, "Print what was sent as a JSON array").excludes(preview_flag);
    add_config_options(command, options->config);
    command.does(options, send);
}

}  // namespace lectern::app
