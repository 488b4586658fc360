#include "score/local/detail/author_history.hpp"
#include "score/local/detail/background.hpp"
#include "score/local/detail/logistic_regression.hpp"
#include "score/local/detail/neighbors.hpp"
#include "score/local/detail/relevance_calibration.hpp"
#include "score/local/detail/term_space.hpp"
#include "score/local/detail/text_reader.hpp"
#include "score/local/detail/topic_vectors.hpp"
#include "support.hpp"

#include <lectern/score/local/features.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <functional>
#include <random>
#include <set>

using namespace lectern;
using namespace lectern::local;

BOOST_AUTO_TEST_SUITE(local_parts)

std::set<std::string> terms_in(TextReader const& reader, Zone zone) {
    std::set<std::string> terms;
    for (auto const& occurrence : reader.occurrences()) {
        if (zone_of(occurrence.id) == zone) terms.insert(reader.term(occurrence));
    }
    return terms;
}

using Terms = std::set<std::string>;

BOOST_AUTO_TEST_CASE(reads_each_part_of_a_text) {
    TextReader reader;
    reader.read("Sparse Nets", "Nets grow. Here we prune weights. Speed doubles!");
    BOOST_TEST((terms_in(reader, Zone::title) == Terms{"sparse", "nets", "sparse nets"}));
    BOOST_TEST((terms_in(reader, Zone::opening) == Terms{"nets", "grow", "nets grow"}));
    BOOST_TEST((terms_in(reader, Zone::closing) == Terms{"speed", "doubles", "speed doubles"}));
    // "we" is left out, and the pair reaches over it.
    BOOST_TEST((terms_in(reader, Zone::contribution) ==
                Terms{"here", "prune", "weights", "here prune", "prune weights"}));
    BOOST_TEST(terms_in(reader, Zone::body).contains("sparse nets"));
    // No pair reaches from one sentence into the next, nor from the title into the abstract.
    BOOST_TEST(!terms_in(reader, Zone::body).contains("grow here"));
    BOOST_TEST(!terms_in(reader, Zone::body).contains("nets nets"));
}

BOOST_AUTO_TEST_CASE(folds_words_and_joins_hyphens) {
    TextReader reader;
    reader.read("",
                "Pre-training of Schr\xC3\xB6"
                "dinger networks");
    auto const body = terms_in(reader, Zone::body);
    for (char const* term : {"pre", "training", "pre-training", "schrodinger", "networks", "pre training"})
        BOOST_TEST(body.contains(term), term);
    TextReader joined;
    joined.read("", "pretraining");
    auto const one = joined.counts();
    auto const many = reader.counts();
    // The compound counts as the word written together.
    BOOST_TEST(std::ranges::count(many, one.front()) == 1);
}

BOOST_AUTO_TEST_CASE(drops_typesetting_and_keeps_sentences_whole) {
    TextReader reader;
    reader.read("", "Runs in $\\mathcal{Onward}(n)$, e.g. on \\textbf{graphs}. Ends");
    auto const body = terms_in(reader, Zone::body);
    BOOST_TEST(!body.contains("mathcal"));
    BOOST_TEST(!body.contains("textbf"));
    BOOST_TEST(body.contains("graphs"));
    BOOST_TEST(terms_in(reader, Zone::opening).contains("graphs"));  // "e.g." ended nothing
    BOOST_TEST((terms_in(reader, Zone::closing) == Terms{"ends"}));
}

BOOST_AUTO_TEST_CASE(copes_with_any_text) {
    std::mt19937 random(7);
    std::string const alphabet = "ab.-\\ $\xC3\xA9\xE2\x80\x93\xFF\n!?e.g. we this paper";
    for (int round = 0; round < 500; ++round) {
        std::string title;
        std::string abstract;
        for (auto i = random() % 40; i > 0; --i) title += alphabet[random() % alphabet.size()];
        for (auto i = random() % 200; i > 0; --i) abstract += alphabet[random() % alphabet.size()];
        Paper const paper = test::make_paper("2601.00001", title, abstract);
        auto const features = read_features(paper);
        BOOST_TEST(std::ranges::is_sorted(features.terms));
        auto const back = features_from_bytes(to_bytes(features));
        BOOST_REQUIRE(back.has_value());
        BOOST_TEST((*back == features));
    }
}

