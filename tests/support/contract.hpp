#pragma once

#include "api/schema.hpp"
#include "tests/support/http_client.hpp"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace shenyi::tests {

/// What a local reference of the contract names, or the value itself.
const boost::json::value& resolved(const boost::json::value& document, const boost::json::value& value);

/// The HTTP contract, `schemas/openapi.yaml`, as far as answers go.
class Contract {
  public:
    /// Read once.
    static const Contract& shared();

    /// What is wrong with an answer of this operation, each a sentence; empty where the contract allows it. Of what is
    /// no JSON only the media type is looked at.
    std::vector<std::string> faults_of(std::string_view operation, const HttpAnswer& answer) const;

    const boost::json::value& document() const { return document_; }
    const api::Schemas& schemas() const { return schemas_; }
    /// The operation of that id; throws where there is none.
    const boost::json::object& operation(std::string_view id) const;

  private:
    explicit Contract(const boost::json::value& document);

    api::Schemas schemas_;
    boost::json::value document_;
};

}  // namespace shenyi::tests
