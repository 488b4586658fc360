#pragma once

#include <lectern/core/secret.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace lectern {

/// Takes secrets out of texts on their way to pages, files, databases, logs and the terminal, in whatever form a service
/// sends them back.
///
/// A secret of eight bytes or more is found in any case, with blanks or line breaks within, and behind any mixture of
/// JSON and C escapes (`\/`, `\u002d`, `\x2d`), percent-encoding, quoted-printable, HTML character references and
/// backslashes of Markdown, up to four layers of them; as hexadecimal digits; and within base64, also of a longer text
/// (`user:key`). Shorter ones are found plain and as whole words; of fewer than three bytes, not at all: they would
/// take half of every page with them.
///
/// Copies share their secrets, so that one that is found later (a key that is read when it is needed) holds for all.
/// \par Thread safety all functions may be called at the same time
class Redactor {
public:
    Redactor();

    /// Adds a secret. Secrets that are there already, and empty ones, change nothing.
    void add(std::string_view secret) const;

    /// The text with `[secret]` in the place of every secret that is written within 64 KB. Takes time linear in
    /// the text, and memory for a copy of it and some 50 MB.
    std::string redact(std::string text) const;

private:
    class Known;
    std::shared_ptr<Known> known_;
};

/// The same secrets; the redactor learns each one that is given.
Secrets watched(Secrets secrets, Redactor redactor);

}  // namespace lectern
