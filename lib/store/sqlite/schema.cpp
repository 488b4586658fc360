#include "database.hpp"

#include <fmt/format.h>

#include <SQLiteCpp/Savepoint.h>
#include <algorithm>
#include <array>
#include <chrono>
#include <sqlite3.h>
#include <string>
#include <thread>
#include <vector>

namespace lectern::store {
namespace {

// Days are numbers since 1970-01-01, times seconds since then. A step is never changed once released.

/// Papers, listings, decisions, the ledger, runs.
constexpr char const* kStep1 = R"sql(
CREATE TABLE paper(
  id INTEGER PRIMARY KEY,
  arxiv_id TEXT NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  first_day INTEGER,
  title TEXT NOT NULL,
  abstract TEXT NOT NULL,
  authors TEXT NOT NULL,
  categories TEXT NOT NULL,
  comment TEXT NOT NULL,
  journal_ref TEXT NOT NULL,
  doi TEXT NOT NULL,
  license TEXT NOT NULL,
  submitted INTEGER,
  updated INTEGER,
  withdrawn INTEGER NOT NULL);
CREATE TABLE paper_version(
  paper INTEGER NOT NULL REFERENCES paper(id) ON DELETE CASCADE,
  version INTEGER NOT NULL,
  title TEXT NOT NULL,
  abstract TEXT NOT NULL,
  authors TEXT NOT NULL,
  categories TEXT NOT NULL,
  PRIMARY KEY(paper, version)) WITHOUT ROWID;
CREATE TABLE listing(
  day INTEGER NOT NULL,
  paper INTEGER NOT NULL REFERENCES paper(id) ON DELETE CASCADE,
  category TEXT NOT NULL,
  type TEXT NOT NULL,
  version INTEGER NOT NULL,
  place INTEGER NOT NULL,
  PRIMARY KEY(day, paper, category)) WITHOUT ROWID;
CREATE INDEX listing_of_paper ON listing(paper, day);
CREATE TABLE decision(
  day INTEGER NOT NULL,
  paper INTEGER NOT NULL REFERENCES paper(id) ON DELETE CASCADE,
  place INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  relevance REAL,
  novelty REAL,
  reason TEXT NOT NULL,
  PRIMARY KEY(day, paper)) WITHOUT ROWID;
CREATE INDEX decision_about_paper ON decision(paper, day);
CREATE TABLE ledger(
  day INTEGER NOT NULL,
  category TEXT NOT NULL,
  declared INTEGER,
  fetched INTEGER NOT NULL,
  parsed INTEGER NOT NULL,
  fresh INTEGER NOT NULL,
  filtered INTEGER NOT NULL,
  scored INTEGER NOT NULL,
  unscored INTEGER NOT NULL,
  shown INTEGER NOT NULL,
  PRIMARY KEY(day, category)) WITHOUT ROWID;
CREATE TABLE day(
  day INTEGER PRIMARY KEY,
  expected INTEGER NOT NULL,
  state TEXT NOT NULL,
  reason TEXT NOT NULL,
  source TEXT NOT NULL,
  scorer TEXT NOT NULL,
  estimated INTEGER NOT NULL,
  updated INTEGER NOT NULL);
CREATE TABLE run(
  number INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  started INTEGER NOT NULL,
  finished INTEGER,
  outcome TEXT NOT NULL);
CREATE TABLE note(name TEXT PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID;
)sql";

/// Scores and marks, cached answers, harvests that were interrupted.
constexpr char const* kStep2 = R"sql(
CREATE TABLE score(
  paper INTEGER NOT NULL REFERENCES paper(id) ON DELETE CASCADE,
  version INTEGER NOT NULL,
  scorer TEXT NOT NULL,
  prompt TEXT NOT NULL,
  relevance REAL NOT NULL,
  novelty REAL,
  comment TEXT NOT NULL,
  day INTEGER NOT NULL,
  PRIMARY KEY(paper, version, scorer, prompt)) WITHOUT ROWID;
CREATE TABLE mark(
  paper INTEGER PRIMARY KEY REFERENCES paper(id),
  liked INTEGER NOT NULL,
  source TEXT NOT NULL,
  marked INTEGER NOT NULL);
CREATE TABLE http_cache(
  url TEXT PRIMARY KEY,
  etag TEXT NOT NULL,
  last_modified TEXT NOT NULL,
  body BLOB NOT NULL,
  stored INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE harvest(name TEXT PRIMARY KEY, cursor TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE harvest_paper(
  name TEXT NOT NULL REFERENCES harvest(name) ON DELETE CASCADE,
  arxiv_id TEXT NOT NULL,
  content TEXT NOT NULL,
  PRIMARY KEY(name, arxiv_id));
)sql";

/// What language models said and took; how a decision came about.
constexpr char const* kStep3 = R"sql(
CREATE TABLE answer(
  arxiv_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  model TEXT NOT NULL,
  prompt TEXT NOT NULL,
  content TEXT NOT NULL,
  made INTEGER NOT NULL,
  PRIMARY KEY(arxiv_id, version, model, prompt)) WITHOUT ROWID;
CREATE TABLE request(
  number INTEGER PRIMARY KEY,
  day INTEGER NOT NULL,
  stage TEXT NOT NULL,
  model TEXT NOT NULL,
  prompt TEXT NOT NULL,
  papers INTEGER NOT NULL,
  input INTEGER NOT NULL,
  cache_read INTEGER NOT NULL,
  cache_write INTEGER NOT NULL,
  output INTEGER NOT NULL,
  reasoning INTEGER NOT NULL,
  prompt_cost REAL,
  completion_cost REAL,
  made INTEGER NOT NULL);
CREATE INDEX request_of_day ON request(day);
ALTER TABLE decision ADD COLUMN estimated INTEGER NOT NULL DEFAULT 0;
ALTER TABLE decision ADD COLUMN steps TEXT NOT NULL DEFAULT '[]';
)sql";

/// Features of papers: a cache that a change of the text empties.
constexpr char const* kStep4 = R"sql(
CREATE TABLE feature(
  paper INTEGER PRIMARY KEY REFERENCES paper(id) ON DELETE CASCADE,
  reader INTEGER NOT NULL,
  content BLOB NOT NULL);
CREATE TRIGGER feature_outdated AFTER UPDATE OF title, abstract, authors ON paper
WHEN old.title <> new.title OR old.abstract <> new.abstract OR old.authors <> new.authors
BEGIN DELETE FROM feature WHERE paper = new.id; END;
)sql";

/// What belongs to a reader says whose it is ('' is the one reader there was); what was kept as notes has tables; the
/// scores of papers that were shown are in their decisions.
constexpr char const* kStep5 = R"sql(
CREATE TABLE day_5(
  reader TEXT NOT NULL,
  day INTEGER NOT NULL,
  expected INTEGER NOT NULL,
  state TEXT NOT NULL,
  reason TEXT NOT NULL,
  source TEXT NOT NULL,
  scorer TEXT NOT NULL,
  estimated INTEGER NOT NULL,
  updated INTEGER NOT NULL,
  scores_missing INTEGER NOT NULL DEFAULT 0,
  remedial INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY(reader, day)) WITHOUT ROWID;
INSERT INTO day_5(reader, day, expected, state, reason, source, scorer, estimated, updated)
  SELECT '', day, expected, state, reason, source, scorer, estimated, updated FROM day;
DROP TABLE day;
ALTER TABLE day_5 RENAME TO day;
CREATE TABLE ledger_5(
  reader TEXT NOT NULL,
  day INTEGER NOT NULL,
  category TEXT NOT NULL,
  declared INTEGER,
  fetched INTEGER NOT NULL,
  parsed INTEGER NOT NULL,
  fresh INTEGER NOT NULL,
  filtered INTEGER NOT NULL,
  scored INTEGER NOT NULL,
  unscored INTEGER NOT NULL,
  shown INTEGER NOT NULL,
  PRIMARY KEY(reader, day, category)) WITHOUT ROWID;
INSERT INTO ledger_5 SELECT '', day, category, declared, fetched, parsed, fresh, filtered, scored, unscored, shown
  FROM ledger;
DROP TABLE ledger;
ALTER TABLE ledger_5 RENAME TO ledger;
CREATE TABLE decision_5(
  reader TEXT NOT NULL,
  day INTEGER NOT NULL,
  paper INTEGER NOT NULL REFERENCES paper(id) ON DELETE CASCADE,
  place INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  relevance REAL,
  novelty REAL,
  reason TEXT NOT NULL,
  estimated INTEGER NOT NULL DEFAULT 0,
  steps TEXT NOT NULL DEFAULT '[]',
  PRIMARY KEY(reader, day, paper)) WITHOUT ROWID;
INSERT INTO decision_5
  SELECT '', day, paper, place, outcome, relevance, novelty, reason, estimated, steps FROM decision;
DROP TABLE decision;
ALTER TABLE decision_5 RENAME TO decision;
CREATE INDEX decision_about_paper ON decision(paper, reader, day);
CREATE TABLE mark_5(
  reader TEXT NOT NULL,
  paper INTEGER NOT NULL REFERENCES paper(id),
  liked INTEGER NOT NULL,
  source TEXT NOT NULL,
  marked INTEGER NOT NULL,
  PRIMARY KEY(reader, paper)) WITHOUT ROWID;
INSERT INTO mark_5 SELECT '', paper, liked, source, marked FROM mark;
DROP TABLE mark;
ALTER TABLE mark_5 RENAME TO mark;
CREATE INDEX mark_about_paper ON mark(paper);
CREATE TABLE recheck(
  reader TEXT NOT NULL,
  day INTEGER NOT NULL,
  age INTEGER NOT NULL,
  made INTEGER NOT NULL,
  PRIMARY KEY(reader, day, age)) WITHOUT ROWID;
CREATE TABLE cascade_cut(
  reader TEXT NOT NULL,
  day INTEGER NOT NULL,
  papers INTEGER NOT NULL,
  PRIMARY KEY(reader, day)) WITHOUT ROWID;
CREATE TABLE open_batch(
  reader TEXT NOT NULL,
  day INTEGER NOT NULL,
  stage TEXT NOT NULL,
  model TEXT NOT NULL,
  prompt TEXT NOT NULL,
  content TEXT NOT NULL,
  PRIMARY KEY(reader, day, stage, model, prompt)) WITHOUT ROWID;
CREATE TABLE last_request(service TEXT PRIMARY KEY, time INTEGER NOT NULL) WITHOUT ROWID;
DROP TABLE score;
ALTER TABLE feature RENAME COLUMN reader TO features_version;
)sql";

