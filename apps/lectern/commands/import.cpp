#include "../command.hpp"

#include <lectern/core/file.hpp>
#include <lectern/render/archive_page.hpp>
#include <lectern/render/json.hpp>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <memory>

namespace lectern::app {
namespace {

struct ImportOptions {
    std::vector<std::string> pair;
    std::string output;
};

Result<void> import_page(ImportOptions const& options) {
    auto const page = read_file(options.pair[0]);
    if (!page) return page.error();
    auto const output_json = read_file(options.pair[1]);
    if (!output_json) return output_json.error();
    auto const digest = import_archive_page(*page, *output_json);
    if (!digest)
        return digest.error().with_context(fmt::format("{} and {}", options.pair[0], options.pair[1]));
    auto const content = make_digest_json_renderer()->render(*digest);
    if (!content) return content.error();
    return write_file_atomically(options.output, *content);
}

ExitCode import(ImportOptions const& options, Console& console) {
    auto const done = import_page(options);
    if (!done) return console.fail(done.error());
    console.print(options.output);
    return ExitCode::done;
}

}  // namespace

void add_import(CLI::App& app, CommandAction& action) {
    auto const options = std::make_shared<ImportOptions>();
    CLI::App* command = app.add_subcommand("import", "Read a published page and its JSON file into a digest");
    command->add_option("--page", options->pair, "The Markdown page, and the …-output.json file beside it")
        ->required()
        ->expected(2)
        ->type_name("PAGE.md OUTPUT.json");
    command->add_option("-o,--output", options->output, "Digest file to write")
        ->required()
        ->type_name("DIGEST.json");
    command->callback(
        [options, &action] { action = [options](Console& console) { return import(*options, console); }; });
}

}  // namespace lectern::app
