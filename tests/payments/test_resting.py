"""What a card has just brought is not passed on by new accounts, and one network does not try card after card."""

from datetime import timedelta

import pytest

from wm.domains import ledger, payments, tips
from wm.domains.payments.concluding import concluded
from wm.domains.payments.gateways import Standing
from wm.kernel import clock
from wm.kernel.db import db, transaction

HOME = "203.0.113.0/24"


@pytest.fixture
def careful(app):
    """The site as it is outside of tests."""
    app.config.update(DEPOSIT_REST_HOURS=72, NEW_ACCOUNT_DAYS=30, DEPOSITS_PER_NETWORK=3)


def begin(person, key, amount=2000, network=HOME, gateway="sandbox"):
    attempt = payments.checkout(person, amount, gateway=gateway, key=key, network=network)
    db.session.info.pop("after_commit", None)
    db.session.commit()
    return attempt


def paid(person, key, amount=2000):
    attempt = begin(person, key, amount)
    with transaction():
        concluded(attempt.id, Standing("succeeded", f"thing-{attempt.id}"))
    return attempt


def test_a_new_account_waits_before_it_gives_what_a_card_brought(careful, as_ben, ben, ada):
    paid(ben, "one")
    assert payments.fresh_money(ben) == 2000
    with pytest.raises(payments.MoneyRests, match="72 hours"):
        tips.give(ben, ada, 500, key="tip")
    db.session.rollback()
    assert ledger.wallet(ben.id).posted == 2000
    assert "$20.00 of it came by card lately." in as_ben.get("/wallet").text

    clock.shift(timedelta(hours=73))
    tips.give(ben, ada, 500, key="tip")
    assert (ledger.wallet(ben.id).posted, payments.fresh_money(ben)) == (1500, 0)


def test_what_was_there_before_can_be_given_and_old_accounts_never_wait(careful, ben, ada):
    ledger.move(600, ledger.of_site("clearing", "test"), ledger.wallet(ben.id), reason="deposit", key="before")
    paid(ben, "one")

    tips.give(ben, ada, 500, key="tip")
    with pytest.raises(payments.MoneyRests):
        tips.give(ben, ada, 500, key="more")
    with pytest.raises(payments.MoneyRests):
        payments.check_bringing(ben, "sandbox")
    payments.check_bringing(ben, "bank")
    ben.created_at = clock.now() - timedelta(days=31)
    tips.give(ben, ada, 500, key="more")
    payments.check_bringing(ben, "sandbox")


def test_one_network_begins_so_many_deposits_in_an_hour_whoever_asks(careful, ben, cy, ada):
    for number, person in enumerate((ben, cy, ben)):
        begin(person, f"n{number}")
    with pytest.raises(payments.TooManyFailures):
        begin(ada, "n3")
    begin(ada, "elsewhere", network="198.51.100.0/24")

    clock.shift(timedelta(minutes=61))
    begin(ada, "later")


def test_the_address_is_never_kept_in_clear(careful, ben):
    attempt = begin(ben, "one")

    assert (HOME in attempt.network, len(attempt.network)) == (False, 64)
    six = [payments.network_mark(f"2001:db8:1:{n:x}00::/56") for n in (0, 0xFF)]
    assert six[0] == six[1] != payments.network_mark("2001:db8:2::/56")
    assert payments.network_mark("") == payments.network_mark("unknown") == ""
