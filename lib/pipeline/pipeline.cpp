#include <lectern/pipeline/pipeline.hpp>

#include <utility>

namespace lectern {

FetchContext fetch_context(Services& services) {
    FetchContext context{services.http,     services.clock, services.log, services.calendar,
                         services.keep_raw, services.retry, {},           services.store};
    if (services.store) {
        context.announced_before = [&store = *services.store, &log = services.log](ArxivId const& id,
                                                                                   Date day) {
            auto const known = store.listed_before(id, day);
            if (!known) log.warning("earlier announcements cannot be looked up: " + known.error().message());
            return known.has_value() && *known;
        };
    }
    return context;
}

Pipeline& Pipeline::add_filter(std::unique_ptr<Filter> filter) {
    editor_.add_filter(std::move(filter));
    return *this;
}

net::awaitable<Result<Digest>> Pipeline::run(Window window, Services& services) {
    auto announcement = co_await gather(*feed_, window, services);
    if (!announcement) co_return announcement.error();
    co_return co_await editor_.edit(std::move(*announcement), services);
}

net::awaitable<Result<ScoreEstimate>> Pipeline::estimate(Window window, Services& services) {
    auto announcement = co_await gather(*feed_, window, services, false);
    if (!announcement) co_return announcement.error();
    co_return editor_.estimate(std::move(*announcement), services);
}

}  // namespace lectern
