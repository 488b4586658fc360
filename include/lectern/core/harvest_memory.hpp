#pragma once

#include <lectern/core/error.hpp>
#include <lectern/core/paper.hpp>

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lectern {

/// What is there of a fetch that takes many requests.
struct SavedHarvest {
    std::string cursor;         ///< Where to go on; the feed's own words.
    std::vector<Paper> papers;  ///< What was kept so far, each paper once.
};

/// Remembers fetches that take many requests, so that an interrupted one goes on where it stopped.
class HarvestMemory {
public:
    virtual ~HarvestMemory() = default;
    /// What was saved under the name, or nothing.
    virtual Result<std::optional<SavedHarvest>> harvest(std::string_view name) const = 0;
    /// Adds papers to a harvest and moves its cursor, both or neither.
    virtual Result<void> save_harvest(std::string_view name, std::string_view cursor,
                                      std::span<Paper const> added) = 0;
    /// Forgets a harvest.
    virtual Result<void> drop_harvest(std::string_view name) = 0;
};

}  // namespace lectern
