#include "fake_model.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <regex>

namespace lectern::test {

namespace bj = boost::json;

Asked read_question(std::string const& body) {
    bj::value const request = bj::parse(body);
    std::string const user(request.at("messages").as_array().back().at("content").as_string());
    Asked asked;
    asked.titles = user.find("\nAbstract: ") == std::string::npos;
    asked.summaries = user.find("- SUMMARY: ") != std::string::npos;
    static std::regex const id("\nArXiv ID: (\\S+)");
    for (std::sregex_iterator match(user.begin(), user.end(), id), end; match != end; ++match)
        asked.ids.push_back((*match)[1]);
    return asked;
}

std::string completion(std::string const& text, std::int64_t prompt_tokens, std::int64_t completion_tokens,
                       std::string const& finish_reason) {
    bj::object message;
    message["role"] = "assistant";
    message["content"] = text;
    bj::object choice;
    choice["index"] = 0;
    choice["message"] = std::move(message);
    choice["finish_reason"] = finish_reason;
    bj::object usage;
    usage["prompt_tokens"] = prompt_tokens;
    usage["completion_tokens"] = completion_tokens;
    usage["total_tokens"] = prompt_tokens + completion_tokens;
    bj::object response;
    response["object"] = "chat.completion";
    response["choices"].emplace_array().push_back(std::move(choice));
    response["usage"] = std::move(usage);
    return bj::serialize(response);
}

Reply openai_error(int status, std::string const& code, std::string const& message) {
    bj::object error;
    error["message"] = message;
    error["type"] = code;
    error["code"] = code;
    bj::object body;
    body["error"] = std::move(error);
    return reply_with(bj::serialize(body), status);
}

FakeModel::FakeModel() : server_([this](ReceivedRequest const& request) { return answer(request); }) {}

int FakeModel::total_scored() const {
    int sum = 0;
    for (auto const& [id, times] : times_scored) sum += times;
    return sum;
}

std::string FakeModel::text_for(Asked const& asked) const {
    if (asked.titles) {
        bj::array dropped;
        for (std::string const& id : asked.ids) {
            if (surely_irrelevant.contains(id)) dropped.emplace_back(id);
        }
        bj::object answer;
        answer["irrelevant"] = std::move(dropped);
        return bj::serialize(answer);
    }
    bj::array papers;
    for (std::string const& id : asked.ids) {
        auto const summary = summaries.find(id);
        if (asked.summaries && summary != summaries.end())
            papers.push_back(bj::object{{"ARXIVID", id}, {"SUMMARY", summary->second}});
        if (asked.summaries) continue;
        auto const found = opinions.find(id);
        Opinion const opinion = found == opinions.end() ? Opinion() : found->second;
        bj::object paper;
        paper["ARXIVID"] = id;
        paper["COMMENT"] = opinion.comment;
        paper["RELEVANCE"] = opinion.relevance;
        paper["NOVELTY"] = opinion.novelty;
        paper["TOPICS"] = bj::array{1};
        papers.push_back(std::move(paper));
    }
    bj::object answer;
    answer["papers"] = std::move(papers);
    return bj::serialize(answer);
}

std::string FakeModel::complete(std::string const& body, Asked const& asked) {
    std::string text = text_for(asked);
    if (spoil) text = spoil(asked, std::move(text));
    auto const prompt = static_cast<std::int64_t>(body.size() / 4);
    auto const output = static_cast<std::int64_t>(text.size() / 4);
    ++answers;
    prompt_tokens += prompt;
    completion_tokens += output;
    if (!asked.titles && !asked.summaries) {
        for (std::string const& id : asked.ids) ++times_scored[id];
    }
    return completion(text, prompt, output);
}

Reply FakeModel::chat(ReceivedRequest const& request) {
    Asked const asked = read_question(request.body);
    questions.push_back(asked);
    if (fault) {
        if (auto reply = fault(asked, request)) return *reply;
    }
    Reply reply = reply_with(complete(request.body, asked));
    reply.delay = latency;
    if (after_requests) reply.after_requests = after_requests(asked);
    return reply;
}

Reply FakeModel::file(ReceivedRequest const& request) {
    if (request.method == "POST") {
        std::string const id = fmt::format("file-{}", files_.size());
        files_[id] = request.body;
        return reply_with(fmt::format(R"({{"id":"{}"}})", id));
    }
    static std::regex const content("/v1/files/(.*)/content");
    std::smatch match;
    std::regex_match(request.target, match, content);
    return reply_with(files_.at(match[1]));
}

Reply FakeModel::batch(ReceivedRequest const& request) {
    if (request.method == "POST") {
        // The form's lines that are JSON are the requests; answers come in the opposite order.
        std::string const input(bj::parse(request.body).at("input_file_id").as_string());
        std::string output;
        std::istringstream lines(files_.at(input));
        for (std::string line; std::getline(lines, line);) {
            if (!line.starts_with('{')) continue;
            bj::value const item = bj::parse(line);
            std::string const body = bj::serialize(item.at("body"));
            Asked const asked = read_question(body);
            questions.push_back(asked);
            bj::object response;
            response["status_code"] = 200;
            response["body"] = bj::parse(complete(body, asked));
            bj::object answered;
            answered["custom_id"] = item.at("custom_id");
            answered["response"] = std::move(response);
            answered["error"] = nullptr;
            output = bj::serialize(answered) + "\n" + output;
        }
        files_[fmt::format("out-{}", ++batches_)] = output;
        return reply_with(fmt::format(R"({{"id":"batch_{}","status":"validating"}})", batches_));
    }
    if (batches_gone) return openai_error(404, "not_found", "no such batch");
    if (batch_delay-- > 0)
        return reply_with(
            R"({"id":"batch","status":"in_progress","request_counts":{"total":3,"completed":1}})");
    std::string const number = request.target.substr(request.target.rfind('_') + 1);
    return reply_with(
        fmt::format(R"({{"id":"batch_{0}","status":"completed","output_file_id":"out-{0}"}})", number));
}

Reply FakeModel::answer(ReceivedRequest const& request) {
    if (request.target.starts_with("/v1/files")) return file(request);
    if (request.target.starts_with("/v1/batches")) return batch(request);
    if (request.target.starts_with("/v1/models")) return reply_with(R"({"id":"model"})");
    return chat(request);
}

}  // namespace lectern::test