BOOST_AUTO_TEST_CASE(damaged_features_are_refused) {
    Paper paper = test::make_paper("2601.00001", "Sparse Nets", "We prune weights of nets of nets.");
    paper.authors = {{"Ada Example", {}, {}}, {"and Bob Example", {}, {}}};
    std::string const bytes = to_bytes(read_features(paper));
    for (std::size_t length = 0; length < bytes.size() / 2; ++length) {
        auto const cut = features_from_bytes(std::string_view(bytes).substr(0, length));
        BOOST_TEST((!cut || cut->terms.size() == 0));
    }
    std::mt19937 random(3);
    for (int round = 0; round < 20000; ++round) {  // must not crash, nor give numbers beyond the space
        std::string damaged = bytes;
        damaged[random() % damaged.size()] = static_cast<char>(random());
        if (auto const read = features_from_bytes(damaged)) {
            for (std::uint32_t const term : read->terms) BOOST_TEST(id_of(term) < kFeatureCount);
            BOOST_TEST(std::ranges::is_sorted(read->terms));
        }
    }
}

BOOST_AUTO_TEST_CASE(authors_are_the_same_however_written) {
    auto const authors = [](std::string const& name) {
        Paper paper = test::make_paper("2601.00001", "");
        paper.authors = {{name, {}, {}}};
        return read_features(paper).authors;
    };
    BOOST_TEST((authors("J. Garc\xC3\xAD"
                        "a") == authors("and J. GARCIA")));
    BOOST_TEST((authors("J. Garcia") != authors("K. Garcia")));
}

/// The rows as blocks of so many columns.
Matrix matrix_of(std::vector<Row> const& rows, std::uint32_t columns, std::uint32_t width) {
    std::vector<ColumnBlock> blocks;
    for (std::uint32_t first = 0; first < columns; first += width) {
        ColumnBlock block;
        block.first = first;
        block.columns = std::min(width, columns - first);
        block.starts.push_back(0);
        for (Row const& row : rows) {
            for (Cell const& cell : row) {
                if (cell.column < first || cell.column >= first + width) continue;
                block.offsets.push_back(static_cast<std::uint16_t>(cell.column - first));
                block.values.push_back(cell.value);
            }
            block.starts.push_back(static_cast<std::uint32_t>(block.values.size()));
        }
        blocks.push_back(std::move(block));
    }
    return {rows.size(), std::move(blocks)};
}

/// Random sparse rows; a row is liked if column 0 outweighs column 1.
struct Problem {
    std::vector<Row> rows;
    std::vector<std::int8_t> liked;
    std::vector<double> weights;
    std::vector<double> offsets;

    explicit Problem(std::size_t count, std::uint32_t columns) {
        std::mt19937 random(11);
        std::uniform_real_distribution<float> value(0, 1);
        for (std::size_t i = 0; i < count; ++i) {
            Row row{{0, value(random)}, {1, value(random)}};
            for (int k = 0; k < 5; ++k)
                row.push_back({2 + static_cast<std::uint32_t>(random() % (columns - 2)), value(random)});
            rows.push_back(row);
            liked.push_back(row[0].value > row[1].value ? 1 : -1);
            weights.push_back(1 + static_cast<double>(random() % 3));
            offsets.push_back(0.1 * static_cast<double>(random() % 5));
        }
    }
    TrainingSet set(Matrix const& matrix) const { return {matrix, liked, weights, offsets}; }
};

double objective(Problem const& problem, LinearModel const& model) {
    double sum = 0;
    for (float const weight : model.weights)
        sum += static_cast<double>(weight) * static_cast<double>(weight) / 2;
    for (std::size_t i = 0; i < problem.rows.size(); ++i) {
        double const score =
            problem.offsets[i] + local::dot(problem.rows[i], model.weights) + model.intercept;
        sum += problem.weights[i] * std::log1p(std::exp(-problem.liked[i] * score));
    }
    return sum;
}

