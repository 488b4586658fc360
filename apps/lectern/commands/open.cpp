#include "../commands.hpp"
#include "../environment.hpp"
#include "../workspace.hpp"
#include "paper_reference.hpp"

#include <lectern/core/links.hpp>
#include <lectern/store/sqlite_store.hpp>

#include <fmt/format.h>

#include <memory>

namespace lectern::app {
namespace {

struct OpenOptions {
    ConfigOptions config;
    std::vector<std::string> papers;
    bool pdf = false;
    bool html = false;
    bool code = false;
    bool print = false;
};

Result<std::string> address_of(OpenOptions const& options, Config const& config, ArxivId const& id) {
    Paper paper;
    paper.id = id;
    if (options.code) {
        auto const store = SqliteStore::open_to_read(config.database());
        if (!store) return store.error();
        auto const found = store->find_paper(id);
        if (!found) return found.error();
        if (*found) paper = **found;
    }
    PaperLinks const links = links_of(paper);
    if (options.pdf) return links.pdf;
    if (options.html && links.html.empty())
        return Error(errc::invalid_argument,
                     fmt::format("arXiv has no HTML of {}: it is too old", id.base()));
    if (options.html) return links.html;
    if (options.code && links.code.empty())
        return Error(errc::invalid_argument, fmt::format("the abstract of {} names no code", id.base()));
    return options.code ? links.code : links.abs;
}

ExitCode open(OpenOptions const& options, Console& console) {
    auto const config = load(options.config);
    if (!config) return console.fail(config.error());
    auto const ids = read_papers(*config, options.papers);
    if (!ids) return console.fail(ids.error());
    for (ArxivId const& id : *ids) {
        auto const address = address_of(options, *config, id);
        if (!address) return console.fail(address.error());
        console.print(*address);
        if (options.print) continue;
        if (auto const opened = open_in_browser(*address); !opened) return console.fail(opened.error());
    }
    return ExitCode::done;
}

}  // namespace

void add_open(Command const& program) {
    auto const options = std::make_shared<OpenOptions>();
    Command const command = program.command("open", "Open papers in the browser");
    command.example("lectern open 3 --pdf");
    command.option("PAPER", options->papers, "", "arXiv ids, or numbers of the newest digest").required();
    Argument const pdf = command.flag("--pdf", options->pdf, "The PDF instead of the abstract page");
    Argument const html = command.flag("--html", options->html, "arXiv's HTML version").excludes(pdf);
    command.flag("--code", options->code, "The code that the abstract names").excludes(pdf).excludes(html);
    command.flag("--print", options->print, "Only print the address");
    add_config_options(command, options->config);
    command.does(options, open);
}

}  // namespace lectern::app
