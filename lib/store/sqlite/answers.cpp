#include "sqlite_store_impl.hpp"

#include <algorithm>
#include <sqlite3.h>

namespace lectern {

using store::Query;
using store::to_number;
using store::Transaction;

namespace {

// The cost is null if that of one request is unknown.
constexpr char const* kUsageOfDay =
    "SELECT stage, model, prompt, count(*), sum(input), sum(cache_read), sum(cache_write), sum(output), "
    "sum(reasoning), CASE WHEN count(*) = count(prompt_cost) THEN sum(prompt_cost) END, sum(completion_cost) "
    "FROM request WHERE day = ? GROUP BY stage, model, prompt ORDER BY min(number)";
constexpr char const* kUsageOfStage =
    "SELECT stage, model, '', count(*), sum(input), sum(cache_read), sum(cache_write), sum(output), "
    "sum(reasoning), CASE WHEN count(*) = count(prompt_cost) THEN sum(prompt_cost) END, "
    "sum(completion_cost), "
    "sum(papers) FROM request WHERE stage = ? AND model = ? GROUP BY stage, model";

StageUsage read_usage(Query& query) {
    StageUsage usage;
    usage.stage = query.text(0);
    usage.model = query.text(1);
    usage.requests = query.number(3);
    usage.tokens = {query.number(4), query.number(5), query.number(6), query.number(7), query.number(8)};
    usage.cost.reset();
    if (!query.is_null(9)) usage.cost = Cost{query.real(9), query.real(10)};
    return usage;
}

/// Joins what differs only by its prompt.
void add(std::vector<StageUsage>& sums, StageUsage usage) {
    auto const same = std::ranges::find_if(
        sums, [&](StageUsage const& sum) { return sum.stage == usage.stage && sum.model == usage.model; });
    if (same == sums.end())
        sums.push_back(std::move(usage));
    else
        *same += usage;
}

}  // namespace

void SqliteStore::Impl::put_answer(AnswerKey const& key, StoredAnswer const& answer) {
    db.run(
        "INSERT OR REPLACE INTO answer(arxiv_id, version, model, prompt, content, made) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        answer.id.base(), answer.id.version().value_or(0), key.model, key.prompt, answer.content,
        to_number(answer.made));
}

void SqliteStore::Impl::put_request(RequestRecord const& request) {
    std::optional<double> prompt_cost;
    std::optional<double> completion_cost;
    if (request.cost) {
        prompt_cost = request.cost->prompt;
        completion_cost = request.cost->completion;
    }
    db.run(
        "INSERT INTO request(day, stage, model, prompt, papers, input, cache_read, cache_write, output, "
        "reasoning, "
        "prompt_cost, completion_cost, made) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        to_number(request.day), request.stage, request.key.model, request.key.prompt, request.papers,
        request.tokens.input, request.tokens.cache_read, request.tokens.cache_write, request.tokens.output,
        request.tokens.reasoning, prompt_cost, completion_cost, to_number(request.made));
}

Result<std::vector<StoredAnswer>> SqliteStore::answers(AnswerKey const& key,
                                                       std::span<Paper const> papers) const {
    return impl_->guard([&]() -> Result<std::vector<StoredAnswer>> {
        std::vector<StoredAnswer> found;
        for (Paper const& paper : papers) {
            Query query(
                impl_->db.prepare("SELECT content, made FROM answer WHERE arxiv_id = ? AND version = ? "
                                  "AND model = ? AND prompt = ?"),
                paper.id.base(), paper.id.version().value_or(0), key.model, key.prompt);
            if (query.step()) found.push_back({paper.id, query.text(0), store::to_time(query.number(1))});
        }
        return found;
    });
}

Result<std::optional<Claim>> SqliteStore::claim(AnswerKey const& key) const {
    return impl_->guard([&]() -> Result<std::optional<Claim>> {
        char const* const file = ::sqlite3_db_filename(impl_->db.file().getHandle(), "main");
        // A store in memory is nobody else's.
        if (!file || *file == '\0') return std::optional<Claim>(Claim());
        return Claim::take(std::string(file) + "-asking", key.model + '\n' + key.prompt);
    });
}

Result<void> SqliteStore::add_request(RequestRecord const& request, std::span<StoredAnswer const> answers) {
    return impl_->guard([&]() -> Result<void> {
        Transaction transaction(impl_->db);
        impl_->put_request(request);
        for (StoredAnswer const& answer : answers) impl_->put_answer(request.key, answer);
        transaction.commit();
        return {};
    });
}

Result<std::vector<StageUsage>> SqliteStore::usage_of(Date day, std::span<AnswerKey const> keys) const {
    return impl_->guard([&]() -> Result<std::vector<StageUsage>> {
        std::vector<StageUsage> sums;
        Query query(impl_->db.prepare(kUsageOfDay), to_number(day));
        while (query.step()) {
            AnswerKey const key{query.text(1), query.text(2)};
            if (keys.empty() || std::ranges::find(keys, key) != keys.end()) add(sums, read_usage(query));
        }
        return sums;
    });
}

Result<std::pair<StageUsage, std::size_t>> SqliteStore::usage_of(std::string_view stage,
                                                                 std::string_view model) const {
    return impl_->guard([&]() -> Result<std::pair<StageUsage, std::size_t>> {
        std::pair<StageUsage, std::size_t> result;
        Query query(impl_->db.prepare(kUsageOfStage), stage, model);
        if (query.step()) result = {read_usage(query), static_cast<std::size_t>(query.number(11))};
        return result;
    });
}

Result<void> SqliteStore::put_open_batch(Date day, std::string_view stage, AnswerKey const& key,
                                         std::string_view batch) {
    return impl_->guard([&]() -> Result<void> {
        impl_->db.run(
            "INSERT OR REPLACE INTO open_batch(reader, day, stage, model, prompt, content) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            impl_->reader, to_number(day), stage, key.model, key.prompt, batch);
        return {};
    });
}

Result<std::optional<std::string>> SqliteStore::open_batch(Date day, std::string_view stage,
                                                           AnswerKey const& key) const {
    return impl_->guard([&]() -> Result<std::optional<std::string>> {
        Query query(impl_->db.prepare("SELECT content FROM open_batch WHERE reader = ? AND day = ? AND "
                                      "stage = ? AND model = ? AND prompt = ?"),
                    impl_->reader, to_number(day), stage, key.model, key.prompt);
        return query.step() ? std::optional(query.text(0)) : std::nullopt;
    });
}

Result<void> SqliteStore::drop_open_batch(Date day, std::string_view stage, AnswerKey const& key) {
    return impl_->guard([&]() -> Result<void> {
        impl_->db.run(
            "DELETE FROM open_batch WHERE reader = ? AND day = ? AND stage = ? AND model = ? AND prompt = ?",
            impl_->reader, to_number(day), stage, key.model, key.prompt);
        return {};
    });
}

}  // namespace lectern
