#include "../commands.hpp"
#include "../workspace.hpp"
#include "found_papers.hpp"

#include <lectern/core/text.hpp>
#include <lectern/filter/keywords.hpp>
#include <lectern/store/sqlite_store.hpp>

#include <fmt/format.h>

#include <map>
#include <memory>

namespace lectern::app {
namespace {

struct SearchOptions {
    ConfigOptions config;
    std::vector<std::string> words;
    int most = 20;
    bool json = false;
};

Result<std::map<std::string, bool>> marks_of(Store const& store) {
    std::map<std::string, bool> liked;
    auto const marks = store.marks();
    if (!marks) return marks.error();
    for (Mark const& mark : *marks) liked.emplace(mark.id.base(), mark.liked);
    return liked;
}

Result<std::vector<FoundPaper>> find(Store const& store, Expression const& expression, std::size_t most) {
    auto const liked = marks_of(store);
    if (!liked) return liked.error();
    std::vector<FoundPaper> found;
    auto const searched = store.search(expression.text_query(), [&](Paper const& paper) {
        // The index finds more than matches where the expression says what it cannot: not, fields, patterns.
        if (!expression.matches(paper)) return true;
        FoundPaper& one = found.emplace_back();
        one.id = paper.id;
        one.title = paper.title;
        one.authors = author_names(paper);
        one.day = paper.announced;
        auto const mark = liked->find(paper.id.base());
        if (mark != liked->end()) one.liked = mark->second;
        return found.size() < most;
    });
    if (!searched) return searched.error();
    return found;
}

ExitCode search(SearchOptions const& options, Console& console) {
    auto const config = load(options.config);
    if (!config) return console.fail(config.error());
    auto const expression = Expression::parse(text::join(options.words, " "), Expression::Scope::everywhere);
    if (!expression) return console.fail(expression.error());
    auto const store = SqliteStore::open_to_read(config->database());
    if (!store && store.error() == errc::file)
        return console.fail(Error(errc::invalid_argument,
                                  "there are no papers to search yet; `lectern run` reads the first"));
    if (!store) return console.fail(store.error());
    auto const found = find(*store, *expression, static_cast<std::size_t>(options.most));
    if (!found) return console.fail(found.error());
    print_papers(*found, options.json, console);
    if (found->empty() && !options.json)
        console.log().warning(fmt::format("no paper matches {}", text::printable(expression->text(), 100)));
    return ExitCode::done;
}

}  // namespace

void add_search(Command const& program) {
    auto const options = std::make_shared<SearchOptions>();
    Command const command = program.command("search", "Search all papers that were read");
    command.example("lectern search 'title:\"low rank\" and not author:smith'");
    command
        .option("QUERY", options->words, "",
                "Words, or an expression: title:\"mixture of experts\" and not author:smith")
        .required();
    command.option("-n,--limit", options->most, "", "Most papers to print").between(1, 10000);
    command.flag("--json", options->json, "Print a JSON array");
    add_config_options(command, options->config);
    command.does(options, search);
}

}  // namespace lectern::app
