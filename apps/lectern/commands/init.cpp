#include "../commands.hpp"
#include "../templates.hpp"

#include <lectern/core/file.hpp>

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <memory>
#include <optional>

namespace lectern::app {
namespace {

namespace fs = std::filesystem;

struct InitOptions {
    std::string directory = ".";
    std::string source;
};

/// A commit of a Git repository. The workflow runs its code, with the keys of whoever owns the workflow.
/// \par Lifetimes the parts are views of the option's value
struct Source {
    std::string_view url;
    std::string_view commit;
};

struct Template {
    std::string_view path;
    std::string content;
};

Error bad_source(std::string_view value, std::string_view reason) {
    return {errc::invalid_argument, fmt::format("--source {}: {}", value, reason)};
}

/// Whether the text can stand between quotes in YAML and in a shell's variable as it is.
bool is_plain_address(std::string_view url) {
    constexpr std::string_view allowed =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~:/%+";
    return url.find_first_not_of(allowed) == std::string_view::npos;
}

bool is_commit(std::string_view text) {
    constexpr std::size_t digits =
        40;  // of SHA-1: a shorter number, a branch or a tag may come to mean other code
    return text.size() == digits && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

/// Reads `URL@COMMIT`. \par Errors invalid_argument
Result<Source> read_source(std::string_view value) {
    constexpr std::size_t longest = 1000;
    std::size_t const at = value.rfind('@');
    if (at == std::string_view::npos || value.size() > longest)
        return bad_source(value.substr(0, longest), "expected is URL@COMMIT");
    Source const source{value.substr(0, at), value.substr(at + 1)};
    auto const url = boost::urls::parse_absolute_uri(source.url);
    bool const https = url && url->scheme_id() == boost::urls::scheme::https && !url->encoded_host().empty();
    if (!https) return bad_source(value, "the address must start with https:// and name a host");
    if (url->has_userinfo()) return bad_source(value, "the address must not hold a name or password");
    if (!is_plain_address(source.url))
        return bad_source(value, "the address has characters that a Git address does not need");
    if (!is_commit(source.commit))
        return bad_source(value, "the commit must be given by all its 40 hexadecimal digits, in lower case");
    return source;
}

/// Fills in one of the workflow's variables.
void set_variable(std::string& workflow, std::string_view name, std::string_view value) {
    std::string const unset = fmt::format("{}: \"\"", name);
    workflow.replace(workflow.find(unset), unset.size(), fmt::format("{}: \"{}\"", name, value));
}

std::string workflow_for(std::optional<Source> const& source) {
    std::string workflow(templates::workflow());
    if (!source) return workflow;
    set_variable(workflow, "LECTERN_SOURCE", source->url);
    set_variable(workflow, "LECTERN_COMMIT", source->commit);
    return workflow;
}

ExitCode init(InitOptions const& options, Console& console) {
    std::optional<Source> source;
    if (!options.source.empty()) {
        auto const read = read_source(options.source);
        if (!read) return console.fail(read.error());
        source = *read;
    }
    std::array<Template, 3> const files{{{"lectern.toml", std::string(templates::config())},
                                         {"topics.md", std::string(templates::topics())},
                                         {".github/workflows/lectern.yml", workflow_for(source)}}};
    for (Template const& file : files) {
        fs::path const path = fs::path(options.directory) / file.path;
        std::error_code ignored;
        if (fs::exists(path, ignored)) {
            console.print(fmt::format("{} is there already and stays as it is", path.string()));
            continue;
        }
        auto const written = write_file_atomically(path, file.content);
        if (!written) return console.fail(written.error());
        console.print(path.string());
    }
    console.print("Now write your interests into topics.md and start `lectern run` there.");
    if (!source)
        console.print(
            "The workflow does not know yet where to get lectern: set LECTERN_SOURCE and LECTERN_COMMIT in "
            "it.");
    return ExitCode::done;
}

}  // namespace

void add_init(Command const& program) {
    auto const options = std::make_shared<InitOptions>();
    Command const command = program.command(
        "init", "Write a commented configuration, a topics file and a GitHub Actions workflow");
    command.example("lectern init my-digest");
    command.option("dir", options->directory, "DIR", "Directory");
    command.option(
        "--source", options->source, "URL@COMMIT",
        "Git repository and commit that the workflow builds lectern from: an https address, @, and "
        "all 40 digits of the commit");
    command.does(options, init);
}

}  // namespace lectern::app
