"""What a creator earns: credited at once, settled by the share of its day, given back without losing or making a cent."""

import random
from datetime import timedelta

import pytest

from wm.domains import earnings, ledger
from wm.kernel import clock
from wm.kernel.db import db
from wm.kernel.errors import Invalid


@pytest.fixture
def purse(app, ben):
    """Ben's wallet with 1,000.00."""
    ledger.move(100_000, ledger.of_site("clearing", "sandbox"), ledger.wallet(ben.id), reason="deposit", key="in")
    return ledger.wallet(ben.id)


def balances(seller) -> dict[str, int]:
    return {kind: account.posted for kind, account in ledger.balances(seller.id).items()}


def sold(purse, seller, ref="one", gross=1000, tax=0, source="sale"):
    return earnings.credit(source, ref, payer=purse, seller_id=seller.id, gross=gross, tax=tax)


def settled(earning):
    clock.shift(timedelta(days=8))
    earnings.settle_due()
    return earning


def test_what_is_paid_waits_and_is_then_divided(purse, ada):
    earning = sold(purse, ada, tax=160)

    assert balances(ada) == {"pending": 840}
    assert earnings.settle_due() == 0
    settled(earning)

    assert balances(ada) == {"pending": 0, "available": 756}
    assert (earning.fee, earning.share, earning.state) == (84, 756, "settled")
    assert (ledger.of_site("tax").posted, ledger.of_site("revenue").posted) == (160, 84)
    assert ledger.trial_balance() == {"USD": 0}


def test_the_same_sale_is_credited_once(purse, ada):
    first, again = sold(purse, ada), sold(purse, ada)

    assert (first.id, balances(ada)) == (again.id, {"pending": 1000})
    with pytest.raises(ledger.KeyReused):
        sold(purse, ada, gross=999)


def test_the_share_is_the_one_of_the_day_of_the_sale(purse, ada, ruth):
    early = sold(purse, ada, "early")
    earnings.set_rate("sale", 5000, clock.now() + timedelta(days=1), ruth, "More for the house.")
    clock.shift(timedelta(days=2))
    late = sold(purse, ada, "late")

    clock.shift(timedelta(days=12))
    earnings.settle_due()

    assert (early.fee, late.fee) == (100, 500)


def test_a_share_is_never_changed_backwards(app, ruth):
    with pytest.raises(earnings.RateInThePast):
        earnings.set_rate("sale", 100, clock.now() - timedelta(seconds=1), ruth, "Too late.")
    with pytest.raises(Invalid):
        earnings.set_rate("sale", 10_001, clock.now() + timedelta(days=1), ruth, "Too much.")

    assert earnings.rates() == []


def test_what_goes_back_before_it_is_settled_comes_from_what_waits(purse, ada):
    earning = sold(purse, ada, tax=160)

    earnings.reverse(earning, 500, key="r1", to=purse)
    settled(earning)

    assert balances(ada) == {"pending": 0, "available": 378}
    assert (earning.fee, ledger.of_site("tax").posted, purse.posted) == (42, 80, 99_500)


def test_what_goes_back_afterwards_is_paid_by_each_as_it_was_got(purse, ada):
    earning = settled(sold(purse, ada))

    first = earnings.reverse(earning, 333, key="r1", to=purse)
    rest = earnings.reverse(earning, 667, key="r2", to=purse)

    assert (first.share + rest.share, first.fee + rest.fee) == (900, 100)
    assert (balances(ada)["available"], ledger.of_site("revenue").posted, purse.posted) == (0, 0, 100_000)
    with pytest.raises(earnings.NothingLeft):
        earnings.reverse(earning, 1, key="r3", to=purse)


def test_the_same_return_twice_is_one(purse, ada):
    earning = sold(purse, ada)

    first, again = (earnings.reverse(earning, 400, key="r1", to=purse) for _ in range(2))

    assert (first.id, purse.posted, earning.returned) == (again.id, 99_400, 400)


def test_a_creator_goes_below_nothing_only_to_the_limit_and_the_site_pays_the_rest(purse, ada, app):
    app.config["NEGATIVE_LIMIT"] = 300
    earning = settled(sold(purse, ada))
    ledger.hold(900, earnings.available_of(ada.id), reason="payout", key="out")
    ledger.settle(
        "out", ledger.Line("payout", earnings.available_of(ada.id), ledger.of_site("clearing", "sandbox"), 900)
    )

    back = earnings.reverse(earning, 1000, key="r1", to=purse)

    assert (balances(ada)["available"], back.share, back.absorbed, back.fee) == (-300, 300, 600, 100)
    assert (ledger.of_site("revenue").posted, purse.posted, ledger.trial_balance()) == (-600, 100_000, {"USD": 0})
    with pytest.raises(ledger.InsufficientFunds):
        ledger.hold(1, earnings.available_of(ada.id), reason="payout", key="more")


@pytest.mark.once
def test_a_few_odd_lives_of_a_sale_leave_no_cent_over(purse, ada):
    chance = random.Random(16)
    for n in range(60):
        gross = chance.randrange(2, 400)
        earning = sold(purse, ada, f"n{n}", gross=gross, tax=chance.randrange(0, gross))
        left, settles_after = gross, chance.randrange(0, 4)
        for step in range(4):
            if step == settles_after:
                earnings.settle(earning.id)
            if left and chance.random() < 0.7:
                part = chance.randrange(1, left + 1)
                back = earnings.reverse(earning, part, key=f"n{n}.{step}", to=purse)
                left -= part
                assert back.tax + back.fee + back.share + back.absorbed == part
        assert earning.left == left
        assert ledger.trial_balance() == {"USD": 0}
    db.session.commit()
    assert ledger.read().findings == []


def test_an_estimate_uses_the_share_of_each_sale(purse, ada, ruth):
    sold(purse, ada, "early")
    earnings.set_rate("sale", 3000, clock.now() + timedelta(days=1), ruth, "From tomorrow on.")
    clock.shift(timedelta(days=2))
    sold(purse, ada, "late")
    sold(purse, ada, "tip", source="tip")

    assert earnings.expected(ada.id, clock.now() + timedelta(days=30)) == 900 + 700 + 950
