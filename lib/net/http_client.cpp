#include "detail/connections.hpp"
#include "detail/redirect.hpp"
#include "detail/request_limiter.hpp"

#include <lectern/core/text.hpp>
#include <lectern/net/http_client.hpp>
#include <lectern/net/retry.hpp>
#include <lectern/net/timer.hpp>
#include <lectern/version.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace lectern::net {
namespace {

bool is_idempotent(std::string_view method) {
    return method == "GET" || method == "HEAD";
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

class Client final : public HttpClient {
public:
    Client(HttpOptions options, std::unique_ptr<TlsContext> tls, Clock const& clock, Random& random,
           Logger const& logger)
        : options_(std::move(options)),
          proxies_(options_),
          connections_(std::move(tls), options_.keep_alive),
          clock_(clock),
          random_(random),
          logger_(logger) {}

    awaitable<Result<HttpResponse>> send(HttpRequest request) override;

private:
    Result<Trip> start(HttpRequest const& request) const;
    /// The pacing group that the request names, or else that its domain has, if the options know it; else its host.
    std::string group_of(Trip const& trip) const;
    RequestLimiter& limiter_of(Trip const& trip);
    awaitable<Result<HttpResponse>> follow(Trip trip);
    awaitable<Result<HttpResponse>> attempt(Trip& trip);
    awaitable<Result<HttpResponse>> fetch(Trip const& trip, int max_idle);
    awaitable<Result<Exchange>> exchange_once(Trip const& trip, SteadyClock::time_point deadline,
                                              int max_idle, bool force_new, bool& reused);
    Result<std::string> serialize_for(Trip const& trip, Proxy const* proxy) const;
    Error explain(Error error, Trip const& trip) const;
    std::optional<std::chrono::milliseconds> delay_before_retry(Result<HttpResponse> const& result,
                                                                int attempts,
                                                                SteadyClock::time_point started);

    HttpOptions options_;
    ProxyRules proxies_;
    Connections connections_;
    Clock const& clock_;
    Random& random_;
    Logger const& logger_;
    std::map<std::string, std::shared_ptr<RequestLimiter>> limiters_;
};

Result<Trip> Client::start(HttpRequest const& request) const {
    auto url = parse_url(request.url());
    if (!url) return url.error();
    Trip trip{request.method(),
              std::move(*url),
              request.headers(),
              request.body(),
              request.group(),
              request.timeout(),
              request.timeout().value_or(options_.total_timeout)};
    Validators const& validators = request.validators();
    if (!validators.etag.empty()) trip.headers.push_back({"If-None-Match", validators.etag});
    if (!validators.last_modified.empty())
        trip.headers.push_back({"If-Modified-Since", validators.last_modified});
    return trip;
}

std::string Client::group_of(Trip const& trip) const {
    if (options_.groups.contains(trip.group)) return trip.group;
    std::string_view const host = trip.url.host;
    for (auto const& [domain, group] : options_.domains) {
        bool const within =
            host == domain || (host.ends_with(domain) && host[host.size() - domain.size() - 1] == '.');
        if (within && options_.groups.contains(group)) return group;
    }
    return trip.url.authority();
}

RequestLimiter& Client::limiter_of(Trip const& trip) {
    std::string const name = group_of(trip);
    auto& limiter = limiters_[name];
    if (limiter) return *limiter;
    auto const group = options_.groups.find(name);
    Pacing const& pacing = group == options_.groups.end() ? options_.host_pacing : group->second;
    limiter = std::make_shared<RequestLimiter>(pacing);
    return *limiter;
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
        std::string const why = result ? fmt::format("HTTP {}", result->status) : result.error().message();
        logger_.waiting(fmt::format("{}: {}", trip->url.authority(), why), *delay);
        auto const when = SteadyClock::now() + *delay;
        // The whole group rests: a server that is overloaded is overloaded for all of our requests.
        limiter_of(*trip).hold_until(when);
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
            co_return Error(errc::redirect_refused,
                            fmt::format("more than {} redirects, the last one from {}",
                                        options_.max_redirects, trip.url.origin()));
        }
        auto next = redirect(std::move(trip), response->status, response->header("Location"));
        if (!next) co_return next.error();
        trip = std::move(*next);
    }
}

/// One request of a trip; the time it takes is taken from the trip.
awaitable<Result<HttpResponse>> Client::attempt(Trip& trip) {
    RequestLimiter& limiter = limiter_of(trip);
    auto permit = co_await limiter.enter();
    if (!permit) co_return permit.error();
    auto const group = options_.groups.find(group_of(trip));
    bool const spaced = group != options_.groups.end() && group->second.min_interval.count() > 0;
    if (options_.reserve && spaced) {
        auto const when = SteadyClock::now() + options_.reserve(group->first, clock_.now());
        limiter.hold_until(when + group->second.min_interval);
        auto const slept = co_await sleep_until(when);
        if (!slept) co_return slept.error();
    }
    logger_.debug(fmt::format("{} {}", trip.method, text::printable(trip.url.shown(), 300)));
    auto const started = SteadyClock::now();
    auto response = co_await fetch(trip, std::max(0, limiter.max_connections() - limiter.in_flight()));
    trip.time_left -= std::chrono::ceil<std::chrono::milliseconds>(SteadyClock::now() - started);
    if (!response) co_return explain(response.error(), trip);
    co_return std::move(response);
}

