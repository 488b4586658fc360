#include "detail/connections.hpp"
#include "detail/gate.hpp"

#include <lectern/core/text.hpp>
#include <lectern/net/http_client.hpp>
#include <lectern/net/inflate.hpp>
#include <lectern/net/retry.hpp>
#include <lectern/net/timer.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace lectern::net {
namespace {

bool is_idempotent(std::string_view method) {
    return method == "GET" || method == "HEAD";
}

bool is_redirect(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

/// Headers that are a secret between the caller and one host.
bool is_credential(std::string_view name) {
    static constexpr std::array<std::string_view, 5> names{"Authorization", "Cookie", "x-api-key", "api-key",
                                                           "x-goog-api-key"};
    return std::ranges::any_of(names, [&](std::string_view known) { return text::iequals(known, name); });
}

bool has_header(std::vector<Header> const& headers, std::string_view name) {
    return std::ranges::any_of(headers, [&](Header const& field) { return text::iequals(field.name, name); });
}

bool is_worth_another_try(Result<HttpResponse> const& result, bool idempotent) {
    if (result.has_value()) return is_retryable_status(result->status);
    Error const& error = result.error();
    bool const transient =
        error == errc::connect_failed || error == errc::timeout || error == errc::bad_encoding;
    return idempotent && transient;
}

/// A request on its way through redirects.
struct Trip {
    std::string method;
    Url url;
    std::vector<Header> headers;
    std::string body;
    std::string group;
    std::optional<std::chrono::milliseconds> timeout;
};

class Client final : public HttpClient {
public:
    Client(HttpOptions options, ProxyRules proxies, std::unique_ptr<TlsContext> tls, Clock const& clock,
           Random& random, Logger const& logger)
        : options_(std::move(options)),
          limits_{options_.max_header_bytes, options_.max_body_bytes},
          proxies_(std::move(proxies)),
          connections_(std::move(tls), options_.keep_alive, limits_),
          clock_(clock),
          random_(random),
          logger_(logger) {}

    awaitable<Result<HttpResponse>> send(HttpRequest request) override;

private:
    Result<Trip> start(HttpRequest const& request) const;
    /// The pacing group the request names if the options know it, else its host.
    std::string group_of(Trip const& trip) const;
    Gate& gate_of(Trip const& trip);
    awaitable<Result<HttpResponse>> follow(Trip trip);
    awaitable<Result<HttpResponse>> attempt(Trip trip);
    awaitable<Result<Exchange>> exchange_once(Trip trip, int max_idle, bool fresh, bool& reused);
    Result<Trip> redirect(Trip trip, HttpResponse const& response) const;
    Result<void> decode(HttpResponse& response) const;
    std::optional<std::chrono::milliseconds> delay_before_retry(Result<HttpResponse> const& result,
                                                                int attempts,
                                                                SteadyClock::time_point started);

    HttpOptions options_;
    ExchangeLimits limits_;
    ProxyRules proxies_;
    Connections connections_;
    Clock const& clock_;
    Random& random_;
    Logger const& logger_;
    std::map<std::string, std::shared_ptr<Gate>> gates_;
};

Result<Trip> Client::start(HttpRequest const& request) const {
    auto url = parse_url(request.url());
    if (!url) return url.error();
    Trip trip{request.method(), std::move(*url), request.headers(),
              request.body(),   request.group(), request.timeout()};
    Validators const& validators = request.validators();
    if (!validators.etag.empty()) trip.headers.push_back({"If-None-Match", validators.etag});
    if (!validators.last_modified.empty())
        trip.headers.push_back({"If-Modified-Since", validators.last_modified});
    return trip;
}

std::string Client::group_of(Trip const& trip) const {
    return options_.groups.contains(trip.group) ? trip.group : trip.url.authority();
}

Gate& Client::gate_of(Trip const& trip) {
    auto& gate = gates_[group_of(trip)];
    if (gate) return *gate;
    auto const group = options_.groups.find(trip.group);
    Pacing const& pacing = group == options_.groups.end() ? options_.host_pacing : group->second;
    gate = std::make_shared<Gate>(pacing);
    return *gate;
}

awaitable<Result<HttpResponse>> Client::send(HttpRequest request) {
    auto const trip = start(request);
    if (!trip) co_return trip.error();
    auto const started = SteadyClock::now();
    for (int attempts = 1;; ++attempts) {
        auto result = co_await follow(*trip);
        if (result) result->attempts = attempts;
        bool const final = request.once() || !is_worth_another_try(result, is_idempotent(trip->method));
        if (final) co_return std::move(result);
        auto const delay = delay_before_retry(result, attempts, started);
        if (!delay) co_return std::move(result);
        logger_.info(fmt::format("{}: {}; trying again in {:.1f} s", trip->url.authority(),
                                 result ? fmt::format("HTTP {}", result->status) : result.error().message(),
                                 static_cast<double>(delay->count()) / 1000));
        auto const when = SteadyClock::now() + *delay;
        // The whole group rests: a server that is overloaded is so for all of our requests.
        gate_of(*trip).hold_until(when);
        auto const slept = co_await sleep_until(when);
        if (!slept) co_return slept.error();
    }
}

std::optional<std::chrono::milliseconds> Client::delay_before_retry(Result<HttpResponse> const& result,
                                                                    int attempts,
                                                                    SteadyClock::time_point started) {
    std::optional<std::chrono::milliseconds> retry_after;
    if (result) retry_after = parse_retry_after(result->header("Retry-After"), clock_.now());
    auto const elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(SteadyClock::now() - started);
    return retry_delay(options_.retry, attempts, elapsed, retry_after, random_.uniform());
}

awaitable<Result<HttpResponse>> Client::follow(Trip trip) {
    for (int redirects = 0;; ++redirects) {
        auto response = co_await attempt(trip);
        if (!response || !is_redirect(response->status) || response->header("Location").empty()) {
            co_return std::move(response);
        }
        if (redirects >= options_.max_redirects) {
            co_return Error(
                errc::redirect_refused,
                fmt::format("more than {} redirects from {}", options_.max_redirects, trip.url.authority()));
        }
        auto next = redirect(std::move(trip), *response);
        if (!next) co_return next.error();
        trip = std::move(*next);
    }
}

Result<Trip> Client::redirect(Trip trip, HttpResponse const& response) const {
    auto url = resolve_url(trip.url, response.header("Location"));
    if (!url) return url.error().with_context("redirect");
    if (trip.url.https && !url->https) {
        return Error(errc::redirect_refused, fmt::format("from https to {}", url->to_string()));
    }
    bool const same_place = url->authority() == trip.url.authority() && url->https == trip.url.https;
    if (!same_place)
        std::erase_if(trip.headers, [](Header const& field) { return is_credential(field.name); });
    bool const becomes_get = response.status == 303 || (response.status <= 302 && trip.method == "POST");
    if (becomes_get && trip.method != "HEAD") {
        trip.method = "GET";
        trip.body.clear();
        std::erase_if(trip.headers,
                      [](Header const& field) { return text::iequals(field.name, "Content-Type"); });
    }
    trip.url = std::move(*url);
    return trip;
}

awaitable<Result<HttpResponse>> Client::attempt(Trip trip) {
    Gate& gate = gate_of(trip);
    auto permit = co_await gate.enter();
    if (!permit) co_return permit.error();
    auto const group = options_.groups.find(trip.group);
    bool const spaced = group != options_.groups.end() && group->second.min_interval.count() > 0;
    if (options_.reserve && spaced) {
        auto const when = SteadyClock::now() + options_.reserve(trip.group, clock_.now());
        gate.hold_until(when + group->second.min_interval);
        auto const slept = co_await sleep_until(when);
        if (!slept) co_return slept.error();
    }
    logger_.debug(fmt::format("{} {}", trip.method, text::printable(trip.url.to_string(), 300)));
    int const max_idle = std::max(0, gate.max_connections() - gate.in_flight());
    bool reused = false;
    auto result = co_await exchange_once(trip, max_idle, false, reused);
    // A kept connection may have been closed by the server just now: that is no failure of the request.
    bool const stale = reused && result.has_value() && result->closed_early && is_idempotent(trip.method);
    if (stale) result = co_await exchange_once(trip, max_idle, true, reused);
    if (!result) co_return result.error();
    if (result->closed_early) {
        co_return Error(errc::connect_failed,
                        trip.url.authority() + " closed the connection without an answer");
    }
    result->response.url = trip.url.to_string();
    auto const decoded = decode(result->response);
    if (!decoded) co_return decoded.error();
    co_return std::move(result->response);
}

awaitable<Result<Exchange>> Client::exchange_once(Trip trip, int max_idle, bool fresh, bool& reused) {
    Route route;
    route.url = trip.url;
    route.proxy = proxies_.find(trip.url);
    route.group = group_of(trip);
    bool const absolute = route.proxy && !trip.url.https;
    std::vector<Header> headers = trip.headers;
    headers.push_back({"Host", trip.url.authority()});
    if (!has_header(headers, "User-Agent")) headers.push_back({"User-Agent", options_.user_agent});
    if (!has_header(headers, "Accept")) headers.push_back({"Accept", "*/*"});
    headers.push_back({"Accept-Encoding", "gzip, deflate"});
    if (!trip.body.empty() || trip.method == "POST") {
        headers.push_back({"Content-Length", std::to_string(trip.body.size())});
    }
    auto request =
        serialize(trip.method, absolute ? trip.url.to_string() : trip.url.target, headers, trip.body);
    if (!request) co_return request.error();

    StreamTimes const times{options_.connect_timeout, options_.handshake_timeout,
                            trip.timeout.value_or(options_.idle_timeout),
                            SteadyClock::now() + trip.timeout.value_or(options_.total_timeout)};
    auto connection = co_await connections_.open(route, times, max_idle, fresh);
    if (!connection) co_return connection.error();
    reused = connection->reused;
    bool const expects_body = trip.method != "HEAD";
    auto result = co_await exchange(*connection->stream, std::move(*request), expects_body, limits_);
    if (result && result->keep_alive) connections_.keep(route, std::move(*connection));
    co_return std::move(result);
}

Result<void> Client::decode(HttpResponse& response) const {
    std::string const encoding = text::ascii_lower(text::trim(response.header("Content-Encoding")));
    if (encoding.empty() || encoding == "identity" || response.body.empty()) return {};
    if (encoding != "gzip" && encoding != "x-gzip" && encoding != "deflate") {
        return Error(errc::bad_encoding, fmt::format("content encoding \"{}\" was not asked for", encoding));
    }
    auto plain = inflate(response.body, options_.max_body_bytes);
    if (!plain) return plain.error();
    response.body = std::move(*plain);
    return {};
}

}  // namespace

Result<std::unique_ptr<HttpClient>> make_http_client(HttpOptions options, Clock const& clock, Random& random,
                                                     Logger const& logger) {
    auto proxies = ProxyRules::from(options);
    if (!proxies) return proxies.error();
    auto tls = make_tls_context(options.ca_file);
    if (!tls) return tls.error();
    return std::unique_ptr<HttpClient>(std::make_unique<Client>(std::move(options), std::move(*proxies),
                                                                std::move(*tls), clock, random, logger));
}

Result<void> check_status(HttpResponse const& response) {
    if (response.ok() || response.not_modified()) return {};
    std::string detail = fmt::format("HTTP {} from {}", response.status, response.url);
    if (response.attempts > 1) detail += fmt::format(" after {} attempts", response.attempts);
    std::string const words = text::truncate(text::collapse_whitespace(response.body), 300);
    if (!words.empty()) detail += ": " + words;
    return Error(response.status == 429 ? errc::rate_limited : errc::http_status, detail);
}

}  // namespace lectern::net
