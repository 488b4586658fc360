// The C++ in README and docs is that of the examples, which are compiled and run.
#include "support.hpp"

#include <lectern/core/text.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

using namespace lectern;
namespace fs = std::filesystem;

BOOST_AUTO_TEST_SUITE(docs_snippets)

using Lines = std::vector<std::string>;

Lines lines_of(fs::path const& file) {
    Lines lines;
    std::string const text = test::read(file);  // outlives the pieces
    for (std::string_view const line : text::split(text, '\n')) lines.emplace_back(line);
    if (!lines.empty() && lines.back().empty()) lines.pop_back();
    return lines;
}

/// Without the indentation that all lines share, and without empty lines at the end.
Lines moved_left(Lines lines) {
    while (!lines.empty() && lines.back().empty()) lines.pop_back();
    std::size_t indent = std::string::npos;
    for (std::string const& line : lines)
        if (!line.empty()) indent = std::min(indent, line.find_first_not_of(' '));
    for (std::string& line : lines) line.erase(0, std::min(indent, line.size()));
    return lines;
}

/// The lines of an example between two lines `// [region]`; all of them if no region is named.
Lines region_of(fs::path const& example, std::string const& region) {
    Lines const lines = lines_of(example);
    if (region.empty()) return lines;
    auto const is_mark = [&](std::string const& line) { return text::trim(line) == "// [" + region + "]"; };
    auto const begin = std::ranges::find_if(lines, is_mark);
    BOOST_REQUIRE_MESSAGE(begin != lines.end(), example << " has no region " << region);
    auto const end = std::find_if(begin + 1, lines.end(), is_mark);
    BOOST_REQUIRE_MESSAGE(end != lines.end(), example << " does not end its region " << region);
    return moved_left(Lines(begin + 1, end));
}

/// Checks the block that starts behind line `fence`: the line before it names example and region in a comment.
void check_block(fs::path const& page, Lines const& lines, std::size_t fence) {
    std::string_view mark = fence == 0 ? std::string_view() : std::string_view(lines[fence - 1]);
    bool const marked = mark.starts_with("<!-- examples/") && mark.ends_with(" -->");
    BOOST_REQUIRE_MESSAGE(marked, page << ":" << fence + 1 << ": no example is named before the block");
    mark.remove_prefix(5);
    mark.remove_suffix(4);
    auto const parts = text::split(mark, ':');
    std::string const region(parts.size() > 1 ? text::trim(parts[1]) : std::string_view());
    auto const end = std::find(lines.begin() + static_cast<std::ptrdiff_t>(fence), lines.end(), "```");
    Lines const block(lines.begin() + static_cast<std::ptrdiff_t>(fence) + 1, end);
    BOOST_TEST_CONTEXT(page << ":" << fence + 1)
    BOOST_TEST(block == region_of(test::source_dir() / std::string(parts[0]), region),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(are_those_of_the_examples) {
    std::vector<fs::path> pages{test::source_dir() / "README.md"};
    for (auto const& entry : fs::directory_iterator(test::source_dir() / "docs"))
        if (entry.path().extension() == ".md") pages.push_back(entry.path());
    std::size_t checked = 0;
    for (fs::path const& page : pages) {
        Lines const lines = lines_of(page);
        for (std::size_t i = 0; i < lines.size(); ++i) {
            if (lines[i] != "```cpp") continue;
            check_block(page, lines, i);
            ++checked;
        }
    }
    BOOST_TEST(checked >= 7u);
}

BOOST_AUTO_TEST_SUITE_END()
