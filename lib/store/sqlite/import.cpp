#include "core/detail/coverage_json.hpp"
#include "core/detail/json.hpp"
#include "core/detail/paper_json.hpp"
#include "sqlite_store_impl.hpp"

#include <lectern/core/text.hpp>

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <array>

namespace lectern {
namespace {

namespace bj = boost::json;
using json::number_member;
using json::string_member;
using store::to_number;

constexpr std::size_t kBatch = 5000;
constexpr std::size_t kMostProblems = 20;

/// Reads one line after the other into the database. A line that cannot be read throws lectern::Exception.
class Importer {
public:
    explicit Importer(SqliteStore::Impl& impl) : impl_(impl) {}

    void read(bj::value const& value, TransferReport& report) {
        bj::object const& object = *json::as_object(value, "a line").value();
        std::string const kind = text(object, "kind");
        for (Kind const& known : kKinds) {
            if (known.name != kind) continue;
            (this->*known.read)(object);
            if (known.read == &Importer::paper) ++report.papers;
            return;
        }
        throw Exception(Error(errc::invalid_argument, fmt::format("kind \"{}\" is not known", kind)));
    }

private:
    struct Kind {
        std::string_view name;
        void (Importer::*read)(bj::object const&);
    };
    static std::array<Kind, 16> const kKinds;

    static std::string text(bj::object const& object, std::string_view key) {
        return string_member(object, key).value();
    }
    static std::int64_t number(bj::object const& object, std::string_view key) {
        return static_cast<std::int64_t>(number_member(object, key).value().value_or(0));
    }
    static bool flag(bj::object const& object, std::string_view key) {
        bj::value const* value = object.if_contains(key);
        return value && value->is_bool() && value->get_bool();
    }
    static Date day(bj::object const& object) { return parse_date(text(object, "day")).value(); }

    std::int64_t row(bj::object const& object) {
        ArxivId const id = ArxivId::parse(text(object, "id")).value();
        if (auto const known = impl_.paper_row(id)) return *known;
        throw Exception(Error(errc::invalid_argument, fmt::format("the paper {} is not there", id.base())));
    }

    void paper(bj::object const& object) {
        Paper const paper = json::paper_from_json(bj::value(object)).value();
        std::int64_t const row = impl_.put_paper(paper, paper.announced);
        // An export has its listings in lines of their own.
        if (!object.contains("kind") && paper.announced) impl_.put_listings(row, *paper.announced, paper);
    }

    void version(bj::object const& object) {
        bj::value const* authors = object.if_contains("authors");
        impl_.db.run(
            "INSERT OR REPLACE INTO paper_version(paper, version, title, abstract, authors, categories) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            row(object), number(object, "version"), text(object, "title"), text(object, "abstract"),
            authors ? bj::serialize(*authors) : "[]", text(object, "categories"));
    }

    void listing(bj::object const& object) {
        impl_.db.run(
            "INSERT OR REPLACE INTO listing(day, paper, category, type, version, place) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            to_number(day(object)), row(object), text(object, "category"), text(object, "type"),
            number(object, "version"), number(object, "place"));
    }

    void day_line(bj::object const& object) {
        DayRecord const record = json::day_record_from_json(bj::value(object)).value();
        impl_.put_day(record);
        impl_.put_scorer(record.day, text(object, "scorer"), flag(object, "estimated"));
    }

    void decision(bj::object const& object) {
        Decision decision;
        decision.outcome = parse_outcome(text(object, "outcome")).value();
        decision.reason = text(object, "reason");
        decision.relevance = number_member(object, "relevance").value();
        decision.novelty = number_member(object, "novelty").value();
        decision.estimated = flag(object, "estimated");
        if (bj::value const* steps = object.if_contains("steps"))
            decision.steps = json::strings_from_text(bj::serialize(*steps)).value();
        impl_.put_decision(row(object), day(object), static_cast<std::size_t>(number(object, "place")),
                           decision);
    }

    /// Up to schema 4: the scores of papers that were shown, which their decisions have, too.
    void score(bj::object const&) {}

    void answer(bj::object const& object) {
        StoredAnswer answer;
        answer.id = ArxivId::parse(text(object, "id"))
                        .value()
                        .with_version(static_cast<int>(number(object, "version")));
        answer.content = text(object, "content");
        answer.made = parse_rfc3339(text(object, "made")).value();
        impl_.put_answer({text(object, "model"), text(object, "prompt")}, answer);
    }

