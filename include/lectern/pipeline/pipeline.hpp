#pragma once

#include <lectern/core/digest.hpp>
#include <lectern/core/selection.hpp>
#include <lectern/feed/feed.hpp>
#include <lectern/filter/filter.hpp>
#include <lectern/net/awaitable.hpp>
#include <lectern/people/author_directory.hpp>
#include <lectern/pipeline/announcement.hpp>
#include <lectern/score/scorer.hpp>
#include <lectern/store/store.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace lectern {

/// The steps of a run, for progress displays.
enum class Stage { fetch, filter, score, select };

/// What a run may use. Everything is handed in and outlives the run.
struct Services {
    Clock const& clock;  ///< Tells which day is the current one, and dates what is recorded.
    Logger const& log;   ///< Told of what is no part of a result: retries, waits.
    AnnouncementCalendar const& calendar;  ///< Tells which days have an announcement.
    net::HttpClient* http = nullptr;       ///< Null: no network.
    /// See FetchContext::keep_raw. May be empty.
    std::function<void(std::string_view name, std::string_view bytes)> keep_raw;
    /// Told of each step and how far it is. May be empty.
    std::function<void(Stage stage, std::size_t done, std::size_t total)> progress;
    /// Remembers papers and decisions; null: every run is the first. Papers of the day that an earlier run
    /// found are judged with those the feed has now.
    Store* store = nullptr;
    /// How often answers that cannot be read are asked for again.
    net::RetryPolicy retry{};
    Secrets secrets{};       ///< Gives keys to scorers that need one; may be empty.
    bool ask_again = false;  ///< Ask scorers again, whatever is remembered.
    /// Knows the secrets of the run, and learns those that scorers use; what is written and logged passes through it.
    Redactor redactor{};
};

/// What a feed may use of the services, with the store as its memory where there is one.
/// \par Lifetimes the services must outlive the context
FetchContext fetch_context(Services& services);

/// Fetches one announcement. With a store, papers that an earlier run of the day found are added to those that the
/// feed has now.
/// \param feed where papers come from
/// \param window which day, and how far back to look for late papers
/// \param services what the feed may use, and the store
/// \param record whether papers and listings are recorded in the store
/// \return also for a day without announcement; the state says so
/// \par Errors those of the feed, if it gave nothing at all; wrong_day; the store's; cancelled
/// \par Cancellation terminal
/// \par Lifetimes feed and services must outlive the returned coroutine
net::awaitable<Result<Announcement>> gather(Feed& feed, Window window, Services& services,
                                            bool record = true);

/// Filters, scorer, and selection: makes the digest of an announcement for one reader.
///
/// Every paper of the announcement is accounted for in `Digest::decisions`; announced = filtered + scanned always
/// holds, and papers without a score are listed, never dropped.
class Editor {
public:
    /// \param scorer may be shared with other editors of a run, so that its limits hold for all of them
    /// \param selection what is shown
    /// \pre scorer is not null
    explicit Editor(std::shared_ptr<Scorer> scorer, Selection const& selection = {});

    /// Adds a filter behind those already there. \pre filter is not null
    Editor& add_filter(std::unique_ptr<Filter> filter);

    /// Looks up the papers' authors before the filters judge.
    /// \param authors may be shared, and null: nothing is looked up
    Editor& use_authors(std::shared_ptr<AuthorDirectory> authors);

    /// Whether Scorer::summarize() is asked about the shown papers. Off at first.
    Editor& write_summaries(bool wanted);

    /// Makes the digest. Text from services and configuration passes the redactor. Nothing is recorded: see
    /// DayLedger::put_digest().
    /// \param announcement what gather() made
    /// \param services what the scorer may use, and the store
    /// \param remedial set for a day that is made later
    /// \return a digest also when scoring failed (state, warnings and unscored say so)
    /// \par Errors the store's; cancelled
    /// \par Cancellation terminal
    /// \par Lifetimes editor and services must outlive the returned coroutine
    net::awaitable<Result<Digest>> edit(Announcement announcement, Services& services,
                                        std::optional<Remedial> remedial = std::nullopt) const;

    /// What scoring the papers would take. No scorer is asked. \par Errors the store's
    Result<ScoreEstimate> estimate(Announcement announcement, Services& services) const;

private:
    std::shared_ptr<Scorer> scorer_;
    std::shared_ptr<AuthorDirectory> authors_;
    bool summaries_ = false;
    std::vector<std::unique_ptr<Filter>> filters_;
    Selection selection_;
};

/// Feed and editor: one day's papers on their way into a digest.
///
///     Pipeline pipeline(make_file_feed({"day.xml"}), make_local_scorer(topics));
///     pipeline.add_filter(make_announce_filter({AnnounceType::new_paper}));
///     Result<Digest> digest = runtime.run(pipeline.run(Window{}, services));
class Pipeline {
public:
    /// \pre feed is not null
    Pipeline(std::unique_ptr<Feed> feed, Editor editor)
        : feed_(std::move(feed)), editor_(std::move(editor)) {}
    /// \pre neither feed nor scorer is null
    Pipeline(std::unique_ptr<Feed> feed, std::shared_ptr<Scorer> scorer, Selection const& selection = {})
        : Pipeline(std::move(feed), Editor(std::move(scorer), selection)) {}

    /// Editor::add_filter() of its editor.
    Pipeline& add_filter(std::unique_ptr<Filter> filter);

    /// gather(), then Editor::edit().
    net::awaitable<Result<Digest>> run(Window window, Services& services);

    /// What scoring the papers of one announcement would take: gather() without a record, then Editor::estimate().
    net::awaitable<Result<ScoreEstimate>> estimate(Window window, Services& services);

private:
    std::unique_ptr<Feed> feed_;
    Editor editor_;
};

}  // namespace lectern
