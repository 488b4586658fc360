#pragma once

#include <lectern/config/output_config.hpp>
#include <lectern/config/plugin_options.hpp>
#include <lectern/core/author_record.hpp>
#include <lectern/core/category.hpp>
#include <lectern/core/error.hpp>
#include <lectern/core/paper.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace lectern {

/// `[feed]`: where papers come from.
struct FeedConfig {
    std::string source = "arxiv-rss";  ///< Name of a feed plug-in.
    /// An archive, `cs`, stands for all its categories.
    std::vector<Category> categories{Category("cs.LG"), Category("cs.AI")};
    std::vector<AnnounceType> announce{AnnounceType::new_paper, AnnounceType::cross};  ///< Types to keep.
    bool primary_only = false;           ///< Ignore the categories that a paper is cross-listed in.
    bool revised = false;                ///< List new versions of papers shown before.
    std::string fallback = "arxiv-api";  ///< Feed for days that `source` missed; `none` for no such feed.
    std::string rss_url = "https://rss.arxiv.org";     ///< Base address of the announcement feeds.
    std::string api_url = "https://export.arxiv.org";  ///< Base address of the query API.
    std::string oai_url = "https://oaipmh.arxiv.org";  ///< Base address of the OAI-PMH interface.
    std::chrono::milliseconds min_interval{3000};      ///< Between the starts of two requests to arXiv.
    std::filesystem::path deferred_days;               ///< Empty: the built-in list.
    std::size_t max_feed_mb = 32;                      ///< Most of one answer of arXiv's.
    std::size_t max_file_mb = 64;  ///< Most of a file given with --papers, and of its content.
};

/// `[filter]`: keyword expressions.
struct FilterConfig {
    std::vector<std::string> include;  ///< A paper must match one of them; empty: every paper passes.
    std::vector<std::string> exclude;  ///< A paper that matches one of them is dropped.
};

/// `[profile]`: what the reader cares about.
struct ProfileConfig {
    std::filesystem::path topics = "topics.md";  ///< File with the reader's interests; see parse_topics().
    std::filesystem::path marks =
        "marks.jsonl";  ///< File of marks that runs read and marking adds to; empty: none.
};

/// `[score]`: who scores, and what is shown.
struct ScoreConfig {
    std::string kind = "local";      ///< Name of a scorer plug-in.
    double relevance_cutoff = 8;     ///< Least relevance of a paper that is shown, 1–10.
    double novelty_cutoff = 7;       ///< Least novelty, 1–10; papers without a novelty score pass.
    std::size_t max_papers = 20;     ///< Of estimated scores, which have no absolute scale. 0: no limit.
    std::size_t per_topic = 0;       ///< Least number of each topic among these; 0: no quota.
    bool fold = false;               ///< Whether papers much like a better one are named under it.
    bool author_prior = true;        ///< Whether the local ranker looks at the authors' earlier papers.
    double half_life = 40;           ///< Days after which a judgment counts half to the local ranker.
    std::size_t threads = 0;         ///< Of the local ranker; 0: one per core.
    double cascade_share = 0.5;      ///< Share of the day that the model sees with kind = "cascade".
    std::size_t cascade_papers = 0;  ///< So many papers instead; 0: the share counts.
    double cascade_recall = 0.97;    ///< Calibrates the cut on past days; 0: no calibration.
    double cascade_probe = 0.05;     ///< Share of the tail that the model sees all the same.
};

