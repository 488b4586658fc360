#include "detail/arxiv_id_forms.hpp"

#include "detail/unicode.hpp"

#include <lectern/core/text.hpp>

#include <boost/algorithm/string/replace.hpp>
#include <boost/url/pct_string_view.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <initializer_list>

namespace lectern::arxiv_id_forms {
namespace {

constexpr std::size_t kLongest = 1000;  // bytes; the longest real form is an address with a query

bool remove_prefix(std::string_view& s, std::string_view prefix) {
    if (!text::iequals(s.substr(0, prefix.size()), prefix)) return false;
    s.remove_prefix(prefix.size());
    return true;
}

bool remove_suffix(std::string_view& s, std::string_view suffix) {
    if (s.size() <= suffix.size() || !text::iequals(s.substr(s.size() - suffix.size()), suffix)) return false;
    s.remove_suffix(suffix.size());
    return true;
}

/// Blanks, brackets, quotes and the punctuation of a sentence around the form.
std::string_view without_punctuation(std::string_view s) {
    constexpr std::string_view before = " \t\r\n\v\f<([{\"'`";
    constexpr std::string_view behind = " \t\r\n\v\f>)]}\"'`.,;:!?";
    s.remove_suffix(s.size() - (s.find_last_not_of(behind) + 1));
    s.remove_prefix(std::min(s.find_first_not_of(before), s.size()));
    return s;
}

/// Takes `[cs.LG]` off the end, and the date that arXiv's stamp has behind it.
std::string_view without_category(std::string_view s) {
    std::size_t const open = s.find('[');
    if (open == std::string_view::npos || open == 0) return s;
    std::size_t const close = std::min(s.find(']', open), s.size());
    std::string_view const code = text::trim(s.substr(open + 1, close - open - 1));
    std::string_view const date = text::trim(s.substr(std::min(close + 1, s.size())));
    auto const in_code = [](unsigned char c) { return std::isalpha(c) || c == '.' || c == '-'; };
    auto const in_date = [](unsigned char c) { return std::isalnum(c) || c == ' '; };
    bool const stamp = std::ranges::all_of(code, in_code) && std::ranges::all_of(date, in_date) &&
                       date.size() <= std::string_view("17 September 2023").size();
    return stamp ? s.substr(0, open) : s;
}

/// Sites that show arXiv papers under their identifier, and what stands before it in the path.
struct Site {
    std::string_view host;
    std::string_view directories;  ///< Separated by blanks; the identifier may also stand without any.
};

constexpr std::array<Site, 12> kSites{{
    {"arxiv.org", "abs pdf html src e-print format ps"},
    {"xxx.lanl.gov", "abs pdf ps"},
    {"arxiv.lanl.gov", "abs pdf ps"},
    {"ar5iv.org", "abs html pdf"},
    {"doi.org", ""},
    {"alphaxiv.org", "abs overview pdf html"},
    {"huggingface.co", "papers"},
    {"hf.co", "papers"},
    {"scirate.com", "arxiv"},
    {"semanticscholar.org", "arxiv paper reader graph/v1/paper v1/paper"},
    {"arxiv-vanity.com", "papers"},
    {"papers.cool", "arxiv"},
}};

Site const* find_site(std::string_view host) {
    auto const is_host = [host](Site const& site) {
        std::string_view name = host;
        return text::iequals(name, site.host) || (remove_suffix(name, site.host) && name.ends_with('.'));
    };
    auto const found = std::ranges::find_if(kSites, is_host);
    return found == kSites.end() ? nullptr : found;
}

/// Takes scheme, host and directory off an address. Text that is no address stays; false for an address of
/// another site or of something else than a paper.
bool strip_address(std::string_view& s) {
    bool const scheme = remove_prefix(s, "https://") || remove_prefix(s, "http://") || remove_prefix(s, "//");
    std::size_t const slash = s.find('/');
    std::string_view host = s.substr(0, slash);
    for (std::string_view const port : {":443", ":80"}) (void)remove_suffix(host, port);
    Site const* site = find_site(host);
    if (!site || slash == std::string_view::npos) return !scheme;
    s = s.substr(slash + 1);
    s = s.substr(0, s.find_first_of("?#"));
    while (s.starts_with('/')) s.remove_prefix(1);
    for (std::string_view const directory : text::split(site->directories, ' ')) {
        std::string_view rest = s;
        if (directory.empty() || !remove_prefix(rest, directory) || !rest.starts_with('/')) continue;
        s = rest.substr(std::min(rest.find_first_not_of('/'), rest.size()));
        break;
    }
    return true;
}

/// Takes the words that stand before an identifier off: `arXiv preprint arXiv:`, `doi:10.48550/`, `CoRR abs/`.
void strip_words(std::string_view& s) {
    constexpr std::array<std::string_view, 12> words{"see",    "arxiv.org", "arxiv",    "oai",
                                                     "url",    "doi",       "10.48550", "preprint",
                                                     "eprint", "e-print",   "corr",     "abs"};
    constexpr std::string_view separators = " \t\n:/._-,=";
    for (bool again = true; again;) {
        again = false;
        for (std::string_view const word : words) {
            std::string_view rest = s;
            if (!remove_prefix(rest, word)) continue;
            // "DOI" followed by a letter is another word.
            if (!rest.empty() && separators.find(rest.front()) == std::string_view::npos && word != "arxiv")
                continue;
            std::size_t const start = rest.find_first_not_of(separators);
            if (start == std::string_view::npos) continue;
            s = rest.substr(start);
            again = true;
            break;
        }
    }
}

void strip_endings(std::string_view& s) {
    bool again = true;
    while (again) {
        again = s.size() > 1 && s.ends_with('/');
        if (again) s.remove_suffix(1);
        for (std::string_view const ending : {".gz", ".pdf", ".ps", ".tar", ".html"})
            again = remove_suffix(s, ending) || again;
    }
}

/// The text with quotes and brackets of other scripts as blanks.
std::string without_foreign_marks(std::string s) {
    for (std::string_view const mark :
         {"“", "”", "„", "«", "»", "「", "」", "【", "】", "《", "》", "。", "、"})
        boost::replace_all(s, mark, " ");
    return s;
}

/// The text with `%2F` and the like decoded; as it is where an escape is damaged.
std::string decode_percent(std::string_view s) {
    auto const encoded = boost::urls::make_pct_string_view(s);
    return encoded ? encoded->decode() : std::string(s);
}

}  // namespace

std::optional<std::string> strip(std::string_view pasted) {
    if (pasted.size() > kLongest || text::find_invalid_utf8(pasted)) return std::nullopt;
    std::string const plain = decode_percent(without_foreign_marks(unicode::to_keyboard(pasted)));
    std::string_view s = without_punctuation(without_category(without_punctuation(plain)));
    (void)remove_prefix(s, "url:");  // as Semantic Scholar writes an address
    if (!strip_address(s)) return std::nullopt;
    strip_words(s);
    s = without_punctuation(s);
    if (!strip_address(s)) return std::nullopt;  // "arXiv: https://…"
    strip_words(s);
    strip_endings(s);
    return std::string(s);
}

}  // namespace lectern::arxiv_id_forms
