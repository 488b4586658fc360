#include "../commands.hpp"

#include <lectern/archive/digest_reader.hpp>
#include <lectern/core/file.hpp>
#include <lectern/daily/registry.hpp>

#include <memory>

namespace lectern::app {
namespace {

struct RenderOptions {
    std::string digest;
    std::string format = "markdown";
    std::string output;
};

ExitCode render(RenderOptions const& options, Registry const& registry, Console& console) {
    auto const text = read_file(options.digest, kLargestFile);
    if (!text) return console.fail(in_named_file(text.error()));
    auto const digest = parse_digest(*text);
    if (!digest) return console.fail(digest.error().with_context(options.digest));
    auto const format = find_format(registry.formats, options.format);
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

void add_render(Command const& program) {
    auto const options = std::make_shared<RenderOptions>();
    Command const command = program.command("render", "Write a digest in another format");
    command.example("lectern render out/json/2026-03/2026-03-17-digest.json --format brief");
    command.option("digest", options->digest, "DIGEST.json", "A …-digest.json file").required();
    command.option("--format", options->format, "FMT", "Output format (see `lectern plugins`)");
    command.option("-o,--output", options->output, "FILE", "File to write; standard output if not given");
    command.does(options, render);
}

}  // namespace lectern::app
