#pragma once

#include <lectern/core/calendar.hpp>
#include <lectern/core/clock.hpp>
#include <lectern/core/logger.hpp>
#include <lectern/net/http_client.hpp>
#include <lectern/net/runtime.hpp>
#include <lectern/pipeline/pipeline.hpp>
#include <lectern/store/sqlite_store.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>

namespace lectern {

/// What the runs of a program have around them: clock, calendar, log, event loop, network, store.
///
///     SqliteStore store = SqliteStore::open("lectern.db").value();
///     Environment environment;
///     environment.use(store);
///     auto connected = environment.connect();
///     Daily daily(config, default_registry(), store, environment.services());
///     auto days = environment.run(daily.run({}));
///
/// \par Thread safety
/// One thread; see net::Runtime for what another one may call.
class Environment {
public:
    /// What a program may want otherwise.
    struct Parts {
        Logger log{};                         ///< Default: messages are dropped.
        Clock const* clock = nullptr;         ///< Null: the computer's clock. Outlives the environment.
        AnnouncementCalendar calendar{};      ///< Default: with the deferred days arXiv published.
        std::optional<std::uint64_t> seed{};  ///< Of the random numbers; nothing: from std::random_device.
    };

    /// The computer's clock, arXiv's calendar, no log, no network.
    Environment();
    /// No network; what a part leaves out is as with the default constructor.
    explicit Environment(Parts parts);
    Environment(Environment const&) = delete;
    Environment& operator=(Environment const&) = delete;
    ~Environment();

    /// Remembers in the store from now on. \par Lifetimes the store must outlive the environment
    void use(Store& store);

    /// Connects to the network from now on; with a store in use, answers that are still true are not fetched again.
    /// \param options the defaults ask arXiv as arXiv wants to be asked; give a contact by net::user_agent()
    /// \par Errors those of net::make_http_client()
    Result<void> connect(net::HttpOptions options = {});

    /// What pipelines and series of days take. Its members may be changed before they are used.
    Services& services() noexcept { return services_; }
    /// The event loop that run() uses, to stop it from outside.
    net::Runtime& runtime() noexcept { return runtime_; }
    /// That of the parts, or the computer's.
    Clock const& clock() const noexcept { return services_.clock; }

    /// Runs the operation to its end. \par Errors those of the operation
    template <class T>
    Result<T> run(net::awaitable<Result<T>> operation) {
        return runtime_.run(std::move(operation));
    }

private:
    SystemClock system_clock_;
    Parts parts_;
    Random random_;
    net::Runtime runtime_;
    std::unique_ptr<net::HttpClient> connection_;
    std::unique_ptr<net::HttpClient> http_;  ///< With the store's memory; null if there is none.
    Services services_;
};

}  // namespace lectern
