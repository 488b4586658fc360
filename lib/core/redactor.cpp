#include "detail/escapes.hpp"

#include <lectern/core/redactor.hpp>
#include <lectern/core/text.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <mutex>
#include <span>
#include <utility>
#include <vector>

namespace lectern {
namespace {

constexpr std::string_view kMask = "[secret]";
constexpr std::size_t kLeast = 3;
constexpr std::size_t kLong = 8;
constexpr std::size_t kMostLayers = 4;

// A text is searched in pieces, so that what is derived from it needs little memory. A secret that is written
// over more than the common part of two pieces is not found.
constexpr std::size_t kPiece = std::size_t{1} << 20;
constexpr std::size_t kCommon = std::size_t{1} << 16;

/// Places in the original text, from–to.
using Ranges = std::vector<std::pair<std::size_t, std::size_t>>;

bool is_word(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

std::string hex_of(std::string_view bytes, std::string_view separator) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string hex;
    for (char const c : bytes) {
        auto const byte = static_cast<unsigned char>(c);
        if (!hex.empty()) hex += separator;
        hex += digits[byte >> 4];
        hex += digits[byte & 15];
    }
    return hex;
}

/// The characters of base64 that are the same whatever stands around the bytes, if so many bytes (modulo 3) stand
/// before them.
std::string base64_of(std::string_view bytes, std::size_t before) {
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string const padded = std::string(before, '\0') + std::string(bytes);
    std::string code;
    for (std::size_t bit = 0; bit + 6 <= padded.size() * 8; bit += 6) {
        unsigned value = 0;
        for (std::size_t i = bit; i < bit + 6; ++i) {
            unsigned const byte = static_cast<unsigned char>(padded[i / 8]);
            value = value * 2 + (byte >> (7 - i % 8) & 1U);
        }
        code += alphabet[value];
    }
    std::size_t const unknown = (before * 8 + 5) / 6;
    return code.substr(unknown);
}

/// The forms of a long secret that are looked for, in texts without blanks.
struct Forms {
    std::vector<std::string> any_case;    ///< In lower case.
    std::vector<std::string> exact_case;  ///< Base64 with `+` and `/`.
};

void add_form(std::vector<std::string>& forms, std::string form) {
    if (form.size() >= kLong - 1 && std::ranges::find(forms, form) == forms.end())
        forms.push_back(std::move(form));
}

Forms forms_of(std::string_view secret) {
    Forms forms;
    MappedText layer = mapped(secret);
    // A text's escapes are resolved also where they belong to the secret itself.
    for (std::size_t i = 0; i <= kMostLayers; ++i) {
        add_form(forms.any_case, text::ascii_lower(without_blanks(layer).text));
        MappedText next;
        if (!resolve_escapes(layer, next)) break;
        layer = std::move(next);
    }
    for (std::string_view const separator : {"", ":", "-", ",", ",0x", "0x"})
        add_form(forms.any_case, hex_of(secret, separator));
    for (std::size_t before = 0; before < 3; ++before) add_form(forms.exact_case, base64_of(secret, before));
    return forms;
}

void find_all(MappedText const& in, std::string const& form, Ranges& ranges) {
    for (std::size_t at = in.text.find(form); at != std::string::npos;
         at = in.text.find(form, at + form.size()))
        ranges.emplace_back(in.begin[at], in.end[at + form.size() - 1]);
}

/// Base64 together with the characters at its borders that the secret's bits reach into.
void find_base64(MappedText const& in, std::string const& form, Ranges& ranges) {
    constexpr std::size_t border = 2;
    auto const belongs = [&](std::size_t i) {
        char const c = in.text[i];
        return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '+' || c == '/' || c == '=';
    };
    for (std::size_t at = in.text.find(form); at != std::string::npos;
         at = in.text.find(form, at + form.size())) {
        std::size_t first = at;
        std::size_t last = at + form.size() - 1;
        while (first > 0 && at - first < border && belongs(first - 1)) --first;
        while (last + 1 < in.text.size() && last - at - form.size() + 1 < border && belongs(last + 1)) ++last;
        ranges.emplace_back(in.begin[first], in.end[last]);
    }
}

void find_word(std::string_view text, std::string_view word, Ranges& ranges) {
    for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
        std::size_t const end = at + word.size();
        bool const whole = (at == 0 || !is_word(text[at - 1])) && (end == text.size() || !is_word(text[end]));
        if (whole) ranges.emplace_back(at, end);
    }
}

std::string masked(std::string_view text, Ranges ranges) {
    std::ranges::sort(ranges);
    std::string out;
    std::size_t done = 0;
    for (std::size_t i = 0; i < ranges.size();) {
        auto [begin, end] = ranges[i];
        for (++i; i < ranges.size() && ranges[i].first <= end; ++i) end = std::max(end, ranges[i].second);
        out += text.substr(done, begin - done);
        out += kMask;
        done = end;
    }
    return out += text.substr(done);
}

}  // namespace