awaitable<Result<HttpResponse>> Client::fetch(Trip const& trip, int max_idle) {
    auto const deadline = SteadyClock::now() + trip.time_left;
    bool reused = false;
    auto result = co_await exchange_once(trip, deadline, max_idle, false, reused);
    // A kept connection may have been closed by the server just now: that is no failure of the request.
    bool const stale = reused && result.has_value() && result->closed_early && is_idempotent(trip.method);
    if (stale) result = co_await exchange_once(trip, deadline, max_idle, true, reused);
    if (!result) co_return result.error();
    if (result->closed_early)
        co_return Error(errc::connect_failed, "the server closed the connection without a response");
    result->response.url = trip.url.to_string();
    co_return std::move(result->response);
}

awaitable<Result<Exchange>> Client::exchange_once(Trip const& trip, SteadyClock::time_point deadline,
                                                  int max_idle, bool force_new, bool& reused) {
    auto const proxy = proxies_.find(trip.url);
    if (!proxy) co_return proxy.error();
    Route route;
    route.url = trip.url;
    route.proxy = *proxy;
    route.group = group_of(trip);
    auto request = serialize_for(trip, *proxy);
    if (!request) co_return request.error();
    StreamTimes const times{options_.connect_timeout, options_.handshake_timeout,
                            trip.timeout.value_or(options_.idle_timeout), deadline};
    auto connection = co_await connections_.open(route, times, max_idle, force_new);
    if (!connection) co_return connection.error();
    reused = connection->reused;
    bool const expects_body = trip.method != "HEAD";
    auto result =
        co_await exchange(*connection->stream, std::move(*request), expects_body, options_.max_body_bytes);
    bool const refused = result && *proxy && !trip.url.https && result->response.status == kLoginRequired;
    if (refused) co_return proxy_refusal(**proxy, kLoginRequired);
    if (result && result->keep_alive) connections_.keep(route, std::move(*connection));
    co_return std::move(result);
}

/// The request as the next hop wants it: a proxy of http URLs gets the whole URL and its own login, which is
/// never part of the trip.
Result<std::string> Client::serialize_for(Trip const& trip, Proxy const* proxy) const {
    bool const through_proxy = proxy && !trip.url.https;
    std::vector<Header> headers = trip.headers;
    headers.push_back({"Host", trip.url.authority()});
    if (!has_header(headers, "User-Agent")) headers.push_back({"User-Agent", options_.user_agent});
    if (!has_header(headers, "Accept")) headers.push_back({"Accept", "*/*"});
    headers.push_back({"Accept-Encoding", "gzip, deflate"});
    if (through_proxy && !proxy->authorization.empty()) {
        headers.push_back({"Proxy-Authorization", proxy->authorization});
    }
    if (!trip.body.empty() || trip.method == "POST") {
        headers.push_back({"Content-Length", std::to_string(trip.body.size())});
    }
    return serialize(trip.method, through_proxy ? trip.url.to_string() : trip.url.target, headers, trip.body);
}

/// Names the server, and the limit if it was the whole time that has passed.
Error Client::explain(Error error, Trip const& trip) const {
    if (error == errc::cancelled || error == errc::invalid_argument) return error;
    if (error != errc::timeout || trip.time_left.count() > 0) return error.with_context(trip.url.authority());
    auto const limit = trip.timeout.value_or(options_.total_timeout);
    return {errc::timeout, fmt::format("{}: no complete response within {:.1f} s{}", trip.url.authority(),
                                       static_cast<double>(limit.count()) / 1000,
                                       trip.timeout ? "" : " (net.timeout sets the limit)")};
}

}  // namespace

Result<std::unique_ptr<HttpClient>> make_http_client(HttpOptions options, Clock const& clock, Random& random,
                                                     Logger const& logger) {
    auto tls = make_tls_context(options.ca_file);
    if (!tls) return tls.error();
    return std::unique_ptr<HttpClient>(
        std::make_unique<Client>(std::move(options), std::move(*tls), clock, random, logger));
}

std::string user_agent(std::string_view program, std::string_view contact) {
    std::string agent(program);
    if (!program.empty()) agent += ' ';
    if (!program.empty() && !contact.empty()) agent += fmt::format("({}) ", contact);
    agent += fmt::format("lectern/{}", version());
    if (program.empty() && !contact.empty()) agent += fmt::format(" ({})", contact);
    return agent;
}

Result<void> check_status(HttpResponse const& response) {
    if (response.ok() || response.not_modified()) return {};
    std::string detail = fmt::format("HTTP {} from {}", response.status, shown_url(response.url));
    if (response.attempts > 1) detail += fmt::format(" after {} attempts", response.attempts);
    std::string const words = text::truncate(text::collapse_whitespace(response.body), 300);
    if (!words.empty()) detail += ": " + words;
    return Error(response.status == 429 ? errc::rate_limited : errc::http_status, detail);
}

}  // namespace lectern::net
