#include "detail/coverage_json.hpp"

#include "detail/json.hpp"
#include "detail/paper_json.hpp"

#include <fmt/format.h>

#include <array>

namespace lectern::json {
namespace {

struct Count {
    std::string_view name;
    std::size_t Coverage::*member;
};

constexpr std::array<Count, 7> kCounts{{{"fetched", &Coverage::fetched},
                                        {"parsed", &Coverage::parsed},
                                        {"new", &Coverage::newly_listed},
                                        {"filtered", &Coverage::filtered},
                                        {"scored", &Coverage::scored},
                                        {"unscored", &Coverage::unscored},
                                        {"shown", &Coverage::shown}}};

Result<std::optional<std::size_t>> count_member(bj::object const& object, std::string_view key) {
    auto const number = number_member(object, key);
    if (!number) return number.error();
    if (!*number) return std::optional<std::size_t>();
    if (!(**number >= 0 && **number < 1e15))
        return Error(errc::invalid_argument, fmt::format("member \"{}\" is no count", key));
    return std::optional<std::size_t>(static_cast<std::size_t>(**number));
}

}  // namespace

bj::object to_json(Coverage const& coverage) {
    bj::object object;
    if (!coverage.category.empty()) object["category"] = coverage.category;
    if (coverage.declared) object["declared"] = *coverage.declared;
    for (Count const& count : kCounts) object[count.name] = coverage.*count.member;
    return object;
}

Result<Coverage> coverage_from_json(bj::value const& value) {
    auto const object = as_object(value, "coverage");
    if (!object) return object.error();
    Coverage coverage;
    auto category = string_member(**object, "category");
    if (!category) return category.error();
    coverage.category = std::move(*category);
    auto const declared = count_member(**object, "declared");
    if (!declared) return declared.error();
    coverage.declared = *declared;
    for (Count const& count : kCounts) {
        auto const number = count_member(**object, count.name);
        if (!number) return number.error();
        coverage.*count.member = number->value_or(0);
    }
    return coverage;
}

bj::object to_json(DayRecord const& record) {
    bj::object object;
    object["day"] = format_date(record.day);
    object["weekday"] = weekday_name(record.day);
    object["expected"] = record.expected;
    object["state"] = to_string(record.state);
    object["reason"] = record.reason;
    object["source"] = record.source;
    object["updated"] = format_time(record.updated);
    if (record.scores_missing) object["scores_missing"] = true;
    if (record.remedial) object["remedial"] = true;
    for (auto const& member : to_json(record.total)) object[member.key()] = member.value();
    bj::array& categories = object["categories"].emplace_array();
    for (Coverage const& coverage : record.categories) categories.push_back(to_json(coverage));
    return object;
}

Result<DayRecord> day_record_from_json(bj::value const& value) {
    auto const object = as_object(value, "a day");
    if (!object) return object.error();
    DayRecord record;
    try {
        record.day = parse_date(string_member(**object, "day").value()).value();
        record.state = parse_day_state(string_member(**object, "state").value()).value();
        record.reason = string_member(**object, "reason").value();
        record.source = string_member(**object, "source").value();
        record.updated = parse_rfc3339(string_member(**object, "updated").value()).value();
        record.total = coverage_from_json(value).value();
        bj::value const* expected = (*object)->if_contains("expected");
        record.expected = !expected || !expected->is_bool() || expected->get_bool();
        auto const flag = [&](std::string_view key) {
            bj::value const* member = (*object)->if_contains(key);
            return member && member->is_bool() && member->get_bool();
        };
        record.scores_missing = flag("scores_missing");
        record.remedial = flag("remedial");
        if (bj::value const* list = (*object)->if_contains("categories"); list && list->is_array()) {
            for (bj::value const& item : list->get_array())
                record.categories.push_back(coverage_from_json(item).value());
        }
    } catch (Exception const& failure) {
        return Error(errc::invalid_argument, failure.detail());
    }
    return record;
}

}  // namespace lectern::json

namespace lectern {

std::string to_json(std::vector<DayRecord> const& records) {
    boost::json::array array;
    for (DayRecord const& record : records) array.push_back(json::to_json(record));
    return json::pretty(array);
}

}  // namespace lectern
