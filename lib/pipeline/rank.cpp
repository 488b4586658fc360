#include "core/detail/paper_json.hpp"

#include <lectern/core/text.hpp>
#include <lectern/feed/file_feed.hpp>
#include <lectern/net/inflate.hpp>
#include <lectern/pipeline/rank.hpp>

#include <boost/unordered/unordered_flat_map.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>

namespace lectern {
namespace {

Result<Label> read_label(std::string_view line) {
    auto const value = json::parse(line);
    if (!value) return value.error();
    auto const object = json::as_object(*value, "a label");
    if (!object) return object.error();
    auto const date_text = json::string_member(**object, "date");
    if (!date_text) return date_text.error();
    auto const date = parse_date(*date_text);
    if (!date) return date.error().with_context("date");
    auto const id_text = json::string_member(**object, "id");
    if (!id_text) return id_text.error();
    auto const id = ArxivId::parse(*id_text);
    if (!id) return id.error();
    auto const selected = json::number_member(**object, "selected");
    if (!selected) return selected.error();
    bool const valid = *selected && (**selected == 0 || **selected == 1);
    if (!valid) return Error(errc::invalid_argument, "member \"selected\" must be 0 or 1");
    return Label{*date, *id, **selected == 1};
}

/// Labels by day, each with its paper.
struct LabelledDay {
    std::vector<Label const*> labels;
    std::vector<Paper> papers;
};

using Days = std::map<Date, LabelledDay>;

Days group_by_day(std::vector<Paper> const& papers, std::vector<Label> const& labels, std::size_t& unknown) {
    boost::unordered_flat_map<std::string, Paper const*> by_id;
    for (Paper const& paper : papers) by_id.emplace(paper.id.base(), &paper);
    Days days;
    for (Label const& label : labels) {
        auto const paper = by_id.find(label.id.base());
        if (paper == by_id.end()) {
            ++unknown;
            continue;
        }
        LabelledDay& day = days[label.date];
        day.labels.push_back(&label);
        day.papers.push_back(*paper->second);
    }
    return days;
}

/// Judgements of the labelled days before `today`, at most the last `count` of them.
std::vector<Judgement> earlier_judgements(Days const& days, Days::const_iterator today,
                                          std::optional<std::size_t> count) {
    auto const earlier = static_cast<std::size_t>(std::distance(days.begin(), today));
    std::size_t const used = std::min(count.value_or(earlier), earlier);
    std::vector<Judgement> judged;
    for (auto day = std::prev(today, static_cast<std::ptrdiff_t>(used)); day != today; ++day) {
        for (std::size_t i = 0; i < day->second.labels.size(); ++i) {
            judged.push_back({&day->second.papers[i], day->second.labels[i]->selected});
        }
    }
    return judged;
}

}  // namespace

Result<std::vector<Label>> read_labels(std::filesystem::path const& path) {
    auto const bytes = net::read_plain_or_gzip(path);
    if (!bytes) return bytes.error();
    std::vector<Label> labels;
    std::size_t number = 0;
    for (std::string_view const line : text::split(*bytes, '\n')) {
        ++number;
        if (text::trim(line).empty()) continue;
        auto label = read_label(line);
        if (!label) return label.error().with_context(fmt::format("{}:{}", path.string(), number));
        labels.push_back(std::move(*label));
    }
    return labels;
}

Result<std::vector<Paper>> read_papers(std::vector<std::filesystem::path> const& files,
                                       std::vector<Error>& warnings) {
    std::vector<Paper> papers;
    for (auto const& file : files) {
        auto feed = read_feed_file(file);
        if (!feed) return feed.error();
        for (Error const& warning : feed->warnings) warnings.push_back(warning.with_context(file.string()));
        std::ranges::move(feed->papers, std::back_inserter(papers));
    }
    return papers;
}

RankReport rank_days(std::vector<Paper> const& papers, std::vector<Label> const& labels, Topics const& topics,
                     RankPlan const& plan, std::function<void(std::size_t, std::size_t)> const& progress) {
    RankReport report;
    Days const days = group_by_day(papers, labels, report.unknown);
    LocalRanker ranker(topics);
    std::size_t done = 0;
    for (auto day = days.begin(); day != days.end(); ++day) {
        if (progress) progress(done++, days.size());
        if (plan.from && day->first < *plan.from) continue;
        auto const judged = earlier_judgements(days, day, plan.train_days);
        auto const scores = ranker.rank(day->second.papers, judged);
        for (std::size_t i = 0; i < scores.size(); ++i) {
            report.papers.push_back({day->first, day->second.labels[i]->id, scores[i].strength});
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
