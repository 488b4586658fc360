// What a language model writes about titles and abstracts.
#include "target.hpp"

#include <lectern/score/llm/answer.hpp>

void fuzz(std::string_view bytes) {
    lectern::llm::Batch const batch{"2603.00001", "2603.00002", "hep-th/9901001"};
    for (auto const& [id, score] : lectern::llm::parse_scores(bytes, batch).scores) {
        must(batch.contains(id), "only papers of the batch are scored");
        must(score.relevance >= 1 && score.relevance <= 10, "relevance is from 1 to 10");
        must(score.novelty >= 1 && score.novelty <= 10, "novelty is from 1 to 10");
    }
    if (auto const titles = lectern::llm::parse_titles(bytes, batch)) {
        for (std::string const& id : titles->dropped)
            must(batch.contains(id), "only papers of the batch are dropped");
    }
}
