"""The demo's tips and rewards: seen where they belong, paid once, and the books balance."""

import pytest

from wm import demo
from wm.domains import content, ledger, people, rewards, tips


def test_the_demo_has_tips_a_pool_and_a_day_that_was_paid(app):
    demo.seed()

    ada = people.by_handle("ada")
    flower = content.owned(ada, words="how a flower counts").items[0]
    (cycle,) = rewards.cycles().items
    assert [each.person.handle for each in tips.supporters(ada, content_id=flower.id)] == ["cy", "ben"]
    assert (cycle.pool, cycle.paid, cycle.creators) == (40_000, cycle.budget, 3)
    assert rewards.paid_to(ada.id).items[0].share.amount > 100
    assert rewards.needed() == (10, 3, 5)
    assert ledger.trial_balance() == {"USD": 0}


@pytest.mark.once
def test_meenal_is_close_and_ada_has_the_followers(app):
    demo.seed()

    assert rewards.meter(people.by_handle("ada").id).followers == 8
    assert rewards.meter(people.by_handle("meenal").id).followers == 4
