#pragma once

#include <lectern/core/coverage.hpp>
#include <lectern/core/digest.hpp>
#include <lectern/core/error.hpp>
#include <lectern/core/harvest_memory.hpp>
#include <lectern/core/http_cache.hpp>
#include <lectern/core/paper.hpp>
#include <lectern/core/revision.hpp>
#include <lectern/core/usage.hpp>
#include <lectern/store/claim.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lectern {

/// How a store is opened.
struct StoreOptions {
    /// How long a call waits for another process that is writing.
    std::chrono::milliseconds busy_timeout{10'000};
    /// Most pages of 4096 bytes the file may have; 0: no limit. A full store fails like a full disk.
    std::int64_t max_pages = 0;
};

/// What the store knows about a paper that was just listed.
struct Sighting {
    Date first_listed{};  ///< The first day it was listed.
    bool fresh = false;   ///< Whether that is this day: it was in no earlier listing.
};

/// The listings of a paper on a day.
struct ListedDay {
    Date day{};
    std::vector<Listing> listings;
};

/// The row of a paper in a day's trace.
struct TracedDecision {
    Date day;
    Decision decision;
};

/// One run of the command.
struct RunRecord {
    std::int64_t number = 0;
    std::string kind;  ///< `run`, `remedy`, `import`.
    Time started{};
    std::optional<Time> finished;  ///< Nothing while it is at work, or if it ended abruptly.
    std::string outcome;           ///< `ok` or what went wrong.
};

/// What a language model was asked, and which one it was: answers to different questions are not mixed.
struct AnswerKey {
    std::string model;
    std::string prompt;  ///< Fingerprint of everything that was asked besides the paper.

    friend bool operator==(AnswerKey const&, AnswerKey const&) = default;
};

/// What a language model said about one version of a paper, kept so that it is paid for once.
struct StoredAnswer {
    ArxivId id;           ///< Without a version where none is known.
    std::string content;  ///< In the scorer's own form.
    Time made{};
};

/// One answered request to a language model.
struct RequestRecord {
    Date day{};  ///< Of the digest it was made for.
    std::string stage;
    AnswerKey key;
    std::size_t papers = 0;  ///< How many were asked about.
    Tokens tokens;
    std::optional<Cost> cost;  ///< Nothing if the price is unknown.
    Time made{};
};

/// That the reader likes a paper, or does not.
struct Mark {
    ArxivId id;
    bool liked = true;
    std::string source;  ///< Who said so: `cli`, or the name of what it was imported from.
    Time made{};

    friend bool operator==(Mark const&, Mark const&) = default;
};

/// What became of a paper that was scored on a day.
struct Judgement {
    Date day;
    ArxivId id;
    bool shown = false;
    bool estimated = false;  ///< The scorer has no absolute scale: it only compared the day's papers.
    std::optional<double> relevance;  ///< 1–10.
};

/// A paper to learn from.
struct SeenPaper {
    std::int64_t row = 0;  ///< The store's own number of it.
    ArxivId id;
    std::optional<bool> liked;  ///< The reader's mark, else what a scorer with an absolute scale selected.
    Date day{};                 ///< Of the mark or the judgement, else of the last listing.
    std::optional<double> relevance;  ///< The highest by a scorer with an absolute scale.
    std::string features;             ///< As they were kept; empty if they were not.
};

/// Features of a paper, to be kept.
struct KeptFeatures {
    std::int64_t row = 0;  ///< Of SeenPaper.
    std::string features;
};

/// What a store's check found.
struct StoreReport {
    std::vector<std::string> problems;  ///< Empty: everything is in order.
    std::int64_t papers = 0;
    std::int64_t days = 0;
    std::int64_t bytes = 0;
    int schema = 0;  ///< Of the file.
};

/// What a transfer moved.
struct TransferReport {
    std::size_t lines = 0;
    std::size_t papers = 0;
    std::vector<std::string> problems;  ///< Lines that could not be read, with their number.
};

/// lectern's memory: one SQLite file with papers and their versions, listings, decisions, scores, answers of
/// language models and what they took, the ledger of days, runs and notes.
///
/// The file is in WAL mode: readers never wait, writers take turns, and a process that is killed at any point
/// leaves a sound file. Every function is one transaction: all of it happens or nothing. A day of 1000 papers
/// is read or written in a few milliseconds; cost grows with the number of papers touched (and with the
/// logarithm of those stored).
///
/// \par Errors
/// store, with SQLite's reason (disk full, damaged, locked for too long, made by a newer version).
/// \par Thread safety
/// One thread at a time. Several processes may have the same file open.
class Store final : public HarvestMemory, public HttpCache {
public:
    /// Opens the file, making it or bringing its schema up to date if needed.
    static Result<Store> open(std::filesystem::path const& path, StoreOptions const& options = {});
    /// Opens a file that is there already, to read only: nothing is written, neither to the file nor beside it,
    /// so that a backup, a read-only disk and the file of another user can be read. A run may be at work.
    ///
    /// A file of an earlier schema is copied to memory and brought up to date there (up to 512 MiB), and so is
    /// one whose `-wal` file came without its `-shm` file. Functions that write fail, except keep_features(),
    /// which does nothing.
    /// \par Errors file if there is none; store. A function fails if a run that started later wrote to the
    /// file while it was read
    static Result<Store> open_to_read(std::filesystem::path const& path, StoreOptions const& options = {});

