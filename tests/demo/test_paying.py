"""The demo's Ada can be paid at once, and a first payout is on its way."""

import pytest

from wm import demo
from wm.domains import earnings, ledger, payouts, people


@pytest.mark.once
def test_ada_has_something_available_and_a_payout_asked_for(app):
    demo.seed()

    ada = people.by_handle("ada")
    (asked,) = payouts.listed(person_id=ada.id).items
    assert (asked.amount, asked.state, payouts.targets(ada)[0].rests) == (1000, "requested", False)
    assert earnings.available_of(ada.id).available > 1000
    assert payouts.schedule_of(ada).rhythm == "week"
    assert ledger.trial_balance() == {"USD": 0}
