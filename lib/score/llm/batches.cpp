#include "detail/batches.hpp"

#include <utility>

namespace lectern::llm {
namespace {

using Estimate = std::function<std::int64_t(Paper const&)>;

std::vector<PaperBatch> cut_all(std::span<Paper const* const> papers, std::size_t size,
                                std::int64_t max_tokens, Estimate const& tokens) {
    std::vector<PaperBatch> batches;
    std::int64_t sum = 0;
    for (Paper const* paper : papers) {
        std::int64_t const more = tokens(*paper);
        bool const full = batches.empty() || batches.back().papers.size() >= size || sum + more > max_tokens;
        if (full) {
            batches.emplace_back();
            sum = 0;
        }
        batches.back().papers.push_back(paper);
        sum += more;
    }
    return batches;
}

}  // namespace

std::vector<PaperBatch> cut(std::span<Paper const* const> papers, std::size_t size, std::int64_t max_tokens,
                            Estimate const& tokens, std::function<bool(Paper const&)> const& is_done) {
    std::vector<PaperBatch> whole;
    std::vector<Paper const*> rest;
    for (PaperBatch& batch : cut_all(papers, size, max_tokens, tokens)) {
        std::vector<Paper const*> open;
        for (Paper const* paper : batch.papers) {
            if (!is_done(*paper)) open.push_back(paper);
        }
        if (open.size() == batch.papers.size())
            whole.push_back(std::move(batch));
        else
            rest.insert(rest.end(), open.begin(), open.end());
    }
    for (PaperBatch& batch : cut_all(rest, size, max_tokens, tokens)) whole.push_back(std::move(batch));
    return whole;
}

std::vector<PaperBatch> halves(PaperBatch const& batch) {
    auto const middle = batch.papers.begin() + static_cast<std::ptrdiff_t>(batch.papers.size() / 2);
    PaperBatch first{{batch.papers.begin(), middle}, batch.tries};
    PaperBatch second{{middle, batch.papers.end()}, batch.tries};
    std::vector<PaperBatch> both;
    both.push_back(std::move(first));
    both.push_back(std::move(second));
    return both;
}

}  // namespace lectern::llm
