#pragma once

#include <lectern/core/error.hpp>

#include <boost/json/object.hpp>

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

namespace lectern::html {

/// A file that is part of the library: a template or an asset.
struct BuiltinFile {
    std::string_view name;
    std::string_view content;
};

/// The built-in file of this name. \pre there is one
std::string_view builtin_file(std::string_view name);

/// The templates of pages (Mustache, https://mustache.github.io/mustache.5.html). Data is escaped unless a template says
/// `{{{…}}}`, which is for members that end in `_html` and are made by our code.
class Templates {
public:
    /// \param directory files in it stand in for ours of the same name; empty: none
    /// \par Errors file, io; invalid_config, with file and reason, for a template that cannot be read, and for one of the
    /// parts (head, card, foot) that includes another: it could include itself without end
    static Result<Templates> load(std::filesystem::path const& directory);

    /// \param name of a template, as `day.html`
    Result<std::string> render(std::string_view name, boost::json::object const& data) const;

    /// Changes with any of the templates.
    std::string fingerprint() const;

private:
    std::map<std::string, std::string, std::less<>> texts_;
};

}  // namespace lectern::html
