#include "../commands.hpp"
#include "../workspace.hpp"

#include <lectern/core/file.hpp>
#include <lectern/core/text.hpp>
#include <lectern/daily/registry.hpp>
#include <lectern/people/author_source.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <memory>

namespace lectern::app {
namespace {

namespace bj = boost::json;

struct AuthorsOptions {
    ConfigOptions config;
    std::string action = "list";
    std::string name;
    std::string id;
    bool json = false;
};

std::string known_as(AuthorCandidate const& candidate) {
    std::string words =
        fmt::format("{}  {}, {}", candidate.author.s2, text::printable(candidate.author.name, 80),
                    text::counted(candidate.papers, "paper"));
    words += candidate.author.h_index ? fmt::format(", h-index {}", *candidate.author.h_index)
                                      : ", h-index not known";
    for (std::string const& place : candidate.affiliations) words += ", " + text::printable(place, 80);
    return words;
}

/// A workspace with the network, beside a run.
Result<std::unique_ptr<Workspace>> open_online(Config config, Console& console) {
    return Workspace::open(std::move(config), console, true, Access::shared);
}

ExitCode list_authors(Config const& config, bool json, Console& console) {
    auto const followed = followed_authors(config);
    if (!followed) return console.fail(followed.error());
    if (json) {
        bj::array list;
        for (FollowedAuthor const& author : followed->authors())
            list.push_back(bj::object{{"name", author.name},
                                      {"s2", author.s2},
                                      {"openalex", author.openalex},
                                      {"orcid", author.orcid},
                                      {"ror", author.ror},
                                      {"place", author.place}});
        console.print(bj::serialize(list));
        return ExitCode::done;
    }
    if (followed->empty()) {
        console.print("you follow no one: `lectern authors add NAME` finds authors by name");
        return ExitCode::done;
    }
    for (FollowedAuthor const& author : followed->authors()) {
        std::vector<std::string> ids;
        for (auto const& [service, id] :
             {std::pair("Semantic Scholar", author.s2), std::pair("OpenAlex", author.openalex),
              std::pair("ORCID", author.orcid), std::pair("ROR", author.ror)}) {
            if (!id.empty()) ids.push_back(fmt::format("{} {}", service, text::printable(id, 60)));
        }
        console.print(fmt::format("{}  {}  ({})", text::printable(author.name, 80),
                                  ids.empty() ? "no id: matched by name only" : text::join(ids, ", "),
                                  author.place));
    }
    return ExitCode::done;
}

ExitCode check_authors(Config config, Console& console) {
    auto const followed = followed_authors(config);
    if (!followed) return console.fail(followed.error());
    std::vector<FollowedAuthor> authors;
    bool complete = true;
    for (FollowedAuthor const& author : followed->authors()) {
        if (!author.s2.empty()) authors.push_back(author);
        if (author.has_id()) continue;
        complete = false;
        console.print(fmt::format("{}: {} has no id and is matched by name only", author.place,
                                  text::printable(author.name, 80)));
    }
    if (authors.empty()) return complete ? ExitCode::done : ExitCode::partial;
    auto const workspace = open_online(std::move(config), console);
    if (!workspace) return console.fail(workspace.error());
    Services const& services = (*workspace)->services();
    std::vector<std::string> ids;
    for (FollowedAuthor const& author : authors) ids.push_back(author.s2);
    auto const found = (*workspace)
                           ->look(look_up_authors(ids, semantic_scholar_options((*workspace)->config()),
                                                  *services.http, services.secrets));
    if (!found) return console.fail(found.error());
    for (std::size_t i = 0; i < authors.size(); ++i) {
        std::string const who = fmt::format("{}: {}", authors[i].place, text::printable(authors[i].name, 80));
        complete = complete && (*found)[i].has_value();
        console.print((*found)[i]
                          ? fmt::format("{}: {}", who, known_as(*(*found)[i]))
                          : fmt::format("{}: Semantic Scholar knows no author {}", who, authors[i].s2));
    }
    return complete ? ExitCode::done : ExitCode::partial;
}

/// Adds a line to the file of followed authors.
ExitCode follow(std::filesystem::path const& file, FollowedAuthor const& author, Console& console) {
    std::string text;
    if (std::filesystem::exists(file)) {
        auto const read = read_file(file);
        if (!read) return console.fail(read.error());
        text = *read;
    }
    auto const known = parse_followed_authors(text, file.string());
    if (!known) return console.fail(known.error());
    auto const same = std::ranges::find(*known, author.s2, &FollowedAuthor::s2);
    if (same != known->end()) {
        console.print(fmt::format("you follow {} already: {}", text::printable(same->name, 80), same->place));
        return ExitCode::done;
    }
    if (!text.empty() && !text.ends_with('\n')) text += '\n';
    auto const written = write_file_atomically(file, text + followed_author_line(author));
    if (!written) return console.fail(written.error());
    console.print(
        fmt::format("{}: {}, {} added", file.string(), text::printable(author.name, 80), author.s2));
    return ExitCode::done;
}

/// Which of the candidates the user means; nothing if none.
std::optional<std::size_t> chosen(std::vector<AuthorCandidate> const& candidates, Console const& console) {
    for (std::size_t i = 0; i < candidates.size(); ++i)
        console.print(fmt::format("{:>2}  {}", i + 1, known_as(candidates[i])));
    console.write(fmt::format("Which one? 1-{}, or nothing: ", candidates.size()));
    (void)console.flush();
    std::string line;
    std::getline(std::cin, line);
    if (!std::cin) console.write("\n");
    std::string_view const answer = text::trim(line);
    std::size_t number = 0;
    bool const good = std::from_chars(answer.data(), answer.data() + answer.size(), number).ptr ==
                          answer.data() + answer.size() &&
                      number >= 1 && number <= candidates.size();
    return good ? std::optional(number - 1) : std::nullopt;
}

ExitCode add_author(AuthorsOptions const& options, Config config, Console& console) {
    std::filesystem::path const file = config.authors.file;
    if (file.empty())
        return console.fail(Error(errc::invalid_config,
                                  "there is no file of followed authors: write file = \"authors.txt\" "
                                  "below [authors] in the configuration"));
    if (options.name.empty() && options.id.empty())
        return console.fail(
            Error(errc::invalid_argument, "name an author: lectern authors add \"Ada Lovelace\""));
    auto const workspace = open_online(std::move(config), console);
    if (!workspace) return console.fail(workspace.error());
    Workspace& place = **workspace;
    Services const& services = place.services();
    AuthorSourceOptions const source = semantic_scholar_options(place.config());
    if (!options.id.empty()) {
        std::vector<std::string> const ids{options.id};
        auto const found = place.look(look_up_authors(ids, source, *services.http, services.secrets));
        if (!found) return console.fail(found.error());
        if (!found->front())
            return console.fail(
                Error(errc::invalid_argument,
                      fmt::format("Semantic Scholar knows no author {}", text::printable(options.id, 60))));
        FollowedAuthor author;
        author.name = found->front()->author.name;
        author.s2 = options.id;
        return follow(file, author, console);
    }
    auto const candidates =
        place.look(search_authors(options.name, source, *services.http, services.secrets));
    if (!candidates) return console.fail(candidates.error());
    if (candidates->empty())
        return console.fail(
            Error(errc::invalid_argument, fmt::format("Semantic Scholar knows no author by the name \"{}\"",
                                                      text::printable(options.name, 80))));
    auto const which = chosen(*candidates, console);
    if (!which) {
        console.print("no one was added; --id takes an id of the list");
        return ExitCode::done;
    }
    FollowedAuthor author;
    author.name = (*candidates)[*which].author.name;
    author.s2 = (*candidates)[*which].author.s2;
    return follow(file, author, console);
}

ExitCode authors(AuthorsOptions const& options, Console& console) {
    auto config = load(options.config);
    if (!config) return console.fail(config.error());
    if (options.action == "add") return add_author(options, std::move(*config), console);
    if (options.action == "check") return check_authors(std::move(*config), console);
    return list_authors(*config, options.json, console);
}

}  // namespace

void add_authors(Command const& program) {
    auto const options = std::make_shared<AuthorsOptions>();
    Command const command = program.command("authors", "List, add or check the authors you follow");
    command.example("lectern authors add \"Ada Lovelace\"");
    command.option("ACTION", options->action, "", "list, add or check").one_of({"list", "add", "check"});
    command.option("NAME", options->name, "", "Whom to add: Semantic Scholar is asked, and you choose");
    command.option("--id", options->id, "ID", "Add the author with this id of Semantic Scholar");
    command.flag("--json", options->json, "Print the list as a JSON array");
    add_config_options(command, options->config);
    command.does(options, authors);
}

}  // namespace lectern::app
