#include "storage/kept_answers.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace shenyi::storage {

namespace {

constexpr const char* select_sqlite = R"(
    SELECT i.actor, i.method, i.path, i.key, i.body_sha256, i.answer, i.at
    FROM json_each(:keys) k CROSS JOIN idempotency i
    WHERE i.organ = :organ AND i.actor = k.value ->> 'actor' AND i.method = k.value ->> 'method'
      AND i.path = k.value ->> 'path' AND i.key = k.value ->> 'key')";
constexpr const char* select_postgresql = R"(
    SELECT i.actor, i.method, i.path, i.key, i.body_sha256, i.answer, i.at
    FROM json_to_recordset(CAST(:keys AS json)) AS k (actor text, method text, path text, key text) CROSS JOIN LATERAL
         (SELECT * FROM idempotency WHERE organ = :organ AND actor = k.actor AND method = k.method
                                      AND path = k.path AND key = k.key OFFSET 0) i)";

}  // namespace

KeptAnswers::KeptAnswers(Connection& connection)
    : statement_(
          (connection.sql().prepare << (connection.engine() == Engine::sqlite ? select_sqlite : select_postgresql),
           soci::use(keys_, "keys"), soci::use(organ_, "organ"), soci::into(key_[0]), soci::into(key_[1]),
           soci::into(key_[2]), soci::into(key_[3]), soci::into(row_.body_sha256), soci::into(row_.answer),
           soci::into(row_.at))) {}

std::map<RequestKey, KeptAnswer> KeptAnswers::read(const workflow::OrganId& organ,
                                                   const std::vector<RequestKey>& keys) {
    std::map<RequestKey, KeptAnswer> answers;
    boost::json::array list;
    for (const auto& [actor, method, path, key] : keys) {
        list.push_back(boost::json::object{{"actor", actor}, {"method", method}, {"path", path}, {"key", key}});
    }
    keys_ = boost::json::serialize(list);
    organ_ = organ.value;
    statement_.execute();
    while (statement_.fetch()) answers[key_] = row_;
    return answers;
}

}  // namespace shenyi::storage
