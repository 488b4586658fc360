#include "../command.hpp"
#include "../templates.hpp"

#include <lectern/core/file.hpp>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <array>
#include <filesystem>
#include <memory>

namespace lectern::app {
namespace {

namespace fs = std::filesystem;

struct Template {
    std::string_view path;
    std::string_view content;
};

ExitCode init(fs::path const& directory, Console& console) {
    std::array<Template, 3> const files{{{"lectern.toml", templates::config()},
                                         {"topics.md", templates::topics()},
                                         {".github/workflows/lectern.yml", templates::workflow()}}};
    for (Template const& file : files) {
        fs::path const path = directory / file.path;
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
    return ExitCode::done;
}

}  // namespace

void add_init(CLI::App& app, CommandAction& action) {
    auto const directory = std::make_shared<std::string>(".");
    CLI::App* command = app.add_subcommand(
        "init", "Write a commented configuration, a topics file and a GitHub Actions workflow");
    command->add_option("dir", *directory, "Directory")->capture_default_str()->type_name("DIR");
    command->callback([directory, &action] {
        action = [directory](Console& console) { return init(*directory, console); };
    });
}

}  // namespace lectern::app