/// An index of the papers' words, which triggers keep, and the first day of each reader's series.
constexpr char const* kStep6 = R"sql(
CREATE VIRTUAL TABLE paper_text USING fts5(title, abstract, authors, comment,
  content = 'paper', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2');
INSERT INTO paper_text(paper_text) VALUES ('rebuild');
CREATE TRIGGER paper_text_added AFTER INSERT ON paper BEGIN
  INSERT INTO paper_text(rowid, title, abstract, authors, comment)
    VALUES (new.id, new.title, new.abstract, new.authors, new.comment);
END;
CREATE TRIGGER paper_text_removed AFTER DELETE ON paper BEGIN
  INSERT INTO paper_text(paper_text, rowid, title, abstract, authors, comment)
    VALUES ('delete', old.id, old.title, old.abstract, old.authors, old.comment);
END;
CREATE TRIGGER paper_text_changed AFTER UPDATE OF title, abstract, authors, comment ON paper
WHEN old.title <> new.title OR old.abstract <> new.abstract OR old.authors <> new.authors OR old.comment <> new.comment
BEGIN
  INSERT INTO paper_text(paper_text, rowid, title, abstract, authors, comment)
    VALUES ('delete', old.id, old.title, old.abstract, old.authors, old.comment);
  INSERT INTO paper_text(rowid, title, abstract, authors, comment)
    VALUES (new.id, new.title, new.abstract, new.authors, new.comment);
END;
CREATE TABLE series(reader TEXT PRIMARY KEY, start INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO series SELECT reader, min(day) FROM day WHERE source <> 'file' GROUP BY reader;
)sql";

/// What author services said, and what was sent.
constexpr char const* kStep7 = R"sql(
CREATE TABLE author_record(
  service TEXT NOT NULL,
  arxiv_id TEXT NOT NULL,
  content TEXT NOT NULL,
  asked INTEGER NOT NULL,
  PRIMARY KEY(service, arxiv_id)) WITHOUT ROWID;
CREATE TABLE delivery(
  reader TEXT NOT NULL,
  channel TEXT NOT NULL,
  day INTEGER NOT NULL,
  message TEXT NOT NULL,
  state TEXT NOT NULL,
  reference TEXT NOT NULL,
  made INTEGER NOT NULL,
  PRIMARY KEY(reader, channel, day, message)) WITHOUT ROWID;
)sql";