    void request(bj::object const& object) {
        RequestRecord request;
        request.day = day(object);
        request.stage = text(object, "stage");
        request.key = {text(object, "model"), text(object, "prompt")};
        request.papers = static_cast<std::size_t>(number(object, "papers"));
        request.tokens = {number(object, "input"), number(object, "cache_read"),
                          number(object, "cache_write"), number(object, "output"),
                          number(object, "reasoning")};
        auto const prompt_cost = number_member(object, "prompt_cost").value();
        auto const completion_cost = number_member(object, "completion_cost").value();
        if (prompt_cost && completion_cost) request.cost = Cost{*prompt_cost, *completion_cost};
        request.made = parse_rfc3339(text(object, "made")).value();
        // Equal requests are told apart by their count, so that a second import changes nothing.
        store::Query there(
            impl_.db.prepare("SELECT count(*) FROM request WHERE day = ? AND stage = ? AND model = ? "
                             "AND prompt = ? AND input = ? AND output = ? AND made = ?"),
            to_number(request.day), request.stage, request.key.model, request.key.prompt,
            request.tokens.input, request.tokens.output, to_number(request.made));
        if (there.step() && there.number(0) < number(object, "copy")) impl_.put_request(request);
    }

    void mark(bj::object const& object) {
        impl_.db.run(
            "INSERT OR REPLACE INTO mark(reader, paper, liked, source, marked) VALUES (?, ?, ?, ?, ?)",
            impl_.reader, row(object), flag(object, "liked"), text(object, "source"),
            to_number(parse_rfc3339(text(object, "marked")).value()));
    }

    void recheck(bj::object const& object) {
        impl_.db.run("INSERT OR REPLACE INTO recheck(reader, day, age, made) VALUES (?, ?, ?, ?)",
                     impl_.reader, to_number(day(object)), number(object, "age"),
                     to_number(parse_rfc3339(text(object, "made")).value()));
    }

    void delivery(bj::object const& object) {
        DeliveryRecord record;
        record.channel = text(object, "channel");
        record.day = day(object);
        record.message = text(object, "message");
        record.state = parse_delivery_state(text(object, "state")).value();
        record.reference = text(object, "reference");
        record.made = parse_rfc3339(text(object, "made")).value();
        impl_.put_delivery(record);
    }

    void cascade_cut(bj::object const& object) {
        impl_.db.run("INSERT OR REPLACE INTO cascade_cut(reader, day, papers) VALUES (?, ?, ?)", impl_.reader,
                     to_number(day(object)), number(object, "papers"));
    }

    void open_batch(bj::object const& object) {
        impl_.db.run(
            "INSERT OR REPLACE INTO open_batch(reader, day, stage, model, prompt, content) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            impl_.reader, to_number(day(object)), text(object, "stage"), text(object, "model"),
            text(object, "prompt"), text(object, "content"));
    }

    void series(bj::object const& object) {
        impl_.db.run(
            "INSERT INTO series(reader, start) VALUES (?1, ?2) "
            "ON CONFLICT(reader) DO UPDATE SET start = min(start, ?2)",
            impl_.reader, to_number(day(object)));
    }

    /// Up to schema 4: what has tables of its own now.
    void note(bj::object const& object) {
        impl_.db.run("CREATE TEMP TABLE IF NOT EXISTS note(name TEXT PRIMARY KEY, text TEXT NOT NULL)");
        SQLite::Statement insert(impl_.db.file(), "INSERT OR REPLACE INTO note(name, text) VALUES (?, ?)");
        insert.bind(1, text(object, "name"));
        insert.bind(2, text(object, "text"));
        insert.exec();
        impl_.db.run(store::notes_to_tables());
        impl_.db.run("DELETE FROM note");
    }

    SqliteStore::Impl& impl_;
};

std::array<Importer::Kind, 16> const Importer::kKinds{{{"", &Importer::paper},
                                                       {"paper", &Importer::paper},
                                                       {"version", &Importer::version},
                                                       {"listing", &Importer::listing},
                                                       {"day", &Importer::day_line},
                                                       {"decision", &Importer::decision},
                                                       {"score", &Importer::score},
                                                       {"answer", &Importer::answer},
                                                       {"request", &Importer::request},
                                                       {"mark", &Importer::mark},
                                                       {"recheck", &Importer::recheck},
                                                       {"delivery", &Importer::delivery},
                                                       {"cascade_cut", &Importer::cascade_cut},
                                                       {"open_batch", &Importer::open_batch},
                                                       {"series", &Importer::series},
                                                       {"note", &Importer::note}}};

}  // namespace

Result<TransferReport> SqliteStore::import_lines(
    std::function<std::optional<std::string_view>()> const& next) {
    return impl_->guard([&]() -> Result<TransferReport> {
        TransferReport report;
        Importer importer(*impl_);
        std::size_t unread = 0;
        auto line = next();
        while (line) {
            store::Transaction transaction(impl_->db);
            for (std::size_t n = 0; line && n < kBatch; ++n, line = next()) {
                ++report.lines;
                if (text::trim(*line).empty()) continue;
                try {
                    bj::monotonic_resource memory;
                    importer.read(json::parse(*line, &memory).value(), report);
                } catch (Exception const& failure) {
                    if (++unread <= kMostProblems)
                        report.problems.push_back(fmt::format("line {}: {}", report.lines, failure.detail()));
                }
            }
            transaction.commit();
        }
        if (unread > kMostProblems)
            report.problems.push_back(fmt::format("and {} more lines", unread - kMostProblems));
        return report;
    });
}

}  // namespace lectern
