#include <lectern/core/error.hpp>
#include <lectern/core/text.hpp>

#include <string>

namespace lectern {
namespace {

class ErrorCategory final : public boost::system::error_category {
public:
    char const* name() const noexcept override { return "lectern"; }
    std::string message(int value) const override;
    bool equivalent(int value, boost::system::error_condition const& condition) const noexcept override;
};

class KindCategory final : public boost::system::error_category {
public:
    char const* name() const noexcept override { return "lectern.kind"; }
    std::string message(int value) const override {
        switch (static_cast<error_kind>(value)) {
            case error_kind::user:
                return "for the user to correct";
            case error_kind::remote:
                return "remote failure";
            case error_kind::retryable:
                return "worth another try";
        }
        return "unknown kind";
    }
};

std::string ErrorCategory::message(int value) const {
    switch (static_cast<errc>(value)) {
        case errc::invalid_argument:
            return "invalid argument";
        case errc::invalid_id:
            return "not an arXiv identifier";
        case errc::invalid_config:
            return "invalid configuration";
        case errc::invalid_expression:
            return "invalid expression";
        case errc::invalid_topics:
            return "invalid topics file";
        case errc::invalid_digest:
            return "invalid digest";
        case errc::file:
            return "file error";
        case errc::io:
            return "input or output failed";
        case errc::not_a_feed:
            return "not a feed";
        case errc::feed_error:
            return "the source reports an error";
        case errc::feed_limit:
            return "feed exceeds a limit";
        case errc::feed_incomplete:
            return "the source did not deliver all it has";
        case errc::wrong_day:
            return "no papers of the day asked for";
        case errc::http_status:
            return "unexpected HTTP status";
        case errc::http_protocol:
            return "malformed HTTP";
        case errc::connect_failed:
            return "connection failed";
        case errc::tls_failed:
            return "TLS failed";
        case errc::timeout:
            return "timed out";
        case errc::too_large:
            return "too large";
        case errc::bad_encoding:
            return "corrupt compressed data";
        case errc::redirect_refused:
            return "redirect refused";
        case errc::rate_limited:
            return "rate limited by the server";
        case errc::cancelled:
            return "cancelled";
        case errc::no_secret:
            return "no key";
        case errc::unsupported:
            return "not supported";
        case errc::scoring_failed:
            return "scoring failed";
        case errc::unauthorized:
            return "key not accepted";
        case errc::quota_exhausted:
            return "no credit left";
        case errc::request_refused:
            return "request refused";
        case errc::bad_answer:
            return "unusable answer";
        case errc::budget_reached:
            return "cap reached";
        case errc::pending:
            return "not answered yet";
        case errc::suspicious_text:
            return "its text speaks to a language model";
        case errc::nothing_matched:
            return "nothing matched your topics";
        case errc::store:
            return "database error";
        case errc::locked:
            return "in use by another process";
    }
    return "unknown error";
}

bool is_kind(errc code, error_kind kind) noexcept {
    switch (code) {
        case errc::invalid_argument:
        case errc::invalid_id:
        case errc::invalid_config:
        case errc::invalid_expression:
        case errc::invalid_topics:
        case errc::invalid_digest:
        case errc::file:
        case errc::wrong_day:
        case errc::no_secret:
        case errc::unsupported:
        case errc::unauthorized:
        case errc::quota_exhausted:
        case errc::budget_reached:
            return kind == error_kind::user;
        case errc::feed_error:
        case errc::feed_limit:
        case errc::http_status:
        case errc::tls_failed:
        case errc::too_large:
        case errc::redirect_refused:
        case errc::request_refused:
            return kind == error_kind::remote;
        case errc::not_a_feed:
        case errc::feed_incomplete:
        case errc::http_protocol:
        case errc::connect_failed:
        case errc::timeout:
        case errc::bad_encoding:
        case errc::rate_limited:
        case errc::bad_answer:
        case errc::pending:
            return kind != error_kind::user;
        case errc::io:
        case errc::cancelled:
        case errc::scoring_failed:
        case errc::suspicious_text:
        case errc::nothing_matched:
        case errc::store:
        case errc::locked:
            return false;
    }
    return false;
}

bool ErrorCategory::equivalent(int value, boost::system::error_condition const& condition) const noexcept {
    if (condition.category() == error_kind_category()) {
        return is_kind(static_cast<errc>(value), static_cast<error_kind>(condition.value()));
    }
    return default_error_condition(value) == condition;
}

}  // namespace

boost::system::error_category const& error_category() noexcept {
    static ErrorCategory const category;
    return category;
}

boost::system::error_category const& error_kind_category() noexcept {
    static KindCategory const category;
    return category;
}

boost::system::error_code make_error_code(errc code) noexcept {
    return {static_cast<int>(code), error_category()};
}

boost::system::error_condition make_error_condition(error_kind kind) noexcept {
    return {static_cast<int>(kind), error_kind_category()};
}

Error::Error(boost::system::error_code code, std::string_view detail)
    : code_(code), detail_(text::printable(detail, max_detail)) {}

Error::Error(errc code, std::string_view detail) : Error(make_error_code(code), detail) {}

std::string Error::message() const {
    return detail_.empty() ? code_.message() : detail_ + " (" + code_.message() + ")";
}

Error Error::with_context(std::string_view context) const {
    std::string detail(context);
    detail += ": ";
    detail += detail_.empty() ? code_.message() : detail_;
    return {code_, detail};
}

Exception::Exception(Error const& error)
    : system_error(error.code(), error.detail()), detail_(error.detail()) {}

void throw_exception_from_error(Error const& error, boost::source_location const&) {
    throw Exception(error);
}

}  // namespace lectern
