#include "detail/arxiv_id_forms.hpp"
#include "detail/ascii.hpp"
#include "detail/taxonomy.hpp"

#include <lectern/core/arxiv_id.hpp>
#include <lectern/core/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <tuple>
#include <utility>

namespace lectern {
namespace {

bool all_digits(std::string_view s) {
    return !s.empty() && std::ranges::all_of(s, text::is_digit);
}

/// Whether there was such an archive while archives were part of the identifier.
bool is_archive(std::string_view code) {
    auto const archives = taxonomy::archives();
    constexpr std::array<std::string_view, 4> younger{"econ", "eess", "q-fin", "stat"};
    return std::ranges::find(archives, code, &CategoryInfo::code) != archives.end() &&
           std::ranges::find(younger, code) == younger.end();
}

std::optional<int> to_int(std::string_view s) {
    int value = 0;
    auto const [end, error] = std::from_chars(s.data(), s.data() + s.size(), value);
    if (error != std::errc{} || end != s.data() + s.size()) return std::nullopt;
    return value;
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

struct Parts {
    int year = 0;
    int month = 0;
    int number = 0;
    int version = 0;  ///< 0: none is named.
    std::string archive;

    int months() const { return 12 * year + month; }
    bool valid() const { return month >= 1 && month <= 12 && number >= 1; }
};

constexpr int kFirstOldStyle = 12 * 1991 + 7;
constexpr int kFirstNewStyle = 12 * 2007 + 4;
constexpr int kFirstFiveDigits = 2015;

/// Parts, or why there are none; the reason is empty where the text has not even the shape of an identifier.
struct Reading {
    std::optional<Parts> parts;
    std::string reason;
};

Reading refuse(std::string reason) {
    return {std::nullopt, std::move(reason)};
}

/// `archive[.XX]/YYMMNNN`, July 1991 to March 2007.
Reading read_old_style(std::string_view s, std::size_t slash) {
    std::string_view const subject = s.substr(0, slash);
    std::string_view const digits = s.substr(slash + 1);
    Parts parts;
    parts.archive = text::ascii_lower(subject.substr(0, subject.find('.')));
    if (!all_digits(digits)) return {};
    if (!is_archive(parts.archive)) return refuse(fmt::format("there is no archive \"{}\"", parts.archive));
    if (digits.size() != 7) return refuse("seven digits follow the slash");
    int const yy = *to_int(digits.substr(0, 2));
    parts.year = yy >= 91 ? 1900 + yy : 2000 + yy;
    parts.month = *to_int(digits.substr(2, 2));
    parts.number = *to_int(digits.substr(4));
    if (!parts.valid()) return refuse("the digits are year, month (01 to 12) and a number from 001");
    bool const in_use = parts.months() >= kFirstOldStyle && parts.months() < kFirstNewStyle;
    if (!in_use) return refuse("identifiers with an archive are from 1991 to March 2007");
    return {std::move(parts), {}};
}

/// `YYMM.NNNN`, from 2015 on `YYMM.NNNNN`. A number with fewer digits is refused, not padded: 2603.1 is what a
/// spreadsheet leaves of 2603.10000 and no sign of 2603.00001.
Reading read_new_style(std::string_view s) {
    if (s.find('.') != 4 || !all_digits(s.substr(0, 4)) || !all_digits(s.substr(5))) return {};
    Parts parts;
    parts.year = 2000 + *to_int(s.substr(0, 2));
    parts.month = *to_int(s.substr(2, 2));
    if (parts.month < 1 || parts.month > 12)
        return refuse("the third and fourth digit are the month, 01 to 12");
    if (parts.months() < kFirstNewStyle) return refuse("identifiers of this form begin with 0704");
    bool const five = parts.year >= kFirstFiveDigits;
    if (s.size() - 5 != (five ? 5U : 4U)) {
        return refuse(five
                          ? "from 2015 on, five digits follow the point; a spreadsheet may have dropped zeros"
                          : "until 2014, four digits follow the point; a spreadsheet may have dropped zeros");
    }
    parts.number = *to_int(s.substr(5));
    if (!parts.valid()) return refuse("the number behind the point is 1 or more");
    return {std::move(parts), {}};
}

/// Reads an identifier with nothing around it.
Reading read_identifier(std::string_view s) {
    std::size_t const slash = s.find('/');
    bool const old_style = slash != std::string_view::npos;
    auto const version = take_version(s, old_style ? slash : 0);
    if (!version) return {};
    Reading reading = old_style ? read_old_style(s, slash) : read_new_style(s);
    if (reading.parts) reading.parts->version = *version;
    return reading;
}

}  // namespace

Result<ArxivId> ArxivId::parse(std::string_view input) {
    // Most texts come from feeds and the store and are canonical: the forms are for what people paste.
    Reading reading = read_identifier(input);
    if (!reading.parts) {
        auto const stripped = arxiv_id_forms::strip(input);
        reading = stripped ? read_identifier(*stripped) : Reading();
    }
    if (!reading.parts) {
        std::string const quoted = fmt::format("\"{}\"", text::truncate(text::trim(input), 100));
        return Error(errc::invalid_id,
                     reading.reason.empty() ? quoted : fmt::format("{}: {}", quoted, reading.reason));
    }
    ArxivId id;
    id.year_ = static_cast<std::int16_t>(reading.parts->year);
    id.month_ = static_cast<std::int16_t>(reading.parts->month);
    id.number_ = reading.parts->number;
    id.version_ = reading.parts->version;
    id.archive_ = std::move(reading.parts->archive);
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
