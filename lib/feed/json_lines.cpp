#include "core/detail/json.hpp"
#include "core/detail/paper_json.hpp"
#include "detail/formats.hpp"

#include <lectern/core/text.hpp>

#include <boost/json/monotonic_resource.hpp>
#include <fmt/format.h>

#include <array>

namespace lectern::feed {

namespace {

constexpr std::string_view kUnread = "lines that could not be read";

/// Errors of the line are the fault of where the document comes from.
Result<Paper> read_line(std::string_view line, ParseLimits const& limits) {
    if (line.size() > limits.max_line)
        return Error(errc::feed_limit,
                     fmt::format("the line has {} bytes; {} are the most", line.size(), limits.max_line));
    std::array<unsigned char, 16384> buffer;
    boost::json::monotonic_resource memory(buffer.data(), buffer.size());
    auto const value = json::parse(line, &memory);
    auto paper = value ? json::paper_from_json(*value) : Result<Paper>(value.error());
    if (!paper) return fault_of_source(paper.error());
    return paper;
}

}  // namespace

Result<ParsedFeed> parse_json_lines(std::string_view text, ParseLimits const& limits) {
    ParsedFeed feed;
    feed.format = FeedFormat::json_lines;
    Intake intake(limits);
    std::size_t number = 0;
    while (!text.empty()) {
        ++number;
        std::size_t const end = text.find('\n');
        std::string_view const line = text::trim(text.substr(0, end));
        text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
        if (line.empty()) continue;
        ++feed.items;
        if (auto const counted = intake.count_item(); !counted) return counted.error();
        auto paper = read_line(line, limits);
        if (!paper) {
            feed.warnings.add(paper.error().with_context(fmt::format("line {}", number)), kUnread);
            continue;
        }
        paper->position = feed.papers.size();
        if (auto const admitted = intake.admit(*paper, feed.warnings); !admitted) return admitted.error();
        feed.papers.push_back(std::move(*paper));
    }
    if (feed.papers.empty() && !feed.warnings.empty()) return feed.warnings.lines().front();
    return feed;
}

}  // namespace lectern::feed
