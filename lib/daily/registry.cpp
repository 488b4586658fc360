#include "core/detail/named.hpp"
#include "detail/channel_kinds.hpp"

#include <lectern/core/text.hpp>
#include <lectern/daily/llm_setup.hpp>
#include <lectern/daily/registry.hpp>
#include <lectern/feed/arxiv_announcement.hpp>
#include <lectern/feed/arxiv_api.hpp>
#include <lectern/feed/arxiv_oai.hpp>
#include <lectern/feed/file_feed.hpp>
#include <lectern/filter/announce.hpp>
#include <lectern/filter/category.hpp>
#include <lectern/filter/followed.hpp>
#include <lectern/filter/keywords.hpp>
#include <lectern/filter/seen.hpp>
#include <lectern/render/brief.hpp>
#include <lectern/render/citation.hpp>
#include <lectern/render/html.hpp>
#include <lectern/render/json.hpp>
#include <lectern/render/markdown.hpp>
#include <lectern/render/web_feed.hpp>
#include <lectern/score/cascade.hpp>
#include <lectern/score/llm/llm_scorer.hpp>
#include <lectern/score/local/local_scorer.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

namespace lectern {
namespace {

ParseLimits feed_limits(Config const& config) {
    return ParseLimits::of_size(config.feed.max_feed_mb, "feed.max_feed_mb");
}

AnnouncementFeedOptions announcement_options(Config const& config) {
    AnnouncementFeedOptions options;
    options.categories = config.feed.categories;
    options.base_url = config.feed.rss_url;
    options.limits = feed_limits(config);
    return options;
}

ArxivOaiOptions oai_options(Config const& config) {
    ArxivOaiOptions options;
    options.categories = config.feed.categories;
    options.base_url = config.feed.oai_url;
    options.limits = feed_limits(config);
    return options;
}

Result<std::unique_ptr<Scorer>> make_local(Config const& config) {
    auto topics = load_topics(config);
    if (!topics) return topics.error();
    return make_local_scorer(std::move(*topics), ranker_options(config));
}

Result<std::unique_ptr<Scorer>> make_llm(Config const& config, bool with_titles) {
    auto setup = make_llm_setup(config);
    if (!setup) return setup.error();
    setup->options.title_stage = setup->options.title_stage && with_titles;
    return llm::make_llm_scorer(std::move(*setup));
}

Result<std::unique_ptr<Scorer>> make_cascade(Config const& config) {
    auto topics = load_topics(config);
    if (!topics) return topics.error();
    // The ranking does what titles would do.
    auto second = make_llm(config, false);
    if (!second) return second.error();
    CascadeOptions options;
    options.share = config.score.cascade_share;
    options.papers = config.score.cascade_papers;
    options.recall = config.score.cascade_recall;
    options.probe = config.score.cascade_probe;
    options.ranker = ranker_options(config);
    return make_cascade_scorer(std::move(*topics), std::move(*second), options);
}

Result<std::vector<Expression>> parse_all(std::vector<std::string> const& texts, std::string_view key) {
    std::vector<Expression> expressions;
    for (std::string const& text : texts) {
        auto expression = Expression::parse(text);
        if (!expression)
            return Error(errc::invalid_config, fmt::format("{}: {}", key, expression.error().detail()));
        expressions.push_back(std::move(*expression));
    }
    return expressions;
}

Result<std::unique_ptr<Filter>> make_keywords(Config const& config) {
    auto include = parse_all(config.filter.include, "filter.include");
    if (!include) return include.error();
    auto exclude = parse_all(config.filter.exclude, "filter.exclude");
    if (!exclude) return exclude.error();
    if (include->empty() && exclude->empty()) return std::unique_ptr<Filter>();
    return make_keyword_filter(std::move(*include), std::move(*exclude));
}

void add_feeds(Registry& registry) {
    Needs const network{.network = true};
    registry.feeds.push_back(
        {"arxiv-rss", "today's announcement as RSS from rss.arxiv.org",
         [](Config const& config) { return make_arxiv_rss_feed(announcement_options(config)); }, network});
    registry.feeds.push_back(
        {"arxiv-atom", "today's announcement as Atom from rss.arxiv.org",
         [](Config const& config) { return make_arxiv_atom_feed(announcement_options(config)); }, network});
    registry.feeds.push_back({"arxiv-api", "a past day from the query API, by submission time",
                              [](Config const& config) { return make_arxiv_api_feed(api_options(config)); },
                              network});
    registry.feeds.push_back({"arxiv-oai", "a past day from OAI-PMH, by the version list",
                              [](Config const& config) { return make_arxiv_oai_feed(oai_options(config)); },
                              network});
    registry.feeds.push_back(
        {"file", "files given with --papers: RSS, Atom, API answers or JSON Lines, plain or gzip",
         [](Config const&) -> Result<std::unique_ptr<Feed>> {
             return Error(errc::invalid_argument,
                          "feed.source is \"file\": name the files with --papers FILE");
         }});
}

void add_filters(Registry& registry) {
    using Made = Result<std::unique_ptr<Filter>>;
    registry.filters.push_back({"seen", "drops papers that an earlier digest had",
                                [](Config const&) -> Made { return make_seen_filter(); }});
    registry.filters.push_back(
        {"announce", "keeps the announce types of feed.announce",
         [](Config const& config) -> Made { return make_announce_filter(config.feed.announce); }});
    registry.filters.push_back(
        {"category", "keeps the categories of feed.categories, also by feed.primary_only",
         [](Config const& config) -> Made {
             return make_category_filter(config.feed.categories, config.feed.primary_only);
         }});
    registry.filters.push_back(
        {"followed", "pins papers of the authors that [authors] follows", [](Config const& config) -> Made {
             auto followed = followed_authors(config);
             if (!followed) return followed.error();
             if (followed->empty()) return std::unique_ptr<Filter>();
             return make_followed_filter(std::move(*followed));
         }});
    registry.filters.push_back(
        {"keywords", "keeps and drops by filter.include and filter.exclude", make_keywords});
    registry.filters.push_back({"h-index",
                                "keeps papers of an author with authors.h_index_min, and unknown ones",
                                [](Config const& config) -> Made {
                                    if (config.authors.h_index_min == 0) return std::unique_ptr<Filter>();
                                    return make_h_index_filter(config.authors.h_index_min);
                                }});
}

void add_scorers(Registry& registry) {
    Needs const model{.network = true, .model = true};
    registry.scorers.push_back(
        {"local", "ranks by your topics and marks: no key, no server, no cost", make_local});
    registry.scorers.push_back({"llm", "asks a language model about titles, then abstracts",
                                [](Config const& config) { return make_llm(config, true); }, model});
    registry.scorers.push_back({"cascade",
                                "ranks locally and asks a language model about the best part of the day",
                                make_cascade, model});
}

void add_formats(Registry& registry) {
    registry.formats.push_back({"markdown",
                                "the daily page",
                                {{"md/{month}/{date}-output.md", [] { return make_markdown_renderer(); }}},
                                "output.md"});
    registry.formats.push_back({"brief",
                                "the day on a screen or two, in Markdown",
                                {{"md/{month}/{date}-brief.md", make_brief_renderer}},
                                {}});
    registry.formats.push_back({"text",
                                "the day as plain text",
                                {{"text/{month}/{date}.txt", [] { return make_text_renderer(); }}},
                                {}});
    registry.formats.push_back({"html",
                                "the day as one HTML file",
                                {{"html/{month}/{date}.html", make_html_renderer}},
                                "output.html"});
    for (auto const& [name, help, ending, format] :
         {std::tuple("atom", "the day as an Atom feed", "atom.xml", WebFeedFormat::atom),
          {"rss", "the day as an RSS 2.0 feed", "rss.xml", WebFeedFormat::rss},
          {"jsonfeed", "the day as a JSON Feed", "feed.json", WebFeedFormat::json}})
        registry.formats.push_back({name,
                                    help,
                                    {{fmt::format("feed/{{month}}/{{date}}.{}", ending),
                                      [format] { return make_web_feed_renderer(format); }}},
                                    ending});
    for (auto const& [name, help, ending, format] :
         {std::tuple("bibtex", "the shown papers as BibTeX", "bib", CitationFormat::bibtex),
          {"ris", "the shown papers as RIS", "ris", CitationFormat::ris},
          {"csl", "the shown papers as CSL JSON", "csl.json", CitationFormat::csl}})
        registry.formats.push_back({name,
                                    help,
                                    {{fmt::format("{}/{{month}}/{{date}}.{}", name, ending),
                                      [format] { return make_citation_renderer(format); }}},
                                    {}});
    registry.formats.push_back({"json",
                                "selected papers keyed by id, and the whole digest",
                                {{"json/{month}/{date}-output.json", make_output_json_renderer},
                                 {"json/{month}/{date}-digest.json", make_digest_json_renderer}},
                                {}});
}

/// Whether each plug-in reads options, by name.
template <class Interface>
void add_names(std::vector<Plugin<Interface>> const& plugins, std::map<std::string_view, bool>& has_options) {
    for (Plugin<Interface> const& plugin : plugins) has_options.emplace(plugin.name, plugin.has_options);
}

Error no_such_plugin(std::string_view name, PluginTable const& table,
                     std::map<std::string_view, bool> const& known) {
    std::vector<std::string_view> names;
    for (auto const& [plugin, has_options] : known) names.push_back(plugin);
    auto const near = text::nearest(name, names);
    return {
        errc::invalid_config,
        fmt::format("{}: [plugin.{}]: there is no plug-in of this name{}; `plugins` lists them", table.place,
                    name, near ? fmt::format(" (did you mean \"{}\"?)", *near) : std::string())};
}

}  // namespace

ArxivApiOptions api_options(Config const& config) {
    ArxivApiOptions options;
    options.categories = config.feed.categories;
    options.base_url = config.feed.api_url;
    options.limits = feed_limits(config);
    return options;
}

Result<std::unique_ptr<Feed>> Registry::make_feed(Config const& config) const {
    return make_feed(config, config.feed.source);
}

Result<std::unique_ptr<Feed>> Registry::make_feed(Config const& config, std::string_view name) const {
    auto const plugin = find_named(feeds, name, "feed (feed.source, feed.fallback)");
    if (!plugin) return plugin.error();
    return (*plugin)->make(config);
}

Result<std::unique_ptr<Scorer>> Registry::make_scorer(Config const& config) const {
    auto const plugin = find_named(scorers, config.score.kind, "scorer (score.kind)");
    if (!plugin) return plugin.error();
    return (*plugin)->make(config);
}

std::vector<Format> Registry::make_formats(Config const& config) const {
    std::vector<Format> made = formats;
    if (!config.output.compact) return made;
    for (Format& format : made) {
        if (format.name == "markdown")
            format.files.front().make = [] { return make_markdown_renderer(true); };
    }
    return made;
}

Result<std::vector<std::unique_ptr<Filter>>> Registry::make_filters(Config const& config) const {
    std::vector<std::unique_ptr<Filter>> made;
    for (Plugin<Filter> const& plugin : filters) {
        auto filter = plugin.make(config);
        if (!filter) return filter.error();
        if (*filter) made.push_back(std::move(*filter));
    }
    return made;
}

Needs Registry::scorer_needs(Config const& config) const {
    auto const plugin = std::ranges::find(scorers, config.score.kind, &Plugin<Scorer>::name);
    return plugin == scorers.end() ? Needs{} : plugin->needs;
}

Result<void> Registry::check_options(Config const& config) const {
    if (config.llm.summary && !scorer_needs(config).model)
        return Error(
            errc::invalid_config,
            fmt::format(
                "llm.summary: the scorer \"{}\" asks no language model; choose score.kind = \"llm\" or "
                "\"cascade\"",
                config.score.kind));
    std::map<std::string_view, bool> known;
    add_names(feeds, known);
    add_names(filters, known);
    add_names(scorers, known);
    for (auto const& [name, table] : config.plugins) {
        auto const plugin = known.find(name);
        if (plugin == known.end()) return no_such_plugin(name, table, known);
        if (plugin->second || table.values.empty()) continue;
        auto const& [key, value] = *table.values.begin();
        return Error(errc::invalid_config,
                     fmt::format("{}: plugin.{}.{}: this plug-in has no options in [plugin.{}]", value.place,
                                 name, key, name));
    }
    return {};
}

Registry default_registry() {
    Registry registry;
    add_feeds(registry);
    add_filters(registry);
    add_scorers(registry);
    add_formats(registry);
    add_channels(registry);
    return registry;
}

Result<std::unique_ptr<Feed>> make_feed(Config const& config, Registry const& registry,
                                        std::vector<std::filesystem::path> files) {
    if (files.empty()) return registry.make_feed(config);
    return make_file_feed(std::move(files),
                          ParseLimits::of_size(config.feed.max_file_mb, "feed.max_file_mb"));
}

Result<Pipeline> make_pipeline(Config const& config, Registry const& registry,
                               std::vector<std::filesystem::path> files) {
    auto feed = make_feed(config, registry, std::move(files));
    if (!feed) return feed.error();
    return make_pipeline(config, registry, std::move(*feed));
}

Result<Pipeline> make_pipeline(Config const& config, Registry const& registry, std::unique_ptr<Feed> feed) {
    auto scorer = registry.make_scorer(config);
    if (!scorer) return scorer.error();
    auto editor = make_editor(config, registry, std::move(*scorer));
    if (!editor) return editor.error();
    return Pipeline(std::move(feed), std::move(*editor));
}

Result<Editor> make_editor(Config const& config, Registry const& registry, std::shared_ptr<Scorer> scorer,
                           std::shared_ptr<AuthorDirectory> authors) {
    if (auto const known = registry.check_options(config); !known) return known.error();
    auto filters = registry.make_filters(config);
    if (!filters) return filters.error();
    if (!authors) {
        auto made = make_author_directory(config);
        if (!made) return made.error();
        authors = std::move(*made);
    }
    Editor editor(std::move(scorer), selection_of(config));
    editor.use_authors(std::move(authors));
    editor.write_summaries(config.llm.summary);
    for (auto& filter : *filters) editor.add_filter(std::move(filter));
    return editor;
}

Selection selection_of(Config const& config) {
    Selection selection;
    selection.relevance_cutoff = config.score.relevance_cutoff;
    selection.novelty_cutoff = config.score.novelty_cutoff;
    selection.max_papers = config.score.max_papers;
    selection.per_topic = config.score.per_topic;
    selection.fold = config.score.fold;
    selection.revised = config.feed.revised;
    return selection;
}

}  // namespace lectern
