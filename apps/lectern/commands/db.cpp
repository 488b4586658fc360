#include "../commands.hpp"
#include "../workspace.hpp"

#include <lectern/core/file.hpp>
#include <lectern/net/line_reader.hpp>
#include <lectern/store/sqlite_store.hpp>

#include <fmt/format.h>

#include <memory>
#include <optional>

namespace lectern::app {
namespace {

struct DbOptions {
    ConfigOptions config;
    std::string file;
    bool labels = false;
};

/// What a command does with a database that it may write to, or with one that it only reads.
using Change = ExitCode (*)(Workspace&, DbOptions const&, Console&);
using Look = ExitCode (*)(SqliteStore const&, DbOptions const&, Console&);

ExitCode check(SqliteStore const& store, DbOptions const&, Console& console) {
    auto const report = store.check();
    if (!report) return console.fail(report.error());
    console.print_table({{"papers", std::to_string(report->papers)},
                         {"days", std::to_string(report->days)},
                         {"size", fmt::format("{:.1f} MB", static_cast<double>(report->bytes) / 1e6)},
                         {"schema", std::to_string(report->schema)}});
    for (std::string const& problem : report->problems) console.print("problem: " + problem);
    if (report->problems.empty()) console.print("no problem found");
    return report->problems.empty() ? ExitCode::done : ExitCode::failed;
}

ExitCode vacuum(Workspace& workspace, DbOptions const&, Console& console) {
    int const keep = workspace.config().store.keep_days;
    if (keep > 0) {
        Date const today = AnnouncementCalendar::eastern_date(SystemClock().now());
        auto const gone = workspace.store().forget_before(add_days(today, -keep));
        if (!gone) return console.fail(gone.error());
        console.print(fmt::format("{} papers forgotten", *gone));
    }
    auto const done = workspace.store().vacuum();
    if (!done) return console.fail(done.error());
    return check(workspace.store(), {}, console);
}

/// Writes lines to a file, or to standard output where none is named.
class LineWriter {
public:
    LineWriter(std::optional<FileWriter> file, Console const& console)
        : file_(std::move(file)), console_(console) {}

    void write(std::string_view line) {
        if (!file_) return console_.print(line);
        if (result_) result_ = file_->write(line);
        if (result_) result_ = file_->write("\n");
    }
    Result<void> finish() { return file_ && result_ ? file_->commit() : result_; }

private:
    std::optional<FileWriter> file_;
    Console const& console_;
    Result<void> result_;
};

Result<LineWriter> open_lines(std::string const& name, Console const& console) {
    if (name.empty()) return LineWriter(std::nullopt, console);
    auto file = FileWriter::open(name);
    if (!file) return file.error();
    return LineWriter(std::move(*file), console);
}

Result<void> write_lines(SqliteStore const& store, bool labels, LineWriter& writer) {
    auto const write = [&](std::string_view line) { writer.write(line); };
    if (labels) return store.write_labels(write);
    auto const report = store.export_lines(write);
    if (!report) return report.error();
    return {};
}

ExitCode export_db(SqliteStore const& store, DbOptions const& options, Console& console) {
    auto writer = open_lines(options.file, console);
    if (!writer) return console.fail(writer.error());
    auto const written = write_lines(store, options.labels, *writer);
    if (!written) return console.fail(written.error());
    auto const finished = writer->finish();
    return finished ? ExitCode::done : console.fail(finished.error());
}

ExitCode import_db(Workspace& workspace, DbOptions const& options, Console& console) {
    auto reader = net::LineReader::open(options.file);
    if (!reader) return console.fail(reader.error());
    auto const report = workspace.store().import_lines([&] { return reader->next(); });
    if (!report) return console.fail(report.error());
    for (std::string const& problem : report->problems)
        console.log().warning(fmt::format("{}: {}", options.file, problem));
    console.print(fmt::format("{} lines read, {} papers", report->lines, report->papers));
    if (reader->failure()) return console.fail(in_named_file(*reader->failure()));
    return report->problems.empty() ? ExitCode::done : ExitCode::partial;
}

ExitCode perform(Look look, DbOptions const& options, Console& console) {
    auto const config = load(options.config);
    if (!config) return console.fail(config.error());
    auto const store = SqliteStore::open_to_read(config->database());
    if (!store) return console.fail(store.error());
    return look(*store, options, console);
}

ExitCode perform(Change change, DbOptions const& options, Console& console) {
    auto const config = load(options.config);
    if (!config) return console.fail(config.error());
    auto const workspace = Workspace::open(*config, console, false);
    if (!workspace) return console.fail(workspace.error());
    return change(**workspace, options, console);
}

}  // namespace

void add_db(Command const& program) {
    auto const options = std::make_shared<DbOptions>();
    Command const db = program.command("db", "Check, compact, export, or import the database");
    db.example("lectern db check");
    db.require_command();
    add_config_options(db, options->config);
    auto const add = [&](char const* name, char const* help, auto action_of) {
        Command const command = db.command(name, help);
        command.accept_options_of_parent();
        command.does(options, [action_of](DbOptions const& chosen, Console& console) {
            return perform(action_of, chosen, console);
        });
        return command;
    };
    add("check", "Check structure, references and numbers", check);
    add("vacuum", "Forget what store.keep_days says, and give unused space back", vacuum);
    Command const to = add("export", "Write everything as JSON Lines", export_db);
    to.option("-o,--output", options->file, "FILE", "File to write; standard output if not given");
    to.flag("--labels", options->labels,
            "Write what was selected and what not, as labels for `lectern rank`");
    Command const from = add("import", "Read an export, or papers as JSON Lines; plain or .gz", import_db);
    from.option("FILE", options->file, "", "File to read").required();
}

}  // namespace lectern::app
