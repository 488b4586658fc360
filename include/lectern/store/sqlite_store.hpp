#pragma once

#include <lectern/store/store.hpp>
#include <lectern/store/store_options.hpp>
#include <lectern/store/store_report.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lectern {

/// All ports in one SQLite file; what each function does is with the ports.
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
class SqliteStore final : public Store {
public:
    /// Opens the file, making it or bringing its schema up to date if needed.
    static Result<SqliteStore> open(std::filesystem::path const& path, StoreOptions const& options = {});
    /// Opens a file that is there already, to read only: nothing is written, neither to the file nor beside
    /// it, so that a backup, a read-only disk and the file of another user can be read. A run may be at work.
    ///
    /// A file of an earlier schema is copied to memory and brought up to date there (up to 512 MiB), and so
    /// is one whose `-wal` file came without its `-shm` file. Functions that write fail, except
    /// keep_features(), which does nothing.
    /// \par Errors file if there is none; store. A function fails if a run that started later wrote to the
    /// file while it was read
    static Result<SqliteStore> open_to_read(std::filesystem::path const& path,
                                            StoreOptions const& options = {});

    /// Movable only. Do not use the other one afterwards.
    SqliteStore(SqliteStore&&) noexcept;
    /// Closes the file that this one had open.
    SqliteStore& operator=(SqliteStore&&) noexcept;
    ~SqliteStore() override;

    Result<std::vector<ListingStatus>> add_listed(Date day, std::span<Paper const> papers) override;
    Result<void> add_papers(std::span<Paper const> papers) override;
    Result<std::optional<Paper>> find_paper(ArxivId const& id) const override;
    Result<std::vector<Paper>> earlier_versions(ArxivId const& id) const override;
    Result<std::optional<Revision>> revision_of(Paper const& paper) const override;
    Result<std::vector<Paper>> papers_of(Date day) const override;
    Result<std::vector<ListedDay>> listings_about(ArxivId const& id) const override;
    Result<bool> listed_before(ArxivId const& id, Date day) const override;

    Result<void> search(std::optional<TextQuery> const& query,
                        std::function<bool(Paper const& paper)> const& take) const override;

    Result<void> put_day(DayRecord const& record) override;
    Result<void> put_digest(Digest const& digest, DayRecord const& record) override;
    Result<std::optional<DayRecord>> find_day(Date day) const override;
    Result<std::vector<DayRecord>> days(Date from, Date to) const override;
    Result<std::optional<Date>> series_start() const override;
    Result<void> start_series(Date day) override;
    Result<bool> drop_day(Date day) override;
    Result<std::vector<TracedDecision>> decisions_about(ArxivId const& id) const override;
    Result<std::vector<Decision>> decisions_of(Date day) const override;
    Result<PastDecisions> past_decisions(std::span<Paper const> papers, Date day) const override;
    Result<std::vector<UnshownPaper>> unshown_papers(Date from, Date before) const override;
    Result<std::vector<Date>> judged_days(Date day, std::size_t most) const override;
    Result<std::vector<Judgment>> judgments() const override;
    Result<void> write_labels(std::function<void(std::string_view line)> const& write) const override;
    Result<void> set_rechecked(Date day, int age, Time now) override;
    Result<bool> was_rechecked(Date day, int age) const override;
    Result<void> set_cascade_cut(Date day, std::size_t papers) override;
    Result<std::optional<std::size_t>> cascade_cut(Date day) const override;

    Result<std::size_t> set_marks(std::span<Mark const> marks) override;
    Result<bool> drop_mark(ArxivId const& id) override;
    Result<std::vector<Mark>> marks() const override;

    Result<std::vector<TrainingExample>> training_examples(Date day, int features_version,
                                                           std::size_t most) const override;
    Result<void> keep_features(int features_version, std::span<KeptFeatures const> features) override;

    Result<std::vector<StoredAnswer>> answers(AnswerKey const& key,
                                              std::span<Paper const> papers) const override;
    Result<std::optional<Claim>> claim(AnswerKey const& key) const override;
    Result<void> add_request(RequestRecord const& request, std::span<StoredAnswer const> answers) override;
    Result<std::vector<StageUsage>> usage_of(Date day, std::span<AnswerKey const> keys = {}) const override;
    Result<std::pair<StageUsage, std::size_t>> usage_of(std::string_view stage,
                                                        std::string_view model) const override;
    Result<void> put_open_batch(Date day, std::string_view stage, AnswerKey const& key,
                                std::string_view batch) override;
    Result<std::optional<std::string>> open_batch(Date day, std::string_view stage,
                                                  AnswerKey const& key) const override;
    Result<void> drop_open_batch(Date day, std::string_view stage, AnswerKey const& key) override;

    Result<std::vector<StoredAuthors>> stored_authors(std::string_view service,
                                                      std::span<ArxivId const> ids) const override;
    Result<void> put_authors(std::string_view service, std::span<StoredAuthors const> answers) override;

    Result<std::vector<DeliveryRecord>> deliveries(std::string_view channel, Date day) const override;
    Result<std::optional<Date>> last_delivered(std::string_view channel) const override;
    Result<void> put_deliveries(std::span<DeliveryRecord const> records) override;

    Result<std::int64_t> begin_run(std::string_view kind, Time now) override;
    Result<void> end_run(std::int64_t number, std::string_view outcome, Time now) override;
    Result<std::optional<RunRecord>> last_run() const override;
    Result<Time> reserve_request(std::string_view group, std::chrono::milliseconds interval,
                                 std::optional<Time> own, Time now) override;

    Result<std::optional<SavedHarvest>> harvest(std::string_view name) const override;
    Result<void> save_harvest(std::string_view name, std::string_view cursor,
                              std::span<Paper const> added) override;
    Result<void> drop_harvest(std::string_view name) override;

    Result<std::optional<CachedAnswer>> cached(std::string_view url) const override;
    /// Keeps the answer; those older than 30 days go.
    Result<void> cache(std::string_view url, CachedAnswer const& answer, Time now) override;

    /// \name Maintenance
    /// @{

    /// Checks the file's structure, the references between tables, and that every day's numbers add up.
    Result<StoreReport> check() const;
    /// Forgets papers last listed before `day` that were neither shown nor marked, with their decisions.
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
    explicit SqliteStore(std::unique_ptr<Impl> impl);

    std::unique_ptr<Impl> impl_;
};

}  // namespace lectern
