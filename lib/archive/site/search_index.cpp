#include "detail/search_index.hpp"

#include "render/detail/day_words.hpp"
#include "render/html/detail/pages.hpp"

#include <lectern/core/display.hpp>
#include <lectern/core/text.hpp>
#include <lectern/render/math.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace lectern::site {
namespace {

namespace bj = boost::json;

constexpr std::size_t kLongestWord = 40;  // bytes

// Parts of a paper that a word is in.
constexpr std::uint32_t kOther = 0;
constexpr std::uint32_t kTitle = 1;
constexpr std::uint32_t kAuthor = 2;
constexpr std::uint32_t kTopic = 4;

std::string shown_text(std::string_view text) {
    return text::collapse_whitespace(text::displayable(math::to_plain(text), text::Medium::page));
}

/// A number in digits of five bits, the lowest first.
void append_number(std::string& out, std::uint32_t value) {
    constexpr std::string_view kDigits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
    do {
        std::uint32_t const rest = value >> 5U;
        out += kDigits[(value & 31U) | (rest > 0 ? 32U : 0U)];
        value = rest;
    } while (value > 0);
}

/// Characters that both words begin with, as JavaScript counts them, at most 35.
std::size_t shared_start(std::string_view a, std::string_view b) {
    auto const [at, other] = std::ranges::mismatch(a, b);
    auto length = static_cast<std::size_t>(at - a.begin());
    auto const inside = [](std::string_view word, std::size_t place) {
        return place < word.size() && (static_cast<unsigned char>(word[place]) & 0xC0U) == 0x80U;
    };
    while (length > 0 && (inside(a, length) || inside(b, length))) --length;
    std::size_t units = 0;
    std::size_t end = 0;
    for (std::size_t i = 0; i < length && units < 34; ++units) {
        auto const lead = static_cast<unsigned char>(a[i]);
        // What UTF-16 writes as two units is not shared: the count stays simple.
        if (lead >= 0xF0U) break;
        i += lead < 0x80U ? 1 : lead < 0xE0U ? 2 : 3;
        end = i;
    }
    return end;
}

std::size_t units_of(std::string_view ascii_or_bmp) {
    return text::count_characters(ascii_or_bmp);
}

}  // namespace

std::vector<std::string> search_words(std::string_view text) {
    std::vector<std::string> words;
    std::string const folded = text::fold(text);
    std::string_view rest = folded;
    std::string joined;
    int parts = 0;
    auto const keep = [&](std::string word) {
        if (!word.empty() && word.size() <= kLongestWord) words.push_back(std::move(word));
    };
    while (!rest.empty()) {
        std::size_t length = 0;
        while (std::size_t const letter = text::letter_length(rest.substr(length))) length += letter;
        if (length > 0) {
            keep(std::string(rest.substr(0, length)));
            joined += rest.substr(0, length);
            ++parts;
            rest.remove_prefix(length);
        }
        bool const hyphen =
            length > 0 && rest.size() > 1 && rest.front() == '-' && text::letter_length(rest.substr(1)) > 0;
        if (!hyphen) {
            if (parts > 1) keep(joined);
            joined.clear();
            parts = 0;
        }
        if (!rest.empty()) rest.remove_prefix(1);
    }
    return words;
}

void SearchSegment::add_words(std::string_view text, std::uint32_t paper, std::uint32_t part) {
    for (std::string& word : search_words(text)) {
        // Numbers and single letters of abstracts are a tenth of the index, and nobody looks for them.
        bool const number = std::ranges::all_of(word, [](char c) { return c >= '0' && c <= '9'; });
        if (part == kOther && (number || word.size() == 1)) continue;
        auto& postings = words_[std::move(word)];
        if (postings.empty() || postings.back().paper != paper) postings.push_back({paper, 0});
        postings.back().parts |= part;
    }
}

void SearchSegment::add(Digest const& digest, std::string const& day_path) {
    days_.push_back(day_path);
    for (DigestEntry const& entry : digest.entries) {
        Paper const& paper = entry.paper;
        auto const place = static_cast<std::uint32_t>(papers_.size());
        std::string title = shown_text(paper.title);
        add_words(title, place, kTitle);
        for (Author const& author : paper.authors) add_words(author.name, place, kAuthor);
        if (entry.score) {
            for (std::string const& topic : entry.score->topics) add_words(topic, place, kTopic);
        }
        add_words(shown_text(paper.comment), place, kOther);
        add_words(shown_text(paper.abstract), place, kOther);
        papers_.push_back({days_.size() - 1, html::anchor_of(paper.id), std::move(title),
                           text::displayable(render::short_authors(paper), text::Medium::page)});
    }
}

std::string SearchSegment::script(std::string_view name) const {
    constexpr std::string_view kCounts = "0123456789abcdefghijklmnopqrstuvwxyz";
    std::string words;
    std::string posts;
    std::string_view before;
    for (auto const& [word, postings] : words_) {
        std::size_t const shared = shared_start(before, word);
        words += kCounts[units_of(std::string_view(word).substr(0, shared))];
        words += std::string_view(word).substr(shared);
        words += '\n';
        std::uint32_t last = 0;
        for (Posting const& posting : postings) {
            append_number(posts, (posting.paper - last) * 8 + posting.parts);
            last = posting.paper;
        }
        posts += '\n';
        before = word;
    }
    bj::array papers;
    for (Listed const& one : papers_)
        papers.push_back(bj::array{one.day, one.anchor, one.title, one.authors});
    bj::object const segment{{"days", bj::array(days_.begin(), days_.end())},
                             {"papers", std::move(papers)},
                             {"words", words},
                             {"posts", posts}};
    return fmt::format("lecternSegment({},{});\n", bj::serialize(bj::value(name)), bj::serialize(segment));
}

}  // namespace lectern::site
