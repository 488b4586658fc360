#include "core/detail/json.hpp"

#include <lectern/render/json.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <cmath>

namespace lectern {
namespace {

namespace bj = boost::json;

/// Whole numbers as integers, as archives have them.
bj::value json_number(double value) {
    if (std::floor(value) == value) return static_cast<std::int64_t>(value);
    return value;
}

bj::object entry_to_json(DigestEntry const& entry) {
    bj::object object;
    Paper const& paper = entry.paper;
    if (entry.score) {
        object["SCORE"] = json_number(entry.order_key);
        object["ARXIVID"] = paper.id.base();
        object["COMMENT"] = shown_reason(entry);
        object["RELEVANCE"] = json_number(entry.score->relevance);
        if (entry.score->novelty) object["NOVELTY"] = json_number(*entry.score->novelty);
        if (entry.score->estimated) object["ESTIMATED"] = true;
    } else {
        object["COMMENT"] = entry.reason;
        object["SCORE"] = entry.order_key;
    }
    bj::array& authors = object["authors"].emplace_array();
    for (Author const& author : paper.authors) authors.emplace_back(author.name);
    object["title"] = paper.title;
    object["abstract"] = paper.abstract;
    object["arxiv_id"] = paper.id.base();
    return object;
}

class OutputJsonRenderer final : public Renderer {
public:
    Result<std::string> render(Digest const& digest) const override {
        bj::object papers;
        for (DigestEntry const& entry : digest.entries) papers[entry.paper.id.base()] = entry_to_json(entry);
        return json::pretty(papers);
    }
};

}  // namespace

std::unique_ptr<Renderer> make_output_json_renderer() {
    return std::make_unique<OutputJsonRenderer>();
}

}  // namespace lectern
