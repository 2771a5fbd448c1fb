#pragma once

#include <boost/describe/class.hpp>

#include <string>
#include <string_view>

/// What happens to a person's account.
namespace shenyi::workflow {

struct AccountOpened {
    static constexpr std::string_view type = "account.opened";
    std::string login;
};
BOOST_DESCRIBE_STRUCT(AccountOpened, (), (login))

struct PasswordReset {
    static constexpr std::string_view type = "password.reset";
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(PasswordReset, (), (reason))

struct PasswordChanged {
    static constexpr std::string_view type = "password.changed";
    bool by_owner = true;
};
BOOST_DESCRIBE_STRUCT(PasswordChanged, (), (by_owner))

}  // namespace shenyi::workflow
