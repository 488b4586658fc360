#pragma once

#include <lectern/core/error.hpp>
#include <lectern/core/usage.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lectern::llm {

/// Dollars per token.
struct Rates {
    double input = 0;                   ///< Of the prompt.
    double output = 0;                  ///< Of the answer, reasoning included.
    std::optional<double> cache_read;   ///< The input's where unknown.
    std::optional<double> cache_write;  ///< The input's where unknown.
};

/// Rates of requests whose prompt is longer than a number of tokens; the whole request is billed at them.
struct Tier {
    std::int64_t above = 0;  ///< Tokens of the longest prompt that is still below the tier.
    Rates rates;             ///< In the place of the base rates.
};

/// What is known of a model.
struct ModelInfo {
    Rates rates;                         ///< For prompts that are in no tier.
    std::vector<Tier> tiers;             ///< By rising threshold.
    std::optional<Rates> batch;          ///< In a provider's batch mode; half the rates where unknown.
    std::int64_t max_input_tokens = 0;   ///< 0: unknown.
    std::int64_t max_output_tokens = 0;  ///< 0: unknown.
};

/// Prices of models. A regular value; lookups are logarithmic in the number of models.
class PriceTable {
public:
    /// Nothing is known.
    PriceTable() = default;
    /// The table that comes with lectern.
    static PriceTable builtin();
    /// Reads LiteLLM's `model_prices_and_context_window.json`. Entries that are no priced model are passed
    /// over. Source: https://github.com/BerriAI/litellm
    /// \param text the file's content
    /// \param name the file's name, for errors and date()
    /// \par Errors invalid_config if the text is no such file, or prices no model
    static Result<PriceTable> parse(std::string_view text, std::string_view name);
    /// Reads such a file. \par Errors file, and as above
    static Result<PriceTable> load(std::filesystem::path const& path);

    /// A model by the name a configuration gives it: as it is, behind `provider/`, without what stands before
    /// its last slash, and as a dated snapshot (`gpt-4o-2024-08-06`) of a known model.
    /// \return null if it is not known: its costs are unknown then, not zero
    ModelInfo const* find(std::string_view model, std::string_view provider) const;
    /// What the prices are of: a date, or a file's name.
    std::string const& source() const noexcept { return source_; }
    /// Number of models with a price.
    std::size_t size() const noexcept { return models_.size(); }

private:
    std::string source_ = "nothing";
    std::map<std::string, ModelInfo, std::less<>> models_;
};

/// What a request costs, as part of a provider's batch or alone.
Cost cost_of(ModelInfo const& model, Tokens const& tokens, bool batch = false);

}  // namespace lectern::llm
