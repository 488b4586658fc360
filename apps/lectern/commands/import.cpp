#include "../commands.hpp"
#include "../workspace.hpp"

#include <lectern/archive/archive_page.hpp>
#include <lectern/archive/import_archive.hpp>
#include <lectern/core/file.hpp>
#include <lectern/core/text.hpp>
#include <lectern/render/json.hpp>

#include <fmt/format.h>

#include <memory>

namespace lectern::app {
namespace {

struct ImportOptions {
    std::vector<std::string> pair;
    std::string output;
    std::string archive;
    ConfigOptions config;
};

Result<void> import_page(ImportOptions const& options) {
    auto const page = read_file(options.pair[0], kLargestFile);
    if (!page) return in_named_file(page.error());
    auto const output_json = read_file(options.pair[1], kLargestFile);
    if (!output_json) return in_named_file(output_json.error());
    auto const digest = import_archive_page(*page, *output_json);
    if (!digest)
        return digest.error().with_context(fmt::format("{} and {}", options.pair[0], options.pair[1]));
    auto const content = make_digest_json_renderer()->render(*digest);
    if (!content) return content.error();
    return write_file_atomically(options.output, *content);
}

void print_report(ArchiveReport const& report, std::filesystem::path const& directory,
                  Console const& console) {
    for (std::string const& problem : report.problems) console.print("note: " + text::printable(problem));
    std::string const range =
        report.first ? fmt::format(" ({} to {})", format_date(*report.first), format_date(*report.last)) : "";
    console.print(fmt::format("{} days{} with {} papers are now in {}", report.days, range, report.papers,
                              directory.string()));
    if (report.pages_alone > 0)
        console.print(
            fmt::format("{} pages came without a JSON file and are kept as pages", report.pages_alone));
}

/// The archive's own directory is enough; a configuration says where else it should go.
Result<Config> archive_config(ImportOptions const& options) {
    if (!is_unconfigured(options.config)) return load(options.config);
    Config config;
    if (!options.config.out.empty()) config.output.dir = options.config.out;
    return config;
}

ExitCode import_archive_directory(ImportOptions const& options, Console& console) {
    auto const config = archive_config(options);
    if (!config) return console.fail(config.error());
    std::error_code ignored;
    if (!std::filesystem::is_directory(options.archive, ignored))
        return console.fail(Error(errc::file, options.archive + " is no directory"));
    auto const workspace = Workspace::open(*config, console, false);
    if (!workspace) return console.fail(workspace.error());
    auto const report =
        import_archive(options.archive, config->output.dir, (*workspace)->store(), (*workspace)->store(),
                       SystemClock().now(),
                       [&](std::size_t done, std::size_t total) { console.progress("import", done, total); });
    console.end_progress();
    if (!report) return console.fail(report.error());
    print_report(*report, config->output.dir, console);
    return report->days == 0 ? ExitCode::failed : ExitCode::done;
}

ExitCode import(ImportOptions const& options, Console& console) {
    if (!options.archive.empty()) return import_archive_directory(options, console);
    if (options.pair.empty())
        return console.fail(
            Error(errc::invalid_argument, "name an archive with --archive or one page with --page"));
    auto const done = import_page(options);
    if (!done) return console.fail(done.error());
    console.print(options.output);
    return ExitCode::done;
}

}  // namespace

void add_import(Command const& program) {
    auto const options = std::make_shared<ImportOptions>();
    Command const command = program.command("import", "Take over the pages of an existing archive");
    command.example("lectern import --archive old-output");
    Argument const archive = command.option(
        "--archive", options->archive, "DIR",
        "Directory with YYYY-MM-DD-output.md and .json files, at any depth: all of it goes into "
        "the store and the output directory");
    Argument const page =
        command
            .option("--page", options->pair, "PAGE.md OUTPUT.json",
                    "One Markdown page, and the …-output.json file beside it, into a digest")
            .pair()
            .excludes(archive);
    Argument const output =
        command.option("-o,--output", options->output, "DIGEST.json", "Digest file to write");
    output.needs(page);
    page.needs(output);
    add_config_options(command, options->config);
    command.require_argument();
    command.does(options, import);
}

}  // namespace lectern::app
