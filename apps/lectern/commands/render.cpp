#include "../command.hpp"

#include <lectern/core/file.hpp>
#include <lectern/pipeline/registry.hpp>
#include <lectern/render/json.hpp>

#include <CLI/CLI.hpp>

#include <memory>

namespace lectern::app {
namespace {

struct RenderOptions {
    std::string digest;
    std::string format = "markdown";
    std::string output;
};

ExitCode render(RenderOptions const& options, Console& console) {
    auto const text = read_file(options.digest, kLargestFile);
    if (!text) return console.fail(in_named_file(text.error()));
    auto const digest = parse_digest(*text);
    if (!digest) return console.fail(digest.error().with_context(options.digest));
    Registry const registry = default_registry();
    auto const format = registry.find_format(options.format);
    if (!format) return console.fail(format.error());
    auto const content = (*format)->files.front().make()->render(*digest);
    if (!content) return console.fail(content.error());
    if (options.output.empty()) {
        // Byte for byte, so that the output can be compared with a file.
        console.write(*content);
        return ExitCode::done;
    }
    auto const written = write_file_atomically(options.output, *content);
    return written ? ExitCode::done : console.fail(written.error());
}

}  // namespace

void add_render(CLI::App& app, CommandAction& action) {
    auto const options = std::make_shared<RenderOptions>();
    CLI::App* command = app.add_subcommand("render", "Write a digest in another format");
    command->add_option("digest", options->digest, "A …-digest.json file")
        ->required()
        ->type_name("DIGEST.json");
    command->add_option("--format", options->format, "Output format (see `lectern plugins`)")
        ->capture_default_str()
        ->type_name("FMT");
    command->add_option("-o,--output", options->output, "File to write; standard output if not given")
        ->type_name("FILE");
    command->callback(
        [options, &action] { action = [options](Console& console) { return render(*options, console); }; });
}

}  // namespace lectern::app
