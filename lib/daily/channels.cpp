#include <lectern/core/text.hpp>
#include <lectern/daily/channels.hpp>
#include <lectern/net/http.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <utility>

namespace lectern {
namespace {

Error at(PluginOptions const& options, std::string_view key, std::string_view what) {
    return {errc::invalid_config, fmt::format("{}: channel.{}: {}", options.place(key), key, what)};
}

/// What every channel has, whatever its kind.
struct CommonKeys {
    std::string name;
    std::string kind;
    std::string when = "daily";
    bool empty = false;
};

Result<CommonKeys> read_common(PluginOptions& options) {
    CommonKeys keys;
    options.text("name", keys.name);
    options.text("kind", keys.kind);
    options.text("when", keys.when);
    options.flag("empty", keys.empty);
    if (keys.name.empty()) return at(options, "name", "every [[channel]] needs a name");
    if (keys.kind.empty()) return at(options, "kind", "every [[channel]] needs a kind");
    if (keys.when != "daily" && keys.when != "weekly")
        return at(options, "when", "daily or weekly is expected");
    return keys;
}

Result<ChannelPlugin const*> plugin_of(Registry const& registry, CommonKeys const& keys,
                                       PluginOptions const& options) {
    auto const found = std::ranges::find(registry.channels, keys.kind, &ChannelPlugin::name);
    if (found != registry.channels.end()) return &*found;
    std::vector<std::string_view> names;
    for (ChannelPlugin const& plugin : registry.channels) names.push_back(plugin.name);
    auto const near = text::nearest(keys.kind, names);
    return at(options, "kind",
              fmt::format("\"{}\" is not known; choose one of {}{}", text::printable(keys.kind, 60),
                          fmt::join(names, ", "),
                          near ? fmt::format(" (did you mean \"{}\"?)", *near) : std::string()));
}

Result<Channel> make_channel(PluginTable const& table, Config const& config, Registry const& registry,
                             Secrets const& secrets, Redactor const& redactor, bool preview) {
    PluginOptions options("[channel]", table);
    auto const keys = read_common(options);
    if (!keys) return keys.error();
    auto const plugin = plugin_of(registry, *keys, options);
    if (!plugin) return plugin.error();
    ChannelSetup const setup(options, keys->name, config, secrets, redactor, preview);
    auto publisher = (*plugin)->make(setup);
    // A key of the wrong type, or one that nothing asked for, explains more than what is missing.
    if (auto const read = options.check(); !read) return read.error();
    if (!publisher)
        return Error(publisher.error().code(),
                     fmt::format("{}: channel \"{}\": {}", table.place, text::printable(keys->name, 60),
                                 publisher.error().detail()));
    return Channel{keys->name, keys->kind, keys->when == "weekly", keys->empty, std::move(*publisher)};
}

/// The name of a channel, if it has one that can be read.
std::string name_in(PluginTable const& table) {
    auto const found = table.values.find("name");
    auto const* name = found == table.values.end() ? nullptr : std::get_if<std::string>(&found->second.value);
    return name ? *name : std::string();
}

Error no_channel(std::string_view wanted, std::set<std::string> const& names) {
    std::string const there = names.empty() ? std::string("the configuration has none")
                                            : fmt::format("there are {}", fmt::join(names, ", "));
    return {errc::invalid_argument, fmt::format("there is no [[channel]] named \"{}\": {}",
                                                text::printable(wanted, 60), text::printable(there, 300))};
}

}  // namespace

Result<Secret> ChannelSetup::named(std::string const& key, bool required) const {
    std::string variable;
    std::filesystem::path file;
    options_.text(key + "_env", variable);
    options_.path(key + "_file", file);
    Result<Secret> secret = Secret();
    if (!variable.empty())
        secret =
            secrets_ ? secrets_(variable) : Result<Secret>(Error(errc::no_secret, variable + " is not set"));
    else if (!file.empty())
        secret = read_secret_file(file);
    else if (required)
        return Error(errc::invalid_config,
                     fmt::format("{0}_env (an environment variable) or {0}_file must name it", key));
    if (!secret && preview_) return Secret();
    if (secret && !secret->empty()) redactor_.add(secret->reveal());
    return secret;
}

Result<Secret> ChannelSetup::secret(std::string const& key) const {
    return named(key, !preview_);
}

Result<Secret> ChannelSetup::optional_secret(std::string const& key) const {
    return named(key, false);
}

Result<Secret> ChannelSetup::address() const {
    std::string plain;
    options_.text("url", plain);
    auto named_elsewhere = named("url", false);
    if (!named_elsewhere) return named_elsewhere;
    Secret url = plain.empty() ? std::move(*named_elsewhere) : Secret(plain);
    if (url.empty()) {
        if (preview_) return Secret("https://example.org/preview");
        return Error(errc::invalid_config, "url, url_env or url_file must give the address");
    }
    auto const parsed = net::parse_url(url.reveal());
    if (!parsed) return Error(errc::invalid_config, "url is no http(s) address");
    // Whoever knows the path may post.
    redactor_.add(parsed->target);
    return url;
}

Result<std::vector<Channel>> make_channels(Config const& config, Registry const& registry,
                                           Secrets const& secrets, Redactor const& redactor,
                                           std::string_view only, bool preview) {
    std::vector<Channel> channels;
    std::set<std::string> names;
    for (PluginTable const& table : config.channels) {
        std::string const name = name_in(table);
        bool const again = !name.empty() && !names.insert(name).second;
        if (again)
            return Error(errc::invalid_config, fmt::format("{}: there is a [[channel]] named \"{}\" already",
                                                           table.place, text::printable(name, 60)));
        if (!only.empty() && name != only) continue;
        auto channel = make_channel(table, config, registry, secrets, redactor, preview);
        if (!channel) return channel.error();
        channels.push_back(std::move(*channel));
    }
    if (!only.empty() && channels.empty()) return no_channel(only, names);
    return channels;
}

}  // namespace lectern
