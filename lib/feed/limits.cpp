#include "detail/limits.hpp"

#include "detail/xml.hpp"

#include <lectern/core/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace lectern {
namespace feed {
namespace {

// Far beyond what arXiv sends: the longest abstracts have 2 kB, the largest collaborations some 5,000 authors.
constexpr std::size_t kKilobyte = 1024;
constexpr std::size_t kLine = 10 * kKilobyte;
constexpr std::size_t kAbstract = 100 * kKilobyte;
constexpr std::size_t kName = kKilobyte;
constexpr std::size_t kCategory = 100;
constexpr std::size_t kMostAuthors = 10'000;
constexpr std::size_t kMostAffiliations = 100;
constexpr std::size_t kMostCategories = 50;
constexpr std::size_t kMostListings = 200;
constexpr std::size_t kMostCommas = 100'000;

/// Cuts the fields of one paper and notes each kind of field once.
class Cutter {
public:
    explicit Cutter(Cuts cuts) : cuts_(std::move(cuts)) {}

    void cut(std::string& text, std::size_t limit, std::string_view field) {
        if (text.size() <= limit) return;
        text = text::truncate(text, limit);
        note(limit < kKilobyte ? fmt::format("{} to {} bytes", field, limit)
                               : fmt::format("{} to {} kB", field, limit / kKilobyte));
    }

    template <class T>
    void cut(std::vector<T>& list, std::size_t limit, std::string_view field) {
        if (list.size() <= limit) return;
        list.erase(list.begin() + static_cast<std::ptrdiff_t>(limit), list.end());
        list.shrink_to_fit();
        note(fmt::format("{} to {}", field, limit));
    }

    void cut(Category& category) {
        if (category.code().size() <= kCategory) return;
        std::string code = category.code();
        cut(code, kCategory, "a category");
        category = Category(std::move(code));
    }

    void cut(Author& author) {
        cut(author.name, kName, "an author's name");
        cut(author.remark, kName, "a remark on an author");
        cut(author.affiliations, kMostAffiliations, "an author's affiliations");
        for (std::string& affiliation : author.affiliations) cut(affiliation, kName, "an affiliation");
    }

    void cut(Paper& paper) {
        cut(paper.title, kLine, "title");
        cut(paper.abstract, kAbstract, "abstract");
        cut(paper.comment, kLine, "comment");
        cut(paper.journal_ref, kLine, "journal reference");
        cut(paper.doi, kName, "DOI");
        cut(paper.license, kName, "license");
        cut(paper.authors, kMostAuthors, "authors");
        for (Author& author : paper.authors) cut(author);
        cut(paper.categories, kMostCategories, "categories");
        for (Category& category : paper.categories) cut(category);
        cut(paper.listings, kMostListings, "listings");
        for (Listing& listing : paper.listings) cut(listing.category);
    }

    Cuts const& cuts() const { return cuts_; }

private:
    void note(std::string what) {
        if (std::ranges::find(cuts_, what) == cuts_.end()) cuts_.push_back(std::move(what));
    }

    Cuts cuts_;
};

std::size_t memory_of(std::string const& text) noexcept {
    return sizeof(text) + text.size();
}

}  // namespace

std::string_view limit_author_line(std::string_view line, Cuts& cuts) {
    std::size_t commas = 0;
    for (std::size_t i = line.find(','); i != std::string_view::npos; i = line.find(',', i + 1)) {
        if (++commas <= kMostCommas) continue;
        cuts.push_back(fmt::format("the line of authors at {} commas", kMostCommas));
        return line.substr(0, i);
    }
    return line;
}

std::size_t memory_of(Paper const& paper) noexcept {
    std::size_t sum = sizeof(paper);
    for (std::string const* text :
         {&paper.title, &paper.abstract, &paper.comment, &paper.journal_ref, &paper.doi, &paper.license})
        sum += text->size();
    for (Author const& author : paper.authors) {
        sum += sizeof(author) + author.name.size() + author.remark.size();
        for (std::string const& affiliation : author.affiliations) sum += memory_of(affiliation);
    }
    for (Category const& category : paper.categories) sum += memory_of(category.code());
    for (Listing const& listing : paper.listings) sum += sizeof(listing) + listing.category.code().size();
    return sum;
}

Error beyond_limit(std::string_view has, ParseLimits const& limits) {
    return {errc::feed_limit, fmt::format("{}; the limits are those of a document of {} MB ({})", has,
                                          limits.max_bytes >> 20, limits.key)};
}

Result<void> check_size(std::string_view bytes, ParseLimits const& limits) {
    if (bytes.size() <= limits.max_bytes) return {};
    return beyond_limit(fmt::format("{} bytes", bytes.size()), limits);
}

Result<void> check_markup(std::string_view bytes, ParseLimits const& limits) {
    xml::Markup const markup = xml::count_markup(bytes);
    if (markup.tags > limits.max_tags)
        return beyond_limit(fmt::format("{} XML tags, {} are the most", markup.tags, limits.max_tags),
                            limits);
    if (markup.attributes > limits.max_tags)
        return beyond_limit(
            fmt::format("{} XML attributes, {} are the most", markup.attributes, limits.max_tags), limits);
    return {};
}

Error fault_of_source(Error const& error) {
    bool const id = error == errc::invalid_id;
    return {errc::not_a_feed, id ? error.detail() + " is not an arXiv identifier" : error.detail()};
}

Result<void> Intake::count_item() {
    if (++items_ <= limits_.max_items) return {};
    return beyond_limit(fmt::format("more than {} items", limits_.max_items), limits_);
}

Result<void> Intake::admit(Paper& paper, WarningList& warnings, Cuts cuts) {
    Cutter cutter(std::move(cuts));
    cutter.cut(paper);
    if (!cutter.cuts().empty())
        warnings.add(Error(errc::feed_limit,
                           fmt::format("{}: cut {}", paper.id.to_string(), text::join(cutter.cuts(), ", "))),
                     "papers with fields that were cut");
    memory_ += memory_of(paper);
    if (memory_ <= limits_.max_memory) return {};
    return beyond_limit(fmt::format("the papers take more than {} MB", limits_.max_memory >> 20), limits_);
}

bool Allowance::take(Paper const& paper) noexcept {
    std::size_t const bytes = memory_of(paper);
    if (bytes > left_) left_ = 0;  // what is smaller gets no room either: the order stays
    if (left_ == 0) return false;
    left_ -= bytes;
    return true;
}

Error no_room() {
    return {errc::feed_limit,
            "the papers received take more memory than one fetch may; the others are left out"};
}

}  // namespace feed

}  // namespace lectern
