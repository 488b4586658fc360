#include "detail/formats.hpp"
#include "detail/identify.hpp"

#include <lectern/core/text.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <utility>
#include <vector>

namespace lectern::marks {
namespace {

constexpr std::array<Rule, 26> kRisRules{{
    {"DO", Evidence::named}, {"UR", Evidence::named}, {"LK", Evidence::named}, {"L1", Evidence::named},
    {"L2", Evidence::named}, {"AN", Evidence::named}, {"M1", Evidence::named}, {"M3", Evidence::named},
    {"C1", Evidence::named}, {"C2", Evidence::named}, {"C3", Evidence::named}, {"C4", Evidence::named},
    {"C5", Evidence::named}, {"C6", Evidence::named}, {"C7", Evidence::named}, {"C8", Evidence::named},
    {"VL", Evidence::named}, {"IS", Evidence::named}, {"SP", Evidence::named}, {"JO", Evidence::named},
    {"JF", Evidence::named}, {"JA", Evidence::named}, {"T2", Evidence::named}, {"SN", Evidence::named},
    {"ID", Evidence::whole}, {"N1", Evidence::whole},
}};

/// Fields that can say that arXiv published the record.
constexpr std::array<std::string_view, 8> kRisPlaces{"PB", "DB", "DP", "JO", "JF", "JA", "T2", "AV"};

/// Fields that then hold a bare number.
constexpr std::array<Rule, 5> kRisNumbers{{{"AN", Evidence::number},
                                           {"M1", Evidence::number},
                                           {"C1", Evidence::number},
                                           {"VL", Evidence::number},
                                           {"IS", Evidence::number}}};

/// `TY  - JOUR`; also with other blanks around the dash.
std::optional<Field> read_tag(std::string_view line) {
    constexpr std::string_view mark = "\xEF\xBB\xBF";  // within the text where two files were joined
    if (line.starts_with(mark)) line.remove_prefix(mark.size());
    line = text::trim(line);
    auto const is_tag = [](unsigned char first, unsigned char second) {
        return std::isupper(first) && (std::isupper(second) || std::isdigit(second));
    };
    if (line.size() < 3 || !is_tag(static_cast<unsigned char>(line[0]), static_cast<unsigned char>(line[1])))
        return std::nullopt;
    std::size_t const dash = line.find_first_not_of(" \t", 2);
    if (dash == std::string_view::npos || line[dash] != '-' || dash > 5) return std::nullopt;
    bool const apart = dash + 1 == line.size() || line[dash + 1] == ' ' || line[dash + 1] == '\t';
    if (!apart) return std::nullopt;
    return Field{std::string(line.substr(0, 2)), std::string(text::trim(line.substr(dash + 1)))};
}

std::string_view title_of(std::vector<Field> const& fields) {
    for (std::string_view const name : {"TI", "T1", "CT", "BT", "T3"}) {
        if (auto const title = value_of(fields, name); !title.empty()) return title;
    }
    return {};
}

struct Record {
    std::size_t line = 0;
    std::vector<Field> fields;
};

void add_record(Record const& record, Collector& list) {
    auto id = identify(record.fields, Scheme{kRisRules, kRisPlaces, kRisNumbers});
    std::string place = list.place(record.line, value_of(record.fields, "ID"));
    if (id)
        list.add({std::move(*id), true, std::nullopt, std::move(place)});
    else
        list.add_without_id(place, title_of(record.fields));
}

}  // namespace

bool opens_ris(std::string_view line) {
    auto const field = read_tag(line);
    return field && field->name == "TY";
}

void read_ris(std::string_view text, Collector& list) {
    constexpr std::size_t most_fields = 10'000;
    std::optional<Record> record;
    auto const end_record = [&] {
        if (record) add_record(*record, list);
        record.reset();
    };
    std::size_t number = 0;
    bool started = false;  // what stands before the first record is a heading
    for (std::string_view const line : text::split(text, '\n')) {
        ++number;
        if (list.full()) return;
        auto field = read_tag(line);
        if (!field) {
            // A value that goes on in the next line.
            if (record && !record->fields.empty() && !text::trim(line).empty())
                record->fields.back().value.append(" ").append(text::trim(line));
            continue;
        }
        bool const opens = field->name == "TY";
        started = started || opens;
        if (opens || field->name == "ER") end_record();
        if (field->name == "ER" || !started) continue;
        if (!record) record = Record{number, {}};
        if (record->fields.size() < most_fields) record->fields.push_back(std::move(*field));
    }
    end_record();
}

}  // namespace lectern::marks
