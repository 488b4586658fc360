#include <lectern/core/file.hpp>
#include <lectern/core/text.hpp>
#include <lectern/daily/llm_setup.hpp>

#include <algorithm>
#include <string>
#include <thread>
#include <utility>

namespace lectern {
namespace {

llm::LlmOptions options_of(LlmConfig const& config, NetConfig const& net) {
    llm::LlmOptions options;
    options.model = config.model;
    options.provider = config.provider;
    options.key_name = config.api_key_env;
    options.form = config.answer == "jsonl" ? llm::AnswerForm::jsonl : llm::AnswerForm::json_schema;
    options.keep_schema = config.answer == "json_schema";
    options.title_stage = config.title_stage;
    options.abstract_stage = config.abstract_stage;
    options.title_batch = static_cast<std::size_t>(config.title_batch);
    options.abstract_batch = static_cast<std::size_t>(config.abstract_batch);
    options.adaptive_threshold =
        config.adaptive_batch ? static_cast<std::size_t>(config.adaptive_threshold) : 0;
    options.retries = config.retries;
    options.concurrency = config.concurrency;
    options.requests_per_minute = config.requests_per_minute;
    options.tokens_per_minute = config.tokens_per_minute;
    options.max_cost_usd = config.max_cost_usd;
    options.max_tokens = config.max_tokens;
    options.context_tokens = config.context_tokens;
    options.timeout = config.timeout;
    options.batch_mode = config.mode == "batch";
    options.batch_wait = config.batch_wait;
    options.retry.attempts = net.attempts;
    options.retry.base = net.retry_wait;
    // Services ask for longer rests than arXiv does.
    options.retry.max_delay = std::chrono::minutes(5);
    options.retry.max_total = std::chrono::minutes(30);
    return options;
}

Result<std::unique_ptr<llm::Provider>> provider_of(LlmConfig const& config) {
    llm::ProviderOptions options;
    options.base_url = config.base_url;
    options.model = config.model;
    options.temperature.reset();
    if (config.temperature >= 0) options.temperature = config.temperature;
    options.reasoning_effort = config.reasoning_effort;
    options.max_output_tokens = config.max_output_tokens;
    options.extra_body = config.extra_body;
    for (std::string const& header : config.headers) {
        std::size_t const colon = header.find(':');
        options.headers.push_back({std::string(text::trim(std::string_view(header).substr(0, colon))),
                                   std::string(text::trim(std::string_view(header).substr(colon + 1)))});
    }
    return llm::make_provider(config.provider, std::move(options));
}

}  // namespace

Result<Topics> load_topics(Config const& config) {
    constexpr std::size_t largest = std::size_t{1} << 20;
    auto const text = read_file(config.profile.topics, largest);
    if (!text) return text.error().with_context("profile.topics");
    return parse_topics(*text, config.profile.topics.string());
}

RankerOptions ranker_options(Config const& config) {
    RankerOptions options;
    if (!config.score.author_prior) options.author_prior = 0;
    options.half_life = config.score.half_life;
    auto const cores = std::max(1U, std::thread::hardware_concurrency());
    options.threads = config.score.threads > 0 ? static_cast<unsigned>(config.score.threads) : cores;
    return options;
}

Result<llm::LlmSetup> make_llm_setup(Config const& config) {
    llm::LlmSetup setup;
    setup.options = options_of(config.llm, config.net);
    auto topics = load_topics(config);
    if (!topics) return topics.error();
    setup.topics = std::move(*topics);
    setup.options.ranker = ranker_options(config);
    auto parts = config.llm.prompts.empty() ? Result<llm::PromptParts>(llm::default_prompt(setup.topics))
                                            : llm::load_prompt(config.llm.prompts, setup.topics);
    if (!parts) return parts.error().with_context("llm.prompts");
    setup.parts = std::move(*parts);
    setup.parts.language = config.llm.language;
    auto provider = provider_of(config.llm);
    if (!provider) return provider.error();
    setup.provider = std::move(*provider);
    auto prices = config.llm.prices.empty() ? Result<llm::PriceTable>(llm::PriceTable::builtin())
                                            : llm::PriceTable::load(config.llm.prices);
    if (!prices) return prices.error().with_context("llm.prices");
    setup.prices = std::move(*prices);
    return setup;
}

}  // namespace lectern
