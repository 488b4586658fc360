#include "../commands.hpp"
#include "../workspace.hpp"

#include <lectern/core/file.hpp>
#include <lectern/core/text.hpp>
#include <lectern/daily/llm_setup.hpp>
#include <lectern/daily/registry.hpp>
#include <lectern/evaluate/evaluate.hpp>
#include <lectern/evaluate/history.hpp>
#include <lectern/score/local/topics.hpp>
#include <lectern/store/sqlite_store.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>

namespace lectern::app {
namespace {

struct EvaluateOptions {
    ConfigOptions config;
    std::string against;
    std::string from;
    std::string to;
    std::optional<std::size_t> train_days;
    std::string scores;
    bool days = false;
    bool json = false;
};

/// A configuration's ranking of the history.
struct Ranked {
    RankReport report;
    Selection selection;
};

/// The history up to the last day to be looked at. \par Errors store, invalid_argument naming the option
Result<History> history_of(Config const& config, EvaluateOptions const& options) {
    auto const store = SqliteStore::open_to_read(config.database());
    if (!store) return store.error();
    auto history = read_history(*store, *store, *store);
    if (!history || options.to.empty()) return history;
    auto const to = read_date(options.to, "--to");
    if (!to) return to.error();
    std::erase_if(history->labels, [&](Label const& label) { return label.date > *to; });
    return history;
}

Result<Ranked> rank_history(History const& history, Config const& config, EvaluateOptions const& options,
                            Console& console) {
    auto const topics = load_topics(config);
    if (!topics) return topics.error();
    for (std::string const& warning : topics->warnings) console.log().warning(warning);
    RankPlan plan;
    if (!options.from.empty()) {
        auto const from = read_date(options.from, "--from");
        if (!from) return from.error();
        plan.from = *from;
    }
    plan.train_days = options.train_days;
    plan.ranker = ranker_options(config);
    auto report =
        rank_days(history.papers, history.labels, *topics, plan,
                  [&](std::size_t done, std::size_t total) { console.progress("evaluate", done, total); });
    console.end_progress();
    if (report.unknown > 0) {
        console.log().warning(fmt::format(
            "{} judgments are of papers that the store does not hold; they are left out", report.unknown));
    }
    return Ranked{std::move(report), selection_of(config)};
}

std::string spread(MeanInterval const& interval, char const* format) {
    return fmt::format("{} to {}", fmt::format(fmt::runtime(format), interval.low),
                       fmt::format(fmt::runtime(format), interval.high));
}

/// Fewer days or selected papers than these say little about the ranking: no interval is given.
constexpr std::size_t kFewDays = 5;
constexpr std::size_t kFewSelected = 20;

PaperCount papers_of(Evaluation const& evaluation) {
    PaperCount all;
    for (DayQuality const& day : evaluation.days) {
        all.papers += day.count.papers;
        all.selected += day.count.selected;
    }
    return all;
}

bool tells_little(Evaluation const& evaluation) {
    return evaluation.days.size() < kFewDays || papers_of(evaluation).selected < kFewSelected;
}

double first_ten(Evaluation const& evaluation) {
    double sum = 0;
    for (DayQuality const& day : evaluation.days) sum += day.quality.precision_10;
    return 10 * sum / static_cast<double>(evaluation.days.size());
}

std::string evaluation_as_json(Evaluation const& evaluation) {
    PaperCount const all = papers_of(evaluation);
    boost::json::object json{{"days", evaluation.days.size()},
                             {"papers", all.papers},
                             {"selected", all.selected},
                             {"skipped_days", evaluation.skipped_days},
                             {"enough_to_tell", !tells_little(evaluation)},
                             {"selected_in_first_ten", first_ten(evaluation)},
                             {"unread_at_95", evaluation.unread_at_95}};
    boost::json::object measures;
    for (QualityMeasure const& measure : kQualityMeasures) {
        MeanInterval const interval = interval_of(evaluation, measure);
        boost::json::object one{{"mean", interval.mean}};
        if (!tells_little(evaluation)) {
            one["low"] = interval.low;
            one["high"] = interval.high;
        }
        measures[measure.name] = std::move(one);
    }
    json["measures"] = std::move(measures);
    boost::json::array grades;
    for (std::size_t grade = 1; grade <= evaluation.by_grade.size(); ++grade) {
        PaperCount const& count = evaluation.by_grade[grade - 1];
        grades.push_back(boost::json::object{
            {"relevance", grade}, {"papers", count.papers}, {"selected", count.selected}});
    }
    json["grades"] = std::move(grades);
    return boost::json::serialize(json);
}

void print_measures(Evaluation const& evaluation, Console const& console) {
    console.print(
        fmt::format("of the first 10 papers of a day, {:.1f} were yours on average", first_ten(evaluation)));
    std::vector<std::vector<std::string>> rows{{"", "mean", "95 % interval"}};
    if (tells_little(evaluation)) {
        console.print(fmt::format("too little to tell: below {} days or {} selected papers chance decides",
                                  kFewDays, kFewSelected));
        for (QualityMeasure const& measure : kQualityMeasures)
            rows.push_back({measure.name, fmt::format("{:.3f}", interval_of(evaluation, measure).mean), "-"});
        console.print_table(rows);
        return;
    }
    for (QualityMeasure const& measure : kQualityMeasures) {
        MeanInterval const interval = interval_of(evaluation, measure);
        rows.push_back({measure.name, fmt::format("{:.3f}", interval.mean), spread(interval, "{:.3f}")});
    }
    console.print_table(rows);
    console.print(
        fmt::format("{:.0f} % of the papers could have gone unread with 95 % of the selected ones kept",
                    100 * evaluation.unread_at_95));
}

void print_grades(Evaluation const& evaluation, Console const& console) {
    std::vector<std::vector<std::string>> rows{{"relevance", "papers", "selected", "share"}};
    for (std::size_t grade = evaluation.by_grade.size(); grade > 0; --grade) {
        PaperCount const& count = evaluation.by_grade[grade - 1];
        if (count.papers == 0) continue;
        double const share = static_cast<double>(count.selected) / static_cast<double>(count.papers);
        rows.push_back({std::to_string(grade), std::to_string(count.papers), std::to_string(count.selected),
                        fmt::format("{:.0f} %", 100 * share)});
    }
    console.print_table(rows);
}

void print_days(Evaluation const& evaluation, Console const& console) {
    std::vector<std::vector<std::string>> rows{{"day", "papers", "selected", "AP", "AUC", "R@25 %", "P@N"}};
    for (DayQuality const& day : evaluation.days) {
        RankQuality const& quality = day.quality;
        rows.push_back({format_date(day.day), std::to_string(day.count.papers),
                        std::to_string(day.count.selected), fmt::format("{:.3f}", quality.average_precision),
                        fmt::format("{:.3f}", quality.auc), fmt::format("{:.3f}", quality.recall_quarter),
                        fmt::format("{:.3f}", quality.precision_selected)});
    }
    console.print_table(rows);
}

/// What the cascade's first stage would have done.
void print_cut(std::vector<RankedPaper> const& papers, Config const& config, Console const& console) {
    double const recall = config.score.cascade_recall;
    if (recall <= 0) return;
    CutOutcome const cut = cut_by_earlier_days(papers, recall);
    if (cut.days == 0 || cut.all.selected == 0) return;
    auto const percent = [](std::size_t part, std::size_t whole) {
        return 100 * static_cast<double>(part) / static_cast<double>(whole);
    };
    console.print(
        fmt::format("as a first stage, cut where the days before had {:.0f} %: a model would read {:.0f} % "
                    "of the papers and see "
                    "{:.0f} % of the selected ones ({} days)",
                    100 * recall, percent(cut.kept.papers, cut.all.papers),
                    percent(cut.kept.selected, cut.all.selected), cut.days));
}

using Titles = std::map<std::string, std::string>;

void print_papers(std::vector<RankedPaper> const& papers, char const* what, Titles const& titles,
                  Console const& console) {
    for (RankedPaper const& paper : papers) {
        auto const title = titles.find(paper.id.base());
        console.print(fmt::format("  {} {} {:<12} {}", what, paper.selected ? "+" : " ", paper.id.base(),
                                  title == titles.end() ? "" : title->second));
    }
}

void count(std::vector<RankedPaper> const& papers, PaperCount& count) {
    count.papers += papers.size();
    count.selected += static_cast<std::size_t>(std::ranges::count(papers, true, &RankedPaper::selected));
}

void print_change(EvaluationChange const& change, Titles const& titles, Console const& console) {
    std::vector<std::vector<std::string>> rows{{"change", "mean", "95 % interval"}};
    for (std::size_t i = 0; i < kQualityMeasures.size(); ++i) {
        MeanInterval const& interval = change.measures[i];
        rows.push_back(
            {kQualityMeasures[i].name, fmt::format("{:+.3f}", interval.mean), spread(interval, "{:+.3f}")});
    }
    console.print_table(rows);
    PaperCount added;
    PaperCount dropped;
    for (DayChange const& day : change.days) {
        count(day.added, added);
        count(day.dropped, dropped);
        if (day.added.empty() && day.dropped.empty()) continue;
        console.print(
            fmt::format("{}: average precision {:+.3f}", format_date(day.day), day.average_precision));
        print_papers(day.added, "would have added  ", titles, console);
        print_papers(day.dropped, "would have dropped", titles, console);
    }
    console.print(
        fmt::format("would have added {} papers, {} of them selected (+), and dropped {}, {} of them "
                    "selected",
                    added.papers, added.selected, dropped.papers, dropped.selected));
}

/// Measures a second configuration on the same history. \return nothing to complain of, or the error
Result<void> compare_with(std::string const& file, History const& history, Ranked const& first,
                          EvaluateOptions const& options, Console& console) {
    auto const config = load({file, options.config.out});
    if (!config) return config.error();
    auto const other = rank_history(history, *config, options, console);
    if (!other) return other.error();
    Titles titles;
    for (Paper const& paper : history.papers) titles[paper.id.base()] = text::printable(paper.title, 90);
    console.print(fmt::format("\n{} instead of {}", file, options.config.config));
    print_change(compare(first.report.papers, first.selection, other->report.papers, other->selection),
                 titles, console);
    return {};
}

ExitCode evaluate_command(EvaluateOptions const& options, Console& console) {
    auto const config = load(options.config);
    if (!config) return console.fail(config.error());
    auto const history = history_of(*config, options);
    if (!history) return console.fail(history.error());
    auto const ranked = rank_history(*history, *config, options, console);
    if (!ranked) return console.fail(ranked.error());
    Evaluation const evaluation = evaluate(ranked->report.papers);
    if (evaluation.days.empty()) {
        return console.fail(
            Error(errc::invalid_argument,
                  "there is no day to measure by, in the range asked for: it needs papers that you liked "
                  "(`lectern like`) or that a "
                  "language model selected, and others. Import the past with `lectern import`"));
    }
    if (!options.scores.empty()) {
        auto const written = write_file_atomically(options.scores, to_json_lines(ranked->report.papers));
        if (!written) return console.fail(written.error());
    }
    if (options.json) {
        console.print(evaluation_as_json(evaluation));
        return ExitCode::done;
    }
    PaperCount const all = papers_of(evaluation);
    console.print(fmt::format("{}, {}, {} selected; each day ranked by what was known before it",
                              text::counted(evaluation.days.size(), "day"),
                              text::counted(all.papers, "paper"), all.selected));
    if (evaluation.skipped_days > 0) {
        console.print(fmt::format("{} days tell nothing: none of their papers was selected, or all",
                                  evaluation.skipped_days));
    }
    print_measures(evaluation, console);
    print_cut(ranked->report.papers, *config, console);
    print_grades(evaluation, console);
    if (options.days) print_days(evaluation, console);
    if (options.against.empty()) return ExitCode::done;
    auto const compared = compare_with(options.against, *history, *ranked, options, console);
    return compared ? ExitCode::done : console.fail(compared.error());
}

}  // namespace

void add_evaluate(Command const& program) {
    auto const options = std::make_shared<EvaluateOptions>();
    Command const command =
        program.command("evaluate", "Measure the local ranker on the days in the store, without look-ahead");
    command.example("lectern evaluate --from 2026-01-01 --days");
    add_config_options(command, options->config);
    Argument const against = command.option("--against", options->against, "FILE",
                                            "A second configuration, measured on the same days");
    command.option("--from", options->from, "DATE", "First day to measure");
    command.option("--to", options->to, "DATE", "Last day to measure");
    command.option("--train-days", options->train_days, "N",
                   "Learn from the last N days before the day measured; 0: from none; all if not given");
    command.flag("--days", options->days, "One line for each day");
    command.option("--scores", options->scores, "OUT", "Write the scores, like `lectern rank`");
    command.flag("--json", options->json, "Print the measures as a JSON object").excludes(against);
    command.does(options, evaluate_command);
}

}  // namespace lectern::app
