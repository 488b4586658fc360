#pragma once

#include <lectern/config/config.hpp>
#include <lectern/config/plugin_options.hpp>
#include <lectern/core/redactor.hpp>
#include <lectern/core/secret.hpp>
#include <lectern/daily/registry.hpp>
#include <lectern/publish/publisher.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace lectern {

/// What the factory of a channel reads: the keys of its `[[channel]]`, and secrets, which the file only names.
class ChannelSetup {
public:
    /// \param options the channel's table
    /// \param id tells reader and channel from others, for ids of messages
    /// \param config for whoever needs more than the table
    /// \param secrets gives secrets by the names of environment variables
    /// \param redactor learns them
    /// \param preview whether nothing will be sent: a secret that is not set is then empty
    ChannelSetup(PluginOptions& options, std::string id, Config const& config, Secrets secrets,
                 Redactor redactor, bool preview)
        : options_(options),
          id_(std::move(id)),
          config_(config),
          secrets_(std::move(secrets)),
          redactor_(std::move(redactor)),
          preview_(preview) {}

    PluginOptions& options() const { return options_; }  ///< The keys that are no secrets.
    std::string const& id() const { return id_; }        ///< As given.
    Config const& config() const { return config_; }     ///< As given.

    /// A secret that `KEY_env` or `KEY_file` names. \par Errors no_secret, file, invalid_config
    Result<Secret> secret(std::string const& key) const;
    /// The same, or an empty one if neither key is there.
    Result<Secret> optional_secret(std::string const& key) const;
    /// An http(s) address that `url` holds, or `url_env` or `url_file` names; it counts as a secret. \par Errors as above
    Result<Secret> address() const;

private:
    Result<Secret> named(std::string const& key, bool required) const;

    PluginOptions& options_;
    std::string id_;
    Config const& config_;
    Secrets secrets_;
    Redactor redactor_;
    bool preview_;
};

/// A `[[channel]]` that is ready to send.
struct Channel {
    std::string name;                      ///< As configured.
    std::string kind;                      ///< Name of the plug-in.
    bool weekly = false;                   ///< Sends the best of a week, once a week.
    bool empty = false;                    ///< Whether a day without papers is sent, too.
    std::unique_ptr<Publisher> publisher;  ///< Not null.
};

/// The channels of a configuration.
/// \param config whose channels
/// \param registry the kinds there are
/// \param secrets gives secrets by the names of environment variables
/// \param redactor learns them
/// \param only the name of one channel; empty: all
/// \param preview whether nothing will be sent, so that secrets may be missing
/// \par Errors invalid_config, as `name:line: …`; no_secret, file; invalid_argument if there is no channel of that name
Result<std::vector<Channel>> make_channels(Config const& config, Registry const& registry,
                                           Secrets const& secrets, Redactor const& redactor,
                                           std::string_view only = {}, bool preview = false);

}  // namespace lectern
