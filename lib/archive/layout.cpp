#include <lectern/archive/digest_reader.hpp>
#include <lectern/archive/layout.hpp>
#include <lectern/core/file.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <system_error>

namespace lectern {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kDigestEnding = "-digest.json";

fs::path json_directory(fs::path const& directory) {
    return directory / "json";
}

}  // namespace

fs::path digest_file(fs::path const& directory, Date day) {
    std::string const date = format_date(day);
    return json_directory(directory) / date.substr(0, 7) / fmt::format("{}{}", date, kDigestEnding);
}

std::vector<Date> digest_days(fs::path const& directory) {
    std::vector<Date> days;
    std::error_code ignored;  // a directory that cannot be listed holds nothing
    for (fs::directory_entry const& month : fs::directory_iterator(json_directory(directory), ignored)) {
        for (fs::directory_entry const& file : fs::directory_iterator(month.path(), ignored)) {
            std::string const name = file.path().filename().string();
            if (!name.ends_with(kDigestEnding)) continue;
            auto const day = parse_date(std::string_view(name).substr(0, name.size() - kDigestEnding.size()));
            if (day && digest_file(directory, *day) == file.path()) days.push_back(*day);
        }
    }
    std::ranges::sort(days);
    return days;
}

Result<std::optional<Digest>> read_day(fs::path const& directory, Date day) {
    fs::path const file = digest_file(directory, day);
    std::error_code failure;
    if (!fs::exists(file, failure)) return std::optional<Digest>();
    auto const text = read_file(file, kLargestFile);
    if (!text) return text.error();
    auto digest = parse_digest(*text);
    if (!digest) return digest.error().with_context(file.string());
    return std::optional<Digest>(std::move(*digest));
}

Result<std::optional<Digest>> read_newest_day(fs::path const& directory) {
    auto const days = digest_days(directory);
    return days.empty() ? Result<std::optional<Digest>>(std::nullopt) : read_day(directory, days.back());
}

}  // namespace lectern
