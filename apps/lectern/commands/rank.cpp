#include "../commands.hpp"

#include <lectern/core/file.hpp>
#include <lectern/evaluate/rank.hpp>
#include <lectern/score/local/topics.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <set>
#include <thread>

namespace lectern::app {
namespace {

struct RankOptions {
    std::vector<std::string> papers;
    std::vector<std::string> labels;
    std::string topics = "topics.md";
    std::string from;
    std::optional<std::size_t> train_days;
    std::string scores;
    unsigned threads = 0;
    bool author_prior = true;
};

/// Everything read from the command line's files.
struct RankInput {
    std::vector<Paper> papers;
    std::vector<Label> labels;
    Topics topics;
    RankPlan plan;
};

/// As many threads as asked for, or one per core.
unsigned thread_count(unsigned asked) {
    return asked > 0 ? asked : std::max(1U, std::thread::hardware_concurrency());
}

Result<RankInput> read_input(RankOptions const& options, Console& console) {
    RankInput input;
    if (!options.from.empty()) {
        auto const from = parse_date(options.from);
        if (!from) return from.error().with_context("--from");
        input.plan.from = *from;
    }
    input.plan.train_days = options.train_days;
    input.plan.ranker.threads = thread_count(options.threads);
    if (!options.author_prior) input.plan.ranker.author_prior = 0;
    constexpr std::size_t largest_topics = std::size_t{1} << 20;
    auto const text = read_file(options.topics, largest_topics);
    if (!text) return text.error();
    auto topics = parse_topics(*text, options.topics);
    if (!topics) return topics.error();
    for (std::string const& warning : topics->warnings) console.log().warning(warning);
    input.topics = std::move(*topics);
    std::vector<Error> warnings;
    auto papers = read_papers({options.papers.begin(), options.papers.end()}, warnings);
    if (!papers) return papers.error();
    for (Error const& warning : warnings) console.log().warning(warning.message());
    input.papers = std::move(*papers);
    for (std::string const& file : options.labels) {
        auto labels = read_labels(file);
        if (!labels) return labels.error();
        input.labels.insert(input.labels.end(), labels->begin(), labels->end());
    }
    return input;
}

ExitCode rank(RankOptions const& options, Console& console) {
    auto const input = read_input(options, console);
    if (!input) return console.fail(in_named_file(input.error()));
    RankReport const report =
        rank_days(input->papers, input->labels, input->topics, input->plan,
                  [&console](std::size_t done, std::size_t total) { console.progress("rank", done, total); });
    console.end_progress();
    auto const written = write_file_atomically(options.scores, to_json_lines(report.papers));
    if (!written) return console.fail(written.error());
    std::set<Date> days;
    for (RankedPaper const& paper : report.papers) days.insert(paper.date);
    console.print(
        fmt::format("{} papers of {} days ranked: {}", report.papers.size(), days.size(), options.scores));
    if (report.unknown == 0) return ExitCode::done;
    console.log().warning(
        fmt::format("{} labels name papers that are not among --papers; they have no score", report.unknown));
    return ExitCode::partial;
}

}  // namespace

void add_rank(Command const& program) {
    auto const options = std::make_shared<RankOptions>();
    Command const command = program.command("rank", "Rank labeled days, to measure the local ranker");
    command.example(
        "lectern rank --papers papers.jsonl --labels labels.jsonl --topics topics.md --scores scores.jsonl");
    command.option("--papers", options->papers, "FILE", "Papers: JSON Lines or feeds, plain or .gz")
        .required();
    command
        .option("--labels", options->labels, "FILE",
                "Labels: JSON Lines {\"date\",\"id\",\"selected\"}, plain or .gz")
        .required();
    command.option("--topics", options->topics, "FILE", "Topics file");
    command.option("--from", options->from, "DATE", "First day to rank");
    command.option("--train-days", options->train_days, "N",
                   "Learn from the labels of the last N labeled days before the day ranked; 0: from none; "
                   "all if not given");
    command
        .option("--scores", options->scores, "OUT", "File to write: JSON Lines {\"date\",\"id\",\"score\"}")
        .required();
    command.option("--threads", options->threads, "N", "Threads; 0: one per core. Changes the time only");
    command.flag("!--no-author-prior", options->author_prior, "Look at the text only, not at the authors");
    command.does(options, rank);
}

}  // namespace lectern::app
