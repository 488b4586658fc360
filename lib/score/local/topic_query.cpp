#include "detail/topic_query.hpp"

#include "detail/order.hpp"
#include "detail/reader_words.hpp"
#include "detail/text_reader.hpp"

#include <algorithm>
#include <cmath>

namespace lectern::local {
namespace {

constexpr std::size_t kFewestFeedback = 5;  // that feedback looks at on either side

std::vector<std::uint32_t> terms_of(std::string const& text) {
    TextReader reader;
    reader.read_everywhere(text);
    return reader.counts();
}

void append(std::string& text, std::string_view line) {
    text.append(line).append(". ");  // pairs do not reach from one line into the next
}

}  // namespace

TopicQuery::TopicQuery(Topics const& topics, RankerOptions const& options) {
    std::string against;
    for (Topic const& topic : topics.topics) {
        std::string text;
        append(text, topic.name);
        for (std::string const& line : topic.relevant) append(text, line);
        for (std::string const& line : topic.irrelevant) append(against, line);
        wanted.push_back({topic.name, terms_of(text)});
    }
    if (!topics.keywords.empty()) {
        std::string text;
        for (std::string const& keyword : topics.keywords) append(text, keyword);
        wanted.push_back({std::string(kKeywordsName), terms_of(text)});
    }
    for (std::string const& keyword : topics.irrelevant_keywords) append(against, keyword);
    for (std::string const& keyword : topics.application_keywords) {
        for (int i = 0; i < options.application; ++i) append(against, keyword);
    }
    unwanted = terms_of(against);
}

std::vector<float> TopicQuery::query(TermSpace const& space, RankerOptions const& options) const {
    std::vector<float> query(space.columns(), 0.0F);
    for (Interest const& interest : wanted) {
        Row row;
        space.append(interest.terms, row);
        add_to(query, row, 1.0F / static_cast<float>(wanted.size()));
    }
    Row row;
    space.append(unwanted, row);
    add_to(query, row, static_cast<float>(-options.irrelevant));
    normalize(query);
    return query;
}

void normalize(std::span<float> vector) {
    double sum = 0;
    for (float const value : vector) sum += static_cast<double>(value) * static_cast<double>(value);
    if (sum == 0) return;
    auto const factor = static_cast<float>(1 / std::sqrt(sum));
    for (float& value : vector) value *= factor;
}

std::vector<float> with_feedback(std::vector<float> const& query, Matrix const& rows,
                                 RankerOptions const& options) {
    std::size_t const n = rows.rows();
    auto const share_of = [n](double share) {
        return std::min(n,
                        std::max(kFewestFeedback, static_cast<std::size_t>(share * static_cast<double>(n))));
    };
    std::size_t const best = share_of(options.feedback_share);
    std::size_t const worst = share_of(options.background_share);
    std::vector<float> moved = query;
    for (int round = 0; round < options.feedback_rounds && n > 0; ++round) {
        auto const order = best_first(rows.times(moved, options.threads));
        std::vector<double> factors(n, 0.0);
        double const total = static_cast<double>(best + 1) / 2;  // sum of the falling weights below
        for (std::size_t i = 0; i < best; ++i) {
            double const weight = 1 - static_cast<double>(i) / static_cast<double>(best);
            factors[order[i]] += weight / total;
        }
        for (std::size_t i = n - worst; i < n; ++i) factors[order[i]] -= 1 / static_cast<double>(worst);
        std::vector<float> direction(query.size(), 0.0F);
        rows.add_rows(factors, direction, options.threads);
        normalize(direction);
        for (std::size_t k = 0; k < query.size(); ++k) {
            moved[k] = query[k] + static_cast<float>(options.feedback) * direction[k];
        }
    }
    return moved;
}

}  // namespace lectern::local