BOOST_AUTO_TEST_CASE(logistic_regression_finds_the_minimum) {
    Problem const problem(400, 30);
    Matrix const matrix = matrix_of(problem.rows, 30, 30);
    LinearModel const model = fit_logistic_regression(problem.set(matrix), {}, 1, 1e-4);
    BOOST_TEST(model.weights[0] > 1.0F);
    BOOST_TEST(model.weights[1] < -1.0F);
    double const best = objective(problem, model);
    // The function is convex: no step in any direction may lead below.
    for (std::size_t k = 0; k < model.weights.size(); ++k) {
        for (float const step : {-0.05F, 0.05F}) {
            LinearModel moved = model;
            moved.weights[k] += step;
            BOOST_TEST(objective(problem, moved) > best - 1e-3);
        }
    }
    for (double const step : {-0.05, 0.05}) {
        LinearModel moved = model;
        moved.intercept += step;
        BOOST_TEST(objective(problem, moved) > best - 1e-3);
    }
}

BOOST_AUTO_TEST_CASE(logistic_regression_does_not_depend_on_threads_or_start) {
    Problem const problem(999, 50);
    Matrix const matrix = matrix_of(problem.rows, 50, 8);
    LinearModel const one = fit_logistic_regression(problem.set(matrix), {}, 1);
    for (unsigned const threads : {2U, 3U, 7U}) {
        LinearModel const other = fit_logistic_regression(problem.set(matrix), {}, threads);
        BOOST_TEST((other.weights == one.weights));
        BOOST_TEST(other.intercept == one.intercept);
    }
    LinearModel const resumed = fit_logistic_regression(problem.set(matrix), one, 1);
    for (std::size_t k = 0; k < one.weights.size(); ++k)
        BOOST_TEST(std::abs(resumed.weights[k] - one.weights[k]) < 0.05F);
}

