#include "score/local/detail/reader_words.hpp"

#include "support.hpp"

#include <lectern/core/text.hpp>

#include <boost/test/unit_test.hpp>

#include <set>

using namespace lectern;
using namespace lectern::local;
using test::make_paper;
using test::require;

BOOST_AUTO_TEST_SUITE(reader_words)

constexpr std::string_view kTopics = R"(1. Model Compression
   - Relevant: pruning, Quantization of weights, the KV cache, low-rank approximation, and so on.
   - Irrelevant: medical imaging
2. Theory
   - Relevant: generalization bounds for two-layer networks

**Keywords:**
- Relevant: Schrödinger bridge, mixture of experts
)";

/// Every word is rare, except "network".
double weight(std::string_view folded) {
    return folded == "networks" || folded == "network" ? 1 : 6;
}

std::string shared(std::string const& title, std::string const& abstract = "Nothing else.",
                   std::vector<std::string> const& topics = {}) {
    ReaderWords const words(require(parse_topics(kTopics, "t.md")));
    std::string line;
    for (NamedTopic const& topic : words.shared(make_paper("2601.00001", title, abstract), topics, weight, 5))
        line += topic.name + "=" + text::join(topic.terms, "|") + ";";
    return line;
}

BOOST_AUTO_TEST_CASE(names_what_the_reader_wrote) {
    BOOST_TEST(shared("KV caches with quantization") == "Model Compression=KV cache|Quantization;");
    BOOST_TEST(shared("Low rank approximations") == "Model Compression=low-rank approximation;");
    BOOST_TEST(shared("A Schrodinger bridge") == "keywords=Schrödinger bridge;");
    BOOST_TEST(shared("Mixtures of experts") == "keywords=mixture of experts;");
    BOOST_TEST(shared("Medical imaging").empty());
    BOOST_TEST(shared("On the theory of the two").find("two") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(leaves_formulas_and_commands_out) {
    BOOST_TEST(shared("$pruning$ and \\pruning of trees", "\\textbf{Trees}").empty());
}

BOOST_AUTO_TEST_CASE(terms_do_not_reach_over_commas) {
    BOOST_TEST(shared("KV, cache") == "Model Compression=KV|cache;");
}

BOOST_AUTO_TEST_CASE(common_words_stand_in_only_where_nothing_else_is_shared) {
    BOOST_TEST(shared("Networks of roads") == "Theory=networks;");
    BOOST_TEST(shared("Networks with pruning") == "Model Compression=pruning;");
}

BOOST_AUTO_TEST_CASE(preferred_topics_come_first_and_share_the_room) {
    std::string const title =
        "Pruning, quantization, KV cache, low-rank approximation: generalization bounds";
    BOOST_TEST(
        shared(title, "None.", {"Theory"}).starts_with("Theory=generalization bounds;Model Compression="));
    BOOST_TEST(shared(title).find("keywords") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(reasons_are_sentences) {
    ReasonParts parts;
    BOOST_TEST(reason_of(parts) == "No topic matches this paper.");
    parts.nearest_topic = "Theory";
    BOOST_TEST(reason_of(parts) == "Nearest to \"Theory\", without a term in common.");
    parts.topics = {{"Model Compression", {"KV cache", "pruning"}}, {"keywords", {"bridge"}}};
    BOOST_TEST(reason_of(parts) ==
               "Matches \"Model Compression\": KV cache, pruning; your keywords: bridge.");
    parts.near = {{"2507.22918", "K-means", true}, {"2507.00001", "", false}};
    parts.author = "Ada Lovelace";
    // An author's record counts what a model selected, too: it is not said that the reader liked it.
    BOOST_TEST(reason_of(parts) ==
               "Matches \"Model Compression\": KV cache, pruning; your keywords: bridge. Close to "
               "2507.22918, \"K-means\", "
               "which you liked. Close to 2507.00001, which was selected before. Earlier papers by Ada "
               "Lovelace were "
               "liked or selected.");
}

BOOST_AUTO_TEST_SUITE_END()
