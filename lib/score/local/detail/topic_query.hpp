#pragma once

#include "matrix.hpp"
#include "term_space.hpp"

#include <lectern/score/local/ranker.hpp>
#include <lectern/score/local/topics.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace lectern::local {

/// One of the reader's interests, as features in every zone.
struct Interest {
    std::string name;
    std::vector<std::uint32_t> terms;
};

/// What a topics file asks for.
struct TopicQuery {
    std::vector<Interest> wanted;         ///< The topics, and the keywords as one more.
    std::vector<std::uint32_t> unwanted;  ///< Everything called irrelevant, and applications.

    TopicQuery(Topics const& topics, RankerOptions const& options);

    /// The mean of the interests, each as strong as the others, minus a share of what is unwanted; length one.
    std::vector<float> query(TermSpace const& space, RankerOptions const& options) const;
};

/// Scales to length one; a zero vector stays.
void normalize(std::span<float> vector);

/// A query moved towards the rows nearest to it, round by round: their mean, best first with falling weight,
/// minus the mean of the rows farthest from it.
/// \return the query; not of length one
std::vector<float> with_feedback(std::vector<float> const& query, Matrix const& rows,
                                 RankerOptions const& options);

}  // namespace lectern::local
