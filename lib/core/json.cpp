#include "detail/json.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <cmath>

namespace lectern::json {
namespace {

bool is_whole(double number) {
    return std::floor(number) == number && std::abs(number) < 1e15;
}

void write(bj::value const& value, std::string& out, std::size_t indent) {
    auto const line = [&](std::size_t depth) {
        out += '\n';
        out.append(4 * depth, ' ');
    };
    if (value.is_object() && !value.get_object().empty()) {
        out += '{';
        char const* separator = "";
        for (auto const& [key, member] : value.get_object()) {
            out += separator;
            line(indent + 1);
            out += bj::serialize(key);
            out += ": ";
            write(member, out, indent + 1);
            separator = ",";
        }
        line(indent);
        out += '}';
    } else if (value.is_array() && !value.get_array().empty()) {
        out += '[';
        char const* separator = "";
        for (bj::value const& item : value.get_array()) {
            out += separator;
            line(indent + 1);
            write(item, out, indent + 1);
            separator = ",";
        }
        line(indent);
        out += ']';
    } else if (value.is_double()) {
        // Boost.JSON writes 2.5E0; shortest form that reads back equal.
        double const number = value.get_double();
        out += is_whole(number) ? fmt::format("{:.1f}", number) : fmt::format("{}", number);
    } else {
        out += bj::serialize(value);
    }
}

}  // namespace

Error wrong_type(std::string_view member, std::string_view expected) {
    return {errc::invalid_argument, fmt::format("member \"{}\" is no {}", member, expected)};
}

Result<bj::value> parse(std::string_view text, bj::storage_ptr storage) {
    boost::system::error_code failure;
    bj::parse_options options;
    options.max_depth = 64;
    bj::value value = bj::parse(text, failure, std::move(storage), options);
    if (failure) return Error(errc::invalid_argument, "not valid JSON: " + failure.message());
    return value;
}

Result<bj::object const*> as_object(bj::value const& value, std::string_view what) {
    if (!value.is_object())
        return Error(errc::invalid_argument, fmt::format("{} must be a JSON object", what));
    return &value.get_object();
}

Result<std::string> string_member(bj::object const& object, std::string_view key) {
    bj::value const* value = object.if_contains(key);
    if (!value || value->is_null()) return std::string();
    if (value->is_number()) {
        return Error(
            errc::invalid_argument,
            fmt::format("member \"{}\" is a number; write it in quotes, since a number may have lost "
                        "its last zeros",
                        key));
    }
    if (!value->is_string()) return wrong_type(key, "string");
    return std::string(value->get_string());
}

Result<std::optional<double>> number_member(bj::object const& object, std::string_view key) {
    bj::value const* value = object.if_contains(key);
    if (!value || value->is_null()) return std::optional<double>();
    if (!value->is_number()) return wrong_type(key, "number");
    return std::optional<double>(value->to_number<double>());
}

Result<std::vector<std::string>> strings_member(bj::object const& object, std::string_view key) {
    std::vector<std::string> strings;
    bj::value const* value = object.if_contains(key);
    if (!value || value->is_null()) return strings;
    if (!value->is_array()) return wrong_type(key, "list");
    for (bj::value const& item : value->get_array()) {
        if (!item.is_string()) return wrong_type(key, "list of strings");
        strings.emplace_back(item.get_string());
    }
    return strings;
}

std::string to_text(std::vector<std::string> const& strings) {
    bj::array array;
    for (std::string const& text : strings) array.emplace_back(text);
    return bj::serialize(array);
}

Result<std::vector<std::string>> strings_from_text(std::string_view text) {
    auto const value = parse(text);
    if (!value) return value.error();
    if (!value->is_array()) return Error(errc::invalid_argument, "a list of texts is expected");
    std::vector<std::string> strings;
    for (bj::value const& item : value->get_array()) {
        if (!item.is_string()) return Error(errc::invalid_argument, "a list of texts is expected");
        strings.emplace_back(item.get_string());
    }
    return strings;
}

std::string pretty(bj::value const& value) {
    std::string out;
    write(value, out, 0);
    out += '\n';
    return out;
}

}  // namespace lectern::json
