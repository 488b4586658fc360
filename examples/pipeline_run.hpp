#pragma once

#include <lectern/net/runtime.hpp>
#include <lectern/pipeline/pipeline.hpp>

#include <iostream>

/// Runs a pipeline without network and gives its digest; what the examples share.
inline lectern::Digest run_offline(lectern::Pipeline& pipeline) {
    lectern::SystemClock const clock;
    lectern::AnnouncementCalendar const calendar;
    lectern::Logger const log(
        [](lectern::LogLevel, std::string_view message) { std::cerr << message << "\n"; });
    lectern::Services services{clock, log, calendar, nullptr, {}, {}};
    lectern::net::Runtime runtime;
    return runtime.run(pipeline.run({}, services)).value();
}