constexpr std::array<char const*, 7> kSteps{kStep1, kStep2, kStep3, kStep4, kStep5, kStep6, kStep7};
/// The step after which there are no notes any more.
constexpr int kStepWithoutNotes = 5;

/// `table.column` of every table, in order.
std::vector<std::string> columns_of(SQLite::Database& file) {
    SQLite::Statement query(
        file,
        "SELECT tables.name || '.' || columns.name FROM sqlite_master AS tables JOIN "
        "pragma_table_info(tables.name) AS columns WHERE tables.type = 'table' ORDER BY 1");
    std::vector<std::string> columns;
    while (query.executeStep()) columns.push_back(query.getColumn(0).getString());
    return columns;
}

void apply_steps(SQLite::Database& file, int from, int to) {
    for (int step = from; step < to; ++step) {
        file.exec(kSteps.at(static_cast<std::size_t>(step)));
        if (step + 1 == kStepWithoutNotes) file.exec(std::string(notes_to_tables()) + "DROP TABLE note;");
    }
}

Error foreign(Database const& database, std::string_view reason) {
    return {errc::store,
            fmt::format("{}: a SQLite database, but not one of lectern's: {}. Restore a copy, or "
                        "name another file with store.path",
                        database.name(), reason)};
}

/// Whether the tables are those of the schema that the file claims to have.
Result<void> check_tables(Database& database, int schema) {
    auto const found = columns_of(database.file());
    if (schema == 0) {
        if (found.empty()) return {};
        return foreign(database, "it has tables, but no schema number (user_version)");
    }
    SQLite::Database reference(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    apply_steps(reference, 0, schema);
    for (std::string const& column : columns_of(reference)) {
        if (!std::ranges::binary_search(found, column))
            return foreign(database, fmt::format("its schema is {}, but {} is missing", schema, column));
    }
    return {};
}

int user_version(Database& database) {
    return database.file().execAndGet("PRAGMA user_version").getInt();
}

Result<void> check_number_and_tables(Database& database, int target) {
    int const schema = user_version(database);
    if (schema < 0) return foreign(database, fmt::format("its schema number (user_version) is {}", schema));
    if (schema <= target) return check_tables(database, schema);
    return Error(errc::store,
                 fmt::format("{}: made by a newer version of lectern: its schema is {}, this version knows "
                             "schemas up to {}; update lectern",
                             database.name(), schema, target));
}

/// WAL: a killed process leaves a sound file. NORMAL: a power cut may undo the last transactions, whole.
void set_journal(Database& database) {
    using Clock = std::chrono::steady_clock;
    constexpr std::chrono::milliseconds pause{5};
    // SQLite does not wait here as it does for a lock: it fails at once while another connection opens the same
    // new file.
    std::chrono::milliseconds const patience(database.file().execAndGet("PRAGMA busy_timeout").getInt());
    for (auto const end = Clock::now() + patience;; std::this_thread::sleep_for(pause)) {
        try {
            database.run(
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA journal_size_limit = "
                "67108864");
            return;
        } catch (SQLite::Exception const& failure) {
            if (failure.getErrorCode() != SQLITE_BUSY || Clock::now() > end) throw;
        }
    }
}

}  // namespace

