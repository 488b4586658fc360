#pragma once

#include <boost/system/error_code.hpp>
#include <boost/system/result.hpp>
#include <boost/system/system_error.hpp>

#include <string>
#include <string_view>
#include <type_traits>

namespace lectern {

/// What went wrong. Values are stable: they are never renumbered or reused.
enum class errc {
    invalid_argument = 1,    ///< A caller's value makes no sense (a date, a number, a name).
    invalid_id = 2,          ///< Text that is no arXiv identifier.
    invalid_config = 3,      ///< The configuration has an unknown key or a bad value.
    invalid_expression = 4,  ///< A keyword expression cannot be parsed.
    invalid_topics = 5,      ///< A topics file names no topic.
    invalid_digest = 6,      ///< A digest file does not follow its schema.
    file = 10,               ///< A file that was named cannot be opened, or its content cannot be used.
    io = 11,                 ///< Reading or writing fails: disk full, device error, too many open files.
    not_a_feed = 20,         ///< The bytes are no feed: empty, HTML, truncated, not UTF-8.
    feed_error = 21,         ///< The source answered with an error message of its own.
    feed_limit = 22,         ///< A feed exceeds a limit (size, depth) or uses a forbidden construct.
    feed_incomplete = 23,    ///< The source says it has papers that it did not deliver.
    wrong_day = 24,          ///< The source has no papers of the day that was asked for.
    http_status = 30,        ///< A final HTTP status other than success.
    http_protocol = 31,      ///< The peer does not speak HTTP properly.
    connect_failed = 32,     ///< No connection could be made, or it broke.
    tls_failed = 33,         ///< The TLS handshake or certificate verification failed.
    timeout = 34,            ///< A deadline passed.
    too_large = 35,          ///< A header or body exceeds its limit, before or after decompression.
    bad_encoding = 36,       ///< Compressed bytes are corrupt or cut.
    redirect_refused = 37,   ///< A redirect that must not be followed, or one too many.
    rate_limited = 38,       ///< The server keeps asking to slow down (429).
    cancelled = 40,          ///< The operation was cancelled by its caller.
    no_secret = 39,          ///< A key or password that was asked for by name is not there.
    unsupported = 41,        ///< A name (feed, scorer, format) that is not known here.
    scoring_failed = 50,     ///< A scorer could not give any result.
    unauthorized = 51,       ///< A service does not accept the key, or the key may not use it.
    quota_exhausted = 52,    ///< The account at a service has no credit left.
    request_refused = 53,    ///< A service will never answer this request: too long, filtered, malformed.
    bad_answer = 54,         ///< A language model's answer cannot be used.
    budget_reached = 55,     ///< The cap on costs or tokens would be crossed.
    pending = 56,            ///< The answer comes later: a batch is still being worked on.
    suspicious_text = 57,    ///< A paper's text seems to be addressed to a language model.
    nothing_matched = 58,    ///< No paper of a day has to do with the reader's topics.
    store = 60,              ///< The database cannot be read or written, or is damaged.
    locked = 61,             ///< Another process is at work in the output directory.
};

/// Groups of errc that callers act upon. Compare an error_code with one of these.
enum class error_kind {
    user = 1,       ///< The user has to change something (configuration, argument, file).
    remote = 2,     ///< A server or the network is at fault.
    retryable = 3,  ///< Trying again later may help. Every retryable error is also `remote`.
};

/// The category of errc; its name is "lectern".
boost::system::error_category const& error_category() noexcept;
/// The category of error_kind; its name is "lectern.kind".
boost::system::error_category const& error_kind_category() noexcept;

/// Lets Boost.System turn an errc into an error_code.
boost::system::error_code make_error_code(errc code) noexcept;
/// Lets Boost.System compare an error_code with an error_kind.
boost::system::error_condition make_error_condition(error_kind kind) noexcept;

}  // namespace lectern

/// \cond
template <>
struct boost::system::is_error_code_enum<lectern::errc> : std::true_type {};
template <>
struct boost::system::is_error_condition_enum<lectern::error_kind> : std::true_type {};
/// \endcond

namespace lectern {

/// An error code with a sentence about this one occurrence.
///
/// Text from outside (server bodies, feed messages) goes into the detail only; the constructor cuts it to
/// `max_detail` bytes and makes control characters visible, so that it is safe to log.
class [[nodiscard]] Error {
public:
    /// Longest detail kept, in bytes.
    static constexpr std::size_t max_detail = 2000;

    /// No error. Needed by boost::system::result; never a meaningful value of a failed Result.
    Error() = default;
    /// For a code of any category, such as one of the system.
    Error(boost::system::error_code code, std::string_view detail);
    /// Implicit, so that `return errc::timeout;` works in a function returning Result.
    Error(errc code, std::string_view detail = {});

    /// Compares with errc, and with error_kind for its group.
    boost::system::error_code code() const noexcept { return code_; }
    /// The sentence about this occurrence; may be empty.
    std::string const& detail() const noexcept { return detail_; }
    /// Detail and the code's own text, ready to print on one line.
    std::string message() const;
    /// The same error with `context: ` before its detail.
    Error with_context(std::string_view context) const;

    /// Compares the code; the detail does not count.
    friend bool operator==(Error const& error, boost::system::error_code code) noexcept {
        return error.code_ == code;
    }
    /// Compares the code; the detail does not count.
    friend bool operator==(Error const& error, errc code) noexcept {
        return error.code_ == make_error_code(code);
    }

private:
    boost::system::error_code code_;
    std::string detail_;
};

/// What `Result::value()` throws when there is no value.
class Exception : public boost::system::system_error {
public:
    /// Takes code and detail; what() adds the code's own text.
    explicit Exception(Error const& error);
    /// The error's detail.
    std::string const& detail() const noexcept { return detail_; }

private:
    std::string detail_;
};

/// Customisation point of boost::system::result.
[[noreturn]] void throw_exception_from_error(Error const& error, boost::source_location const& where);

/// A value or an Error. Every fallible function of lectern returns one.
template <class T>
using Result = boost::system::result<T, Error>;

}  // namespace lectern
