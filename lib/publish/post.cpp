#include "detail/post.hpp"

#include <lectern/core/text.hpp>
#include <lectern/net/retry.hpp>
#include <lectern/net/timer.hpp>

#include <boost/json/parse.hpp>
#include <fmt/format.h>

#include <utility>

namespace lectern::publish {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr int kTooMany = 429;
constexpr int kServerError = 500;

std::string first_words(std::string_view body) {
    constexpr std::size_t most = 200;
    return text::printable(text::collapse_whitespace(body.substr(0, 2 * most)), most);
}

Error refused(std::string const& service, net::HttpResponse const& response, Reception const& reception) {
    std::string const why = reception.problem.empty() ? first_words(response.body) : reception.problem;
    std::string const detail = fmt::format("{} did not take the message (status {}){}{}", service,
                                           response.status, why.empty() ? "" : ": ", why);
    if (response.status == kTooMany) return {errc::rate_limited, detail};
    if (response.status == 401 || response.status == 403) return {errc::unauthorized, detail};
    return {reception.again ? errc::http_status : errc::request_refused, detail};
}

}  // namespace

Reception by_status(net::HttpResponse const& response) {
    Reception reception;
    reception.taken = response.ok();
    reception.again = response.status == kTooMany || response.status >= kServerError;
    if (!reception.taken) reception.problem = first_words(response.body);
    return reception;
}

net::awaitable<Result<std::string>> post(net::HttpRequest request, std::string service, Judge judge,
                                         SendContext& context) {
    // What is repeated is decided here.
    request.set_once();
    auto const started = SteadyClock::now();
    for (int attempt = 1;; ++attempt) {
        auto const response = co_await context.http->send(request);
        if (!response && response.error() == errc::cancelled) co_return response.error();
        Error failure(errc::connect_failed);
        bool again = false;
        std::optional<std::chrono::milliseconds> wait;
        if (response) {
            Reception reception = judge(*response);
            if (reception.taken) co_return std::move(reception.reference);
            failure = refused(service, *response, reception);
            again = reception.again;
            wait = reception.wait;
            if (!wait) wait = net::parse_retry_after(response->header("Retry-After"), context.clock.now());
        } else {
            again = response.error().code() == make_error_condition(error_kind::retryable);
            failure = Error(static_cast<errc>(response.error().code().value()),
                            fmt::format("{} cannot be reached", service));
        }
        if (!again) co_return failure;
        auto const elapsed =
            std::chrono::duration_cast<std::chrono::milliseconds>(SteadyClock::now() - started);
        auto const delay = net::retry_delay(context.retry, attempt, elapsed, wait, 1.0);
        if (!delay) co_return failure;
        context.log.waiting(failure.message(), *delay);
        auto const slept = co_await net::sleep_for(*delay);
        if (!slept) co_return slept.error();
    }
}

net::HttpRequest json_request(std::string url, std::string body) {
    net::HttpRequest request("POST", std::move(url));
    request.set_body(std::move(body), "application/json; charset=utf-8");
    return request;
}

boost::json::object object_in(std::string_view body) {
    boost::system::error_code broken;
    auto value = boost::json::parse(body, broken);
    return !broken && value.is_object() ? std::move(value.get_object()) : boost::json::object();
}

}  // namespace lectern::publish
