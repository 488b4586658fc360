#include "detail/templates.hpp"

#include "detail/pages.hpp"

#include <lectern/core/file.hpp>
#include <lectern/core/text.hpp>
#include <lectern/core/text_file.hpp>

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <fmt/format.h>

#include <array>
#include <kainjow/mustache.hpp>
#include <system_error>

namespace lectern::html {
namespace {

namespace bj = boost::json;
namespace fs = std::filesystem;
namespace km = kainjow::mustache;

constexpr auto kPages = std::to_array<std::string_view>(
    {"day.html", "month.html", "summary.html", "year.html", "archive.html", "topics.html", "topic.html",
     "saved.html", "search.html", "numbers.html", "about.html"});
constexpr auto kPartials =
    std::to_array<std::string_view>({"head.html", "card.html", "item.html", "foot.html"});

km::data to_data(bj::value const& value);

km::data to_data(bj::object const& object) {
    km::data data{km::data::type::object};
    for (auto const& [key, member] : object) data.set(std::string(key), to_data(member));
    return data;
}

km::data to_data(bj::value const& value) {
    switch (value.kind()) {
        case bj::kind::object:
            return to_data(value.get_object());
        case bj::kind::array: {
            km::data list{km::data::type::list};
            for (bj::value const& item : value.get_array()) list.push_back(to_data(item));
            return list;
        }
        case bj::kind::string:
            // Mustache takes an empty text for something that is there.
            if (value.get_string().empty()) return km::data(false);
            return km::data(std::string(value.get_string()));
        case bj::kind::bool_:
            return km::data(value.get_bool());
        case bj::kind::int64:
            return km::data(std::to_string(value.get_int64()));
        case bj::kind::uint64:
            return km::data(std::to_string(value.get_uint64()));
        default:
            return km::data(false);
    }
}

/// A template's text. \par Errors file, io; invalid_config with file and reason if it is no template
Result<std::string> read_template(std::string_view name, fs::path const& directory) {
    constexpr std::size_t largest = std::size_t{1} << 20;
    std::error_code failure;
    fs::path const file = directory / name;
    bool const own = !directory.empty() && fs::exists(file, failure);
    if (!own) return std::string(builtin_file(name));
    auto text = read_text_file(file, largest);
    if (!text) return text.error();
    km::mustache const parsed(*text);
    if (parsed.is_valid()) return text;
    return Error(errc::invalid_config, fmt::format("{}: {}", file.string(), parsed.error_message()));
}

/// The page with its parts in the place of their tags: Mustache itself would read a part anew wherever it stands, which
/// for cards takes most of the time. \par Errors invalid_config for a part that is not there
Result<std::string> with_parts(std::string_view text, std::map<std::string_view, std::string> const& parts) {
    std::string page;
    for (std::size_t at = 0;;) {
        std::size_t const open = text.find("{{>", at);
        page += text.substr(at, open == std::string_view::npos ? open : open - at);
        if (open == std::string_view::npos) return page;
        std::size_t const close = text.find("}}", open);  // there is one: the text is a template
        auto const name = text::trim(text.substr(open + 3, close - open - 3));
        auto const part = parts.find(name);
        if (part == parts.end())
            return Error(errc::invalid_config,
                         fmt::format("there is no part \"{}\"", text::printable(name, 40)));
        page += part->second;
        at = close + 2;
    }
}

}  // namespace

Result<Templates> Templates::load(fs::path const& directory) {
    std::map<std::string_view, std::string> parts;
    for (std::string_view const name : kPartials) {
        auto text = read_template(name, directory);
        if (!text) return text.error();
        if (text->find("{{>") != std::string::npos)
            return Error(errc::invalid_config,
                         fmt::format("{}: a part of pages may not include others ({{{{> …}}}})",
                                     (directory / name).string()));
        parts.emplace(name.substr(0, name.find('.')), std::move(*text));
    }
    Templates templates;
    for (std::string_view const name : kPages) {
        auto text = read_template(name, directory);
        if (!text) return text.error();
        auto page = with_parts(*text, parts);
        if (!page) return page.error().with_context((directory / name).string());
        templates.texts_.emplace(name, std::move(*page));
    }
    return templates;
}

std::string Templates::fingerprint() const {
    std::string all;
    for (auto const& [name, text] : texts_) all += name + '\0' + text + '\0';
    return hash_of(all);
}

Result<std::string> Templates::render(std::string_view name, bj::object const& data) const {
    km::mustache page(texts_.find(name)->second);
    std::string text = page.render(to_data(data));
    if (!page.is_valid())
        return Error(errc::invalid_config, fmt::format("{}: {}", name, page.error_message()));
    return text;
}

}  // namespace lectern::html
