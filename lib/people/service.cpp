#include "detail/service.hpp"

#include "core/detail/json.hpp"

#include <lectern/core/text.hpp>

#include <fmt/format.h>

namespace lectern::people {
namespace {

/// What the service says about a failure: it has "error" or "message".
Error failure_of(net::HttpResponse const& response) {
    constexpr int unauthorized = 401;
    constexpr int forbidden = 403;
    auto const status = net::check_status(response);
    if (response.status == unauthorized || response.status == forbidden)
        return {errc::unauthorized, fmt::format("{} does not accept the key (status {})",
                                                net::shown_url(response.url), response.status)};
    return status.error();
}

}  // namespace

Result<Secret> optional_key(Secrets const& secrets, std::string const& name) {
    if (!secrets || name.empty()) return Secret();
    auto key = secrets(name);
    if (!key && key.error() == errc::no_secret) return Secret();
    return key;
}

net::awaitable<Result<boost::json::value>> ask(net::HttpRequest request, net::HttpClient& http) {
    auto const response = co_await http.send(std::move(request));
    if (!response) co_return response.error();
    if (!response->ok()) co_return failure_of(*response);
    auto value = json::parse(response->body);
    if (!value)
        co_return Error(errc::bad_answer,
                        fmt::format("{}: {}", net::shown_url(response->url), value.error().detail()));
    co_return std::move(*value);
}

}  // namespace lectern::people
