#include "../commands.hpp"
#include "../workspace.hpp"
#include "marking.hpp"

#include <lectern/archive/site.hpp>
#include <lectern/core/escape.hpp>
#include <lectern/core/file.hpp>
#include <lectern/core/sentences.hpp>
#include <lectern/core/text.hpp>
#include <lectern/daily/registry.hpp>
#include <lectern/marks/marking.hpp>
#include <lectern/render/citation.hpp>
#include <lectern/store/sqlite_store.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <memory>

namespace lectern::app {
namespace {

struct MarksOptions {
    ConfigOptions config;
    std::string import_file;
    std::string export_file;
    bool dislike = false;
    bool json = false;
};

/// Prints what marking did. Papers that arXiv does not know make it a partial success.
ExitCode report_marking(Result<MarkReport> const& report, Console& console) {
    if (!report) return console.fail(report.error());
    console.print(
        fmt::format("{} papers marked, {} had the mark already{}", report->changed, report->unchanged,
                    report->looked_up ? fmt::format("; {} looked up at arXiv", report->looked_up) : ""));
    for (ReadingListEntry const& entry : report->unknown) {
        std::string const place = entry.place.empty() ? "" : entry.place + ": ";
        console.log().warning(fmt::format("{}arXiv knows no paper {}; not marked", place, entry.id.base()));
    }
    return report->unknown.empty() ? ExitCode::done : ExitCode::partial;
}

ExitCode mark_entries(std::vector<ReadingListEntry> entries, std::string source, ConfigOptions const& options,
                      Console& console) {
    auto config = load(options);
    if (!config) return console.fail(config.error());
    auto workspace = Workspace::open(std::move(*config), console, true, Access::shared);
    if (!workspace) return console.fail(workspace.error());
    Workspace& place = **workspace;
    auto const before = marks_by_id(place.store());
    if (!before) return console.fail(before.error());
    std::vector<ArxivId> ids;
    for (ReadingListEntry const& entry : entries) ids.push_back(entry.id);
    FetchContext context = fetch_context(place.services());
    auto const report = place.look(mark_papers(std::move(entries), std::move(source), place.store(),
                                               place.store(), api_options(place.config()), context));
    auto const recorded =
        record_marks(place.config(), place.store(), *before, ids, place.services().clock.now());
    ExitCode const marked = report_marking(report, console);
    return recorded ? marked : console.fail(recorded.error());
}

/// Prints how many entries a list has and what they are, and names those that give no paper.
void report_list(ReadingList const& list, std::string const& file, Console& console) {
    for (std::string const& warning : list.warnings) console.log().warning(warning);
    for (std::string const& entry : list.rejected) console.log().warning(entry);
    for (std::string const& entry : list.without_id) console.log().warning(entry);
    std::string sum = fmt::format("{}: {} entries: {} papers", file, list.total(), list.entries.size());
    if (list.repeated > 0) sum += fmt::format(", {} named before", list.repeated);
    if (!list.without_id.empty()) sum += fmt::format(", {} without an arXiv paper", list.without_id.size());
    if (!list.rejected.empty()) sum += fmt::format(", {} not readable", list.rejected.size());
    console.print(sum);
}

ExitCode import_marks(MarksOptions const& options, Console& console) {
    auto const text = read_file(options.import_file, kMaxReadingListBytes);
    if (!text) return console.fail(in_named_file(text.error()));
    auto list = read_reading_list(*text, options.import_file);
    if (!list) return console.fail(in_named_file(list.error()));
    report_list(*list, options.import_file, console);
    if (options.dislike) {
        for (ReadingListEntry& entry : list->entries) entry.liked = false;
    }
    bool const whole = list->without_id.empty() && list->rejected.empty();
    std::string const source = std::filesystem::path(options.import_file).filename().string();
    ExitCode const marked = mark_entries(std::move(list->entries), source, options.config, console);
    return marked == ExitCode::done && !whole ? ExitCode::partial : marked;
}

/// `[{id, liked, marked, source, title}]`, oldest first.
Result<std::string> marks_as_json(Store const& store, std::vector<Mark> const& marks) {
    boost::json::array list;
    for (Mark const& mark : marks) {
        auto const paper = store.find_paper(mark.id);
        if (!paper) return paper.error();
        boost::json::object one{{"id", mark.id.base()},
                                {"liked", mark.liked},
                                {"marked", format_time(mark.made)},
                                {"source", mark.source}};
        if (*paper) one["title"] = (*paper)->title;
        list.push_back(std::move(one));
    }
    return boost::json::serialize(list);
}

Result<void> print_marks(Store const& store, std::vector<Mark> const& marks, Console const& console) {
    for (Mark const& mark : marks) {
        auto const paper = store.find_paper(mark.id);
        if (!paper) return paper.error();
        console.print(fmt::format("{}  {:<8}  {:<12}  {}",
                                  format_date(std::chrono::floor<std::chrono::days>(mark.made)),
                                  mark.liked ? "like" : "dislike", mark.id.base(),
                                  *paper ? text::printable((*paper)->title, 100) : std::string()));
    }
    return {};
}

/// The liked papers as notes: a section each, with what programs for notes make links and tags of.
std::string markdown_notes(std::vector<SavedPaper> const& saved) {
    std::string notes = "# Liked papers\n";
    for (SavedPaper const& one : saved) {
        Paper const& paper = one.paper;
        std::vector<std::string> names;
        for (Author const& author : paper.authors) names.push_back(text::escape_markdown(author.name));
        notes += fmt::format("\n## {}\n\n- arXiv: [{}]({})\n- Authors: {}\n- Liked: {}\n",
                             text::escape_markdown(paper.title), paper.id.base(), paper.id.abs_url(),
                             text::join(names, ", "), format_date(one.liked));
        if (paper.primary())
            notes += fmt::format("- Category: {}\n", text::escape_markdown(paper.primary()->code()));
        if (std::string const gist = text::escape_markdown(text::gist(paper.abstract)); !gist.empty())
            notes += "\n" + gist + "\n";
    }
    return notes;
}

/// Writes marks in the format that the file's ending names; all others get JSON Lines.
ExitCode export_marks(SqliteStore const& store, std::vector<Mark> const& marks, std::string const& file,
                      Console& console) {
    std::string const ending = text::ascii_lower(std::filesystem::path(file).extension().string());
    bool const bibliography = ending == ".bib" || ending == ".ris" || ending == ".json";
    std::string content;
    std::size_t count = marks.size();
    if (bibliography || ending == ".md") {
        // A bibliography has no place for what is not liked.
        auto const saved = saved_papers(store, store);
        if (!saved) return console.fail(saved.error());
        std::vector<Paper> papers;
        for (SavedPaper const& one : *saved) papers.push_back(one.paper);
        count = papers.size();
        CitationFormat const format = ending == ".bib"   ? CitationFormat::bibtex
                                      : ending == ".ris" ? CitationFormat::ris
                                                         : CitationFormat::csl;
        content = bibliography ? cite(papers, format) : markdown_notes(*saved);
    } else {
        content = marks_to_json_lines(marks);
    }
    auto const written = write_file_atomically(file, content);
    if (!written) return console.fail(written.error());
    console.print(fmt::format("{} {} written: {}", count,
                              bibliography || ending == ".md" ? "liked papers" : "marks", file));
    return ExitCode::done;
}

ExitCode list_marks(MarksOptions const& options, Console& console) {
    auto const config = load(options.config);
    if (!config) return console.fail(config.error());
    auto const store = SqliteStore::open_to_read(config->database());
    if (!store && store.error() == errc::file) {
        console.print(options.json ? "[]" : "no marks yet: `lectern like ID` makes the first");
        return ExitCode::done;
    }
    if (!store) return console.fail(store.error());
    auto const marks = store->marks();
    if (!marks) return console.fail(marks.error());
    if (options.json) {
        auto const json = marks_as_json(*store, *marks);
        if (!json) return console.fail(json.error());
        console.print(*json);
        return ExitCode::done;
    }
    if (options.export_file.empty()) {
        auto const printed = print_marks(*store, *marks, console);
        return printed ? ExitCode::done : console.fail(printed.error());
    }
    return export_marks(*store, *marks, options.export_file, console);
}

}  // namespace

void add_marks(Command const& program) {
    auto const options = std::make_shared<MarksOptions>();
    Command const command = program.command("marks", "List, import or export marks");
    command.example("lectern marks --import library.bib");
    add_config_options(command, options->config);
    Argument const import_option =
        command.option("--import", options->import_file, "FILE",
                       "Like everything in FILE: JSON Lines of --export, BibTeX, RIS, Zotero or CSL JSON, or "
                       "arXiv ids, one a line");
    command.flag("--dislike", options->dislike, "Dislike what is imported instead").needs(import_option);
    Argument const export_option =
        command
            .option(
                "--export", options->export_file, "FILE",
                "Write all marks to FILE as JSON Lines; or, by its ending, what you like: .bib BibTeX, .ris "
                "RIS, .json CSL JSON, .md notes")
            .excludes(import_option);
    command.flag("--json", options->json, "Print a JSON array")
        .excludes(import_option)
        .excludes(export_option);
    command.does(options, [](MarksOptions const& chosen, Console& console) {
        return chosen.import_file.empty() ? list_marks(chosen, console) : import_marks(chosen, console);
    });
}

}  // namespace lectern::app
