#include "core/detail/coverage_json.hpp"
#include "core/detail/json.hpp"
#include "core/detail/paper_json.hpp"
#include "sqlite_store_impl.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace lectern {
namespace {

namespace bj = boost::json;
using store::Query;

/// Writes one kind of line after the other.
class Exporter {
public:
    Exporter(SqliteStore::Impl& impl, std::function<void(std::string_view)> const& write)
        : impl_(impl), write_(write) {}

    TransferReport run() {
        papers();
        listings();
        days();
        decisions();
        answers();
        requests();
        marks();
        rechecks();
        cuts();
        batches();
        series();
        deliveries();
        return report_;
    }

private:
    void line(std::string_view kind, bj::object object) {
        object["kind"] = kind;
        write_(bj::serialize(object));
        ++report_.lines;
    }

    void versions(std::int64_t row, std::string const& id) {
        Query query(
            impl_.db.prepare("SELECT version, title, abstract, authors, categories FROM paper_version "
                             "WHERE paper = ? ORDER BY version"),
            row);
        while (query.step()) {
            bj::object object;
            object["id"] = id;
            object["version"] = query.number(0);
            object["title"] = query.text(1);
            object["abstract"] = query.text(2);
            object["authors"] = json::parse(query.text(3)).value();
            object["categories"] = query.text(4);
            line("version", std::move(object));
        }
    }

    void papers() {
        Query query(impl_.db.prepare("SELECT id FROM paper ORDER BY id"));
        while (query.step()) {
            Paper paper = impl_.load_paper(query.number(0));
            std::string const id = paper.id.base();
            line("paper", json::to_json(paper));
            ++report_.papers;
            versions(query.number(0), id);
        }
    }

    void listings() {
        Query query(
            impl_.db.prepare("SELECT day, arxiv_id, category, type, listing.version, place FROM listing "
                             "JOIN paper ON paper.id = paper ORDER BY day, place, category"));
        while (query.step()) {
            bj::object object;
            object["day"] = format_date(store::to_date(query.number(0)));
            object["id"] = query.text(1);
            object["category"] = query.text(2);
            object["type"] = query.text(3);
            object["version"] = query.number(4);
            object["place"] = query.number(5);
            line("listing", std::move(object));
        }
    }

    void days() {
        Query query(impl_.db.prepare("SELECT day, expected, state, reason, source, updated, scores_missing, "
                                     "remedial, scorer, estimated FROM day WHERE reader = ? ORDER BY day"),
                    impl_.reader);
        while (query.step()) {
            bj::object object = json::to_json(impl_.read_day(query));
            object["scorer"] = query.text(8);
            object["estimated"] = query.number(9) != 0;
            line("day", std::move(object));
        }
    }

    void decisions() {
        Query query(
            impl_.db.prepare("SELECT day, arxiv_id, place, outcome, relevance, novelty, reason, estimated, "
                             "steps FROM decision "
                             "JOIN paper ON paper.id = paper WHERE reader = ? ORDER BY day, place"),
            impl_.reader);
        while (query.step()) {
            bj::object object;
            object["day"] = format_date(store::to_date(query.number(0)));
            object["id"] = query.text(1);
            object["place"] = query.number(2);
            object["outcome"] = query.text(3);
            if (!query.is_null(4)) object["relevance"] = query.real(4);
            if (!query.is_null(5)) object["novelty"] = query.real(5);
            object["reason"] = query.text(6);
            object["estimated"] = query.number(7) != 0;
            object["steps"] = json::parse(query.text(8)).value();
            line("decision", std::move(object));
        }
    }

    void answers() {
        Query query(
            impl_.db.prepare("SELECT arxiv_id, version, model, prompt, content, made FROM answer "
                             "ORDER BY made, arxiv_id, version, model, prompt"));
        while (query.step()) {
            bj::object object;
            object["id"] = query.text(0);
            object["version"] = query.number(1);
            object["model"] = query.text(2);
            object["prompt"] = query.text(3);
            object["content"] = query.text(4);
            object["made"] = format_time(store::to_time(query.number(5)));
            line("answer", std::move(object));
        }
    }

