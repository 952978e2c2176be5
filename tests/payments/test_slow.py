"""A gateway that takes its time: nobody waits for it before a page, the page says so, and pressing again begins nothing twice."""

import time

import pytest

from tests.payments.pages import attempt_of, begin, pay
from wm.domains import ledger, payments
from wm.domains.payments import following
from wm.domains.payments.gateways import ALL
from wm.kernel.db import db

KEY = "k" * 22


@pytest.fixture
def slow(gateway, monkeypatch):
    """The gateway answers after four seconds; who sits before a page waits for a fifth of one."""
    monkeypatch.setattr(following, "PATIENCE_SECONDS", 0.2)
    gateway.switch(slow=4)
    return gateway


def attempts_of(person):
    return db.session.scalars(db.select(payments.PaymentAttempt).filter_by(person_id=person.id)).all()


@pytest.mark.once
def test_adding_money_tells_at_once_that_the_gateway_is_slow_and_goes_on_by_itself(as_ben, ben, slow):
    began = time.monotonic()
    answers = [begin(as_ben, "25", key=KEY) for _ in range(2)]
    assert time.monotonic() - began < 4
    where = f"/payments/{attempt_of(ben).public_id}"
    assert ({answer.location for answer in answers}, len(attempts_of(ben))) == ({f"{where}/onward"}, 1)

    onward, standing = as_ben.get(f"{where}/onward").text, as_ben.get(where).text
    assert '<meta http-equiv="refresh" content="2">' in onward
    assert "slow or away" in onward
    assert "leads on to the payment as soon as it answers" in standing

    slow.switch(slow=0)
    payments.follow(attempt_of(ben).id)  # as the job does, again and again
    as_ben.get(pay(as_ben, slow, f"{where}/onward"))
    assert "The money is in your wallet." in as_ben.get(where).text
    assert (ledger.wallet(ben.id).available, len(attempts_of(ben))) == (2500, 1)


@pytest.mark.once
def test_who_comes_back_from_a_slow_gateway_sees_that_we_wait_for_it(as_ben, ben, gateway, slow):
    gateway.switch(slow=0)
    back = pay(as_ben, gateway, begin(as_ben, "25").location)
    gateway.switch(slow=4)

    shown = as_ben.get(as_ben.get(back).location).text
    assert "We are waiting for the payment service" in shown
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in shown
    assert ledger.wallet(ben.id).available == 0
    gateway.switch(slow=0)
    payments.follow(attempt_of(ben).id)
    assert ledger.wallet(ben.id).available == 2500


@pytest.mark.once
def test_those_who_did_not_wait_for_long_do_not_make_others_rest(as_ben, slow):
    for number in range(7):
        begin(as_ben, "25", key=f"{number}" * 22)

    ALL["sandbox"].line.breaker.check()