    Store(Store&&) noexcept;
    Store& operator=(Store&&) noexcept;
    ~Store() override;

    /// \name Papers
    /// @{

    /// Records that papers were listed on a day, with their versions and types. A newer version replaces the
    /// stored text, which is kept as history; an equal one fills gaps only.
    /// \return one sighting per paper
    Result<std::vector<Sighting>> add_listed(Date day, std::span<Paper const> papers);
    /// Records papers without a listing (metadata that was looked up).
    Result<void> add_papers(std::span<Paper const> papers);
    /// The paper in its newest version; nothing if it is not known.
    Result<std::optional<Paper>> find_paper(ArxivId const& id) const;
    /// Earlier versions of the paper that were seen, oldest first.
    Result<std::vector<Paper>> earlier_versions(ArxivId const& id) const;
    /// What changed since the last version before this one; nothing if none was seen or nothing changed.
    Result<std::optional<Revision>> revision_of(Paper const& paper) const;
    /// The papers listed on a day, by id, each with its listings.
    Result<std::vector<Paper>> papers_of(Date day) const;
    /// Every day the paper was listed, oldest first.
    Result<std::vector<ListedDay>> listings_about(ArxivId const& id) const;
    /// Whether the paper was listed on a day before `day`; an id with a version must have had that version or
    /// a later one.
    Result<bool> listed_before(ArxivId const& id, Date day) const;
    /// @}

    /// \name Days
    /// @{

    /// Replaces the ledger's record of a day.
    Result<void> put_day(DayRecord const& record);
    /// Records a finished digest: its decisions and scores replace those of the day, together with the record.
    Result<void> put_digest(Digest const& digest, DayRecord const& record);
    Result<std::optional<DayRecord>> find_day(Date day) const;
    /// Records from `from` to `to`, both included, oldest first.
    Result<std::vector<DayRecord>> days(Date from, Date to) const;
    /// The first day of the series of digests: the earliest record that does not come from files named by
    /// hand. Nothing if there is none.
    Result<std::optional<Date>> series_start() const;
    /// Every day's decision about a paper, oldest first.
    Result<std::vector<TracedDecision>> decisions_about(ArxivId const& id) const;
    /// The decisions of a day, by place.
    Result<std::vector<Decision>> decisions_of(Date day) const;
    /// The day other than `day` on which the paper was shown or fell below the cutoff; nothing if it was never
    /// judged.
    Result<std::optional<Date>> judged_elsewhere(ArxivId const& id, Date day) const;
    /// Whether the paper was in the digest of a day before `day`.
    Result<bool> shown_before(ArxivId const& id, Date day) const;
    /// The last days before `day`, `most` at most, newest first, whose papers were scored on an absolute scale.
    Result<std::vector<Date>> judged_days(Date day, std::size_t most) const;
    /// Every paper that was scored, day by day, in the days' order.
    Result<std::vector<Judgement>> judgements() const;
    /// What scorers with an absolute scale selected and did not select, as JSON Lines
    /// `{"date","id","selected"}`, oldest day first: labels for learning.
    Result<void> write_labels(std::function<void(std::string_view line)> const& write) const;
    /// @}

    /// \name Marks
    /// @{

    /// Records marks. A mark replaces an earlier one about the same paper, unless it says the same: then the
    /// earlier one stays, with its time.
    /// \return how many marks are new or different
    /// \par Errors invalid_argument if a paper is not in the store; then none is recorded
    Result<std::size_t> set_marks(std::span<Mark const> marks);
    /// \return whether there was a mark
    Result<bool> drop_mark(ArxivId const& id);
    /// All marks, oldest first.
    Result<std::vector<Mark>> marks() const;
    /// @}

