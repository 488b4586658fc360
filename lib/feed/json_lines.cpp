#include "core/detail/paper_json.hpp"
#include "detail/formats.hpp"

#include <lectern/core/text.hpp>

#include <boost/json/monotonic_resource.hpp>
#include <fmt/format.h>

#include <array>

namespace lectern::feed {

Result<ParsedFeed> parse_json_lines(std::string_view text, ParseLimits const& limits) {
    ParsedFeed feed;
    feed.format = FeedFormat::json_lines;
    std::array<unsigned char, 16384> buffer;
    std::size_t number = 0;
    while (!text.empty()) {
        ++number;
        std::size_t const end = text.find('\n');
        std::string_view const line = text::trim(text.substr(0, end));
        text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
        if (line.empty()) continue;
        if (auto const counted = count_item(feed, limits); !counted) return counted.error();
        boost::json::monotonic_resource memory(buffer.data(), buffer.size());
        auto const value = json::parse(line, &memory);
        auto paper = value ? json::paper_from_json(*value) : Result<Paper>(value.error());
        if (!paper) {
            feed.warnings.push_back(paper.error().with_context(fmt::format("line {}", number)));
            continue;
        }
        paper->position = feed.papers.size();
        feed.papers.push_back(std::move(*paper));
    }
    if (feed.papers.empty() && !feed.warnings.empty()) return feed.warnings.front();
    return feed;
}

}  // namespace lectern::feed
