#include <lectern/core/text.hpp>
#include <lectern/people/author_directory.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

namespace lectern {
namespace {

void join(AuthorRecords& all, std::string const& id, std::vector<AuthorRecord> const& authors) {
    if (authors.empty()) return;
    auto& known = all[id];
    known.insert(known.end(), authors.begin(), authors.end());
}

/// Takes what the store knows. \return those that must be asked about
Result<std::vector<ArxivId>> take_stored(AuthorStore const* store, std::string_view service,
                                         std::vector<ArxivId> const& ids,
                                         AuthorDirectory::Limits const& limits, Time now,
                                         AuthorRecords& records) {
    if (!store) return ids;
    auto const stored = store->stored_authors(service, ids);
    if (!stored) return stored.error();
    std::set<std::string, std::less<>> recent;
    for (StoredAuthors const& one : *stored) {
        join(records, one.id.base(), one.authors);
        auto const holds = one.authors.empty() ? limits.unknown : limits.known;
        if (now - one.asked < holds) recent.insert(one.id.base());
    }
    std::vector<ArxivId> open;
    std::ranges::copy_if(ids, std::back_inserter(open),
                         [&](ArxivId const& id) { return !recent.contains(id.base()); });
    return open;
}

std::vector<StoredAuthors> answers_of(std::vector<ArxivId> const& ids, AuthorRecords const& found, Time now) {
    std::vector<StoredAuthors> answers;
    for (ArxivId const& id : ids) {
        auto const authors = found.find(id.base());
        answers.push_back({id, authors == found.end() ? std::vector<AuthorRecord>() : authors->second, now});
    }
    return answers;
}

}  // namespace

AuthorDirectory::AuthorDirectory(FollowedAuthors followed, std::vector<std::unique_ptr<AuthorSource>> sources,
                                 int h_index_min, Limits limits)
    : followed_(std::move(followed)), h_index_min_(h_index_min), limits_(limits) {
    for (auto& source : sources) sources_.push_back({std::move(source)});
}

net::awaitable<Result<void>> AuthorDirectory::ask(Service& service, std::vector<ArxivId> const& ids,
                                                  AuthorContext& context, AuthorLookup& lookup) {
    std::string_view const name = service.source->name();
    Time const started = context.clock.now();
    std::size_t const most = std::min(ids.size(), limits_.most_papers);
    for (std::size_t begin = 0; begin < most; begin += service.source->batch()) {
        if (context.clock.now() - started > limits_.longest) {
            lookup.warnings.push_back(
                fmt::format("{} is slow: {} of {} papers were asked about.", name, begin, most));
            co_return Result<void>();
        }
        std::size_t const end = std::min(most, begin + service.source->batch());
        std::vector<ArxivId> const batch(ids.begin() + static_cast<std::ptrdiff_t>(begin),
                                         ids.begin() + static_cast<std::ptrdiff_t>(end));
        auto const found = co_await service.source->find(batch, *context.http, context.secrets);
        if (!found) co_return found.error();
        if (context.store) {
            auto const kept =
                context.store->put_authors(name, answers_of(batch, *found, context.clock.now()));
            if (!kept) co_return kept.error();
        }
        for (ArxivId const& id : batch) {
            auto const authors = found->find(id.base());
            if (authors == found->end()) continue;
            // The new answer takes the place of an old one.
            lookup.records.erase(id.base());
        }
        for (auto const& [id, authors] : *found) join(lookup.records, id, authors);
    }
    co_return Result<void>();
}

net::awaitable<Result<void>> AuthorDirectory::ask_service(Service& service, std::vector<ArxivId> ids,
                                                          AuthorContext& context, AuthorLookup& lookup) {
    // Records of one service only: those of others are not replaced by its answers.
    AuthorLookup own;
    auto const open =
        take_stored(context.store, service.source->name(), ids, limits_, context.clock.now(), own.records);
    if (!open) co_return open.error();
    std::optional<Error> failure;
    if (open->empty()) {
    } else if (!context.http) {
        failure = Error(errc::connect_failed, "there is no network in this run");
    } else if (service.failed) {
        failure = Error(errc::connect_failed, "it failed before in this run");
    } else {
        auto const asked = co_await ask(service, *open, context, own);
        if (!asked) failure = asked.error();
    }
    if (failure && (*failure == errc::cancelled || *failure == errc::store)) co_return *failure;
    if (failure) {
        service.failed = true;
        own.warnings.push_back(
            fmt::format("Author data is missing for {}: {}: {}. Nothing is filtered by it.",
                        text::counted(open->size(), "paper"), service.source->name(), failure->message()));
    }
    for (auto const& [id, authors] : own.records) join(lookup.records, id, authors);
    lookup.warnings.insert(lookup.warnings.end(), own.warnings.begin(), own.warnings.end());
    co_return Result<void>();
}

net::awaitable<Result<AuthorLookup>> AuthorDirectory::find(std::vector<ArxivId> ids, AuthorContext& context) {
    AuthorLookup lookup;
    if (ids.empty()) co_return std::move(lookup);
    for (Service& service : sources_) {
        auto const asked = co_await ask_service(service, ids, context, lookup);
        if (!asked) co_return asked.error();
    }
    co_return std::move(lookup);
}

}  // namespace lectern
