#pragma once

#include "http_server.hpp"

#include <lectern/core/paper.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace lectern::test {

/// What the model thinks of a paper.
struct Opinion {
    int relevance = 3;
    int novelty = 4;
    std::string comment = "matches no topic";
};

/// What a question to the model was.
struct Asked {
    bool titles = false;
    bool summaries = false;
    std::vector<std::string> ids;
};

/// A language model on the loopback interface, as OpenAI's chat completions and batches. It reads the question, and
/// answers what it is told to think. Counts what it answers with 200.
class FakeModel {
public:
    FakeModel();

    /// For llm.base_url.
    std::string url() const { return server_.url() + "/v1"; }
    HttpServer const& server() const { return server_; }

    /// By id without version; papers without an opinion get the default one.
    std::map<std::string, Opinion> opinions;
    /// What it says that papers do, by id; papers without one are left out.
    std::map<std::string, std::string> summaries;
    /// Titles that the title stage drops.
    std::set<std::string> surely_irrelevant;
    std::chrono::milliseconds latency{0};
    /// Answers in place of the model, or changes its text. May be empty.
    std::function<std::optional<Reply>(Asked const&, ReceivedRequest const&)> fault;
    std::function<std::string(Asked const&, std::string text)> spoil;
    /// How many requests the model must have before it answers a question. May be empty.
    std::function<std::size_t(Asked const&)> after_requests;
    /// How many times a batch is said to be in progress.
    int batch_delay = 0;
    /// Whether batches are not known any more.
    bool batches_gone = false;

    /// \name What was answered; call synchronise_with_handlers() before
    /// @{
    int answers = 0;
    std::int64_t prompt_tokens = 0;
    std::int64_t completion_tokens = 0;
    std::map<std::string, int> times_scored;  ///< By id: answers about its abstract.
    std::vector<Asked> questions;
    /// @}

    int total_scored() const;

private:
    Reply answer(ReceivedRequest const& request);
    Reply chat(ReceivedRequest const& request);
    Reply file(ReceivedRequest const& request);
    Reply batch(ReceivedRequest const& request);
    std::string text_for(Asked const& asked) const;
    /// The response to one chat request. \param body the request's
    std::string complete(std::string const& body, Asked const& asked);

    std::map<std::string, std::string> files_;
    int batches_ = 0;
    HttpServer server_;
};

/// Reads what a request's body asks about.
Asked read_question(std::string const& body);

/// The response of chat completions around a text.
std::string completion(std::string const& text, std::int64_t prompt_tokens = 100,
                       std::int64_t completion_tokens = 20, std::string const& finish_reason = "stop");

/// An error as OpenAI words it.
Reply openai_error(int status, std::string const& code, std::string const& message);

}  // namespace lectern::test
