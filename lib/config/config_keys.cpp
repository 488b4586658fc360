#include "detail/config_entry.hpp"
#include "detail/duration.hpp"

#include <lectern/core/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <type_traits>

namespace lectern {
namespace config {
namespace {

template <class Section>
Setter text(Section Config::*section, std::string Section::*member) {
    return [=](Config& config, toml::node const& node) -> Result<void> {
        auto value = read_string(node);
        if (!value) return value.error();
        config.*section.*member = std::move(*value);
        return {};
    };
}

template <class Section>
Setter one_line(Section Config::*section, std::string Section::*member) {
    return [=](Config& config, toml::node const& node) -> Result<void> {
        auto value = read_string(node);
        if (!value) return value.error();
        if (value->find_first_of("\r\n") != std::string::npos || text::find_control(*value))
            return expected("a text without line breaks or control characters");
        config.*section.*member = std::move(*value);
        return {};
    };
}

template <class Section>
Setter one_of(Section Config::*section, std::string Section::*member, std::vector<std::string_view> choices) {
    return [=](Config& config, toml::node const& node) -> Result<void> {
        auto value = read_string(node);
        if (!value) return value.error();
        if (std::ranges::find(choices, *value) == choices.end()) {
            auto const near = text::nearest(*value, choices);
            return Error(
                errc::invalid_config,
                fmt::format("\"{}\" is not known; choose one of {}{}", *value, fmt::join(choices, ", "),
                            near ? fmt::format(" (did you mean \"{}\"?)", *near) : std::string()));
        }
        config.*section.*member = std::move(*value);
        return {};
    };
}

template <class Section>
Setter web_address(Section Config::*section, std::string Section::*member, bool may_be_empty = false) {
    return [=](Config& config, toml::node const& node) -> Result<void> {
        auto value = read_string(node);
        if (!value) return value.error();
        bool const none = may_be_empty && value->empty();
        if (!none && !value->starts_with("https://") && !value->starts_with("http://"))
            return expected("an http(s) address");
        while (value->ends_with('/')) value->pop_back();
        config.*section.*member = std::move(*value);
        return {};
    };
}

template <class Section>
PathMember path(Section Config::*section, std::filesystem::path Section::*member) {
    return [=](Config& config) -> std::filesystem::path& { return config.*section.*member; };
}

template <class Section>
Setter flag(Section Config::*section, bool Section::*member) {
    return [=](Config& config, toml::node const& node) -> Result<void> {
        auto const value = node.value_exact<bool>();
        if (!value) return expected("true or false");
        config.*section.*member = *value;
        return {};
    };
}

template <class Section, class Number>
Setter number(Section Config::*section, Number Section::*member, double low, double high) {
    return [=](Config& config, toml::node const& node) -> Result<void> {
        auto const value = node.is_number() ? node.value<double>() : std::nullopt;
        bool const whole = !std::is_integral_v<Number> || node.is_integer();
        if (!value || !whole || !(*value >= low && *value <= high)) {
            return expected(fmt::format("a {}number from {} to {}",
                                        std::is_integral_v<Number> ? "whole " : "", low, high));
        }
        config.*section.*member = static_cast<Number>(*value);
        return {};
    };
}

template <class Section>
Setter duration(Section Config::*section, std::chrono::milliseconds Section::*member) {
    return [=](Config& config, toml::node const& node) -> Result<void> {
        auto const value = read_string(node);
        auto const time = value ? parse_duration(*value) : std::nullopt;
        if (!time) return expected("a duration like \"3s\", \"500ms\" or \"2min\"");
        config.*section.*member = *time;
        return {};
    };
}

template <class Section>
Setter strings(Section Config::*section, std::vector<std::string> Section::*member) {
    return [=](Config& config, toml::node const& node) -> Result<void> {
        auto value = read_strings(node);
        if (!value) return value.error();
        config.*section.*member = std::move(*value);
        return {};
    };
}

/// `Name: value` lines that go into an HTTP head.
Result<void> set_headers(Config& config, toml::node const& node) {
    auto headers = read_strings(node);
    if (!headers) return headers.error();
    for (std::string const& header : *headers) {
        std::size_t const colon = header.find(':');
        bool const safe = header.find_first_of("\r\n") == std::string::npos;
        if (colon == 0 || colon == std::string::npos || !safe)
            return expected("a list of texts like [\"X-Title: lectern\"]");
    }
    config.llm.headers = std::move(*headers);
    return {};
}

Result<void> set_categories(Config& config, toml::node const& node) {
    auto const names = read_strings(node);
    if (!names) return names.error();
    if (names->empty()) return expected("at least one category");
    config.feed.categories.clear();
    for (std::string const& name : *names) {
        auto category = Category::parse(name);
        if (!category) return category.error();
        config.feed.categories.push_back(std::move(*category));
    }
    return {};
}

Result<void> set_announce(Config& config, toml::node const& node) {
    auto const names = read_strings(node);
    if (!names) return names.error();
    if (names->empty()) return expected("at least one of new, cross, replace, replace-cross");
    config.feed.announce.clear();
    for (std::string const& name : *names) {
        AnnounceType const type = parse_announce_type(name);
        if (type == AnnounceType::unknown) {
            return Error(errc::invalid_config,
                         fmt::format("\"{}\" is none of new, cross, replace, replace-cross", name));
        }
        config.feed.announce.push_back(type);
    }
    return {};
}

/// An id as its service writes it, without the address around it.
std::string bare_id(std::string id) {
    while (id.ends_with('/')) id.pop_back();
    std::size_t const slash = id.rfind('/');
    return slash == std::string::npos ? id : id.substr(slash + 1);
}

/// `[[authors.follow]]`
Result<void> read_followed(Config& config, std::vector<PluginTable> tables) {
    config.authors.follow.clear();
    for (PluginTable& table : tables) {
        FollowedAuthor author;
        author.place = table.place;
        PluginOptions options("[authors.follow]", std::move(table));
        options.text("name", author.name);
        options.text("s2", author.s2);
        options.text("openalex", author.openalex);
        options.text("orcid", author.orcid);
        options.text("ror", author.ror);
        if (auto const read = options.check(); !read) return read.error();
        for (std::string* id : {&author.s2, &author.openalex, &author.orcid, &author.ror}) *id = bare_id(*id);
        if (text::trim(author.name).empty())
            return Error(errc::invalid_config,
                         fmt::format("{}: [[authors.follow]] needs a name", author.place));
        if (author.is_institution() && (!author.s2.empty() || !author.orcid.empty()))
            return Error(errc::invalid_config,
                         fmt::format("{}: [[authors.follow]]: s2 and orcid are ids of people, ror "
                                     "and an openalex id with I of institutions: give one kind",
                                     author.place));
        config.authors.follow.push_back(std::move(author));
    }
    return {};
}

}  // namespace

std::vector<Entry> const& entries() {
    constexpr double many = 1'000'000;
    static std::vector<Entry> const table{
        {{"feed", "source",
          "where papers come from: arxiv-rss, arxiv-atom, arxiv-api, arxiv-oai or file (see `lectern "
          "plugins`)"},
         text(&Config::feed, &FeedConfig::source)},
        {{"feed", "categories", "arXiv categories or whole archives"}, set_categories},
        {{"feed", "announce", "announce types to keep: new, cross, replace, replace-cross"}, set_announce},
        {{"feed", "primary_only", "keep only papers whose primary category is one of the categories"},
         flag(&Config::feed, &FeedConfig::primary_only)},
        {{"feed", "revised", "list new versions of papers that were shown before, with what changed"},
         flag(&Config::feed, &FeedConfig::revised)},
        {{"feed", "fallback", "where days come from that the source missed: arxiv-api, arxiv-oai or none"},
         text(&Config::feed, &FeedConfig::fallback)},
        {{"feed", "rss_url", "base address of the announcement feeds"},
         web_address(&Config::feed, &FeedConfig::rss_url)},
        {{"feed", "api_url", "base address of the query API"},
         web_address(&Config::feed, &FeedConfig::api_url)},
        {{"feed", "oai_url", "base address of the OAI-PMH interface"},
         web_address(&Config::feed, &FeedConfig::oai_url)},
        {{"feed", "min_interval", "least time between two requests to arXiv"},
         duration(&Config::feed, &FeedConfig::min_interval)},
        {{"feed", "deferred_days",
          "file with arXiv's days without announcement, one YYYY-MM-DD a line; built-in list if empty"},
         path(&Config::feed, &FeedConfig::deferred_days)},
        {{"feed", "max_feed_mb",
          "most MB of one answer of arXiv's; the memory needed grows with it, about fivefold"},
         number(&Config::feed, &FeedConfig::max_feed_mb, 1, 1024)},
        {{"feed", "max_file_mb", "most MB of a file given with --papers, before and after decompression"},
         number(&Config::feed, &FeedConfig::max_file_mb, 1, 1024)},
        {{"filter", "include", "keyword expressions; a paper must match one of them, if there are any"},
         strings(&Config::filter, &FilterConfig::include)},
        {{"filter", "exclude", "keyword expressions; a paper that matches one is dropped"},
         strings(&Config::filter, &FilterConfig::exclude)},
        {{"profile", "topics", "file with the reader's interests"},
         path(&Config::profile, &ProfileConfig::topics)},
        {{"profile", "marks",
          "file of marks beside the database: every run reads it, every mark is added to it; \"\" for none"},
         path(&Config::profile, &ProfileConfig::marks),
         true},
        {{"score", "kind", "who scores: local, llm or cascade (see `lectern plugins`)"},
         text(&Config::score, &ScoreConfig::kind)},
        {{"score", "relevance_cutoff", "least relevance, 1-10, of a paper that is shown"},
         number(&Config::score, &ScoreConfig::relevance_cutoff, 0, 10)},
        {{"score", "novelty_cutoff",
          "least novelty, 1-10, of a paper that is shown, where there is a novelty score"},
         number(&Config::score, &ScoreConfig::novelty_cutoff, 0, 10)},
        {{"score", "max_papers", "most papers shown on the strength of estimated scores; 0: no limit"},
         number(&Config::score, &ScoreConfig::max_papers, 0, many)},
        {{"score", "per_topic", "of these, at least so many of each topic, as far as there are; 0: no quota"},
         number(&Config::score, &ScoreConfig::per_topic, 0, many)},
        {{"score", "fold",
          "whether papers with the authors and title words of a better one are named under it"},
         flag(&Config::score, &ScoreConfig::fold)},
        {{"score", "author_prior",
          "whether the local ranker counts how the authors' earlier papers were judged; new authors get "
          "nothing"},
         flag(&Config::score, &ScoreConfig::author_prior)},
        {{"score", "half_life", "days after which a judgment counts half to the local ranker"},
         number(&Config::score, &ScoreConfig::half_life, 1, 36500)},
        {{"score", "threads",
          "threads of the local ranker; 0: one per core. The result does not depend on it"},
         number(&Config::score, &ScoreConfig::threads, 0, 1024)},
        {{"score", "cascade_share",
          "share of the day's papers, best first, that a cascade shows to the model"},
         number(&Config::score, &ScoreConfig::cascade_share, 0.01, 1)},
        {{"score", "cascade_papers", "so many papers instead of a share; 0: the share counts"},
         number(&Config::score, &ScoreConfig::cascade_papers, 0, many)},
        {{"score", "cascade_recall",
          "share of the relevant papers that a cascade's cut must keep, by past days, once there are enough; "
          "0: the "
          "cut stays at the share"},
         number(&Config::score, &ScoreConfig::cascade_recall, 0, 1)},
        {{"score", "cascade_probe",
          "share of the papers below the cut that the model sees all the same, as a sample"},
         number(&Config::score, &ScoreConfig::cascade_probe, 0, 1)},
        {{"llm", "provider",
          "openai, anthropic, gemini or ollama; anything OpenAI-compatible through base_url"},
         one_of(&Config::llm, &LlmConfig::provider, {"openai", "anthropic", "gemini", "ollama"})},
        {{"llm", "base_url", "address of the model's API; the provider's own if not given"},
         web_address(&Config::llm, &LlmConfig::base_url)},
        {{"llm", "model", "name of the model"}, text(&Config::llm, &LlmConfig::model)},
        {{"llm", "api_key_env",
          "environment variable that holds the key; the provider's usual one if not given, no key if empty"},
         text(&Config::llm, &LlmConfig::api_key_env)},
        {{"llm", "api_key_file",
          "file that holds the key where the variable is not set; only its owner may read it"},
         path(&Config::llm, &LlmConfig::api_key_file)},
        {{"llm", "answer", "form of the model's answers: auto, json_schema or jsonl"},
         one_of(&Config::llm, &LlmConfig::answer, {"auto", "json_schema", "jsonl"})},
        {{"llm", "prompts", "directory with prompt files, see the guide; built-in prompt if empty"},
         path(&Config::llm, &LlmConfig::prompts)},
        {{"llm", "title_stage", "whether titles are looked at before abstracts; a cascade does without"},
         flag(&Config::llm, &LlmConfig::title_stage)},
        {{"llm", "abstract_stage",
          "whether abstracts are scored; if not, what the titles leave is ranked locally"},
         flag(&Config::llm, &LlmConfig::abstract_stage)},
        {{"llm", "title_batch", "titles in a request"},
         number(&Config::llm, &LlmConfig::title_batch, 1, many)},
        {{"llm", "abstract_batch", "abstracts in a request"},
         number(&Config::llm, &LlmConfig::abstract_batch, 1, many)},
        {{"llm", "adaptive_batch", "larger batches on days with many papers"},
         flag(&Config::llm, &LlmConfig::adaptive_batch)},
        {{"llm", "adaptive_threshold", "number of papers from which batches grow"},
         number(&Config::llm, &LlmConfig::adaptive_threshold, 0, many)},
        {{"llm", "retries", "how often papers that an answer left out are asked about again"},
         number(&Config::llm, &LlmConfig::retries, 0, 20)},
        {{"llm", "concurrency", "requests in flight"},
         number(&Config::llm, &LlmConfig::concurrency, 1, 1000)},
        {{"llm", "requests_per_minute", "limit of requests; 0: none"},
         number(&Config::llm, &LlmConfig::requests_per_minute, 0, many)},
        {{"llm", "tokens_per_minute", "limit of tokens; 0: none"},
         number(&Config::llm, &LlmConfig::tokens_per_minute, 0, 1e12)},
        {{"llm", "max_cost_usd", "limit of a run's cost; 0: none"},
         number(&Config::llm, &LlmConfig::max_cost_usd, 0, many)},
        {{"llm", "max_tokens", "limit of a run's tokens; 0: none"},
         number(&Config::llm, &LlmConfig::max_tokens, 0, 1e12)},
        {{"llm", "summary", "whether the model says of each shown paper, in a sentence or two, what it does"},
         flag(&Config::llm, &LlmConfig::summary)},
        {{"llm", "language", "language of these summaries"}, one_line(&Config::llm, &LlmConfig::language)},
        {{"llm", "max_output_tokens",
          "limit of an answer's tokens, reasoning included; 0: the provider's own"},
         number(&Config::llm, &LlmConfig::max_output_tokens, 0, many)},
        {{"llm", "context_tokens", "tokens that fit into question and answer; 0: as the price table says"},
         number(&Config::llm, &LlmConfig::context_tokens, 0, 1e9)},
        {{"llm", "temperature", "randomness of the answers, 0-2; -1: the provider's own"},
         number(&Config::llm, &LlmConfig::temperature, -1, 2)},
        {{"llm", "reasoning_effort",
          "how much a reasoning model thinks (low, medium, high); not sent if empty"},
         text(&Config::llm, &LlmConfig::reasoning_effort)},
        {{"llm", "timeout", "longest time of one request"}, duration(&Config::llm, &LlmConfig::timeout)},
        {{"llm", "mode", "direct, or batch: answers within a day at half the price (openai, anthropic)"},
         one_of(&Config::llm, &LlmConfig::mode, {"direct", "batch"})},
        {{"llm", "batch_wait", "how long a run waits for a batch; a later run goes on with it"},
         duration(&Config::llm, &LlmConfig::batch_wait)},
        {{"llm", "headers", "further HTTP headers, \"Name: value\""}, set_headers},
        {{"llm", "extra_body", "JSON object whose members go into each request"},
         text(&Config::llm, &LlmConfig::extra_body)},
        {{"llm", "prices", "price file in LiteLLM's format; built-in table if empty"},
         path(&Config::llm, &LlmConfig::prices)},
        {{"authors", "file",
          "file of followed authors: a line \"Name, id\" each, with Semantic Scholar's id; none if empty"},
         path(&Config::authors, &AuthorsConfig::file)},
        {{"authors", "follow",
          "[[authors.follow]]: name, and ids s2, openalex, orcid; for an institution ror or openalex"},
         TablesReader(read_followed)},
        {{"authors", "pin_names",
          "whether followed authors with an id are pinned by name alone until a service knows the paper"},
         flag(&Config::authors, &AuthorsConfig::pin_names)},
        {{"authors", "h_index_min",
          "least h-index that one author of a paper must have; 0: no filter; unknown passes"},
         number(&Config::authors, &AuthorsConfig::h_index_min, 0, 1000)},
        {{"authors", "s2_url", "base address of Semantic Scholar"},
         web_address(&Config::authors, &AuthorsConfig::s2_url)},
        {{"authors", "s2_key_env",
          "environment variable with Semantic Scholar's key; works without, but slower"},
         text(&Config::authors, &AuthorsConfig::s2_key_env)},
        {{"authors", "openalex_url", "base address of OpenAlex"},
         web_address(&Config::authors, &AuthorsConfig::openalex_url)},
        {{"authors", "openalex_key_env",
          "environment variable with OpenAlex's key; works without, within narrow limits"},
         text(&Config::authors, &AuthorsConfig::openalex_key_env)},
        {{"net", "contact", "mail address or URL that arXiv may use to reach you; sent with every request"},
         one_line(&Config::net, &NetConfig::contact)},
        {{"net", "ca_file", "PEM file with further trusted certificates"},
         path(&Config::net, &NetConfig::ca_file)},
        {{"net", "timeout", "longest time of one request, redirects included"},
         duration(&Config::net, &NetConfig::timeout)},
        {{"net", "attempts", "requests in all when a server fails"},
         number(&Config::net, &NetConfig::attempts, 1, 20)},
        {{"net", "max_response_mb", "largest response in MB, as sent and again after decompression"},
         number(&Config::net, &NetConfig::max_response_mb, 1, 1024)},
        {{"net", "retry_wait", "wait before the first repetition; doubled for each further one"},
         duration(&Config::net, &NetConfig::retry_wait)},
        {{"store", "path", "the database; lectern.db in the output directory if empty"},
         path(&Config::store, &StoreConfig::path)},
        {{"store", "catch_up_days", "announcement days back that each run checks for gaps; 0: none"},
         number(&Config::store, &StoreConfig::catch_up_days, 0, 60)},
        {{"store", "recheck", "whether each run asks again for late papers of recent days"},
         flag(&Config::store, &StoreConfig::recheck)},
        {{"store", "keep_days",
          "days after which `lectern db vacuum` forgets papers that were neither shown nor marked; 0: never"},
         number(&Config::store, &StoreConfig::keep_days, 0, many)},
        {{"store", "quiet_days", "announcement days without papers after which a run warns; 0: never"},
         number(&Config::store, &StoreConfig::quiet_days, 0, 60)},
        {{"site", "enabled", "whether each run brings the site up to date"},
         flag(&Config::site, &SiteConfig::enabled)},
        {{"site", "title", "name of the site that `lectern site` makes"},
         one_line(&Config::site, &SiteConfig::title)},
        {{"site", "url",
          "where the site is served, for the links of web feeds, canonical links and a site map"},
         web_address(&Config::site, &SiteConfig::url, true)},
        {{"site", "abstracts", "none: left out; short: folded; full: open"},
         one_of(&Config::site, &SiteConfig::abstracts, {"none", "short", "full"})},
        {{"site", "templates", "directory whose files stand in for the built-in templates"},
         path(&Config::site, &SiteConfig::templates)},
        {{"site", "style", "CSS file behind the built-in one"}, path(&Config::site, &SiteConfig::style)},
        {{"output", "dir", "directory of everything that is written"},
         path(&Config::output, &OutputConfig::dir)},
        {{"output", "formats",
          "what is written: markdown, brief, json, html, text, atom, rss, jsonfeed, bibtex, ris, csl (see "
          "`lectern plugins`)"},
         strings(&Config::output, &OutputConfig::formats)},
        {{"output", "compact", "whether pages of local scores leave out the table of tokens and the prompt"},
         flag(&Config::output, &OutputConfig::compact)},
    };
    return table;
}

}  // namespace config

std::vector<ConfigKey> config_keys() {
    std::vector<ConfigKey> keys;
    for (config::Entry const& entry : config::entries()) keys.push_back(entry.key);
    return keys;
}

}  // namespace lectern
