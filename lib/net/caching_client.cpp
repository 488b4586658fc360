#include <lectern/net/caching_client.hpp>

#include <algorithm>

namespace lectern::net {
namespace {

constexpr std::size_t kLargest = std::size_t{8} << 20;

class CachingClient final : public HttpClient {
public:
    CachingClient(HttpClient& client, HttpCache& cache, Clock const& clock, Logger const& log)
        : client_(client), cache_(cache), clock_(clock), log_(log) {}

    awaitable<Result<HttpResponse>> send(HttpRequest request) override {
        bool const cacheable = request.method() == "GET" && request.validators().etag.empty() &&
                               request.validators().last_modified.empty() && is_public(request);
        if (!cacheable) co_return co_await client_.send(std::move(request));
        std::string const url = request.url();
        auto known = find(url);
        if (known) {
            Validators validators;
            validators.etag = known->etag;
            validators.last_modified = known->last_modified;
            request.set_validators(std::move(validators));
        }
        auto response = co_await client_.send(std::move(request));
        if (response && response->not_modified() && known) {
            response->status = 200;
            response->body = std::move(known->body);
        } else if (response && response->status == 200) {
            keep(url, *response);
        }
        co_return std::move(response);
    }

private:
    /// A response to a request with a key or another private header is not stored.
    static bool is_public(HttpRequest const& request) {
        return std::ranges::all_of(request.headers(), is_public_header, &Header::name);
    }

    std::optional<CachedAnswer> find(std::string const& url) const {
        auto known = cache_.cached(url);
        if (!known) log_.warning("the cache cannot be read: " + known.error().message());
        return known ? std::move(*known) : std::nullopt;
    }

    void keep(std::string const& url, HttpResponse const& response) {
        Validators const validators = response.validators();
        bool const recognisable = !validators.etag.empty() || !validators.last_modified.empty();
        if (!recognisable || response.body.size() > kLargest) return;
        auto const kept =
            cache_.cache(url, {validators.etag, validators.last_modified, response.body}, clock_.now());
        if (!kept) log_.warning("the cache cannot be written: " + kept.error().message());
    }

    HttpClient& client_;
    HttpCache& cache_;
    Clock const& clock_;
    Logger const& log_;
};

}  // namespace

std::unique_ptr<HttpClient> make_caching_client(HttpClient& client, HttpCache& cache, Clock const& clock,
                                                Logger const& log) {
    return std::make_unique<CachingClient>(client, cache, clock, log);
}

}  // namespace lectern::net
