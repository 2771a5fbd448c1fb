#pragma once

#include "workflow/codec/read.hpp"
#include "workflow/codec/write.hpp"
#include "workflow/command.hpp"

#include <boost/describe/members.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <any>
#include <span>
#include <string_view>

/// The parts of bodies.hpp that its units share: each holds the bodies of some actions.
namespace shenyi::workflow::codec {

/// One action and how its body is read and written.
struct BodyRow {
    Target target;
    std::string_view action;
    /// What of the value fits, and adds what does not; a member that does not is as in a fresh body, or as far as it
    /// could be read.
    std::any (*read)(const boost::json::value& value, Faults& faults);
    boost::json::value (*write)(const std::any& body);
};

std::span<const BodyRow> matter_bodies();
std::span<const BodyRow> review_bodies();
std::span<const BodyRow> meeting_bodies();
std::span<const BodyRow> item_bodies();
std::span<const BodyRow> organ_bodies();

template <class T>
inline constexpr bool is_list = false;
template <class T>
inline constexpr bool is_list<std::vector<T>> = true;

/// Of which lists the contract says nothing if they are absent. Events may gain lists (read.hpp); what somebody asks
/// for is said in full.
enum class Lists { required, optional };

template <class Body>
void require_lists(const boost::json::object& object, Faults& faults) {
    const At root;
    boost::mp11::mp_for_each<boost::describe::describe_members<Body, boost::describe::mod_public>>([&](auto member) {
        using Field = std::remove_cvref_t<decltype(std::declval<Body&>().*member.pointer)>;
        if constexpr (is_list<Field>) {
            const std::string_view name = wire_name(member.name);
            if (!object.contains(name)) add_fault(faults, At{root, name}, FaultCode::missing);
        }
    });
}

template <class Body, Lists lists = Lists::required>
std::any body_of(const boost::json::value& value, Faults& faults) {
    Body body{};
    codec::read(value, body, At{}, faults);
    if constexpr (lists == Lists::required) {
        if (const auto* object = value.if_object()) require_lists<Body>(*object, faults);
    }
    return body;
}

template <class Body>
boost::json::value written(const std::any& body) {
    return codec::write(std::any_cast<const Body&>(body));
}

/// Bodies whose one member has no meaning.
template <class Body>
std::any empty_body(const boost::json::value& value, Faults& faults) {
    const At root;
    if (const auto* object = read_object(value, root, faults)) refuse_unknown(*object, {}, root, faults);
    return Body{};
}

/// The same, written: there is nothing to say.
inline boost::json::value written_empty(const std::any&) {
    return boost::json::object{};
}

}  // namespace shenyi::workflow::codec
