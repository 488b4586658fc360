#pragma once

#include <lectern/core/error.hpp>

#include <tinyxml2.h>

#include <cstddef>
#include <forward_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// A small layer over tinyxml2: safe loading, references decoded, names resolved by namespace.
namespace lectern::xml {

namespace ns {
inline constexpr std::string_view atom = "http://www.w3.org/2005/Atom";
inline constexpr std::string_view arxiv = "http://arxiv.org/schemas/atom";
inline constexpr std::string_view dc = "http://purl.org/dc/elements/1.1/";
inline constexpr std::string_view opensearch = "http://a9.com/-/spec/opensearch/1.1/";
inline constexpr std::string_view none;
}  // namespace ns

/// A handle of an element; false if there is none, and then without name, children and attributes.
class Element {
public:
    Element() = default;
    explicit Element(tinyxml2::XMLElement const* element) : element_(element) {}
    explicit operator bool() const noexcept { return element_ != nullptr; }

    std::string_view name() const { return element_ ? element_->Name() : ""; }
    /// The first child element, or the first of that name.
    Element child(char const* name = nullptr) const {
        return Element(element_ ? element_->FirstChildElement(name) : nullptr);
    }

    /// Child elements one after the other.
    class Children {
    public:
        class Iterator {
        public:
            Iterator(tinyxml2::XMLElement const* at, char const* name) : at_(at), name_(name) {}
            Element operator*() const { return Element(at_); }
            Iterator& operator++() {
                at_ = at_->NextSiblingElement(name_);
                return *this;
            }
            bool operator==(Iterator const& other) const { return at_ == other.at_; }

        private:
            tinyxml2::XMLElement const* at_;
            char const* name_;
        };

        Children(tinyxml2::XMLElement const* first, char const* name) : first_(first), name_(name) {}
        Iterator begin() const { return {first_, name_}; }
        Iterator end() const { return {nullptr, name_}; }

    private:
        tinyxml2::XMLElement const* first_;
        char const* name_;
    };
    Children children(char const* name = nullptr) const {
        return {element_ ? element_->FirstChildElement(name) : nullptr, name};
    }

    tinyxml2::XMLElement const* get() const noexcept { return element_; }

private:
    tinyxml2::XMLElement const* element_ = nullptr;
};

/// A parsed document.
class Document {
public:
    /// Parses `bytes` (valid UTF-8); control characters are dropped.
    /// \par Errors not_a_feed with the line; feed_limit for a DTD, nesting beyond 100 elements or an element with more
    /// than 50 attributes.
    Result<void> load(std::string_view bytes);

    Element root() const { return Element(tree_.RootElement()); }

private:
    // References are left as they are: tinyxml2 9 garbles what stands behind an entity that it does not know.
    tinyxml2::XMLDocument tree_{false, tinyxml2::PRESERVE_WHITESPACE};
};

/// A text with its references decoded: the five predefined entities, and characters by number. Numbers of no XML
/// character become U+FFFD, other entities stay as they are.
std::string decode_references(std::string_view text);

/// Numbers that bound what a document takes in memory: the parser makes no more nodes or attributes of it.
struct Markup {
    std::size_t tags = 0;  ///< Comments and CDATA sections, too.
    std::size_t attributes = 0;
    std::size_t most_attributes = 0;  ///< Of one tag.
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

/// Gives texts as views: into the document, or into strings of its own where a text has references or several parts.
/// \par Lifetimes the views live as long as this and the document
class Texts {
public:
    /// All text directly inside the element, CDATA included; empty if there is none.
    std::string_view of(Element element);
    /// The value of an attribute; empty if there is none.
    std::string_view attribute(Element element, char const* name);

private:
    std::string_view keep(std::string text) { return made_.emplace_front(std::move(text)); }

    std::forward_list<std::string> made_;  // stable addresses, and no memory as long as it is empty
};

}  // namespace lectern::xml
