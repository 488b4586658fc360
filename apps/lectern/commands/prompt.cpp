#include "../commands.hpp"
#include "../workspace.hpp"

#include <lectern/daily/llm_setup.hpp>
#include <lectern/daily/registry.hpp>
#include <lectern/pipeline/pipeline.hpp>

#include <fmt/format.h>

#include <memory>

namespace lectern::app {
namespace {

struct PromptOptions {
    ConfigOptions config;
    std::string stage = "abstract";
    std::vector<std::string> papers;
    bool json = false;
};

/// The papers of the files; an example where none are named.
Result<std::vector<Paper>> papers_of(PromptOptions const& options, Config const& config,
                                     Registry const& registry, Console const& console) {
    if (options.papers.empty()) {
        Paper example;
        example.id = ArxivId::parse("2101.00001").value();
        example.title = "Title of a paper";
        example.abstract = "Its abstract.";
        example.authors = {{"First Author", {}, {}}};
        return std::vector<Paper>{example};
    }
    SystemClock const clock;
    AnnouncementCalendar const calendar;
    FetchContext context{nullptr, clock, console.log(), calendar, {}, {}, {}, nullptr};
    net::Runtime runtime;
    std::vector<std::filesystem::path> const files(options.papers.begin(), options.papers.end());
    auto const feed = make_feed(config, registry, files);
    if (!feed) return feed.error();
    auto fetched = runtime.run((*feed)->fetch(Window{}, context));
    if (!fetched) return fetched.error();
    return std::move(fetched->papers);
}

ExitCode prompt(PromptOptions const& options, Registry const& registry, Console& console) {
    auto const config = load(options.config);
    if (!config) return console.fail(config.error());
    auto setup = make_llm_setup(*config);
    if (!setup) return console.fail(setup.error());
    auto const papers = papers_of(options, *config, registry, console);
    if (!papers) return console.fail(in_named_file(papers.error()));
    auto const stage = options.stage == "title" ? llm::Stage::title : llm::Stage::abstract;
    auto const writer = make_llm_setup(*config);  // preview() takes the other one's provider
    if (!writer) return console.fail(writer.error());
    auto const requests = llm::preview(std::move(*setup), stage, *papers);
    for (std::size_t i = 0; i < requests.size(); ++i) {
        if (options.json) {
            console.print(writer->provider->body(requests[i]));
            continue;
        }
        console.print(fmt::format("=== {} stage, request {} of {}, at most {} tokens: system", options.stage,
                                  i + 1, requests.size(), requests[i].prompt_tokens));
        console.print(requests[i].question.system);
        console.print("=== user");
        console.print(requests[i].question.user());
    }
    return ExitCode::done;
}

}  // namespace

void add_prompt(Command const& program) {
    auto const options = std::make_shared<PromptOptions>();
    Command const command = program.command("prompt", "Print what the language model would be asked");
    command.example("lectern prompt show");
    add_config_options(command, options->config);
    command.option("--stage", options->stage, "", "title or abstract").one_of({"title", "abstract"});
    command.option(
        "--papers", options->papers, "FILE",
        "Papers to ask about: RSS, Atom, API answer or JSON Lines, plain or .gz; an example if not given");
    command.flag("--json", options->json, "Print the bodies of the requests, one a line");
    command.does(options, prompt);
}

}  // namespace lectern::app
