#include "workflow/evolve/evolve.hpp"

namespace shenyi::workflow {

namespace {

/// One overload for each event of a person's stream; one that is missing does not compile.
struct AccountFold {
    Account& account;
    const EventMeta& meta;

    void operator()(const AccountOpened&) const {}  // login and name stand in the organ's stream

    void operator()(const PasswordReset&) const { reset(); }

    void operator()(const PasswordChanged& event) const {
        // The owner's own change does not undo the reset: what he signs stays marked for its day (R-ACC-09).
        if (event.by_owner)
            account.password_changed_at = meta.at;
        else
            reset();
    }

  private:
    void reset() const {
        account.password_reset_at = meta.at;
        account.password_reset_by = meta.actor;
        account.reset_under_mark = meta.reset_at.has_value();
    }
};

}  // namespace

void evolve(Account& account, const PersonEvent& event, const EventMeta& meta) {
    std::visit(AccountFold{account, meta}, event);
    account.last_event_at = meta.at;
}

}  // namespace shenyi::workflow
