#include "detail/site_days.hpp"

#include "detail/search_index.hpp"
#include "render/detail/day_words.hpp"
#include "render/html/detail/pages.hpp"

#include <lectern/archive/layout.hpp>

#include <boost/json/array.hpp>
#include <fmt/format.h>

#include <optional>
#include <utility>

namespace lectern::site {
namespace {

namespace bj = boost::json;
namespace fs = std::filesystem;

constexpr std::size_t kNewest = 10;  // days of the web feeds

/// Leaves the abstracts out, or opens them.
void set_abstracts(SiteAbstracts abstracts, bj::object& page) {
    if (abstracts == SiteAbstracts::folded) return;
    bool const open = abstracts == SiteAbstracts::open;
    if (open) page["density"] = "3";
    for (bj::value& card : page["papers"].as_array()) {
        if (open)
            card.as_object()["open"] = true;
        else
            card.as_object()["abstract_html"] = false;
    }
}

/// A path below `archive/`: `2025-08` or `2025-08/11`.
std::string below_archive(std::string const& path) {
    return path.substr(std::string_view("archive/").size());
}

/// A day, and what of it can stay as it is.
struct DayWork {
    std::size_t place = 0;  ///< Among all days.
    DayFacts facts{};       ///< Size and time of its digest file are set; the others if it is current.
    bool current = false;   ///< Whether its page stays.
    bool indexed = false;   ///< Whether its part of the search stays.
};

class DayMaker {
public:
    DayMaker(fs::path const& directory, std::vector<Date> const& days, SiteState const& state,
             SiteWriter& writer)
        : directory_(directory), days_(days), state_(state), writer_(writer) {}

    Result<SiteDays> make() {
        for (std::size_t begin = 0; begin < days_.size();) {
            std::size_t end = begin;
            while (end < days_.size() && month_of(days_[end]) == month_of(days_[begin])) ++end;
            std::vector<DayWork> month;
            for (; begin < end; ++begin) month.push_back(look_at(begin));
            // A month that is over has one segment of the search, the newest month one a day.
            auto const done = end == days_.size() ? make_newest_month(month) : make_closed_month(month);
            if (!done) return done.error();
            auto& facts = made_.months[month_of(days_[begin - 1])];
            for (DayWork& work : month) facts.push_back(std::move(work.facts));
        }
        return std::move(made_);
    }

private:
    using Neighbors = std::pair<std::optional<Date>, std::optional<Date>>;

    Neighbors neighbors(std::size_t place) const {
        Neighbors around;
        if (place > 0) around.first = days_[place - 1];
        if (place + 1 < days_.size()) around.second = days_[place + 1];
        return around;
    }

    DayWork look_at(std::size_t place) {
        DigestStamp const stamp = stamp_of(digest_file(directory_, days_[place]));
        DayFacts const* known = state_.find(days_[place]);
        bool const there = writer_.keep_page(day_path(days_[place]));
        DayWork work{place};
        work.current = there && known != nullptr && !known->unreadable && known->size == stamp.size &&
                       known->modified == stamp.modified &&
                       state_.neighbors(days_[place]) == neighbors(place);
        if (work.current) work.facts = *known;
        work.facts.size = stamp.size;
        work.facts.modified = stamp.modified;
        return work;
    }

    Result<void> make_closed_month(std::vector<DayWork>& month) {
        std::string const name = below_archive(month_path(month_of(days_[month.front().place])));
        bool indexed = writer_.files().keep(segment_file(name));
        for (DayWork const& work : month) indexed = indexed && work.current;
        SearchSegment segment;
        for (DayWork& work : month) {
            work.indexed = indexed;
            if (auto const done = make_day(work, segment); !done) return done;
        }
        return end_segment(name, segment, indexed);
    }

