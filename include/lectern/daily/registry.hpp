#pragma once

#include <lectern/archive/format.hpp>
#include <lectern/config/config.hpp>
#include <lectern/feed/arxiv_api.hpp>
#include <lectern/feed/feed.hpp>
#include <lectern/pipeline/pipeline.hpp>
#include <lectern/publish/publisher.hpp>
#include <lectern/score/scorer.hpp>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace lectern {

/// What a plug-in needs to work.
struct Needs {
    bool network = false;  ///< Services on the network.
    bool model = false;    ///< The language model of `[llm]`, its key and its price.
};

/// A named way to make a Feed, a Filter or a Scorer from the configuration.
template <class Interface>
struct Plugin {
    std::string name;  ///< As the configuration names it.
    std::string help;  ///< One line for `lectern plugins`.
    /// Reads its own options by Config::options_of(). May give null for a filter that has nothing to do.
    std::function<Result<std::unique_ptr<Interface>>(Config const&)> make;
    Needs needs{};             ///< What lectern must have ready, and may ask the user for.
    bool has_options = false;  ///< Whether it reads `[plugin.NAME]`; keys for one that does not are refused.
};

class ChannelSetup;

/// A kind of `[[channel]]`.
struct ChannelPlugin {
    std::string name;  ///< As `kind` names it.
    std::string help;  ///< One line for `lectern plugins`.
    /// Reads the channel's keys. \par Errors invalid_config, no_secret, file
    std::function<Result<std::unique_ptr<Publisher>>(ChannelSetup const&)> make;
};

/// The plug-ins a program knows. Add your own beside the built-in ones:
///
///     Registry registry = default_registry();
///     registry.feeds.push_back({"my-feed", "papers from …", [](Config const& config) { … }});
///
/// A regular value.
struct Registry {
    std::vector<Plugin<Feed>> feeds;      ///< For feed.source and feed.fallback.
    std::vector<Plugin<Filter>> filters;  ///< All of them judge every paper, in this order.
    std::vector<Plugin<Scorer>> scorers;  ///< For score.kind.
    std::vector<Format> formats;          ///< For output.formats.
    std::vector<ChannelPlugin> channels;  ///< For the kinds of [[channel]].

    /// \par Errors unsupported, naming the known feeds.
    Result<std::unique_ptr<Feed>> make_feed(Config const& config) const;
    /// The feed of this name instead of the configured one. \par Errors as above
    Result<std::unique_ptr<Feed>> make_feed(Config const& config, std::string_view name) const;
    /// \par Errors invalid_config for an expression that cannot be read; whatever a filter's factory reports.
    Result<std::vector<std::unique_ptr<Filter>>> make_filters(Config const& config) const;
    /// \par Errors unsupported, naming the known scorers; whatever the scorer's factory reports.
    Result<std::unique_ptr<Scorer>> make_scorer(Config const& config) const;
    /// The formats as the configuration wants them: `output.compact`.
    std::vector<Format> make_formats(Config const& config) const;
    /// What the configured scorer needs; nothing if there is none of that name.
    Needs scorer_needs(Config const& config) const;
    /// Whether every `[plugin.NAME]` of the configuration belongs to a plug-in, and one that reads it, and whether the scorer
    /// can do what is asked of it (`llm.summary`).
    /// \par Errors invalid_config, as `name:line: …` with the nearest name.
    Result<void> check_options(Config const& config) const;
};

/// Everything lectern brings: feeds arxiv-rss, arxiv-atom, arxiv-api, arxiv-oai, file;
/// filters seen, announce, category, followed, keywords, h-index; scorers local, llm, cascade; formats markdown, brief,
/// text, html, atom, rss, jsonfeed, bibtex, ris, csl, json.
Registry default_registry();

/// Whom the configuration follows: authors.file and [[authors.follow]]. \par Errors file, invalid_config
Result<FollowedAuthors> followed_authors(Config const& config);

/// Where author records of a configuration come from; null if it neither follows anyone nor filters by h-index.
/// \par Errors file, invalid_config
Result<std::shared_ptr<AuthorDirectory>> make_author_directory(Config const& config);

/// Where Semantic Scholar is.
AuthorSourceOptions semantic_scholar_options(Config const& config);

/// The editor of a configuration.
/// \param config filters and cutoffs
/// \param registry the filters there are
/// \param scorer may be shared; not null
/// \param authors may be shared; null: made as configured
/// \par Errors those of make_author_directory(), Registry::make_filters() and Registry::check_options()
Result<Editor> make_editor(Config const& config, Registry const& registry, std::shared_ptr<Scorer> scorer,
                           std::shared_ptr<AuthorDirectory> authors = nullptr);

/// The whole pipeline of a configuration.
/// \param config what to build
/// \param registry the plug-ins to choose from
/// \param files papers to read instead of the configured feed; may be empty
/// \par Errors those of the plug-ins' factories and of make_editor()
Result<Pipeline> make_pipeline(Config const& config, Registry const& registry,
                               std::vector<std::filesystem::path> files = {});

/// The same around a feed of one's own.
Result<Pipeline> make_pipeline(Config const& config, Registry const& registry, std::unique_ptr<Feed> feed);

/// The feed of a configuration, or the files in its place.
Result<std::unique_ptr<Feed>> make_feed(Config const& config, Registry const& registry,
                                        std::vector<std::filesystem::path> files);

/// The options of arXiv's query API of a configuration.
ArxivApiOptions api_options(Config const& config);

/// What is shown, as configured.
Selection selection_of(Config const& config);

}  // namespace lectern
