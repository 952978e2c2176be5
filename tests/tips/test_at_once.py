"""Many tips at once: totals hold, no wallet is overdrawn, one form counts once, and no limit is passed."""

import threading
from contextlib import suppress

import pytest

from tests.tips.test_giving import fund
from wm.domains import ledger, people, tips
from wm.kernel.db import db, retried, transaction
from wm.kernel.errors import DomainError

MANY = 8


def at_once(app, deeds) -> list[BaseException]:
    """Run each deed in a thread and a transaction of its own; returns what went wrong and is no refusal."""
    broken = []

    def run(deed):
        with app.app_context():
            try:
                with suppress(DomainError):
                    retried(lambda: once(deed))
            except Exception as error:
                broken.append(error)

    def once(deed):
        with transaction():
            deed()

    db.session.commit()
    threads = [threading.Thread(target=run, args=(deed,)) for deed in deeds]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    db.session.rollback()
    db.session.expire_all()
    return broken


def giving(giver_id, to_id, amount, key):
    return lambda: tips.give(people.find(giver_id), people.find(to_id), amount, key=key)


def test_the_last_money_is_given_once(app, ada, ben):
    fund(ben, 500)

    broken = at_once(app, [giving(ben.id, ada.id, 200, f"k{n}") for n in range(MANY)])

    assert broken == []
    assert (ledger.wallet(ben.id).available, len(tips.given(ben).items)) == (100, 2)
    assert ledger.trial_balance() == {"USD": 0}


def test_one_form_that_is_sent_many_times_counts_once(app, ada, ben):
    fund(ben, 5000)

    broken = at_once(app, [giving(ben.id, ada.id, 200, "same")] * MANY)

    assert broken == []
    assert (ledger.wallet(ben.id).available, len(tips.given(ben).items)) == (4800, 1)


def test_round_and_round_keeps_the_total(app, ada, ben, cy):
    for person in (ada, ben, cy):
        fund(person, 1000)
    circle = [ada.id, ben.id, cy.id]

    deeds = [giving(circle[n % 3], circle[(n + 1) % 3], 100, f"k{n}") for n in range(24)]
    broken = at_once(app, deeds)

    left = sum(ledger.wallet(each).available for each in circle)
    waiting = sum(ledger.of_person("pending", each).posted for each in circle)
    assert broken == []
    assert (left, waiting, left + waiting) == (600, 2400, 3000)
    assert ledger.trial_balance() == {"USD": 0}


@pytest.mark.parametrize("most", [3])
def test_the_limit_of_an_hour_holds_at_once(app, monkeypatch, ada, ben, most):
    monkeypatch.setattr(tips.limits, "PER_HOUR", most)
    fund(ben, 5000)

    broken = at_once(app, [giving(ben.id, ada.id, 100, f"k{n}") for n in range(MANY)])

    assert broken == []
    assert len(tips.given(ben).items) == most
