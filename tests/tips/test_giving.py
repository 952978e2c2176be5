"""Giving a tip: once for its key, from what the wallet has, to somebody else, within limits; told to whom it is for."""

from datetime import timedelta

import pytest

from tests.films import published
from wm.domains import earnings, graph, ledger, notifications, payments, tips
from wm.kernel import clock
from wm.kernel.db import db, transaction
from wm.kernel.errors import Forbidden, NotFound, TooMany


def fund(person, amount=10_000):
    into = ledger.wallet(person.id)
    ledger.move(amount, ledger.of_site("clearing", "test"), into, reason="deposit", key=f"in:{person.id}")
    db.session.commit()


@pytest.fixture
def river(ada):
    return published(ada, "How a river remembers")


@pytest.fixture
def purse(ben):
    fund(ben)


def give(person, to, amount=500, key="one", **more):
    return tips.give(person, to, amount, key=key, **more)


def test_a_tip_leaves_the_wallet_and_waits_for_the_creator(purse, ada, ben, river):
    tip = give(ben, ada, piece=river, words="  The silt!\n ")

    assert (tip.words, tip.shown, ledger.wallet(ben.id).available) == ("The silt!", "creator", 9500)
    earning = earnings.find("tip", tip.public_id)
    assert (earning.gross, earning.seller_id, earning.content_id) == (500, ada.id, river.id)
    assert ledger.trial_balance() == {"USD": 0}


def test_the_same_key_gives_once(purse, ada, ben):
    first, again = give(ben, ada), give(ben, ada)

    assert (first.id, ledger.wallet(ben.id).available) == (again.id, 9500)
    with pytest.raises(ledger.KeyReused):
        give(ben, ada, amount=600)


def test_an_empty_wallet_gives_nothing(ada, ben):
    fund(ben, 120)

    with pytest.raises(ledger.InsufficientFunds) as short:
        give(ben, ada)

    db.session.rollback()
    assert short.value.details["missing"] == 380
    assert (tips.received(ada).items, ledger.wallet(ben.id).available) == ([], 120)


def test_nobody_tips_themselves(purse, ben):
    with pytest.raises(tips.NotToOneself):
        give(ben, ben)

    assert ledger.wallet(ben.id).available == 10_000


@pytest.mark.parametrize("amount", [-500, 0, 1, 99, 50_001, 10**15])
def test_odd_amounts_are_refused(purse, ada, ben, amount):
    with pytest.raises(tips.TooMuchAtOnce):
        give(ben, ada, amount)

    assert ledger.wallet(ben.id).available == 10_000


def test_words_have_a_limit(purse, ada, ben):
    with pytest.raises(tips.WordsTooLong):
        give(ben, ada, words="x" * 201)


def test_an_hour_has_a_limit_and_ends(purse, ada, ben):
    for number in range(tips.PER_HOUR):
        give(ben, ada, 100, key=str(number))

    with pytest.raises(TooMany):
        give(ben, ada, 100, key="more")

    clock.shift(timedelta(hours=1, seconds=1))
    assert give(ben, ada, 100, key="more").amount == 100


def test_a_day_has_a_limit_in_money(ada, ben):
    fund(ben, 10**6)
    for number in range(2):
        give(ben, ada, 50_000, key=str(number))

    with pytest.raises(tips.TooMuchToday):
        give(ben, ada, 100, key="more")


def test_the_creator_is_told_and_hears_it_at_once(purse, ada, ben, river, run_jobs):
    tip = give(ben, ada, piece=river)
    run_jobs()

    (row,) = notifications.told(ada).items
    assert (row.event, row.content_id, row.last_actor_id) == ("tipped", river.id, ben.id)
    assert tips.received(ada).items[0].person.id == ben.id
    assert tip.to_id == ada.id


def test_an_anonymous_tip_names_nobody(purse, ada, ben, river, run_jobs):
    give(ben, ada, piece=river, shown="nobody", words="From the dark")
    run_jobs()

    assert notifications.told(ada).items[0].event == "tipped_unnamed"
    (given,) = tips.received(ada).items
    assert (given.person, given.tip.words) == (None, "From the dark")
    assert tips.supporters(ada, content_id=river.id) == []


def test_only_public_tips_stand_under_the_piece(purse, ada, ben, cy, river):
    fund(cy)
    give(ben, ada, piece=river, shown="public", words="Seen")
    give(cy, ada, piece=river)
    give(cy, ada, key="two", shown="public", words="For the person")

    assert [(each.person.id, each.tip.words, each.number) for each in tips.supporters(ada, content_id=river.id)] == [
        (ben.id, "Seen", 1)
    ]
    assert [each.person.id for each in tips.supporters(ben, person_id=ada.id)] == [cy.id]


def test_a_block_hides_who_supports(purse, ada, ben, cy, river):
    give(ben, ada, piece=river, shown="public")
    graph.block(cy, ben)
    graph.block(ada, ben)

    assert tips.supporters(cy, content_id=river.id) == []
    assert tips.received(ada).items[0].person is None


def test_what_is_hidden_or_went_back_is_not_shown(purse, ada, ben, cy, river, run_jobs):
    one, two = (give(ben, ada, key=key, piece=river, shown="public") for key in "ab")
    with pytest.raises(Forbidden):
        tips.hide(one, cy)
    tips.hide(one, ada)
    earnings.reverse(earnings.find("tip", two.public_id), 500, key="back", to=ledger.wallet(ben.id))
    run_jobs()

    assert tips.supporters(cy, content_id=river.id) == []
    assert tips.month(ada, clock.now() - timedelta(days=1)) == (1, 1, 500)


def test_the_creator_says_thank_you_and_the_giver_hears_it_once(purse, ada, ben, cy, river, run_jobs):
    tip = give(ben, ada, piece=river, shown="nobody")
    run_jobs()
    tips.heart(tip, ada)
    tips.thank(tip, ada, "That made my week.")
    with pytest.raises(Forbidden):
        tips.thank(tip, cy, "Me, too")
    run_jobs()

    assert [row.event for row in notifications.told(ben).items] == ["tip_thanked"]
    assert tips.given(ben).items[0].tip.thanks == "That made my week."


def test_a_tip_is_its_own_peoples_business(purse, ada, ben, cy, mo):
    tip = give(ben, ada)

    assert tips.seen_one(tip.public_id, mo).id == tip.id
    with pytest.raises(NotFound):
        tips.seen_one(tip.public_id, cy)
    with pytest.raises(NotFound):
        tips.received_one(tip.public_id, cy)


def test_a_tip_counts_in_the_limit_that_one_set_oneself(ada, ben):
    fund(ben)
    with transaction():
        payments.limit_spending(ben.id, 700, None)
        tips.give(ben, ada, 500, key="first")

    with pytest.raises(payments.SpendingLimitReached), transaction():
        tips.give(ben, ada, 201, key="second")

    assert ledger.of_person("pending", ada.id).posted == 500
