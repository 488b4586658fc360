#include <lectern/archive/archive_page.hpp>
#include <lectern/archive/import_archive.hpp>
#include <lectern/core/file.hpp>
#include <lectern/render/json.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <system_error>

namespace lectern {
namespace {

namespace fs = std::filesystem;

/// A day's page and JSON file of one generation.
struct Pair {
    fs::path page;
    fs::path output;
    bool latest = false;  ///< Named `…-latest`.
};

/// A pair that was read.
struct Candidate {
    Digest digest;
    std::string page;    ///< Empty if there is none.
    std::string output;  ///< Empty if there is none.
    bool layout_known = false;
    fs::file_time_type written{};
};

struct ArchiveFile {
    Date day;
    bool latest;
    bool page;
};

/// What a file name like `2025-07-08-output.md` says, or nothing for any other.
std::optional<ArchiveFile> read_name(std::string const& name) {
    constexpr std::size_t length = 10;
    auto const day = parse_date(std::string_view(name).substr(0, std::min(length, name.size())));
    if (!day) return std::nullopt;
    std::string_view const rest = std::string_view(name).substr(length);
    for (bool const latest : {false, true}) {
        std::string_view const stem = latest ? "-latest" : "-output";
        if (rest == fmt::format("{}.md", stem)) return ArchiveFile{*day, latest, true};
        if (rest == fmt::format("{}.json", stem)) return ArchiveFile{*day, latest, false};
    }
    return std::nullopt;
}

/// Pairs of files by day; a day may have one of each generation.
Result<std::map<Date, std::map<bool, Pair>>> find_pairs(fs::path const& from) {
    std::map<Date, std::map<bool, Pair>> days;
    std::error_code failure;
    for (fs::recursive_directory_iterator file(from, failure), end; !failure && file != end;
         file.increment(failure)) {
        if (!file->is_regular_file()) continue;
        auto const name = read_name(file->path().filename().string());
        if (!name) continue;
        Pair& pair = days[name->day][name->latest];
        pair.latest = name->latest;
        (name->page ? pair.page : pair.output) = file->path();
    }
    if (failure)
        return Error(errc::file, fmt::format("cannot read {}: {}", from.string(), failure.message()));
    return days;
}

Result<std::string> read_if_named(fs::path const& path) {
    return path.empty() ? Result<std::string>(std::string()) : read_file(path);
}

class Importer {
public:
    Importer(fs::path to, PaperStore& papers, DayLedger& ledger, Time now)
        : to_(std::move(to)), papers_(papers), ledger_(ledger), now_(now) {}

    Result<void> day(Date day, std::map<bool, Pair> const& pairs);
    ArchiveReport take_report() { return std::move(report_); }

private:
    std::optional<Candidate> read(Date day, Pair const& pair);
    std::optional<Candidate> choose(Date day, std::map<bool, Pair> const& pairs);
    Result<void> write(Candidate const& candidate);
    Result<void> record(Candidate const& candidate);
    void complain(fs::path const& path, std::string_view why) {
        report_.problems.push_back(fmt::format("{}: {}", path.string(), why));
    }

