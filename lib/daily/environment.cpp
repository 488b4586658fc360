#include <lectern/daily/environment.hpp>
#include <lectern/net/caching_client.hpp>

#include <random>

namespace lectern {

Environment::Environment() : Environment(Parts()) {}

Environment::Environment(Parts parts)
    : parts_(std::move(parts)),
      random_(parts_.seed ? *parts_.seed : std::random_device{}()),
      services_{parts_.clock ? *parts_.clock : system_clock_, parts_.log, parts_.calendar, nullptr, {}, {}} {}

Environment::~Environment() = default;

void Environment::use(Store& store) {
    services_.store = &store;
}

Result<void> Environment::connect(net::HttpOptions options) {
    services_.retry = options.retry;
    auto client = net::make_http_client(std::move(options), services_.clock, random_, services_.log);
    if (!client) return client.error();
    connection_ = std::move(*client);
    if (services_.store)
        http_ = net::make_caching_client(*connection_, *services_.store, services_.clock, services_.log);
    services_.http = http_ ? http_.get() : connection_.get();
    return {};
}

}  // namespace lectern
