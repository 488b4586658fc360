#pragma once

#include <lectern/core/error.hpp>

#include <pugixml.hpp>

#include <cstddef>
#include <forward_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// A small layer over pugixml: safe loading and names resolved by namespace.
namespace lectern::xml {

namespace ns {
inline constexpr std::string_view atom = "http://www.w3.org/2005/Atom";
inline constexpr std::string_view arxiv = "http://arxiv.org/schemas/atom";
inline constexpr std::string_view dc = "http://purl.org/dc/elements/1.1/";
inline constexpr std::string_view opensearch = "http://a9.com/-/spec/opensearch/1.1/";
inline constexpr std::string_view none;
}  // namespace ns

/// A handle of a node; false if there is none.
using Element = pugi::xml_node;

/// A parsed document and the bytes its texts point into.
class Document {
public:
    /// Parses `bytes` (valid UTF-8). Named entities other than the five predefined ones stay as text; character
    /// references to no XML character become U+FFFD; control characters are dropped.
    /// \par Errors not_a_feed with the line; feed_limit for a DTD, nesting beyond 100 elements or an element with more
    /// than 50 attributes.
    Result<void> load(std::string_view bytes);

    Element root() const { return tree_.document_element(); }

private:
    std::string bytes_;
    pugi::xml_document tree_;
};

/// Numbers that bound what a document takes in memory: no parser makes more elements or attributes of it.
struct Markup {
    std::size_t tags = 0;        ///< Every "<".
    std::size_t attributes = 0;  ///< Every "=" with a quote behind it.
};
Markup count_markup(std::string_view bytes) noexcept;

/// A name with its prefix resolved.
struct Name {
    std::string_view space;
    std::string_view local;
    bool is(std::string_view in_space, std::string_view name) const {
        return local == name && space == in_space;
    }
};

/// Namespace declarations in scope at an element. Holds views into the document.
class Scope {
public:
    /// Outside of the root element.
    Scope() = default;
    /// Inside `element`, which stands in `outer`. \par Lifetimes `outer` must outlive this.
    Scope(Scope const& outer, Element element);

    /// The name of an element in this scope; both parts are empty for a text.
    Name name(Element element) const;

private:
    std::string_view find(std::string_view prefix) const;

    Scope const* outer_ = nullptr;
    std::vector<std::pair<std::string_view, std::string_view>> declared_;
};

/// Gives the text of elements as views: into the document, or into strings of its own where an element's text
/// has several parts. \par Lifetimes the views live as long as this and the document
class Texts {
public:
    /// All text directly inside the element, CDATA included.
    std::string_view of(Element element);

private:
    std::forward_list<std::string> joined_;  // stable addresses, and no memory as long as it is empty
};

}  // namespace lectern::xml