/// `[llm]`: the language model of the scorers that ask one.
struct LlmConfig {
    std::string provider = "openai";                     ///< `openai`, `anthropic`, `gemini` or `ollama`.
    std::string base_url = "https://api.openai.com/v1";  ///< Any server that speaks the provider's language.
    std::string model = "gpt-4o";                        ///< As the provider calls it.
    std::string api_key_env = "OPENAI_API_KEY";          ///< Empty: no key is needed.
    std::filesystem::path api_key_file;                  ///< Holds the key where the variable is not set.
    std::string answer = "auto";                         ///< `auto`, `json_schema` or `jsonl`.
    std::filesystem::path prompts;       ///< Directory with prompt files; empty: the built-in prompt.
    bool title_stage = true;             ///< Drop papers by their titles first; a cascade never does.
    bool abstract_stage = true;          ///< Score abstracts; off: what the titles leave is ranked locally.
    int title_batch = 8;                 ///< Titles in a request, before adaptation.
    int abstract_batch = 4;              ///< Abstracts in a request, before adaptation.
    bool adaptive_batch = true;          ///< Larger batches on days with many papers.
    int adaptive_threshold = 32;         ///< Papers from which batches grow.
    int retries = 3;                     ///< How often papers that an answer left out are asked about again.
    int concurrency = 8;                 ///< Requests in flight.
    int requests_per_minute = 0;         ///< 0: no limit.
    std::int64_t tokens_per_minute = 0;  ///< Of prompts and answers; 0: no limit.
    bool summary = false;                ///< Say what shown papers do, in a sentence or two.
    std::string language = "English";    ///< Of these summaries.
    double max_cost_usd = 0.0;           ///< Of a run, in dollars; 0: no cap.
    std::int64_t max_tokens = 0;         ///< Of a run; 0: no cap.
    std::int64_t max_output_tokens = 0;  ///< Of an answer; 0: the provider's own limit.
    std::int64_t context_tokens = 0;     ///< Of question and answer; 0: as the price table says.
    double temperature = 0.0;            ///< Negative: the provider's own.
    std::string reasoning_effort;        ///< `low`, `medium`, `high`; empty: not sent.
    std::chrono::milliseconds timeout{600'000};  ///< Of one request.
    std::string mode = "direct";                 ///< direct or batch.
    std::chrono::milliseconds batch_wait{0};     ///< How long a run waits for a batch.
    std::vector<std::string> headers;            ///< `Name: value`.
    std::string extra_body;                      ///< JSON object.
    std::filesystem::path prices;                ///< File in LiteLLM's format; empty: the built-in table.
};

/// `[authors]`: whose papers are pinned, and where author records come from.
struct AuthorsConfig {
    std::filesystem::path file;          ///< Lines `Name, id` with Semantic Scholar's ids; empty: none.
    std::vector<FollowedAuthor> follow;  ///< `[[authors.follow]]`
    bool pin_names = false;              ///< Pin by the name alone while no service knows the paper.
    int h_index_min = 0;                 ///< Least h-index of a paper's best-known author; 0: no filter.
    std::string s2_url = "https://api.semanticscholar.org";  ///< Semantic Scholar.
    std::string s2_key_env = "S2_API_KEY";                   ///< Variable with its key; a key is optional.
    std::string openalex_url = "https://api.openalex.org";   ///< OpenAlex.
    std::string openalex_key_env = "OPENALEX_API_KEY";       ///< Variable with its key; a key is optional.
};

/// `[net]`: how the network is used.
struct NetConfig {
    std::string contact;                         ///< Mail address or URL that goes into the User-Agent.
    std::filesystem::path ca_file;               ///< Further trusted certificates (PEM).
    std::chrono::milliseconds timeout{180'000};  ///< Of one request.
    int attempts = 4;                            ///< Requests in all when a server fails.
    int max_response_mb = 32;                    ///< Largest response, as sent and after decompression.
    std::chrono::milliseconds retry_wait{
        2000};  ///< Before the first repetition; doubled for each further one.
};

/// The whole configuration, with the defaults of docs/configuration.md.
struct Config {
    FeedConfig feed;        ///< `[feed]`
    FilterConfig filter;    ///< `[filter]`
    ProfileConfig profile;  ///< `[profile]`
    ScoreConfig score;      ///< `[score]`
    LlmConfig llm;          ///< `[llm]`
    AuthorsConfig authors;  ///< `[authors]`
    NetConfig net;          ///< `[net]`
    StoreConfig store;      ///< `[store]`
    SiteConfig site;        ///< `[site]`
    OutputConfig output;    ///< `[output]`

    /// `[plugin.NAME]`: tables of plug-ins' own options, by their names.
    std::map<std::string, PluginTable, std::less<>> plugins;

    std::vector<PluginTable>
        channels;  ///< `[[channel]]`: where digests are sent; what is in them is the channel's matter.

    /// The options of a plug-in; without a value if the file has no table for it.
    PluginOptions options_of(std::string_view plugin) const;

    /// The database's path.
    std::filesystem::path database() const {
        return store.path.empty() ? output.dir / "lectern.db" : store.path;
    }
};

}  // namespace lectern
