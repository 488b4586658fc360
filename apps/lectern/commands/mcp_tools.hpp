#pragma once

#include "../console.hpp"
#include "../workspace.hpp"

#include <lectern/daily/registry.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <string>
#include <string_view>

namespace lectern::app {

/// What a model may do with lectern: tools of the Model Context Protocol, each of them a command of this program.
class McpTools {
public:
    /// \param config of all commands
    /// \param marks whether papers may be marked
    McpTools(ConfigOptions config, bool marks, Registry const& registry, Console& console)
        : config_(std::move(config)), marks_(marks), registry_(registry), console_(console) {}

    /// The answer to `tools/list`: name, description, schema of the arguments, hints.
    boost::json::array list() const;
    /// The answer to `tools/call`: text, and whether the tool failed; what the arguments lack is a failure that the model
    /// can read. \par Errors invalid_argument if there is no such tool
    Result<boost::json::object> call(std::string_view name, boost::json::object const& arguments) const;

private:
    ConfigOptions config_;
    bool marks_;
    Registry const& registry_;
    Console& console_;
};

}  // namespace lectern::app
