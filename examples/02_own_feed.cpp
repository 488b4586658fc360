// A feed of one's own: papers from a CSV-like reading list, `id;title;abstract` a line.
#include "pipeline_run.hpp"

#include <lectern/core/text.hpp>
#include <lectern/score/local/local_scorer.hpp>

#include <iostream>

namespace {

using namespace lectern;

constexpr std::string_view kReadingList =
    "2603.00001;Sparse Networks Revisited;We prune networks and see what is left.\n"
    "2603.00002;A Cookbook;Soups.\n"
    "not an id;Broken;This line is reported, not fatal.\n";

class ReadingListFeed final : public Feed {
public:
    explicit ReadingListFeed(std::string text) : text_(std::move(text)) {}

    net::awaitable<Result<FetchReport>> fetch(Window window, FetchContext&) override {
        FetchReport report;
        report.day = window.day;
        for (std::string_view const line : text::split(text_, '\n')) {
            auto const fields = text::split(line, ';');
            if (fields.size() != 3) continue;
            auto const id = ArxivId::parse(fields[0]);
            if (!id) {
                report.warnings.add(id.error());
                report.incomplete = true;
                continue;
            }
            Paper paper;
            paper.id = *id;
            paper.title = fields[1];
            paper.abstract = fields[2];
            report.papers.push_back(std::move(paper));
        }
        co_return std::move(report);
    }

private:
    std::string text_;
};

}  // namespace

int main() {
    auto const topics =
        parse_topics("1. Pruning\n   - Relevant: pruning, sparse networks\n", "inline").value();
    Pipeline pipeline(std::make_unique<ReadingListFeed>(std::string(kReadingList)),
                      make_local_scorer(topics));
    Digest const digest = run_offline(pipeline);
    std::cout << digest_word(digest.state) << ": " << digest.entries.at(0).paper.title << "\n";
    return digest.totals.announced == 2 ? 0 : 1;
}