    fs::path to_;
    PaperStore& papers_;
    DayLedger& ledger_;
    Time now_;
    ArchiveReport report_;
};

std::optional<Candidate> Importer::read(Date day, Pair const& pair) {
    auto page = read_if_named(pair.page);
    auto output = read_if_named(pair.output);
    if (!page) complain(pair.page, page.error().detail());
    if (!output) complain(pair.output, output.error().detail());
    if (!page || !output) return std::nullopt;
    Candidate candidate;
    std::error_code ignored;
    candidate.written = fs::last_write_time(pair.page.empty() ? pair.output : pair.page, ignored);
    auto const digest = import_archive_page(*page, *output);
    candidate.layout_known = digest.has_value() && digest->date == day;
    if (candidate.layout_known) {
        candidate.digest = *digest;
    } else if (pair.output.empty()) {
        complain(pair.page, "there is no JSON file beside it; the page is kept as it is");
        candidate.digest.date = day;
    } else {
        auto alone = import_archive_output(day, *output);
        if (!alone) {
            complain(pair.output, alone.error().detail());
            return std::nullopt;
        }
        if (!pair.page.empty())
            complain(pair.page, fmt::format("kept as it is; its papers are from the JSON file, for {}",
                                            digest ? "its date is another" : digest.error().detail()));
        candidate.digest = std::move(*alone);
    }
    candidate.page = std::move(*page);
    candidate.output = std::move(*output);
    return candidate;
}

/// The newest result that holds papers; `output` before `latest` where nothing else decides.
std::optional<Candidate> Importer::choose(Date day, std::map<bool, Pair> const& pairs) {
    std::optional<Candidate> best;
    for (auto const& [latest, pair] : pairs) {
        auto candidate = read(day, pair);
        if (!candidate) continue;
        auto const rank = [](Candidate const& c) { return std::pair(!c.digest.entries.empty(), c.written); };
        if (!best || rank(*candidate) > rank(*best)) best = std::move(candidate);
    }
    return best;
}

Result<void> Importer::write(Candidate const& candidate) {
    std::string const date = format_date(candidate.digest.date);
    std::string const month = date.substr(0, 7);
    auto const digest = make_digest_json_renderer()->render(candidate.digest);
    if (!digest) return digest.error();
    struct File {
        fs::path path;
        std::string const& content;
    };
    for (File const& file : {File{fs::path("md") / month / (date + "-output.md"), candidate.page},
                             File{fs::path("json") / month / (date + "-output.json"), candidate.output},
                             File{fs::path("json") / month / (date + "-digest.json"), *digest}}) {
        if (file.content.empty()) continue;
        if (auto const done = write_file_atomically(to_ / file.path, file.content); !done)
            return done.error();
    }
    return {};
}

Result<void> Importer::record(Candidate const& candidate) {
    Digest const& digest = candidate.digest;
    std::vector<Paper> papers;
    for (DigestEntry const& entry : digest.entries) papers.push_back(entry.paper);
    for (std::size_t i = 0; i < papers.size(); ++i) papers[i].position = i;
    if (auto const added = papers_.add_listed(digest.date, papers); !added) return added.error();
    DayRecord record;
    record.day = digest.date;
    record.state = DayState::ok;
    record.source = "archive";
    record.updated = now_;
    record.total.fetched = record.total.parsed = std::max(digest.totals.announced, digest.entries.size());
    record.total.filtered = digest.totals.filtered;
    record.total.scored = digest.totals.scored;
    record.total.shown = digest.entries.size();
    return ledger_.put_digest(digest, record);
}

Result<void> Importer::day(Date day, std::map<bool, Pair> const& pairs) {
    auto const known = ledger_.find_day(day);
    if (!known) return known.error();
    bool const own = *known && (*known)->source != "archive";
    if (own) {
        report_.problems.push_back(
            fmt::format("{}: there is a digest of our own; it stays", format_date(day)));
        return {};
    }
    auto const candidate = choose(day, pairs);
    if (!candidate) return {};
    if (auto const written = write(*candidate); !written) return written.error();
    if (candidate->output.empty()) {
        ++report_.pages_alone;
        return {};
    }
    if (auto const recorded = record(*candidate); !recorded) return recorded.error();
    ++report_.days;
    report_.papers += candidate->digest.entries.size();
    report_.first = std::min(report_.first.value_or(day), day);
    report_.last = std::max(report_.last.value_or(day), day);
    return {};
}

/// The page of the newest day is the front page.
Result<void> write_front_page(fs::path const& directory, Date day) {
    std::string const date = format_date(day);
    auto const page = read_file(directory / "md" / date.substr(0, 7) / (date + "-output.md"));
    if (!page) return {};  // the day came without a page
    return write_file_atomically(directory / "output.md", *page);
}

}  // namespace

Result<ArchiveReport> import_archive(fs::path const& from, fs::path const& to, PaperStore& papers,
                                     DayLedger& ledger, Time now,
                                     std::function<void(std::size_t, std::size_t)> const& progress) {
    auto const days = find_pairs(from);
    if (!days) return days.error();
    Importer importer(to, papers, ledger, now);
    std::size_t done = 0;
    for (auto const& [day, pairs] : *days) {
        if (auto const imported = importer.day(day, pairs); !imported) return imported.error();
        if (progress) progress(++done, days->size());
    }
    ArchiveReport report = importer.take_report();
    if (days->empty()) {
        report.problems.push_back(fmt::format(
            "{}: no file is named like 2025-07-08-output.md or 2025-07-08-output.json", from.string()));
    }
    std::error_code ignored;
    if (report.last && !fs::exists(to / "output.md", ignored)) {
        if (auto const front = write_front_page(to, *report.last); !front) return front.error();
    }
    return report;
}

}  // namespace lectern