BOOST_AUTO_TEST_CASE(topics_are_compared_in_the_columns_they_share) {
    local::TopicVectors topics;
    BOOST_TEST(topics.similarities(Row{{1, 0.5F}}).empty());
    topics.add(Row{{1, 0.5F}, {4, 0.25F}});
    topics.add(Row{});
    topics.add(Row{{4, 1.0F}, {9, 1.0F}});
    std::vector<double> const expected{0.25 + 0.125, 0, 0.5};
    BOOST_TEST(topics.similarities(Row{{0, 1.0F}, {1, 0.5F}, {4, 0.5F}, {8, 1.0F}}) == expected,
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(neighbors_are_those_of_a_full_search) {
    std::mt19937 random(5);
    std::vector<Row> rows;
    for (int i = 0; i < 300; ++i) {
        Row row;
        for (std::uint32_t column = 0; column < 200; ++column) {
            if (random() % 40 == 0) row.push_back({column, static_cast<float>(1 + random() % 9) / 10});
        }
        float square = 0;
        for (Cell const& cell : row) square += cell.value * cell.value;
        for (Cell& cell : row) cell.value /= std::sqrt(square);
        rows.push_back(row);
    }
    local::TopicVectors all;
    for (Row const& row : rows) all.add(row);
    Matrix const matrix = matrix_of(rows, 200, 60);
    NeighborIndex const index(matrix, rows.size(), 200, 2);
    NeighborIndex::Scratch scratch;
    for (std::size_t query = 0; query < rows.size(); query += 17) {
        auto const similarities = all.similarities(rows[query]);
        std::vector<float> const expected(similarities.begin(), similarities.end());
        std::vector<float> best = expected;
        std::ranges::sort(best, std::greater{});
        auto const found = index.nearest(rows[query], 5, scratch);
        for (std::size_t i = 0; i < found.size(); ++i) {
            BOOST_TEST(std::abs(found[i].similarity - best[i]) < 2e-3F);
            BOOST_TEST(std::abs(found[i].similarity - expected[found[i].row]) < 2e-3F);
        }
        BOOST_TEST((found.size() == 5 || best[found.size()] < 2e-3F));
    }
    for (Neighbor const& one : NeighborIndex(matrix, 10, 180, 1).nearest(rows[40], 300, scratch))
        BOOST_TEST(one.row < 10u);
    BOOST_TEST(NeighborIndex().nearest(rows[0], 5, scratch).empty());
}

BOOST_AUTO_TEST_CASE(neighbors_are_compared_in_common_columns_too) {
    // Column 0 is in one of twenty rows, and decides among the rows that share a rare one.
    constexpr std::uint32_t count = 6000;
    std::vector<Row> rows;
    for (std::uint32_t i = 0; i < count; ++i) {
        Row row;
        if (i % 20 == 0) row.push_back({0, 0.8F});
        row.push_back({1 + i / 40, 0.6F});
        rows.push_back(row);
    }
    Matrix const matrix = matrix_of(rows, 1 + count / 40, 60);
    NeighborIndex const one_thread(matrix, rows.size(), matrix.columns(), 1);
    NeighborIndex const two_threads(matrix, rows.size(), matrix.columns(), 2);
    NeighborIndex::Scratch scratch;
    std::vector<std::uint32_t> const expected{2000, 2020, 2001, 2002};
    for (NeighborIndex const* index : {&one_thread, &two_threads}) {
        auto const found = index->nearest(rows[2000], 4, scratch);
        BOOST_TEST_REQUIRE(found.size() == expected.size());
        for (std::size_t i = 0; i < found.size(); ++i) {
            BOOST_TEST(found[i].row == expected[i]);
            BOOST_TEST(std::abs(found[i].similarity - (i < 2 ? 1 : 0.36F)) < 2e-3F);
        }
    }
}

BOOST_AUTO_TEST_CASE(authors_are_never_marked_down) {
    AuthorHistory history;
    std::vector<std::uint32_t> const good{1};
    std::vector<std::uint32_t> const bad{2};
    std::vector<std::uint32_t> const both{1, 2};
    std::vector<std::uint32_t> const unknown{3};
    BOOST_TEST(history.advantage(good).log_odds == 0);
    for (int i = 0; i < 5; ++i) {
        history.add(good, true, 1);
        history.add(bad, false, 1);
        history.add(bad, false, 1);
    }
    BOOST_TEST(history.advantage(good).log_odds > 0.5);
    BOOST_TEST(history.advantage(bad).log_odds == 0);
    BOOST_TEST(history.advantage(unknown).log_odds == 0);
    BOOST_TEST(history.advantage(both).log_odds == history.advantage(good).log_odds);
    std::vector<std::uint32_t> const last{3, 2, 1};
    BOOST_TEST(history.advantage(last).author == 2u);
}

BOOST_AUTO_TEST_CASE(rare_words_weigh_more_and_zones_have_their_length) {
    std::vector<PaperFeatures> features;
    for (int i = 0; i < 10; ++i) {
        features.push_back(read_features(test::make_paper(
            "2601.00001", "common", "common word" + std::to_string(i) + (i == 0 ? " common common" : ""))));
    }
    std::vector<PaperFeatures const*> papers;
    for (auto const& one : features) papers.push_back(&one);
    RankerOptions const options;
    TermSpace const space(papers, options);
    Row row;
    space.append(features[1].terms, row);
    auto const length = [&](Zone zone) {
        auto const begin = space.first_column(static_cast<unsigned>(zone));
        auto const end = space.first_column(static_cast<unsigned>(zone) + 1);
        double square = 0;
        for (Cell const& cell : row) {
            if (cell.column >= begin && cell.column < end)
                square += static_cast<double>(cell.value) * static_cast<double>(cell.value);
        }
        return std::sqrt(square);
    };
    BOOST_TEST(length(Zone::body) == 1.0, boost::test_tools::tolerance(1e-5));
    BOOST_TEST(length(Zone::title) == options.title, boost::test_tools::tolerance(1e-5));
    BOOST_TEST(length(Zone::opening) == options.opening, boost::test_tools::tolerance(1e-5));
    BOOST_TEST(length(Zone::contribution) == 0.0);
    TextReader reader;
    reader.read("", "word1");
    auto const rare = space.column(id_of(reader.counts().front()));
    reader.read("", "common");
    auto const common = space.column(id_of(reader.counts().front()));
    auto const value = [&](std::uint32_t column) {
        return std::ranges::find(row, column, &Cell::column)->value;
    };
    BOOST_TEST(value(rare) > value(common));
}

BOOST_AUTO_TEST_CASE(built_in_frequencies_are_those_of_features) {
    auto const table = background_frequencies();
    BOOST_TEST(table.size() > 1000u);
    for (std::size_t i = 0; i < table.size(); ++i) {
        BOOST_TEST(id_of(table[i]) < kFeatureCount);
        BOOST_TEST((count_of(table[i]) >= 10u && count_of(table[i]) <= 1000u));
        if (i > 0) BOOST_TEST(id_of(table[i - 1]) < id_of(table[i]));
    }
}

BOOST_AUTO_TEST_CASE(a_lone_paper_knows_which_words_are_common) {
    Paper paper;
    paper.title = "Learning sonnets";
    PaperFeatures const features = read_features(paper);
    PaperFeatures const* const papers[] = {&features};
    TermSpace const space(papers, {});
    auto const weight_of = [&](std::string const& word) {
        Paper alone;
        alone.abstract = word;
        for (std::uint32_t const term : read_features(alone).terms) {
            std::uint32_t const column = space.column(id_of(term));
            if (column == TermSpace::kNone) continue;
            Row row;
            space.append(features.terms, row);
            auto const cell = std::ranges::find(row, column, &Cell::column);
            if (cell != row.end()) return cell->value;
        }
        return 0.0F;
    };
    BOOST_TEST(weight_of("learning") > 0);
    BOOST_TEST(weight_of("sonnets") > 1.5F * weight_of("learning"));
}

BOOST_AUTO_TEST_CASE(grades_without_examples_are_fixed_chances) {
    std::vector<double> const strengths{-1, 0, 1};
    auto const bounds = RelevanceCalibration().bounds(strengths);
    BOOST_TEST(grade_of_strength(0, bounds) == 8);
    BOOST_TEST(grade_of_strength(-0.01, bounds) == 7);
    BOOST_TEST(grade_of_strength(2, bounds) == 10);
    BOOST_TEST(grade_of_strength(-9, bounds) == 1);
}

BOOST_AUTO_TEST_CASE(grades_come_as_often_as_among_the_examples) {
    RelevanceCalibration scale;
    for (int i = 0; i < 100; ++i) {
        scale.add(8, true, 1);
        scale.add(i < 50 ? 9 : 10, true, 1);
        scale.add(i < 50 ? 7 : 3, false, 1);
    }
    std::vector<double> const strengths(40, 0.0);  // 20 of them are expected to be liked
    auto const bounds = scale.bounds(strengths);
    auto const chance = [&](std::size_t i) { return 1 / (1 + std::exp(bounds[i])); };
    BOOST_TEST(std::abs(chance(0) - 0.5 * 50 / 200) < 1e-5);   // 10
    BOOST_TEST(std::abs(chance(1) - 0.5 * 100 / 200) < 1e-5);  // 9
    BOOST_TEST(std::abs(chance(2) - 0.5 * 200 / 200) < 1e-5);  // 8: as often as liked
    BOOST_TEST(chance(3) > chance(2));                         // nobody had a 6: fixed
    BOOST_TEST(std::ranges::is_sorted(bounds, std::greater{}));
    RelevanceCalibration modest;  // whose 9 is as rare as another's 10
    for (int i = 0; i < 100; ++i) modest.add(i < 25 ? 9 : 8, true, 1);
    auto const shifted = modest.bounds(strengths);
    BOOST_TEST(shifted[0] > shifted[1]);
    BOOST_TEST(std::abs(1 / (1 + std::exp(shifted[1])) - 0.5 * 25 / 100) < 1e-5);
    BOOST_TEST(shifted[2] == 0);  // an 8 is what is more likely liked than not
    BOOST_TEST(scale.bounds({}) == RelevanceCalibration().bounds({}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
