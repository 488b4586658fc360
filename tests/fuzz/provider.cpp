// Bodies of responses of each kind of service, successful and not.
#include "target.hpp"

#include <lectern/score/llm/failure.hpp>

#include <array>

void fuzz(std::string_view bytes) {
    static std::array<char const*, 4> constexpr names{"openai", "anthropic", "gemini", "ollama"};
    for (char const* name : names) {
        lectern::llm::ProviderOptions options;
        options.base_url = "http://localhost";
        options.model = "m";
        auto const provider = lectern::llm::make_provider(name, options);
        must(provider.has_value(), "providers are made");
        if (auto const answer = (*provider)->answer(bytes); answer && answer->tokens)
            must(answer->tokens->input >= 0 && answer->tokens->output >= 0, "token counts are not negative");
    }
    lectern::net::HttpResponse response;
    response.status = 400;
    response.body = bytes;
    auto const failure = lectern::llm::explain_failure(response, {});
    must(failure.error.detail().size() <= lectern::Error::max_detail, "details are short");
}
