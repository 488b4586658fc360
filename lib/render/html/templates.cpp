#include "detail/templates.hpp"

#include <lectern/core/file.hpp>
#include <lectern/core/text_file.hpp>

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <kainjow/mustache.hpp>
#include <system_error>

namespace lectern::html {
namespace {

namespace bj = boost::json;
namespace fs = std::filesystem;
namespace km = kainjow::mustache;

constexpr auto kPages =
    std::to_array<std::string_view>({"day.html", "month.html", "year.html", "archive.html", "about.html"});
constexpr auto kPartials = std::to_array<std::string_view>({"head.html", "card.html", "foot.html"});

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

Result<std::string> read_template(std::string_view name, fs::path const& directory) {
    constexpr std::size_t largest = std::size_t{1} << 20;
    std::error_code failure;
    fs::path const file = directory / name;
    bool const own = !directory.empty() && fs::exists(file, failure);
    return own ? read_text_file(file, largest) : Result<std::string>(std::string(builtin_file(name)));
}

}  // namespace

Result<Templates> Templates::load(fs::path const& directory) {
    Templates templates;
    auto const take = [&](std::string_view name) -> Result<void> {
        auto text = read_template(name, directory);
        if (!text) return text.error();
        km::mustache const parsed(*text);
        if (!parsed.is_valid())
            return Error(errc::invalid_config,
                         fmt::format("{}: {}", (directory / name).string(), parsed.error_message()));
        if (std::ranges::count(kPartials, name) && text->find("{{>") != std::string::npos)
            return Error(errc::invalid_config,
                         fmt::format("{}: a part of pages may not include others ({{{{> …}}}})",
                                     (directory / name).string()));
        templates.texts_.emplace(name, std::move(*text));
        return {};
    };
    for (std::string_view const name : kPages) {
        if (auto const taken = take(name); !taken) return taken.error();
    }
    for (std::string_view const name : kPartials) {
        if (auto const taken = take(name); !taken) return taken.error();
    }
    return templates;
}

Result<std::string> Templates::render(std::string_view name, bj::object const& data) const {
    km::data context = to_data(data);
    for (std::string_view const partial : kPartials) {
        std::string const& text = texts_.find(partial)->second;
        context.set(std::string(partial.substr(0, partial.find('.'))),
                    km::data(km::partial([&text] { return text; })));
    }
    km::mustache page(texts_.find(name)->second);
    std::string text = page.render(context);
    if (!page.is_valid())
        return Error(errc::invalid_config, fmt::format("{}: {}", name, page.error_message()));
    return text;
}

}  // namespace lectern::html
