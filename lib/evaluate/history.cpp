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
void add_labels(Judgement const& judgement, MarksById const& marks, std::vector<Label>& labels) {
    auto const mark = marks.find(judgement.id.base());
    bool const judged = !judgement.estimated;
    bool const selected = mark != marks.end() ? mark->second.liked : judged && judgement.shown;
    bool const agrees = judged && selected == judgement.shown;
    labels.push_back({judgement.day, judgement.id, selected,
                      agrees ? LabelRole::judgement : LabelRole::outcome, judgement.relevance});
    if (judged && !agrees) {
        labels.push_back(
            {judgement.day, judgement.id, judgement.shown, LabelRole::lesson, judgement.relevance});
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
    auto const judgements = ledger.judgements();
    if (!judgements) return judgements.error();
    MarksById by_id;
    for (Mark const& mark : *marks) by_id.emplace(mark.id.base(), mark);
    History history;
    for (Judgement const& judgement : *judgements) add_labels(judgement, by_id, history.labels);
    for (Mark const& mark : *marks) {
        Date const day = std::chrono::floor<std::chrono::days>(mark.made);
        history.labels.push_back({day, mark.id, mark.liked, LabelRole::lesson});
    }
    auto labelled = papers_of(history.labels, papers);
    if (!labelled) return labelled.error();
    history.papers = std::move(*labelled);
    return history;
}

}  // namespace lectern
