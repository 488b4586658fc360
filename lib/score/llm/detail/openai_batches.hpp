#pragma once

#include <lectern/score/llm/provider.hpp>

namespace lectern::llm::openai {

/// Puts the key where the service wants it.
void set_key(net::HttpRequest& request, ProviderOptions const& options, Secret const& key);

/// OpenAI's batches: a file of requests, a batch over it, files of answers.
/// Source: https://platform.openai.com/docs/guides/batch
/// \par Lifetimes the options must outlive the object
class Batches final : public BatchApi {
public:
    explicit Batches(ProviderOptions const& options) : options_(options) {}

    std::optional<net::HttpRequest> upload(std::vector<BatchItem> const& items,
                                           Secret const& key) const override;
    Result<net::HttpRequest> create(std::vector<BatchItem> const& items, std::string_view uploaded,
                                    Secret const& key) const override;
    Result<std::string> created(std::string_view body) const override;
    net::HttpRequest ask(std::string const& id, Secret const& key) const override;
    Result<BatchState> state(std::string_view body) const override;
    net::HttpRequest results(std::string const& url, Secret const& key) const override;
    Result<BatchAnswer> answer(std::string_view line) const override;

private:
    net::HttpRequest get(std::string const& url, Secret const& key) const;

    ProviderOptions const& options_;
};

}  // namespace lectern::llm::openai
