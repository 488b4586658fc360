#include "detail/model_client.hpp"

#include <lectern/core/text.hpp>
#include <lectern/score/llm/failure.hpp>

#include <fmt/format.h>

#include <utility>

/// Questions through a provider's batches: they are submitted together and answered later.
namespace lectern::llm {

net::awaitable<Result<std::string>> ModelClient::fetch(net::HttpRequest request,
                                                       ModelServices const& services) {
    request.set_timeout(options_.timeout);
    auto response = co_await services.http.send(std::move(request));
    if (!response) co_return response.error();
    response->body = services.redactor.redact(std::move(response->body));
    if (!response->ok()) {
        Error const error = explain_failure(*response, services.clock.now()).error;
        // A batch that is gone says nothing about other questions.
        if (error == errc::unsupported) co_return Error(errc::request_refused, error.detail());
        note_failure(error);
        co_return error;
    }
    co_return std::move(response->body);
}

net::awaitable<Result<ModelClient::Submitted>> ModelClient::submit(std::vector<BatchItem> items,
                                                                   std::vector<Budget::Amount> estimates,
                                                                   ModelServices const& services) {
    if (stopped_) co_return *stopped_;
    std::size_t allowed = 0;
    while (allowed < items.size() && budget_.reserve(estimates[allowed])) ++allowed;
    if (allowed < items.size()) stopped_ = cap_reached();
    if (allowed == 0) co_return *stopped_;
    items.resize(allowed);
    BatchApi const& api = *provider_->batches();
    std::string uploaded;
    if (auto upload = api.upload(items, services.key)) {
        auto body = co_await fetch(std::move(*upload), services);
        if (!body) co_return body.error();
        uploaded = std::move(*body);
    }
    auto create = api.create(items, uploaded, services.key);
    if (!create) co_return create.error();
    auto body = co_await fetch(std::move(*create), services);
    if (!body) co_return body.error();
    auto id = api.created(*body);
    if (!id) co_return id.error();
    Submitted submitted;
    submitted.id = std::move(*id);
    submitted.items = allowed;
    co_return std::move(submitted);
}

net::awaitable<Result<std::vector<BatchAnswer>>> ModelClient::collect(std::string id,
                                                                      ModelServices const& services) {
    BatchApi const& api = *provider_->batches();
    auto const body = co_await fetch(api.ask(id, services.key), services);
    if (!body) co_return body.error();
    auto const state = api.state(*body);
    if (!state) co_return state.error();
    if (!state->ended) co_return Error(errc::pending, fmt::format("batch {}: {}", id, state->description));
    std::vector<BatchAnswer> answers;
    for (std::string const& url : state->result_urls) {
        auto const lines = co_await fetch(api.results(url, services.key), services);
        if (!lines) co_return lines.error();
        for (std::string_view const line : text::split(*lines, '\n')) {
            if (text::trim(line).empty()) continue;
            auto answer = api.answer(line);
            if (answer)
                answers.push_back(std::move(*answer));
            else
                services.log.warning(answer.error().with_context("a line of batch " + id).message());
        }
    }
    co_return std::move(answers);
}

Result<Answered> ModelClient::read(BatchAnswer const& answer, Stage stage, Batch const& papers,
                                   ModelServices const& services) {
    if (answer.status != 200) {
        net::HttpResponse response;
        response.status = answer.status == 0 ? 500 : answer.status;
        response.body = answer.body;
        return explain_failure(response, services.clock.now()).error;
    }
    auto answered = take(provider_->answer(answer.body), stage, papers, true, services);
    if (answered && !answered->reading.useless) useful_[static_cast<std::size_t>(stage)] = true;
    return answered;
}

}  // namespace lectern::llm