    /// \name Learning
    /// @{

    /// The papers that were listed or judged before `day`, or marked at any time; marked and judged ones first,
    /// then those listed last.
    /// \param day the day to be ranked
    /// \param reader number of the code that made the features: others are not given
    /// \param most how many at most
    Result<std::vector<SeenPaper>> seen_papers(Date day, int reader, std::size_t most) const;
    /// Keeps features until the paper's text changes; does nothing in a store that is opened to read.
    Result<void> keep_features(int reader, std::span<KeptFeatures const> features);
    /// @}

    /// \name Answers of language models
    /// @{

    /// What was said about these papers, in their stored or named versions; papers without an answer are left
    /// out.
    Result<std::vector<StoredAnswer>> answers(AnswerKey const& key, std::span<Paper const> papers) const;
    /// Takes the right to ask these questions. A process takes it before it looks for answers and asks for
    /// those that are missing, so that of several with the same file only one pays for each paper.
    /// \return nothing if another process, or another Claim of this one, has it now
    Result<std::optional<Claim>> claim(AnswerKey const& key) const;
    /// Records an answered request together with what it brought. An answer replaces an earlier one.
    Result<void> add_request(RequestRecord const& request, std::span<StoredAnswer const> answers);
    /// What a day's digest has taken so far, by stage and model; only requests of these keys if there are any.
    Result<std::vector<StageUsage>> usage_of(Date day, std::span<AnswerKey const> keys = {}) const;
    /// Sum of the requests of a stage to a model, and how many papers they asked about: what a paper takes on
    /// average.
    Result<std::pair<StageUsage, std::size_t>> usage_of(std::string_view stage, std::string_view model) const;
    /// @}

    /// \name Runs and notes
    /// @{

    /// Notes that a run starts. \return its number
    Result<std::int64_t> begin_run(std::string_view kind, Time now);
    Result<void> end_run(std::int64_t number, std::string_view outcome, Time now);
    Result<std::optional<RunRecord>> last_run() const;
    /// Reserves the time of the next request to a group of servers, so that several processes keep the interval
    /// together. One process alone keeps it by itself.
    /// \param group any name; all processes use the same
    /// \param interval one below a second is too short for the store's times: every process keeps it alone
    /// \param own what this process was given last
    /// \param now the present time
    /// \return when to send it: now, or once all that is reserved is over
    Result<Time> reserve_request(std::string_view group, std::chrono::milliseconds interval,
                                 std::optional<Time> own, Time now);
    /// A short text kept under a name, or nothing.
    Result<std::optional<std::string>> note(std::string_view name) const;
    Result<void> set_note(std::string_view name, std::string_view text);
    Result<void> drop_note(std::string_view name);
    /// @}

    /// \name Interrupted harvests
    /// @{
    Result<std::optional<SavedHarvest>> harvest(std::string_view name) const override;
    Result<void> save_harvest(std::string_view name, std::string_view cursor,
                              std::span<Paper const> added) override;
    Result<void> drop_harvest(std::string_view name) override;
    /// @}

    /// \name Cached answers
    /// @{
    Result<std::optional<CachedAnswer>> cached(std::string_view url) const override;
    /// Keeps the answer; those older than 30 days go.
    Result<void> cache(std::string_view url, CachedAnswer const& answer, Time now) override;
    /// @}

    /// \name Maintenance
    /// @{

    /// Checks the file's structure, the references between tables, and that every day's numbers add up.
    Result<StoreReport> check() const;
    /// Forgets papers last listed before `day` that were neither shown nor scored, with their decisions.
    /// \return how many papers went
    Result<std::size_t> forget_before(Date day);
    /// Gives unused space back to the file system. Needs the room of a second copy meanwhile.
    Result<void> vacuum();
    /// Writes everything as JSON Lines, each `{"kind": …}`, in an order that import_lines() reads back.
    Result<TransferReport> export_lines(std::function<void(std::string_view line)> const& write) const;
    /// Reads lines as export_lines() writes them, and papers as the file feed reads them (a paper with
    /// `announced` counts as listed that day). What is there already stays or is brought up to date, so a
    /// second import changes nothing. Lines are written in batches: memory stays flat.
    /// \param next gives the next line, or nothing at the end
    Result<TransferReport> import_lines(std::function<std::optional<std::string_view>()> const& next);
    /// @}

    /// For the store's own code.
    class Impl;

private:
    explicit Store(std::unique_ptr<Impl> impl);

    std::unique_ptr<Impl> impl_;
};

}  // namespace lectern
