#include <lectern/core/file.hpp>
#include <lectern/daily/registry.hpp>

#include <utility>

namespace lectern {
namespace {

AuthorSourceOptions openalex_options(Config const& config) {
    return {config.authors.openalex_url, config.authors.openalex_key_env};
}

}  // namespace

AuthorSourceOptions semantic_scholar_options(Config const& config) {
    return {config.authors.s2_url, config.authors.s2_key_env};
}

Result<FollowedAuthors> followed_authors(Config const& config) {
    std::vector<FollowedAuthor> authors = config.authors.follow;
    if (!config.authors.file.empty()) {
        constexpr std::size_t largest = std::size_t{1} << 20;
        auto const text = read_file(config.authors.file, largest);
        if (!text) return text.error().with_context("authors.file");
        auto listed = parse_followed_authors(*text, config.authors.file.string());
        if (!listed) return listed.error();
        authors.insert(authors.begin(), listed->begin(), listed->end());
    }
    return FollowedAuthors(std::move(authors), config.authors.pin_names);
}

Result<std::shared_ptr<AuthorDirectory>> make_author_directory(Config const& config) {
    auto followed = followed_authors(config);
    if (!followed) return followed.error();
    if (followed->empty() && config.authors.h_index_min == 0) return std::shared_ptr<AuthorDirectory>();
    std::vector<std::unique_ptr<AuthorSource>> sources;
    if (followed->has_ids() || config.authors.h_index_min > 0)
        sources.push_back(make_semantic_scholar_source(semantic_scholar_options(config)));
    if (followed->needs_openalex()) sources.push_back(make_openalex_source(openalex_options(config)));
    return std::make_shared<AuthorDirectory>(std::move(*followed), std::move(sources),
                                             config.authors.h_index_min);
}

}  // namespace lectern