    Result<void> make_newest_month(std::vector<DayWork>& month) {
        for (DayWork& work : month) {
            std::string const name = format_date(days_[work.place]);
            work.indexed = writer_.files().keep(segment_file(name)) && work.current;
            SearchSegment segment;
            if (auto const done = make_day(work, segment); !done) return done;
            if (auto const done = end_segment(name, segment, work.indexed); !done) return done;
        }
        return {};
    }

    static fs::path segment_file(std::string const& name) { return fs::path("search") / (name + ".js"); }

    /// Writes a segment, unless the one that is there stays. Days without a paper have none.
    Result<void> end_segment(std::string const& name, SearchSegment const& segment, bool stays) {
        if (!stays && segment.empty()) return {};
        made_.segments.push_back(name);
        return stays ? Result<void>() : writer_.files().put(segment_file(name), segment.script(name));
    }

    /// Reads the digest as far as something needs it, and makes the page unless that stays.
    Result<void> make_day(DayWork& work, SearchSegment& segment) {
        Date const day = days_[work.place];
        bool const newest = work.place + kNewest >= days_.size();
        if (work.current && work.indexed && !newest) return {};
        bool unreadable = false;
        Digest digest = read(day, unreadable);
        if (!work.indexed) segment.add(digest, below_archive(day_path(day)));
        if (!work.current) {
            auto const [size, modified] = std::pair(work.facts.size, work.facts.modified);
            work.facts = facts_of(digest);
            work.facts.unreadable = unreadable;
            work.facts.size = size;
            work.facts.modified = modified;
            ++made_.made;
            if (auto const done = put_day(digest, work.place); !done) return done;
        }
        if (newest) made_.newest.push_back(std::move(digest));
        return {};
    }

    Result<void> put_day(Digest const& digest, std::size_t place) {
        std::string const path = day_path(digest.date);
        std::vector<Paper> papers;
        for (DigestEntry const& entry : digest.entries) papers.push_back(entry.paper);
        if (auto const done = writer_.put_bibliographies(path, papers); !done) return done;
        return writer_.put_page(path, "day.html", day_page(digest, days_, place, path, writer_),
                                render::long_date(digest.date));
    }

    /// The digest of a day. Of one that cannot be read its neighbors still name the day: a page says what is wrong.
    Digest read(Date day, bool& unreadable) {
        auto digest = read_day(directory_, day);
        if (digest && *digest) return std::move(**digest);
        made_.warnings.push_back(digest ? format_date(day) + ": the digest file is gone"
                                        : digest.error().message());
        unreadable = true;
        Digest empty;
        empty.date = day;
        empty.state = DayState::failed;
        empty.warnings.emplace_back("The digest file of this day cannot be read.");
        return empty;
    }

    fs::path const& directory_;
    std::vector<Date> const& days_;
    SiteState const& state_;
    SiteWriter& writer_;
    SiteDays made_;
};

}  // namespace

bj::object day_page(Digest const& digest, std::vector<Date> const& days, std::size_t place,
                    std::string const& path, SiteWriter const& writer) {
    bj::object page = html::day_data(digest);
    Date const day = digest.date;
    std::string const root = root_from(path);
    page["page"] = "day";
    page["date"] = format_date(day);
    set_abstracts(writer.options().abstracts, page);
    // The root shows the newest day, whose own page is the one to cite.
    page["canonical"] = writer.address(day_path(day));
    page["description"] = render::headline(digest.totals);
    page["files"] = root + day_path(day) + "/";
    if (place > 0) page["prev"] = page_link(root, day_path(days[place - 1]), short_date(days[place - 1]));
    if (place + 1 < days.size())
        page["next"] = page_link(root, day_path(days[place + 1]), short_date(days[place + 1]));
    page["up"] = page_link(root, month_path(month_of(day)), month_name(month_of(day)));
    return page;
}

Result<SiteDays> make_days(fs::path const& directory, std::vector<Date> const& days, SiteState const& state,
                           SiteWriter& writer) {
    return DayMaker(directory, days, state, writer).make();
}

}  // namespace lectern::site
