#pragma once

#include <lectern/daily/environment.hpp>
#include <lectern/pipeline/pipeline.hpp>

#include <iostream>

/// Runs a pipeline without network and gives its digest; what the examples share.
inline lectern::Digest run_offline(lectern::Pipeline& pipeline) {
    auto const print = [](lectern::LogLevel, std::string_view message) { std::cerr << message << "\n"; };
    lectern::Environment environment({lectern::Logger(print)});
    return environment.run(pipeline.run({}, environment.services())).value();
}
