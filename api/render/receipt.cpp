#include "api/render/receipt.hpp"

#include "api/limits.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <utility>

namespace shenyi::api {

namespace json = boost::json;

json::value render_receipt(const std::string& origin, const std::vector<storage::Receipt>& receipts) {
    if (receipts.empty()) return nullptr;
    json::array proofs;
    for (const storage::Receipt& receipt : receipts) {
        if (proofs.size() == limits::events_told_max) break;
        proofs.push_back(json::object{{"event", receipt.event}, {"index", receipt.index}, {"proof", receipt.proof}});
    }
    return json::object{{"origin", origin}, {"proofs", std::move(proofs)}};
}

std::string receipt_address(const std::string& event) {
    return "/api/v1/audit/events/" + event + "/receipt";
}

}  // namespace shenyi::api
