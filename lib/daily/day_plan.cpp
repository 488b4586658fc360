#include <lectern/daily/daily.hpp>

#include <algorithm>

namespace lectern {

Result<std::map<Date, StageUsage>> Daily::usage_of(std::vector<DayRecord> const& records) const {
    std::map<Date, StageUsage> taken;
    for (DayRecord const& record : records) {
        auto const stages = store_.usage_of(record.day);
        if (!stages) return stages.error();
        StageUsage& sum = taken[record.day];
        for (StageUsage const& stage : *stages) sum += stage;
    }
    return taken;
}

Result<std::vector<DayPlan>> Daily::plan(std::vector<Date> const& days) const {
    constexpr std::size_t page = 200;
    constexpr int known_days = 14;
    std::vector<DayPlan> plans;
    if (days.empty()) return plans;
    auto const [first, last] = std::ranges::minmax(days);
    auto const records = store_.days(add_days(first, -known_days), add_days(last, known_days));
    if (!records) return records.error();
    auto const taken = usage_of(*records);
    if (!taken) return taken.error();
    for (Date const day : days) {
        DayPlan plan;
        plan.day = day;
        plan.due = services_.calendar.announcement(day);
        plan.source = config_.feed.fallback;
        auto const record = std::ranges::lower_bound(*records, day, {}, &DayRecord::day);
        if (record != records->end() && record->day == day) plan.state = record->state;
        auto const from = std::ranges::lower_bound(*records, add_days(day, -known_days), {}, &DayRecord::day);
        auto const to = std::ranges::upper_bound(*records, add_days(day, known_days), {}, &DayRecord::day);
        std::size_t sum = 0;
        std::size_t counted = 0;
        StageUsage usage;
        for (DayRecord const& other : std::ranges::subrange(from, to)) {
            if (other.state != DayState::ok) continue;
            sum += other.total.parsed;
            ++counted;
            usage += taken->at(other.day);
        }
        if (plan.due && counted > 0) plan.papers = sum / counted;
        if (plan.due && usage.requests > 0 && usage.cost)
            plan.cost = usage.cost->total() / static_cast<double>(counted);
        if (plan.due) plan.requests = plan.papers / page + 1;
        plans.push_back(std::move(plan));
    }
    return plans;
}

}  // namespace lectern
