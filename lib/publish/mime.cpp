#include "detail/mime.hpp"

#include "net/detail/base64.hpp"

#include <lectern/core/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace lectern::publish {
namespace {

constexpr std::size_t kLongestLine = 76;
constexpr std::string_view kEnd = "\r\n";

bool is_printable_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
}

/// Encoded words of at most 75 characters. In base64, so that nothing in them has a meaning.
std::vector<std::string> encoded_words(std::string_view text) {
    constexpr std::size_t bytes_a_word = 42;  // 56 characters of base64 and 12 around them
    std::vector<std::string> words;
    while (!text.empty()) {
        std::size_t length = std::min(bytes_a_word, text.size());
        // Not within a character.
        while (length < text.size() && length > 1 &&
               (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80)
            --length;
        words.push_back("=?UTF-8?B?" + net::base64(text.substr(0, length)) + "?=");
        text.remove_prefix(length);
    }
    return words;
}

/// Breaks lines before blanks, as far as there are any.
std::string folded(std::string_view name, std::vector<std::string> const& words) {
    std::string field(name);
    field += ':';
    std::size_t column = field.size();
    for (std::string const& word : words) {
        bool const fits = column + 1 + word.size() <= kLongestLine || column <= name.size() + 1;
        if (!fits) {
            field += kEnd;
            column = 0;
        }
        field += ' ' + word;
        column += 1 + word.size();
    }
    return field + std::string(kEnd);
}

std::string without_breaks(std::string_view text) {
    std::string line(text);
    std::ranges::replace_if(
        line, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, ' ');
    return text::collapse_whitespace(line);
}

std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    for (std::string_view const word : text::split(text, ' ')) {
        if (!word.empty()) words.emplace_back(word);
    }
    return words;
}

std::string part(std::string_view boundary, std::string_view type, std::string_view text) {
    return fmt::format(
        "--{}\r\nContent-Type: {}; charset=utf-8\r\nContent-Transfer-Encoding: "
        "quoted-printable\r\n\r\n{}\r\n",
        boundary, type, quoted_printable(text));
}

}  // namespace

Result<Mailbox> parse_mailbox(std::string_view text) {
    text = text::trim(text);
    Mailbox mailbox;
    std::size_t const open = text.rfind('<');
    std::string_view address = text;
    if (open != std::string_view::npos && text.ends_with('>')) {
        address = text.substr(open + 1, text.size() - open - 2);
        std::string_view name = text::trim(text.substr(0, open));
        if (name.size() >= 2 && name.starts_with('"') && name.ends_with('"'))
            name = name.substr(1, name.size() - 2);
        mailbox.name = without_breaks(name);
    }
    std::size_t const at = address.rfind('@');
    bool const good =
        at != std::string_view::npos && at > 0 && at + 1 < address.size() && address.size() <= 254 &&
        std::ranges::all_of(address, [](char c) {
            return c > ' ' && c <= '~' && std::string_view("<>()[],;:\\\"").find(c) == std::string_view::npos;
        });
    if (!good)
        return Error(errc::invalid_argument,
                     fmt::format("\"{}\" is no mail address; write name@example.org, or \"Name "
                                 "<name@example.org>\"",
                                 text::printable(text, 100)));
    mailbox.address = address;
    return mailbox;
}

std::string mailbox_field(Mailbox const& mailbox) {
    if (mailbox.name.empty()) return mailbox.address;
    if (!is_printable_ascii(mailbox.name))
        return text::join(encoded_words(mailbox.name), " ") + " <" + mailbox.address + ">";
    std::string quoted;
    for (char const c : mailbox.name) {
        if (c == '"' || c == '\\') quoted += '\\';
        quoted += c;
    }
    return fmt::format("\"{}\" <{}>", quoted, mailbox.address);
}

std::string header_field(std::string_view name, std::string_view value) {
    std::string const line = without_breaks(value);
    // What looks like an encoded word would be decoded.
    bool const plain =
        is_printable_ascii(line) && line.find("=?") == std::string::npos &&
        std::ranges::all_of(words_of(line), [](std::string const& word) { return word.size() < 70; });
    return folded(name, plain ? words_of(line) : encoded_words(line));
}

std::string structured_field(std::string_view name, std::string_view value) {
    return folded(name, words_of(value));
}

std::string quoted_printable(std::string_view text) {
    std::string out;
    std::size_t column = 0;
    auto const put = [&](std::string_view unit) {
        if (column + unit.size() > kLongestLine - 1) {
            out += "=\r\n";
            column = 0;
        }
        out += unit;
        column += unit.size();
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        char const c = text[i];
        if (c == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
        if (c == '\n') {
            out += kEnd;
            column = 0;
            continue;
        }
        bool const last = i + 1 == text.size() || text[i + 1] == '\n' || text[i + 1] == '\r';
        bool const plain = (c > ' ' && c <= '~' && c != '=') || (c == ' ' && !last);
        put(plain ? std::string(1, c) : fmt::format("={:02X}", static_cast<unsigned char>(c)));
    }
    return out;
}

std::string mail_date(Time time) {
    constexpr auto days = std::to_array<std::string_view>({"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"});
    constexpr auto months = std::to_array<std::string_view>(
        {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"});
    auto const day = std::chrono::floor<std::chrono::days>(time);
    std::chrono::year_month_day const date(day);
    std::chrono::hh_mm_ss const clock(time - day);
    return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} +0000",
                       days.at(std::chrono::weekday(day).c_encoding()), static_cast<unsigned>(date.day()),
                       months.at(static_cast<unsigned>(date.month()) - 1), static_cast<int>(date.year()),
                       clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

std::string alternative_message(std::string head, std::string_view text, std::string_view html) {
    // Quoted-printable writes `=` as `=3D`: no line of a part can begin with this boundary.
    constexpr std::string_view boundary = "=_lectern_alternative";
    head += fmt::format("MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=\"{}\"\r\n\r\n",
                        boundary);
    return head + part(boundary, "text/plain", text) + part(boundary, "text/html", html) +
           fmt::format("--{}--\r\n", boundary);
}

}  // namespace lectern::publish
