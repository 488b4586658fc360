#include <lectern/evaluate/history.hpp>

#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>

#include <chrono>
#include <set>
#include <string>
#include <utility>

namespace lectern {
namespace {

using MarksById = boost::unordered_flat_map<std::string, Mark>;

/// The label of a scored paper, and what a ranker may learn from it if that is something else.
void add_labels(Judgment const& judgment, MarksById const& marks, std::vector<Label>& labels) {
    auto const mark = marks.find(judgment.id.base());
    bool const judged = !judgment.estimated;
    bool const selected = mark != marks.end() ? mark->second.liked : judged && judgment.shown;
    bool const agrees = judged && selected == judgment.shown;
    labels.push_back({judgment.day, judgment.id, selected, agrees ? LabelRole::judgment : LabelRole::outcome,
                      judgment.relevance});
    if (judged && !agrees) {
        labels.push_back({judgment.day, judgment.id, judgment.shown, LabelRole::lesson, judgment.relevance});
    }
}

/// The papers that the labels name: as they were listed on the labels' days, else as the store knows them.
Result<std::vector<Paper>> papers_of(std::vector<Label> const& labels, PaperStore const& store) {
    std::vector<Paper> papers;
    boost::unordered_flat_set<std::string> known;
    std::set<Date> days;
    for (Label const& label : labels) {
        if (label.role != LabelRole::lesson) days.insert(label.date);
    }
    for (Date const day : days) {
        auto listed = store.papers_of(day);
        if (!listed) return listed.error();
        for (Paper& paper : *listed) {
            if (known.insert(paper.id.base()).second) papers.push_back(std::move(paper));
        }
    }
    for (Label const& label : labels) {
        if (!known.insert(label.id.base()).second) continue;
        auto paper = store.find_paper(label.id);
        if (!paper) return paper.error();
        if (*paper) papers.push_back(std::move(**paper));
    }
    return papers;
}

}  // namespace

Result<History> read_history(PaperStore const& papers, DayLedger const& ledger, MarkStore const& mark_store) {
    auto const marks = mark_store.marks();
    if (!marks) return marks.error();
    auto const judgments = ledger.judgments();
    if (!judgments) return judgments.error();
    MarksById by_id;
    for (Mark const& mark : *marks) by_id.emplace(mark.id.base(), mark);
    History history;
    for (Judgment const& judgment : *judgments) add_labels(judgment, by_id, history.labels);
    for (Mark const& mark : *marks) {
        Date const day = std::chrono::floor<std::chrono::days>(mark.made);
        history.labels.push_back({day, mark.id, mark.liked, LabelRole::lesson});
    }
    auto labeled = papers_of(history.labels, papers);
    if (!labeled) return labeled.error();
    history.papers = std::move(*labeled);
    return history;
}

}  // namespace lectern
