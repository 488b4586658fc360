#include "detail/ask.hpp"

namespace lectern::feed {

net::HttpRequest arxiv_request(std::string const& url) {
    auto request = net::HttpRequest::get(url);
    request.set("Accept", "application/atom+xml, application/rss+xml, application/xml;q=0.9, */*;q=0.1");
    request.set_group("arxiv");
    return request;
}

}  // namespace lectern::feed
