#include "../commands.hpp"
#include "../workspace.hpp"
#include "found_papers.hpp"

#include <lectern/archive/layout.hpp>
#include <lectern/core/coverage.hpp>
#include <lectern/core/text.hpp>
#include <lectern/store/sqlite_store.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <memory>

namespace lectern::app {
namespace {

struct ListOptions {
    ConfigOptions config;
    bool liked = false;
    bool disliked = false;
    std::string topic;
    std::string author;
    int most = 30;
    bool json = false;

    bool lists_papers() const { return liked || disliked || !topic.empty() || !author.empty(); }
    std::size_t limit() const { return static_cast<std::size_t>(most); }
};

/// Calls `take` with the digests, newest first, until it returns false.
Result<void> each_digest(Config const& config, std::function<bool(Digest const&)> const& take) {
    auto days = digest_days(config.output.dir);
    std::ranges::reverse(days);
    for (Date const day : days) {
        auto const digest = read_day(config.output.dir, day);
        if (!digest) return digest.error();
        if (*digest && !take(**digest)) return {};
    }
    return {};
}

Result<void> list_days(ListOptions const& options, Config const& config, Console const& console) {
    std::vector<std::vector<std::string>> rows;
    boost::json::array json;
    auto const read = each_digest(config, [&](Digest const& digest) {
        std::string const day = format_date(digest.date);
        std::string const state(digest_word(digest.state));
        json.push_back(boost::json::object{{"day", day},
                                           {"state", state},
                                           {"shown", digest.totals.relevant},
                                           {"read", digest.totals.scanned},
                                           {"announced", digest.totals.announced},
                                           {"scorer", digest.scorer}});
        rows.push_back({fmt::format("{} {}", day, weekday_name(digest.date)),
                        fmt::format("{} of {}", digest.totals.relevant, digest.totals.scanned), digest.scorer,
                        state});
        return rows.size() < options.limit();
    });
    if (!read) return read.error();
    if (options.json)
        console.print(boost::json::serialize(json));
    else if (rows.empty())
        console.print("there is no digest yet; `lectern run` makes the first");
    else
        console.print_table(rows);
    return {};
}

Result<std::vector<FoundPaper>> marked_papers(ListOptions const& options, Store const& store) {
    std::vector<FoundPaper> found;
    auto marks = store.marks();
    if (!marks) return marks.error();
    std::ranges::reverse(*marks);
    for (Mark const& mark : *marks) {
        bool const wanted = mark.liked ? options.liked : options.disliked;
        if (!wanted || found.size() == options.limit()) continue;
        auto const paper = store.find_paper(mark.id);
        if (!paper) return paper.error();
        FoundPaper& one = found.emplace_back();
        one.id = mark.id;
        one.liked = mark.liked;
        if (!*paper) continue;
        one.title = (*paper)->title;
        one.authors = author_names(**paper);
        one.day = (*paper)->announced;
    }
    return found;
}

bool matches(DigestEntry const& entry, ListOptions const& options) {
    auto const holds = [](std::string const& text, std::string const& wanted) {
        return text::fold(text).find(text::fold(wanted)) != std::string::npos;
    };
    if (!options.author.empty() && !holds(author_names(entry.paper), options.author)) return false;
    if (options.topic.empty()) return true;
    return entry.score && std::ranges::any_of(entry.score->topics, [&](std::string const& topic) {
               return holds(topic, options.topic);
           });
}

Result<std::vector<FoundPaper>> shown_papers(ListOptions const& options, Config const& config) {
    std::vector<FoundPaper> found;
    auto const read = each_digest(config, [&](Digest const& digest) {
        for (DigestEntry const& entry : digest.entries) {
            if (found.size() == options.limit()) return false;
            if (!matches(entry, options)) continue;
            FoundPaper& one = found.emplace_back();
            one.id = entry.paper.id;
            one.title = entry.paper.title;
            one.authors = author_names(entry.paper);
            one.day = digest.date;
        }
        return true;
    });
    if (!read) return read.error();
    return found;
}

Result<std::vector<FoundPaper>> papers(ListOptions const& options, Config const& config) {
    if (!options.liked && !options.disliked) return shown_papers(options, config);
    auto const store = SqliteStore::open_to_read(config.database());
    if (!store && store.error() == errc::file) return std::vector<FoundPaper>();
    if (!store) return store.error();
    return marked_papers(options, *store);
}

ExitCode list(ListOptions const& options, Console& console) {
    auto const config = load(options.config);
    if (!config) return console.fail(config.error());
    if (!options.lists_papers()) {
        auto const listed = list_days(options, *config, console);
        return listed ? ExitCode::done : console.fail(listed.error());
    }
    auto const found = papers(options, *config);
    if (!found) return console.fail(found.error());
    print_papers(*found, options.json, console);
    if (found->empty() && !options.json) console.log().warning("no paper was found");
    return ExitCode::done;
}

}  // namespace

void add_list(Command const& program) {
    auto const options = std::make_shared<ListOptions>();
    Command const command = program.command("list", "List digests, or papers by mark, topic or author");
    command.example("lectern list --topic compression");
    Argument const liked = command.flag("--liked", options->liked, "Papers you liked, newest first");
    Argument const disliked = command.flag("--disliked", options->disliked, "Papers you disliked");
    command.option("--topic", options->topic, "TEXT", "Papers shown for a topic whose name has this text")
        .excludes(liked)
        .excludes(disliked);
    command.option("--author", options->author, "TEXT", "Papers shown of an author whose name has this text")
        .excludes(liked)
        .excludes(disliked);
    command.option("-n,--limit", options->most, "", "Most lines to print").between(1, 100000);
    command.flag("--json", options->json, "Print a JSON array");
    add_config_options(command, options->config);
    command.does(options, list);
}

}  // namespace lectern::app
