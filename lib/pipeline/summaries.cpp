#include "detail/summaries.hpp"

#include <lectern/core/text.hpp>

#include <set>
#include <string>

namespace lectern {
namespace {

/// The numbers of a text: digits with points within, without the commas that group them. `1,200`, `2.5$\\times$`, `10^{-3}`.
std::set<std::string> numbers_of(std::string_view text) {
    std::set<std::string> numbers;
    std::string number;
    auto const digit = [](char c) { return c >= '0' && c <= '9'; };
    for (std::size_t i = 0; i <= text.size(); ++i) {
        char const c = i < text.size() ? text[i] : ' ';
        bool const within = !number.empty() && i + 1 < text.size() && digit(text[i + 1]);
        if (digit(c)) {
            number += c;
        } else if (c == '.' && within) {
            number += c;
        } else if (!(c == ',' && within)) {
            if (!number.empty()) numbers.insert(number);
            number.clear();
        }
    }
    return numbers;
}

}  // namespace

bool numbers_are_of(std::string_view summary, Paper const& paper) {
    auto const known = numbers_of(paper.title + " " + paper.abstract);
    for (std::string const& number : numbers_of(summary)) {
        if (!known.contains(number)) return false;
    }
    return true;
}

std::size_t take_summaries(SummaryReport const& report, std::vector<DigestEntry>& entries) {
    std::size_t left_out = 0;
    for (DigestEntry& entry : entries) {
        auto const found = report.summaries.find(entry.paper.id.base());
        if (found == report.summaries.end()) continue;
        if (numbers_are_of(found->second, entry.paper))
            entry.summary = found->second;
        else
            ++left_out;
    }
    return left_out;
}

}  // namespace lectern