char const* notes_to_tables() {
    // Days were written as YYYY-MM-DD; 2440587.5 is 1970-01-01 as a Julian day.
    return R"sql(
UPDATE day SET scores_missing = 1, remedial = (SELECT text = 'remedial' FROM note
    WHERE name = 'scores missing ' || strftime('%Y-%m-%d', day.day * 86400, 'unixepoch'))
  WHERE reader = '' AND EXISTS (SELECT 1 FROM note
    WHERE name = 'scores missing ' || strftime('%Y-%m-%d', day.day * 86400, 'unixepoch'));
INSERT OR REPLACE INTO recheck
  SELECT '', CAST(julianday(substr(name, 9, 10)) - 2440587.5 AS INTEGER), CAST(substr(name, 21) AS INTEGER),
    coalesce(strftime('%s', text), 0) + 0
  FROM note WHERE name GLOB 'recheck ????-??-?? +[0-9]*' AND julianday(substr(name, 9, 10)) IS NOT NULL;
INSERT OR REPLACE INTO cascade_cut
  SELECT '', CAST(julianday(substr(name, 13, 10)) - 2440587.5 AS INTEGER), CAST(text AS INTEGER)
  FROM note WHERE name GLOB 'cascade cut ????-??-??' AND julianday(substr(name, 13, 10)) IS NOT NULL;
INSERT OR REPLACE INTO open_batch
  SELECT '', CAST(julianday(substr(name, 11, 10)) - 2440587.5 AS INTEGER),
    substr(rest, 1, instr(rest, ' ') - 1),
    trim(substr(rest, instr(rest, ' ') + 1, length(rest) - instr(rest, ' ') - length(prompt))),
    prompt, text
  FROM (SELECT name, text, substr(name, 22) AS rest, replace(name, rtrim(name, replace(name, ' ', '')), '') AS prompt
    FROM note WHERE name GLOB 'llm batch ????-??-?? ?* ?* ?*' AND julianday(substr(name, 11, 10)) IS NOT NULL);
INSERT OR REPLACE INTO last_request
  SELECT substr(name, 17), strftime('%s', text) + 0
  FROM note WHERE name GLOB 'last request to ?*' AND strftime('%s', text) IS NOT NULL;
)sql";
}

int newest_schema() {
    return static_cast<int>(kSteps.size());
}

Result<void> check_schema(Database& database, int target) {
    // Of one moment: another process may be making the tables.
    SQLite::Savepoint moment(database.file(), "check_schema");
    auto checked = check_number_and_tables(database, target);
    moment.release();
    return checked;
}

Result<void> migrate(Database& database, int target) {
    if (auto const known = check_schema(database, target); !known) return known.error();
    set_journal(database);  // the first change to the file, now that it is known to be lectern's
    if (user_version(database) == target) return {};
    // Asked again inside: another process may have been faster.
    Transaction transaction(database);
    if (auto const known = check_schema(database, target); !known) return known.error();
    apply_steps(database.file(), user_version(database), target);
    database.file().exec(fmt::format("PRAGMA user_version = {}", target));
    transaction.commit();
    return {};
}

}  // namespace lectern::store
