"""Many at once: a period is charged once, a double click joins once, and a wallet is never overdrawn."""

import contextvars
import threading
from datetime import timedelta

import pytest

from tests.memberships.conftest import NEW_YEAR
from wm.domains import entitlements, ledger, memberships, people
from wm.domains.memberships.models import Period
from wm.kernel.db import db, retried, transaction
from wm.kernel.errors import DomainError

pytestmark = pytest.mark.usefixtures("books")
KEY = "a-form-of-ben"
CROWD = 20


@pytest.fixture
def at_once(app):
    """Run deeds at the same moment, each in a transaction of its own; returns what they raised or returned."""

    def run(deeds):
        ready, said = threading.Barrier(len(deeds)), []
        threads = [
            threading.Thread(target=contextvars.Context().run, args=(_run, app, ready, deed, said)) for deed in deeds
        ]
        db.session.rollback()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        db.session.expire_all()
        return said

    return run


def _run(app, ready, deed, said):
    with app.app_context():
        ready.wait(30)
        try:
            said.append(retried(lambda: _whole(deed)))
        except DomainError as refusal:
            said.append(refusal.code)
        finally:
            db.session.remove()


def _whole(deed):
    with transaction():
        return deed()


def joining(person, tier):
    """How a request of its own joins: with rows that it has read itself."""
    who, what = person.id, tier.public_id
    return lambda key: memberships.join(people.find(who), memberships.find_tier(what), "month", key=key).number


def paid():
    return db.session.query(Period).filter(Period.amount > 0).count()


def test_the_renewal_run_twenty_times_at_once_charges_once(at_once, ben, ada, friends, purse, calendar):
    calendar(NEW_YEAR)
    row = memberships.join(ben, friends, "month", key=KEY)
    db.session.commit()
    calendar(NEW_YEAR + timedelta(days=28, hours=1))

    said = at_once([lambda row_id=row.id: memberships.turn(row_id).number] * CROWD)

    assert said == [2] * CROWD
    assert (paid(), ledger.wallet(ben.id).posted, ledger.balances(ada.id)["pending"].posted) == (2, 99_000, 1000)


def test_one_form_sent_twenty_times_at_once_joins_once(at_once, ben, ada, friends, purse):
    join = joining(ben, friends)
    db.session.commit()

    said = at_once([lambda: join(KEY)] * CROWD)

    assert said == [1] * CROWD
    assert (paid(), ledger.wallet(ben.id).posted, len(entitlements.live_grants(ben.id))) == (1, 99_500, 1)


def test_twenty_forms_at_once_join_once(at_once, ben, friends, purse):
    join = joining(ben, friends)
    db.session.commit()

    said = at_once([lambda n=n: join(f"form-number-{n}") for n in range(CROWD)])

    assert sorted(map(str, said)) == sorted(["1", *["already_member"] * (CROWD - 1)])
    assert ledger.wallet(ben.id).posted == 99_500


def test_cancelling_and_renewing_at_once_end_in_one_of_the_two(at_once, ben, friends, purse, calendar):
    calendar(NEW_YEAR)
    row = memberships.join(ben, friends, "month", key=KEY)
    db.session.commit()
    calendar(NEW_YEAR + timedelta(days=28, hours=1))
    row_id = row.id
    pair = [lambda: memberships.turn(row_id), lambda: memberships.cancel(memberships.with_row_id(row_id))]

    at_once(pair * (CROWD // 2))

    row = memberships.with_row_id(row_id)
    assert (row.state, paid()) in (("ended", 1), ("active", 2))
    assert row.state == "ended" or row.is_leaving
    assert ledger.wallet(ben.id).posted == 100_000 - 500 * paid()


def test_renewals_of_two_memberships_with_money_for_one_renew_one(at_once, ben, ada, cy, fill, friends, calendar):
    calendar(NEW_YEAR)
    other = memberships.make_tier(cy.id, name="Tuners", per_month=500, per_year=None, benefits=[])
    fill(ben, 1500)
    rows = [memberships.join(ben, tier, "month", key=f"form-of-{tier.name}") for tier in (friends, other)]
    ids = [row.id for row in rows]
    db.session.commit()
    calendar(NEW_YEAR + timedelta(days=28, hours=1))

    said = at_once([lambda each=each: memberships.turn(each).state for each in ids * 4])

    assert sorted(said) == ["active"] * 4 + ["past_due"] * 4
    assert ledger.wallet(ben.id).posted == 0
