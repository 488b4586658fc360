#include "core/detail/json.hpp"

#include <lectern/core/text.hpp>
#include <lectern/evaluate/labels.hpp>
#include <lectern/feed/file_feed.hpp>
#include <lectern/net/inflate.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace lectern {
namespace {

// As of files that a run reads, but without a configuration that could change it.
constexpr ParseLimits kLimits = ParseLimits::of_size(64, "one file of --papers");

Result<Label> read_label(std::string_view line) {
    auto const value = json::parse(line);
    if (!value) return value.error();
    auto const object = json::as_object(*value, "a label");
    if (!object) return object.error();
    auto const date_text = json::string_member(**object, "date");
    if (!date_text) return date_text.error();
    auto const date = parse_date(*date_text);
    if (!date) return date.error().with_context("date");
    auto const id_text = json::string_member(**object, "id");
    if (!id_text) return id_text.error();
    auto const id = ArxivId::parse(*id_text);
    if (!id) return id.error();
    auto const selected = json::number_member(**object, "selected");
    if (!selected) return selected.error();
    bool const valid = *selected && (**selected == 0 || **selected == 1);
    if (!valid) return Error(errc::invalid_argument, "member \"selected\" must be 0 or 1");
    auto const relevance = json::number_member(**object, "relevance");
    if (!relevance) return relevance.error();
    bool const in_range = !*relevance || (**relevance >= 1 && **relevance <= 10);
    if (!in_range) return Error(errc::invalid_argument, "member \"relevance\" must be from 1 to 10");
    return Label{*date, *id, **selected == 1, LabelRole::judgment, *relevance};
}

}  // namespace

Result<std::vector<Label>> read_labels(std::filesystem::path const& path) {
    auto const bytes = net::read_plain_or_gzip(path);
    if (!bytes) return bytes.error();
    std::vector<Label> labels;
    std::size_t number = 0;
    for (std::string_view const line : text::split(*bytes, '\n')) {
        ++number;
        if (text::trim(line).empty()) continue;
        auto label = read_label(line);
        if (!label) return label.error().with_context(fmt::format("{}:{}", path.string(), number));
        labels.push_back(std::move(*label));
    }
    return labels;
}

Result<std::vector<Paper>> read_papers(std::vector<std::filesystem::path> const& files,
                                       std::vector<Error>& warnings) {
    std::vector<Paper> papers;
    for (auto const& file : files) {
        auto feed = read_feed_file(file, kLimits);
        if (!feed) return feed.error();
        for (Error const& warning : feed->warnings.lines())
            warnings.push_back(warning.with_context(file.string()));
        std::ranges::move(feed->papers, std::back_inserter(papers));
    }
    return papers;
}

}  // namespace lectern
