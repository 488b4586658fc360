#include "../commands.hpp"
#include "../workspace.hpp"
#include "marking.hpp"
#include "paper_reference.hpp"

#include <lectern/daily/registry.hpp>
#include <lectern/marks/marking.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <memory>

namespace lectern::app {
namespace {

struct LikeOptions {
    ConfigOptions config;
    std::vector<std::string> papers;
};

using MarksById = std::map<std::string, Mark>;

std::string_view word_of(bool liked) {
    return liked ? "liked" : "disliked";
}

/// "Liked 2507.23220 "…" (it was disliked)".
std::string sentence(Store const& store, ArxivId const& id, bool liked, MarksById const& before) {
    auto const old = before.find(id.base());
    bool const was = old != before.end();
    std::string const paper = named(store, id);
    if (was && old->second.liked == liked) return fmt::format("{} is {} already", paper, word_of(liked));
    return fmt::format("{} {}{}", liked ? "Liked" : "Disliked", paper,
                       was ? fmt::format(" (it was {})", word_of(old->second.liked)) : std::string());
}

/// Marking needs the database only, so that it works beside a run; papers that it does not hold are looked up.
Result<std::unique_ptr<Workspace>> open_shared(Config config, Console& console, bool network) {
    return Workspace::open(std::move(config), console, network, Access::shared);
}

ExitCode end(Result<void> const& recorded, bool complete, Console& console) {
    if (!recorded) {
        console.log().error(recorded.error().with_context("the marks are in the database only").message());
        return ExitCode::partial;
    }
    return complete ? ExitCode::done : ExitCode::partial;
}

ExitCode like(LikeOptions const& options, bool liked, Console& console) {
    auto config = load(options.config);
    if (!config) return console.fail(config.error());
    auto const ids = read_papers(*config, options.papers);
    if (!ids) return console.fail(ids.error());
    auto workspace = open_shared(std::move(*config), console, true);
    if (!workspace) return console.fail(workspace.error());
    Workspace& place = **workspace;
    auto const before = marks_by_id(place.store());
    if (!before) return console.fail(before.error());
    std::vector<ReadingListEntry> entries;
    for (ArxivId const& id : *ids) entries.push_back({id, liked, std::nullopt});
    FetchContext context = fetch_context(place.services());
    auto const report = place.look(mark_papers(std::move(entries), "cli", place.store(), place.store(),
                                               api_options(place.config()), context));
    auto const recorded =
        record_marks(place.config(), place.store(), *before, *ids, place.services().clock.now());
    if (!report) {
        if (!recorded) console.log().error(recorded.error().message());
        return console.fail(report.error());
    }
    for (ArxivId const& id : *ids) {
        bool const unknown = std::ranges::any_of(
            report->unknown, [&](ReadingListEntry const& entry) { return entry.id.same_paper(id); });
        if (unknown)
            console.log().warning(fmt::format("arXiv knows no paper {}; not marked", id.base()));
        else
            console.print(sentence(place.store(), id, liked, *before));
    }
    return end(recorded, report->unknown.empty(), console);
}

ExitCode unmark(LikeOptions const& options, Console& console) {
    auto config = load(options.config);
    if (!config) return console.fail(config.error());
    auto const ids = read_papers(*config, options.papers);
    if (!ids) return console.fail(ids.error());
    auto workspace = open_shared(std::move(*config), console, false);
    if (!workspace) return console.fail(workspace.error());
    Workspace& place = **workspace;
    auto const before = marks_by_id(place.store());
    if (!before) return console.fail(before.error());
    for (ArxivId const& id : *ids) {
        auto const dropped = place.store().drop_mark(id);
        if (!dropped) return console.fail(dropped.error());
        std::string const paper = named(place.store(), id);
        auto const old = before->find(id.base());
        std::string const was =
            old == before->end() ? std::string() : fmt::format(" (it was {})", word_of(old->second.liked));
        console.print(*dropped ? fmt::format("Unmarked {}{}", paper, was)
                               : fmt::format("{} had no mark", paper));
    }
    return end(record_marks(place.config(), place.store(), *before, *ids, place.services().clock.now()), true,
               console);
}

Command add_command(Command const& program, char const* name, char const* help, LikeOptions& options) {
    Command const command = program.command(name, help);
    command.option("PAPER", options.papers, "", "arXiv ids in any form, or numbers of the newest digest")
        .required();
    command.example(fmt::format("lectern {} 3 2507.23220", name));
    add_config_options(command, options.config);
    return command;
}

void add_opinion(Command const& program, char const* name, char const* help, bool liked) {
    auto const options = std::make_shared<LikeOptions>();
    add_command(program, name, help, *options)
        .does(options,
              [liked](LikeOptions const& chosen, Console& console) { return like(chosen, liked, console); });
}

}  // namespace

void add_like(Command const& program) {
    add_opinion(program, "like", "Mark papers as liked; the local ranker learns from them", true);
}

void add_dislike(Command const& program) {
    add_opinion(program, "dislike", "Mark papers as disliked", false);
}

void add_unmark(Command const& program) {
    auto const options = std::make_shared<LikeOptions>();
    add_command(program, "unmark", "Take marks back", *options).does(options, unmark);
}

}  // namespace lectern::app
