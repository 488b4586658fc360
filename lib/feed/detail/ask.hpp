#pragma once

#include <lectern/core/text.hpp>
#include <lectern/feed/feed.hpp>
#include <lectern/net/retry.hpp>
#include <lectern/net/timer.hpp>

#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

/// Requests to arXiv.
namespace lectern::feed {

/// What to ask, and how to read the answer.
template <class T>
struct Question {
    std::string url;
    std::string name;  ///< For the file that keeps unreadable bytes.
    std::function<Result<T>(std::string_view body)> read;
};

/// An answer, and whether asking again may give a better one.
template <class T>
struct Answer {
    Result<T> result;
    bool again = false;
    std::string body;  ///< What could not be read.
};

net::HttpRequest arxiv_request(std::string const& url);

/// What a response means. arXiv explains a bad request in a feed, which says more than the status does.
template <class T>
Answer<T> read_answer(Question<T> const& question, net::HttpResponse response) {
    constexpr int not_acceptable = 406;  // also arXiv's way of saying "too many requests"
    auto result = question.read(response.body);
    if (!result && result.error() == errc::feed_error) return {std::move(result), false, {}};
    if (auto const status = net::check_status(response); !status) {
        return {status.error(), response.status == not_acceptable, {}};
    }
    if (result) return {std::move(result), false, {}};
    bool const again = result.error().code() == make_error_condition(error_kind::retryable);
    return {result.error().with_context(net::shown_url(response.url)), again, std::move(response.body)};
}

/// Sends the request until there is an answer that can be read or patience ends; the client itself repeats
/// what fails on the way. \par Errors the client's, those of `read`, cancelled
template <class T>
net::awaitable<Result<T>> ask(Question<T> question, FetchContext& context) {
    auto const started = std::chrono::steady_clock::now();
    for (int attempt = 1;; ++attempt) {
        auto response = co_await context.http->send(arxiv_request(question.url));
        if (!response) co_return response.error();
        Answer<T> answer = read_answer(question, std::move(*response));
        auto const elapsed =
            std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - started);
        auto const wait = net::retry_delay(context.retry, attempt, elapsed, std::nullopt, 1.0);
        if (!answer.again || !wait) {
            if (!answer.result && !answer.body.empty() && context.keep_raw)
                context.keep_raw(question.name + ".raw", answer.body);
            co_return std::move(answer.result);
        }
        context.log.info("asking again: " + answer.result.error().message());
        auto const slept = co_await net::sleep_for(*wait);
        if (!slept) co_return slept.error();
    }
}

}  // namespace lectern::feed
