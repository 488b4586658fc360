#include "detail/split.hpp"

#include "core/detail/ascii.hpp"

#include <lectern/render/math.hpp>

#include <algorithm>

/// Finds the formulas of a text. What arXiv's texts hold is not what TeX would take: money, units such as $/hour, lone
/// signs.
namespace lectern::math {
namespace {

constexpr std::size_t kFarthest = 4000;  // bytes to the closing sign

bool is_blank(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

bool is_small(char c) {
    return c >= 'a' && c <= 'z';
}

/// Where the closing dollar signs are, from `from` on; npos if there are none.
/// \param count one or two of them
/// \param within_braces whether signs within braces count, too
std::size_t find_close(std::string_view s, std::size_t from, std::size_t count, bool within_braces) {
    int depth = 0;
    for (std::size_t i = from; i < s.size() && i - from < kFarthest; ++i) {
        if (s[i] == '\\') {
            ++i;
        } else if (s[i] == '{') {
            ++depth;
        } else if (s[i] == '}') {
            depth = std::max(0, depth - 1);
        } else if (s[i] == '\n' && i + 1 < s.size() && s[i + 1] == '\n') {
            return std::string_view::npos;  // a paragraph ends
        } else if (s[i] == '$' && (depth == 0 || within_braces)) {
            if (count == 1) return i;
            if (i + 1 < s.size() && s[i + 1] == '$') return i;
        }
    }
    return std::string_view::npos;
}

/// Whether two words stand in a row: `[a-z]{3,} [a-z]{2,}`.
bool has_two_words(std::string_view s) {
    std::size_t run = 0;
    for (std::size_t i = 0; i < s.size(); ++i) {
        bool const follows =
            run >= 3 && s[i] == ' ' && i + 2 < s.size() && is_small(s[i + 1]) && is_small(s[i + 2]);
        if (follows) return true;
        run = is_small(s[i]) ? run + 1 : 0;
    }
    return false;
}

/// Whether the dollar signs around are money: prose between them, or an amount before each.
bool is_money(std::string_view content, char next) {
    if (content.find_first_of("\\^_={}") != std::string_view::npos) return false;
    if (has_two_words(content)) return true;
    std::size_t const begin = content.find_first_not_of(' ');
    bool const amount = begin != std::string_view::npos && text::is_digit(content[begin]);
    return amount && text::is_digit(next) && content.find_first_of("+*/<>()") == std::string_view::npos;
}

bool is_empty(std::string_view content) {
    return std::ranges::all_of(content, is_blank);
}

}  // namespace

bool opens_formula(std::string_view text, std::size_t at) {
    if (text[at] == '$') return true;
    return text[at] == '\\' && at + 1 < text.size() && (text[at + 1] == '(' || text[at + 1] == '[');
}

Piece formula_at(std::string_view s, std::size_t at) {
    Piece none;
    Piece piece{Piece::Kind::formula, {}, {}, false};
    std::size_t open = 1;
    std::size_t close = std::string_view::npos;
    if (s[at] == '\\') {
        piece.display = s[at + 1] == '[';
        open = 2;
        close = s.find(piece.display ? "\\]" : "\\)", at + open);
        if (close != std::string_view::npos && close - at > kFarthest) return none;
    } else {
        piece.display = at + 1 < s.size() && s[at + 1] == '$';
        open = piece.display ? 2 : 1;
        close = find_close(s, at + open, open, false);
        if (close == std::string_view::npos) close = find_close(s, at + open, open, true);
    }
    if (close == std::string_view::npos) return none;
    piece.content = s.substr(at + open, close - at - open);
    piece.source = s.substr(at, close + open - at);
    char const next = close + open < s.size() ? s[close + open] : '\0';
    bool const dollars = s[at] == '$' && !piece.display;
    return is_empty(piece.content) || (dollars && is_money(piece.content, next)) ? none : piece;
}

std::vector<Piece> split_formulas(std::string_view text) {
    std::vector<Piece> pieces;
    std::size_t begin = 0;
    auto const end_text = [&](std::size_t end) {
        std::string_view const part = text.substr(begin, end - begin);
        if (!part.empty()) pieces.push_back({Piece::Kind::text, part, part, false});
    };
    for (std::size_t i = 0; i < text.size();) {
        bool const command = text[i] == '\\' && i + 1 < text.size();
        Piece const formula = opens_formula(text, i) ? formula_at(text, i) : Piece();
        if (formula.source.empty()) {
            // Two signs without a formula are no beginning of another, either.
            bool const doubled = text.substr(i).starts_with("$$");
            i += command || doubled ? 2 : 1;
            continue;
        }
        end_text(i);
        pieces.push_back(formula);
        i += formula.source.size();
        begin = i;
    }
    end_text(text.size());
    return pieces;
}

}  // namespace lectern::math
