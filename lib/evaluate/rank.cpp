#include <lectern/core/text.hpp>
#include <lectern/evaluate/rank.hpp>
#include <lectern/score/local/features.hpp>

#include <boost/unordered/unordered_flat_map.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <iterator>
#include <map>

namespace lectern {
namespace {

/// A label with its paper's place.
struct LabelledPaper {
    Label const* label;
    std::size_t paper;
};

using Days = std::map<Date, std::vector<LabelledPaper>>;

Days group_by_day(std::vector<Paper> const& papers, std::vector<Label> const& labels, std::size_t& unknown) {
    boost::unordered_flat_map<std::string, std::size_t> by_id;
    for (std::size_t i = 0; i < papers.size(); ++i) by_id.emplace(papers[i].id.base(), i);
    Days days;
    for (Label const& label : labels) {
        auto const paper = by_id.find(label.id.base());
        if (paper == by_id.end()) {
            ++unknown;
            continue;
        }
        days[label.date].push_back({&label, paper->second});
    }
    return days;
}

double days_between(Date from, Date to) {
    return static_cast<double>((std::chrono::sys_days(to) - std::chrono::sys_days(from)).count());
}

/// What may be known before a day: every paper seen earlier, with its label if that is among those to learn
/// from. A paper's latest label tells its age; once selected stays selected.
class Past {
public:
    Past(std::vector<Paper> const& papers, std::vector<PaperFeatures> const& features)
        : papers_(papers), features_(features) {}

    std::vector<Example> before(Days const& days, Days::const_iterator today,
                                std::optional<std::size_t> train_days) {
        examples_.clear();
        places_.clear();
        auto const earlier = static_cast<std::size_t>(std::distance(days.begin(), today));
        std::size_t const skipped = earlier - std::min(train_days.value_or(earlier), earlier);
        std::size_t number = 0;
        for (auto day = days.begin(); day != today; ++day, ++number) {
            for (LabelledPaper const& one : day->second) {
                double const age = days_between(day->first, today->first);
                if (number < skipped || one.label->role == LabelRole::outcome) {
                    see(one.paper, age);
                } else {
                    learn(see(one.paper, age), *one.label, age);
                }
            }
        }
        for (std::size_t i = 0; i < papers_.size(); ++i) {
            auto const& announced = papers_[i].announced;
            if (announced && *announced < today->first) {
                see(i, days_between(*announced, today->first));
            }
        }
        return std::move(examples_);
    }

private:
    Example& see(std::size_t paper, double age) {
        auto const [place, is_new] = places_.try_emplace(paper, examples_.size());
        if (is_new) examples_.push_back({papers_[paper].id.base(), &features_[paper], Opinion::unknown, age});
        return examples_[place->second];
    }

    static void learn(Example& example, Label const& label, double age) {
        example.age = age;
        if (label.relevance) example.grade = label.relevance;
        if (label.role != LabelRole::lesson && example.opinion == Opinion::liked) return;
        example.opinion = label.selected ? Opinion::liked : Opinion::disliked;
    }

    std::vector<Paper> const& papers_;
    std::vector<PaperFeatures> const& features_;
    std::vector<Example> examples_;
    boost::unordered_flat_map<std::size_t, std::size_t> places_;
};

}  // namespace

RankReport rank_days(std::vector<Paper> const& papers, std::vector<Label> const& labels, Topics const& topics,
                     RankPlan const& plan, std::function<void(std::size_t, std::size_t)> const& progress) {
    RankReport report;
    Days const days = group_by_day(papers, labels, report.unknown);
    std::vector<PaperFeatures> const features = read_features(papers, plan.ranker.threads);
    LocalRanker ranker(topics, plan.ranker);
    Past past(papers, features);
    std::size_t done = 0;
    for (auto day = days.begin(); day != days.end(); ++day) {
        if (progress) progress(done++, days.size());
        if (plan.from && day->first < *plan.from) continue;
        std::vector<Paper> pool;
        std::vector<Label const*> pool_labels;
        for (LabelledPaper const& one : day->second) {
            if (one.label->role == LabelRole::lesson) continue;
            pool.push_back(papers[one.paper]);
            pool_labels.push_back(one.label);
        }
        if (pool.empty()) continue;
        // What was learned from days that no longer count must leave no trace.
        if (plan.train_days) ranker = LocalRanker(topics, plan.ranker);
        ranker.learn(past.before(days, day, plan.train_days), pool);
        auto const scores = ranker.rank(pool);
        for (std::size_t i = 0; i < scores.size(); ++i) {
            report.papers.push_back({day->first, pool_labels[i]->id, scores[i].strength, scores[i].relevance,
                                     pool_labels[i]->selected});
        }
    }
    return report;
}

std::string to_json_lines(std::vector<RankedPaper> const& papers) {
    std::string out;
    for (RankedPaper const& paper : papers) {
        fmt::format_to(std::back_inserter(out), "{{\"date\": \"{}\", \"id\": \"{}\", \"score\": {:.9g}}}\n",
                       format_date(paper.date), paper.id.base(), paper.score);
    }
    return out;
}

}  // namespace lectern
