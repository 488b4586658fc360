#include "detail/taxonomy.hpp"

#include <lectern/core/arxiv_id.hpp>
#include <lectern/core/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <tuple>
#include <utility>

namespace lectern {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool all_digits(std::string_view s) {
    return !s.empty() && std::ranges::all_of(s, is_digit);
}

bool is_archive(std::string_view code) {
    auto const archives = taxonomy::archives();
    return std::ranges::find(archives, code, &CategoryInfo::code) != archives.end();
}

std::optional<int> to_int(std::string_view s) {
    int value = 0;
    auto const [end, error] = std::from_chars(s.data(), s.data() + s.size(), value);
    if (error != std::errc{} || end != s.data() + s.size()) return std::nullopt;
    return value;
}

bool remove_prefix(std::string_view& s, std::string_view prefix) {
    if (!text::iequals(s.substr(0, prefix.size()), prefix)) return false;
    s.remove_prefix(prefix.size());
    return true;
}

/// Leaves the identifier proper of a URL, DOI or citation.
std::string_view strip_decoration(std::string_view s) {
    s = text::trim(s);
    if (remove_prefix(s, "https://") || remove_prefix(s, "http://")) {
        (void)(remove_prefix(s, "www.") || remove_prefix(s, "export."));
    }
    bool const url = remove_prefix(s, "arxiv.org/");
    (void)remove_prefix(s, "doi.org/");
    if (url && !(remove_prefix(s, "abs/") || remove_prefix(s, "pdf/") || remove_prefix(s, "html/")))
        return {};
    if (url) s = s.substr(0, s.find_first_of("?#"));
    (void)(remove_prefix(s, "10.48550/arxiv.") || remove_prefix(s, "oai:arxiv.org:"));
    if (remove_prefix(s, "arxiv:")) s = text::trim(s);
    while (s.ends_with('/')) s.remove_suffix(1);
    for (std::string_view const ending : {".gz", ".pdf", ".ps"}) {
        if (s.size() > ending.size() && text::iequals(s.substr(s.size() - ending.size()), ending)) {
            s.remove_suffix(ending.size());
        }
    }
    return s;
}

/// Takes `vN` off the end. Nothing if there is a `v` but no valid version behind it.
std::optional<int> take_version(std::string_view& s, std::size_t first_digit) {
    std::size_t const v = s.find_first_of("vV", first_digit);
    if (v == std::string_view::npos) return 0;
    std::string_view const number = s.substr(v + 1);
    if (!all_digits(number) || number.front() == '0' || number.size() > 4) return std::nullopt;
    s = s.substr(0, v);
    return to_int(number);
}

/// An identifier without its version.
struct Parts {
    int year = 0;
    int month = 0;
    int number = 0;
    std::string archive;

    int months() const { return 12 * year + month; }
    bool valid() const { return month >= 1 && month <= 12 && number >= 1; }
};

constexpr int kFirstNewStyle = 12 * 2007 + 4;
constexpr int kFirstFiveDigits = 2015;

/// `archive[.XX]/YYMMNNN`, 1991 to March 2007.
std::optional<Parts> parse_old_style(std::string_view s, std::size_t slash) {
    std::string_view const subject = s.substr(0, slash);
    std::string_view const digits = s.substr(slash + 1);
    Parts parts;
    parts.archive = text::ascii_lower(subject.substr(0, subject.find('.')));
    if (digits.size() != 7 || !all_digits(digits) || !is_archive(parts.archive)) return std::nullopt;
    int const yy = *to_int(digits.substr(0, 2));
    parts.year = yy >= 91 ? 1900 + yy : 2000 + yy;
    parts.month = *to_int(digits.substr(2, 2));
    parts.number = *to_int(digits.substr(4));
    if (!parts.valid() || parts.months() >= kFirstNewStyle) return std::nullopt;
    return parts;
}

/// `YYMM.NNNN`, from 2015 on `YYMM.NNNNN`.
std::optional<Parts> parse_new_style(std::string_view s) {
    if (s.find('.') != 4 || !all_digits(s.substr(0, 4)) || !all_digits(s.substr(5))) return std::nullopt;
    Parts parts;
    parts.year = 2000 + *to_int(s.substr(0, 2));
    parts.month = *to_int(s.substr(2, 2));
    std::size_t const width = parts.year >= kFirstFiveDigits ? 5 : 4;
    if (s.size() - 5 > width) return std::nullopt;
    parts.number = *to_int(s.substr(5));
    if (!parts.valid() || parts.months() < kFirstNewStyle) return std::nullopt;
    return parts;
}

}  // namespace

Result<ArxivId> ArxivId::parse(std::string_view input) {
    auto const error = [&] {
        return Error(errc::invalid_id, fmt::format("\"{}\"", text::truncate(input, 100)));
    };
    std::string_view s = strip_decoration(input);
    std::size_t const slash = s.find('/');
    bool const old_style = slash != std::string_view::npos;
    auto const version = take_version(s, old_style ? slash : 0);
    if (!version) return error();
    auto parts = old_style ? parse_old_style(s, slash) : parse_new_style(s);
    if (!parts) return error();
    ArxivId id;
    id.year_ = static_cast<std::int16_t>(parts->year);
    id.month_ = static_cast<std::int16_t>(parts->month);
    id.number_ = parts->number;
    id.version_ = *version;
    id.archive_ = std::move(parts->archive);
    return id;
}

std::string ArxivId::base() const {
    if (empty()) return {};
    if (!archive_.empty()) return fmt::format("{}/{:02}{:02}{:03}", archive_, year_ % 100, month_, number_);
    return fmt::format("{:02}{:02}.{:0{}}", year_ % 100, month_, number_, year_ >= kFirstFiveDigits ? 5 : 4);
}

std::string ArxivId::to_string() const {
    return version_ ? fmt::format("{}v{}", base(), version_) : base();
}

std::string ArxivId::file_name() const {
    std::string name = base();
    std::ranges::replace(name, '/', '_');
    return name;
}

std::string ArxivId::abs_url() const {
    return "https://arxiv.org/abs/" + base();
}

std::string ArxivId::pdf_url() const {
    return "https://arxiv.org/pdf/" + to_string();
}

ArxivId ArxivId::with_version(int version) const {
    ArxivId id = *this;
    id.version_ = version;
    return id;
}

bool ArxivId::same_paper(ArxivId const& other) const noexcept {
    return number_ == other.number_ && year_ == other.year_ && month_ == other.month_ &&
           archive_ == other.archive_;
}

std::strong_ordering operator<=>(ArxivId const& a, ArxivId const& b) noexcept {
    return std::tie(a.year_, a.month_, a.number_, a.archive_, a.version_) <=>
           std::tie(b.year_, b.month_, b.number_, b.archive_, b.version_);
}

}  // namespace lectern
