#pragma once

#include <lectern/core/date.hpp>
#include <lectern/core/error.hpp>

#include <string>
#include <string_view>
#include <vector>

/// Mails as RFC 5322 and MIME (RFC 2045 to 2047) write them. Lines end with CR LF.
namespace lectern::publish {

/// A mailbox: `Ada Lovelace <ada@example.org>`, or the address alone.
struct Mailbox {
    std::string name;     ///< May be empty, and in any script.
    std::string address;  ///< ASCII.

    /// What stands behind the @.
    std::string domain() const { return address.substr(address.rfind('@') + 1); }
};

/// \par Errors invalid_argument for what is no mailbox: no @, blanks or control characters in the address, other than ASCII there
Result<Mailbox> parse_mailbox(std::string_view text);

/// A mailbox in a header field: names in other than ASCII as encoded words.
std::string mailbox_field(Mailbox const& mailbox);

/// A header field, folded. A value of printable ASCII stands as it is, any other as encoded words (RFC 2047), cut at characters.
/// Line breaks and control characters become blanks, so that no value can begin another field.
std::string header_field(std::string_view name, std::string_view value);

/// A header field whose value has its form already: addresses, ids, dates. \pre printable ASCII
std::string structured_field(std::string_view name, std::string_view value);

/// A text in quoted-printable (RFC 2045, section 6.7): lines of at most 76 characters, line breaks as CR LF.
std::string quoted_printable(std::string_view text);

/// A time as header fields have it: `Tue, 17 Mar 2026 04:00:00 +0000`.
std::string mail_date(Time time);

/// A message with a text and the same as HTML. \param head its fields, each with its line end
std::string alternative_message(std::string head, std::string_view text, std::string_view html);

}  // namespace lectern::publish
