#include <lectern/net/line_reader.hpp>

#include <fmt/format.h>
#include <zlib.h>

#include <array>
#include <cerrno>
#include <string>
#include <system_error>

namespace lectern::net {

class LineReader::Impl {
public:
    Impl(gzFile file, std::string name) : file_(file), name_(std::move(name)) {}
    Impl(Impl const&) = delete;
    Impl& operator=(Impl const&) = delete;
    ~Impl() { gzclose(file_); }

    std::optional<std::string_view> next() {
        line_.clear();
        for (;;) {
            std::size_t const end = std::string_view(buffer_.data() + start_, size_ - start_).find('\n');
            if (end != std::string_view::npos) {
                line_.append(buffer_.data() + start_, end);
                start_ += end + 1;
                return line_;
            }
            line_.append(buffer_.data() + start_, size_ - start_);
            if (line_.size() > kLongest) {
                failure_ = Error(errc::too_large, name_ + ": a line of more than 64 MB");
                return std::nullopt;
            }
            if (!fill())
                return line_.empty() || failure_ ? std::nullopt : std::optional<std::string_view>(line_);
        }
    }

    std::optional<Error> const& failure() const noexcept { return failure_; }

private:
    static constexpr std::size_t kLongest = std::size_t{64} << 20;

    /// Reads the next bytes. Returns whether there are any.
    bool fill() {
        start_ = size_ = 0;
        int const n = gzread(file_, buffer_.data(), static_cast<unsigned>(buffer_.size()));
        int code = Z_OK;
        char const* message = gzerror(file_, &code);
        if (n < 0 || (n == 0 && code != Z_OK)) {
            failure_ = Error(errc::bad_encoding, fmt::format("{}: {}", name_, message));
            return false;
        }
        size_ = static_cast<std::size_t>(n);
        return n > 0;
    }

    gzFile file_;
    std::string name_;
    std::array<char, 65536> buffer_{};
    std::size_t start_ = 0;
    std::size_t size_ = 0;
    std::string line_;
    std::optional<Error> failure_;
};

LineReader::LineReader(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
LineReader::LineReader(LineReader&&) noexcept = default;
LineReader& LineReader::operator=(LineReader&&) noexcept = default;
LineReader::~LineReader() = default;

Result<LineReader> LineReader::open(std::filesystem::path const& path) {
    std::error_code ignored;
    errno = 0;
    gzFile const file = std::filesystem::is_directory(path, ignored) ? nullptr : gzopen(path.c_str(), "rb");
    if (!file) {
        int const number = errno ? errno : EISDIR;
        return Error(errc::file, fmt::format("cannot open {}: {}", path.string(),
                                             std::generic_category().message(number)));
    }
    return LineReader(std::make_unique<Impl>(file, path.string()));
}

std::optional<std::string_view> LineReader::next() {
    return impl_->next();
}

std::optional<Error> const& LineReader::failure() const noexcept {
    return impl_->failure();
}

}  // namespace lectern::net
