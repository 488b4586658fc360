#include "detail/openai_batches.hpp"

#include "detail/provider_json.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

namespace lectern::llm::openai {
namespace {

std::string batch_line(BatchItem const& item) {
    bj::object line;
    line["custom_id"] = item.id;
    line["method"] = "POST";
    line["url"] = "/v1/chat/completions";
    line["body"] = bj::parse(item.body);
    return bj::serialize(line) + '\n';
}

/// A form with a purpose and a file (RFC 7578). JSON has no line that begins with this boundary.
constexpr std::string_view kBoundary = "lectern-batch-boundary-7d1f0a52";

std::string form(std::string const& file) {
    return fmt::format(
        "--{0}\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nbatch\r\n"
        "--{0}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"batch.jsonl\"\r\n"
        "Content-Type: application/jsonl\r\n\r\n{1}\r\n--{0}--\r\n",
        kBoundary, file);
}

}  // namespace

std::optional<net::HttpRequest> Batches::upload(std::vector<BatchItem> const& items,
                                                Secret const& key) const {
    std::string lines;
    for (BatchItem const& item : items) lines += batch_line(item);
    net::HttpRequest request("POST", join_url(options_.base_url, "/files"));
    request.set_body(form(lines), fmt::format("multipart/form-data; boundary={}", kBoundary));
    request.set_group("llm");
    set_key(request, options_, key);
    return request;
}

Result<net::HttpRequest> Batches::create(std::vector<BatchItem> const&, std::string_view uploaded,
                                         Secret const& key) const {
    auto const file = parse_body(uploaded);
    if (!file) return file.error();
    std::string_view const id = text_at(*file, "id");
    if (id.empty()) return Error(errc::bad_answer, "the uploaded file has no id");
    bj::object body;
    body["input_file_id"] = id;
    body["endpoint"] = "/v1/chat/completions";
    body["completion_window"] = "24h";
    net::HttpRequest request("POST", join_url(options_.base_url, "/batches"));
    request.set_body(bj::serialize(body), "application/json");
    request.set_group("llm").set_once();  // a repetition could be paid twice
    set_key(request, options_, key);
    return request;
}

Result<std::string> Batches::created(std::string_view body) const {
    auto const batch = parse_body(body);
    if (!batch) return batch.error();
    std::string_view const id = text_at(*batch, "id");
    if (id.empty()) return Error(errc::bad_answer, "the batch has no id");
    return std::string(id);
}

net::HttpRequest Batches::get(std::string const& url, Secret const& key) const {
    auto request = net::HttpRequest::get(url);
    request.set_group("llm");
    set_key(request, options_, key);
    return request;
}

net::HttpRequest Batches::ask(std::string const& id, Secret const& key) const {
    return get(join_url(options_.base_url, "/batches/" + net::percent_encode(id)), key);
}

Result<BatchState> Batches::state(std::string_view body) const {
    auto const batch = parse_body(body);
    if (!batch) return batch.error();
    std::string_view const status = text_at(*batch, "status");
    if (status == "failed") {
        bj::array const& errors = array_at(object_at(*batch, "errors"), "data");
        bool const told = !errors.empty() && errors.front().is_object();
        return Error(errc::request_refused,
                     fmt::format("the batch failed: {}",
                                 told ? text_at(errors.front().get_object(), "message") : "no reason given"));
    }
    BatchState state;
    bj::object const& counts = object_at(*batch, "request_counts");
    state.description = fmt::format("{}, {} of {} requests done", status, count_at(counts, "completed"),
                                    count_at(counts, "total"));
    // An expired or cancelled batch has the answers made until then.
    state.ended = status == "completed" || status == "expired" || status == "cancelled";
    for (std::string_view const file : {"output_file_id", "error_file_id"}) {
        std::string const id(text_at(*batch, file));
        if (state.ended && !id.empty())
            state.result_urls.push_back(
                join_url(options_.base_url, fmt::format("/files/{}/content", net::percent_encode(id))));
    }
    return state;
}

net::HttpRequest Batches::results(std::string const& url, Secret const& key) const {
    return get(url, key);
}

Result<BatchAnswer> Batches::answer(std::string_view line) const {
    auto const object = parse_body(line);
    if (!object) return object.error();
    BatchAnswer answer;
    answer.id = text_at(*object, "custom_id");
    bj::object const& response = object_at(*object, "response");
    answer.status = static_cast<int>(count_at(response, "status_code"));
    bj::object const& error = object_at(*object, "error");
    answer.body = bj::serialize(response.contains("body") ? response.at("body") : bj::value(error));
    return answer;
}

}  // namespace lectern::llm::openai
