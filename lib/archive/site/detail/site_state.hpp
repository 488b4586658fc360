#pragma once

#include "day_facts.hpp"
#include "site_pages.hpp"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace lectern::site {

/// Changes when pages are made in another way or DayFacts has other members.
constexpr int kStateVersion = 2;

/// Size and time of a digest file. A file that is not there has zeros.
struct DigestStamp {
    std::int64_t size = 0;
    std::int64_t modified = 0;
};
DigestStamp stamp_of(std::filesystem::path const& file);

/// What a site that is there was made of: `.lectern/` in it, a file a month. Its absence costs time only.
class SiteState {
public:
    /// \param site the directory of the site
    /// \param look what all its pages depend on; where that has changed, nothing is known
    static SiteState read(std::filesystem::path const& site, std::string const& look);
    /// \par Errors file, io
    static Result<void> write(std::filesystem::path const& site, std::string const& look,
                              Months const& months);

    /// The facts of a day, or null.
    DayFacts const* find(Date day) const;
    /// The days before and behind it that its page names.
    std::pair<std::optional<Date>, std::optional<Date>> neighbors(Date day) const;

private:
    std::map<Date, DayFacts> days_;
};

}  // namespace lectern::site
