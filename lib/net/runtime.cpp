#include "detail/runtime_impl.hpp"

#include <lectern/net/runtime.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>

#include <exception>

namespace lectern::net {
namespace asio = boost::asio;

Runtime::Runtime() : impl_(std::make_unique<Impl>()) {}

Runtime::~Runtime() = default;

void Runtime::cancel() {
    impl_->cancelled = true;
    // The signal belongs to the loop's thread.
    asio::post(impl_->context, [this] { impl_->signal.emit(asio::cancellation_type::terminal); });
}

bool Runtime::cancelled() const noexcept {
    return impl_->cancelled;
}

void Runtime::run_to_end(awaitable<void> operation) {
    if (cancelled()) return;
    std::exception_ptr failure;
    auto on_end = [this, &failure](std::exception_ptr thrown) {
        failure = thrown;
        impl_->context.stop();
    };
    impl_->context.restart();
    asio::co_spawn(impl_->context, std::move(operation),
                   asio::bind_cancellation_slot(impl_->signal.slot(), on_end));
    impl_->context.run();
    if (!failure) return;
    try {
        std::rethrow_exception(failure);
    } catch (boost::system::system_error const& error) {
        // A cancelled coroutine unwinds with this; run() then reports errc::cancelled.
        if (error.code() != asio::error::operation_aborted) throw;
    }
}

}  // namespace lectern::net
