#pragma once

#include "api/demo/script.hpp"
#include "api/http/client.hpp"

#include <boost/json/value.hpp>

#include <map>
#include <string>
#include <string_view>

namespace shenyi::api::demo {

/// The people of the demo bureau as clients of a server, each with a session of his own.
class Visitors {
  public:
    /// `language` as in Accept-Language.
    Visitors(http::Client client, std::string language);

    http::ClientAnswer get(const std::string& login, const std::string& path);
    /// With a key of its own, and the tag that `resource` has now for this person; none where it is empty.
    http::ClientAnswer post(const std::string& login, const std::string& path, const boost::json::value& body,
                            const std::string& resource = {});
    /// The id that the paper has at the server.
    std::string upload(const std::string& login, const Paper& paper);
    /// The body of a GET that is answered 200. Throws ScriptFault where it is not.
    boost::json::value read(const std::string& login, const std::string& path);

  private:
    /// Logs in, again where the session has ended: it does when the clock is moved on.
    http::ClientAnswer send(const std::string& login, std::string_view method, const std::string& path,
                            http::Client::Fields fields, const std::string& body);
    const std::string& token_of(const std::string& login);

    http::Client client_;
    std::string language_;
    std::string key_;  // begins every key, so that a second visit is not taken for the first one's repetition
    int keys_ = 0;
    std::map<std::string, std::string> tokens_;
};

}  // namespace shenyi::api::demo
