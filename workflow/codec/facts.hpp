#pragma once

#include "workflow/codec/read.hpp"
#include "workflow/codec/write.hpp"
#include "workflow/finding.hpp"

#include <boost/json/value.hpp>

/// The facts of a finding as they are stored: a number and a text as themselves, a day as {"date"}, a moment as
/// {"instant"}, a term as {"catalogue", "code"}, a list as an array of texts or of terms. An empty list is read as one
/// of texts: it says the same.
namespace shenyi::workflow::codec {

template <>
struct Writer<Fact> {
    static boost::json::value write(const Fact& fact);
};

template <>
struct Reader<Fact> {
    static void read(const boost::json::value& value, Fact& out, const At& at, Faults& faults);
};

}  // namespace shenyi::workflow::codec
