#include <lectern/store/delivery_store.hpp>

#include <fmt/format.h>

namespace lectern {

std::string_view to_string(DeliveryState state) noexcept {
    switch (state) {
        case DeliveryState::planned:
            return "planned";
        case DeliveryState::begun:
            return "begun";
        case DeliveryState::sent:
            return "sent";
    }
    return "planned";
}

Result<DeliveryState> parse_delivery_state(std::string_view word) {
    for (DeliveryState const state : {DeliveryState::planned, DeliveryState::begun, DeliveryState::sent}) {
        if (to_string(state) == word) return state;
    }
    return Error(errc::invalid_argument, fmt::format("\"{}\" is no state of a delivery", word));
}

}  // namespace lectern