class Redactor::Known {
public:
    void add(std::string_view secret) {
        std::scoped_lock const lock(mutex_);
        bool const known = std::ranges::find(secrets_, secret) != secrets_.end();
        if (secret.size() < kLeast || known) return;
        secrets_.emplace_back(secret);
        if (secret.size() < kLong) return short_.push_back(std::string(secret));
        Forms forms = forms_of(secret);
        for (std::string& form : forms.any_case) add_form(forms_.any_case, std::move(form));
        for (std::string& form : forms.exact_case) add_form(forms_.exact_case, std::move(form));
    }

    Ranges find(std::string_view text) const {
        std::scoped_lock const lock(mutex_);
        Ranges ranges;
        for (std::string const& word : short_) find_word(text, word, ranges);
        if (forms_.any_case.empty()) return ranges;
        for (std::size_t start = 0; start < text.size(); start += kPiece) {
            std::size_t const done = ranges.size();
            find_in_layers(text.substr(start, kPiece + kCommon), ranges);
            for (auto& [begin, end] : std::span(ranges).subspan(done)) {
                begin += start;
                end += start;
            }
        }
        return ranges;
    }

private:
    void find_in_layers(std::string_view text, Ranges& ranges) const {
        MappedText layer = mapped(text);
        for (std::size_t i = 0; i <= kMostLayers; ++i) {
            find_in(layer, ranges);
            MappedText next;
            if (!resolve_escapes(layer, next)) break;
            layer = std::move(next);
        }
    }

    void find_in(MappedText const& layer, Ranges& ranges) const {
        MappedText dense = without_blanks(layer);
        // Addresses write base64 with two other characters.
        std::string const plain = text::ascii_lower(dense.text);
        std::ranges::replace(dense.text, '-', '+');
        std::ranges::replace(dense.text, '_', '/');
        for (std::string const& form : forms_.exact_case) find_base64(dense, form, ranges);
        dense.text = plain;
        for (std::string const& form : forms_.any_case) find_all(dense, form, ranges);
    }

    mutable std::mutex mutex_;
    std::vector<std::string> secrets_;
    std::vector<std::string> short_;
    Forms forms_;
};

Redactor::Redactor() : known_(std::make_shared<Known>()) {}

void Redactor::add(std::string_view secret) const {
    known_->add(text::trim(secret));
}

std::string Redactor::redact(std::string text) const {
    Ranges ranges = known_->find(text);
    return ranges.empty() ? text : masked(text, std::move(ranges));
}

Secrets watched(Secrets secrets, Redactor redactor) {
    return [secrets = std::move(secrets), redactor = std::move(redactor)](std::string_view name) {
        auto secret = secrets(name);
        if (secret) redactor.add(secret->reveal());
        return secret;
    };
}

}  // namespace lectern
