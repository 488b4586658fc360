#include "detail/answer_json.hpp"

#include "core/detail/json.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace lectern::llm {

namespace bj = boost::json;

std::string to_json(bool dropped, std::string_view how) {
    bj::object object;
    object["dropped"] = dropped;
    object["how"] = how;
    return bj::serialize(object);
}

std::string to_json(AnswerScore const& score, std::string_view how) {
    bj::object object;
    object["relevance"] = score.relevance;
    object["novelty"] = score.novelty;
    object["comment"] = score.comment;
    object["topics"] = json::to_text(score.topics);
    object["how"] = how;
    return bj::serialize(object);
}

Result<Remembered> parse_remembered(std::string_view text) {
    auto const value = json::parse(text);
    if (!value || !value->is_object()) return Error(errc::bad_answer, "a remembered answer cannot be read");
    bj::object const& object = value->get_object();
    Remembered remembered;
    bj::value const* dropped = object.if_contains("dropped");
    remembered.dropped = dropped && dropped->is_bool() && dropped->get_bool();
    auto const relevance = json::number_member(object, "relevance");
    auto const novelty = json::number_member(object, "novelty");
    auto comment = json::string_member(object, "comment");
    auto how = json::string_member(object, "how");
    if (!relevance || !novelty || !comment || !how)
        return Error(errc::bad_answer, "a remembered answer cannot be read");
    remembered.score.relevance = relevance->value_or(0);
    remembered.score.novelty = novelty->value_or(0);
    remembered.score.comment = std::move(*comment);
    remembered.how = std::move(*how);
    auto const topics = json::string_member(object, "topics");
    auto list = topics && !topics->empty() ? json::strings_from_text(*topics)
                                           : Result<std::vector<std::string>>(std::vector<std::string>());
    if (!list) return list.error();
    remembered.score.topics = std::move(*list);
    return remembered;
}

}  // namespace lectern::llm