    void requests() {
        Query query(impl_.db.prepare(
            "SELECT day, stage, model, prompt, papers, input, cache_read, cache_write, output, "
            "reasoning, prompt_cost, completion_cost, made, row_number() OVER (PARTITION BY day, stage, "
            "model, prompt, input, output, made ORDER BY number) FROM request ORDER BY number"));
        while (query.step()) {
            bj::object object;
            object["day"] = format_date(store::to_date(query.number(0)));
            object["copy"] = query.number(13);
            object["stage"] = query.text(1);
            object["model"] = query.text(2);
            object["prompt"] = query.text(3);
            int column = 3;
            for (std::string_view const name :
                 {"papers", "input", "cache_read", "cache_write", "output", "reasoning"})
                object[name] = query.number(++column);
            if (!query.is_null(10)) object["prompt_cost"] = query.real(10);
            if (!query.is_null(11)) object["completion_cost"] = query.real(11);
            object["made"] = format_time(store::to_time(query.number(12)));
            line("request", std::move(object));
        }
    }

    void marks() {
        Query query(
            impl_.db.prepare("SELECT arxiv_id, liked, source, marked FROM mark JOIN paper ON paper.id = "
                             "paper WHERE reader = ? ORDER BY marked"),
            impl_.reader);
        while (query.step()) {
            bj::object object;
            object["id"] = query.text(0);
            object["liked"] = query.number(1) != 0;
            object["source"] = query.text(2);
            object["marked"] = format_time(store::to_time(query.number(3)));
            line("mark", std::move(object));
        }
    }

    void rechecks() {
        Query query(impl_.db.prepare("SELECT day, age, made FROM recheck WHERE reader = ? ORDER BY day, age"),
                    impl_.reader);
        while (query.step()) {
            bj::object object;
            object["day"] = format_date(store::to_date(query.number(0)));
            object["age"] = query.number(1);
            object["made"] = format_time(store::to_time(query.number(2)));
            line("recheck", std::move(object));
        }
    }

    void deliveries() {
        Query query(impl_.db.prepare(
                        "SELECT channel, day, message, state, reference, made FROM delivery WHERE reader = ? "
                        "ORDER BY day, channel, message"),
                    impl_.reader);
        while (query.step()) {
            bj::object object;
            object["channel"] = query.text(0);
            object["day"] = format_date(store::to_date(query.number(1)));
            object["message"] = query.text(2);
            object["state"] = query.text(3);
            object["reference"] = query.text(4);
            object["made"] = format_time(store::to_time(query.number(5)));
            line("delivery", std::move(object));
        }
    }

    void cuts() {
        Query query(impl_.db.prepare("SELECT day, papers FROM cascade_cut WHERE reader = ? ORDER BY day"),
                    impl_.reader);
        while (query.step()) {
            bj::object object;
            object["day"] = format_date(store::to_date(query.number(0)));
            object["papers"] = query.number(1);
            line("cascade_cut", std::move(object));
        }
    }

    void batches() {
        Query query(impl_.db.prepare("SELECT day, stage, model, prompt, content FROM open_batch "
                                     "WHERE reader = ? ORDER BY day, stage, model, prompt"),
                    impl_.reader);
        while (query.step()) {
            bj::object object;
            object["day"] = format_date(store::to_date(query.number(0)));
            int column = 0;
            for (std::string_view const name : {"stage", "model", "prompt", "content"})
                object[name] = query.text(++column);
            line("open_batch", std::move(object));
        }
    }

    void series() {
        Query query(impl_.db.prepare("SELECT start FROM series WHERE reader = ?"), impl_.reader);
        while (query.step()) {
            bj::object object;
            object["day"] = format_date(store::to_date(query.number(0)));
            line("series", std::move(object));
        }
    }

    SqliteStore::Impl& impl_;
    std::function<void(std::string_view)> const& write_;
    TransferReport report_;
};

}  // namespace

Result<TransferReport> SqliteStore::export_lines(
    std::function<void(std::string_view line)> const& write) const {
    return impl_->guard([&]() -> Result<TransferReport> {
        // One transaction, so that every line is of the same moment.
        SQLite::Transaction moment(impl_->db.file());
        return Exporter(*impl_, write).run();
    });
}

}  // namespace lectern
