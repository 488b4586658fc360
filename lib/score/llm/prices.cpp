#include <lectern/core/file.hpp>
#include <lectern/core/text.hpp>
#include <lectern/core/text_file.hpp>
#include <lectern/score/llm/prices.hpp>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

namespace lectern::llm {
namespace {

namespace bj = boost::json;

constexpr double kMillion = 1e6;

/// A line of the built-in table: dollars per million tokens; a negative price is unknown.
struct Line {
    char const* model;
    std::int64_t max_input;
    std::int64_t max_output;
    double input;
    double cache_read;
    double cache_write;
    double output;
    std::int64_t above = 0;  ///< Length of prompt from which the second set holds; 0: none.
    double long_input = 0;
    double long_cache_read = 0;
    double long_output = 0;
};

// Facts as the vendors publish them, checked on the date below.
constexpr std::string_view kDate = "2026-07-24";
constexpr std::array<Line, 28> kLines{{
    {"gpt-4o", 128'000, 16'384, 2.5, 1.25, -1, 10},
    {"gpt-4o-mini", 128'000, 16'384, 0.15, 0.075, -1, 0.6},
    {"gpt-4.1-mini", 1'047'576, 32'768, 0.4, 0.1, -1, 1.6},
    {"gpt-5", 272'000, 128'000, 1.25, 0.125, -1, 10},
    {"gpt-5-mini", 272'000, 128'000, 0.25, 0.025, -1, 2},
    {"gpt-5-nano", 272'000, 128'000, 0.05, 0.005, -1, 0.4},
    {"gpt-5.4", 1'050'000, 128'000, 2.5, 0.25, -1, 15, 272'000, 5, 0.5, 22.5},
    {"gpt-5.4-mini", 1'050'000, 128'000, 0.75, 0.075, -1, 4.5},
    {"gpt-5.4-nano", 1'050'000, 128'000, 0.2, 0.02, -1, 1.25},
    {"gpt-5.5", 1'050'000, 128'000, 5, 0.5, -1, 30, 272'000, 10, 1, 45},
    {"gpt-5.6-luna", 1'050'000, 128'000, 1, 0.1, 1.25, 6, 272'000, 2, 0.2, 9},
    {"gpt-5.6-terra", 1'050'000, 128'000, 2.5, 0.25, 3.125, 15, 272'000, 5, 0.5, 22.5},
    {"claude-haiku-4-5", 200'000, 64'000, 1, 0.1, 1.25, 5},
    {"claude-sonnet-4-6", 1'000'000, 64'000, 3, 0.3, 3.75, 15},
    {"claude-sonnet-5", 1'000'000, 128'000, 2, 0.2, 2.5, 10},
    {"claude-opus-4-8", 1'000'000, 128'000, 5, 0.5, 6.25, 25},
    {"gemini/gemini-2.5-flash-lite", 1'048'576, 65'535, 0.1, 0.01, -1, 0.4},
    {"gemini/gemini-2.5-flash", 1'048'576, 65'535, 0.3, 0.03, -1, 2.5},
    {"gemini/gemini-2.5-pro", 1'048'576, 65'535, 1.25, 0.125, -1, 10, 200'000, 2.5, 0.25, 15},
    {"gemini/gemini-3.5-flash", 1'048'576, 65'535, 1.5, 0.15, -1, 9},
    {"gemini/gemini-3.6-flash", 1'048'576, 65'536, 1.5, 0.15, -1, 7.5},
    {"deepseek/deepseek-chat", 131'072, 8'192, 0.28, 0.028, -1, 0.42},
    {"deepseek/deepseek-v4-flash", 1'000'000, 8'192, 0.14, 0.0028, -1, 0.28},
    {"deepseek/deepseek-v4-pro", 1'000'000, 8'192, 0.435, 0.003625, -1, 0.87},
    {"mistral/mistral-small-latest", 131'072, 131'072, 0.06, -1, -1, 0.18},
    {"moonshot/kimi-k2.6", 262'144, 262'144, 0.95, 0.16, -1, 4},
    {"xai/grok-4.3", 1'000'000, 1'000'000, 1.25, 0.2, -1, 2.5},
    {"groq/llama-3.3-70b-versatile", 128'000, 32'768, 0.59, -1, -1, 0.79},
}};

std::optional<double> known(double per_million) {
    return per_million < 0 ? std::nullopt : std::optional<double>(per_million / kMillion);
}

ModelInfo info_of(Line const& line) {
    ModelInfo info;
    info.rates = {line.input / kMillion, line.output / kMillion, known(line.cache_read),
                  known(line.cache_write)};
    info.max_input_tokens = line.max_input;
    info.max_output_tokens = line.max_output;
    if (line.above > 0) {
        Tier tier;
        tier.above = line.above;
        tier.rates = {
            line.long_input / kMillion, line.long_output / kMillion, known(line.long_cache_read), {}};
        info.tiers.push_back(tier);
    }
    return info;
}

/// A price or a limit: some are written as floats, and `sample_spec` has texts.
std::optional<double> number(bj::object const& entry, std::string_view key) {
    constexpr double most = 1e12;
    bj::value const* value = entry.if_contains(key);
    if (!value || !value->is_number()) return std::nullopt;
    double const n = value->to_number<double>();
    return n >= 0 && n < most ? std::optional<double>(n) : std::nullopt;
}

std::int64_t limit(bj::object const& entry, std::string_view key) {
    return static_cast<std::int64_t>(number(entry, key).value_or(0));
}

/// The rates with an ending such as `_above_200k_tokens`.
std::optional<Rates> rates(bj::object const& entry, std::string_view ending) {
    auto const price = [&](std::string_view name) {
        return number(entry, fmt::format("{}{}", name, ending));
    };
    auto const input = price("input_cost_per_token");
    auto const output = price("output_cost_per_token");
    if (!input || !output) return std::nullopt;
    Rates rates{*input, *output, price("cache_read_input_token_cost"),
                price("cache_creation_input_token_cost")};
    if (!rates.cache_read) rates.cache_read = price("input_cost_per_token_cache_hit");
    return rates;
}

/// Adds the tiers that the entry's member names tell of.
void add_tiers(bj::object const& entry, ModelInfo& info) {
    constexpr std::string_view before = "input_cost_per_token_above_";
    constexpr std::string_view behind = "k_tokens";
    for (auto const& member : entry) {
        std::string_view const key = member.key();
        if (!key.starts_with(before) || !key.ends_with(behind)) continue;
        std::string_view const digits = key.substr(before.size(), key.size() - before.size() - behind.size());
        std::int64_t thousands = 0;
        auto const [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), thousands);
        auto const higher = rates(entry, fmt::format("_above_{}k_tokens", digits));
        bool const whole = failure == std::errc{} && end == digits.data() + digits.size();
        if (whole && higher) info.tiers.push_back({thousands * 1000, *higher});
    }
    std::ranges::sort(info.tiers, {}, &Tier::above);
}

std::optional<ModelInfo> info_of(bj::object const& entry) {
    if (!entry.contains("litellm_provider")) return std::nullopt;
    auto const base = rates(entry, "");
    if (!base) return std::nullopt;  // billed by second or request: unknown is not free
    ModelInfo info;
    info.rates = *base;
    info.batch = rates(entry, "_batches");
    info.max_input_tokens = limit(entry, "max_input_tokens");
    info.max_output_tokens = limit(entry, "max_output_tokens");
    add_tiers(entry, info);
    return info;
}

/// The name without a date at its end, `-2024-08-06` or `-20251001`; the name itself if there is none.
std::string_view without_date(std::string_view model) {
    auto const digits = [](std::string_view text) {
        return std::ranges::all_of(text, [](unsigned char c) { return std::isdigit(c) != 0; });
    };
    constexpr std::size_t dashed = 11;  // -2024-08-06
    constexpr std::size_t compact = 9;  // -20251001
    if (model.size() > dashed) {
        std::string_view const end = model.substr(model.size() - dashed);
        bool const date = end[0] == '-' && digits(end.substr(1, 4)) && end[5] == '-' &&
                          digits(end.substr(6, 2)) && end[8] == '-' && digits(end.substr(9));
        if (date) return model.substr(0, model.size() - dashed);
    }
    if (model.size() > compact) {
        std::string_view const end = model.substr(model.size() - compact);
        if (end[0] == '-' && digits(end.substr(1))) return model.substr(0, model.size() - compact);
    }
    return model;
}

}  // namespace

PriceTable PriceTable::builtin() {
    PriceTable table;
    table.source_ = fmt::format("the built-in table of {}", kDate);
    for (Line const& line : kLines) table.models_.emplace(line.model, info_of(line));
    return table;
}

Result<PriceTable> PriceTable::parse(std::string_view text, std::string_view name) {
    auto const plain = plain_text(text, name);
    if (!plain) return plain.error();
    boost::system::error_code failure;
    bj::value const root = bj::parse(*plain, failure);
    if (failure || !root.is_object()) {
        return Error(errc::invalid_config,
                     fmt::format("{}: no price file in LiteLLM's format: {}", name,
                                 failure ? failure.message() : "a JSON object is expected"));
    }
    PriceTable table;
    table.source_ = name;
    for (auto const& member : root.get_object()) {
        if (member.key() == "sample_spec" || !member.value().is_object()) continue;
        if (auto info = info_of(member.value().get_object()))
            table.models_.emplace(std::string(member.key()), std::move(*info));
    }
    if (table.models_.empty())
        return Error(errc::invalid_config, fmt::format("{}: it prices no model", name));
    return table;
}

Result<PriceTable> PriceTable::load(std::filesystem::path const& path) {
    constexpr std::size_t largest = std::size_t{64} << 20;
    auto const text = read_file(path, largest);
    if (!text) return text.error();
    return parse(*text, path.string());
}

ModelInfo const* PriceTable::find(std::string_view model, std::string_view provider) const {
    for (std::string_view const name : {model, without_date(model)}) {
        std::size_t const slash = name.rfind('/');
        std::string_view const last = slash == std::string_view::npos ? name : name.substr(slash + 1);
        for (std::string const& key :
             {std::string(name), fmt::format("{}/{}", provider, name), std::string(last)}) {
            if (auto const found = models_.find(key); found != models_.end()) return &found->second;
        }
        // A model of a service that speaks another's language: `deepseek-chat` is `deepseek/deepseek-chat`.
        auto const same = std::ranges::find_if(models_, [last](auto const& item) {
            std::string_view const key = item.first;
            return key.size() > last.size() && key.ends_with(last) &&
                   key[key.size() - last.size() - 1] == '/';
        });
        if (same != models_.end()) return &same->second;
    }
    return nullptr;
}

Cost cost_of(ModelInfo const& model, Tokens const& tokens, bool batch) {
    constexpr double discount = 0.5;
    Rates rates = model.rates;
    for (Tier const& tier : model.tiers) {
        if (tokens.prompt() > tier.above) rates = tier.rates;
    }
    double factor = 1;
    if (batch && model.batch)
        rates = *model.batch;
    else if (batch)
        factor = discount;
    auto const count = [](std::int64_t n) { return static_cast<double>(n); };
    double const prompt = count(tokens.input) * rates.input +
                          count(tokens.cache_read) * rates.cache_read.value_or(rates.input) +
                          count(tokens.cache_write) * rates.cache_write.value_or(rates.input);
    return {factor * prompt, factor * count(tokens.output) * rates.output};
}

}  // namespace lectern::llm
