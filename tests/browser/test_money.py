"""The whole way of a coin in a real browser, on the sandbox gateway: priced, paid, watched, tipped, withdrawn, given back, balanced."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, PLAIN
from tests.services import wait_until
from wm.domains import earnings, ledger
from wm.domains.payouts.models import PayoutTarget, Withdrawal
from wm.kernel import clock
from wm.kernel.db import db, transaction


def add_money(page, amount: str) -> None:
    """Fill the wallet by a card that is good."""
    page.goto("/wallet/add")
    page.locator("#add-money input[name=amount]").fill(amount)
    page.get_by_role("button", name="Go on to pay").click()
    page.get_by_role("button", name=re.compile("^Pay ")).click()
    page.wait_for_url(re.compile("/payments/"))
    wait_until(lambda: _settled(page), "the money in the wallet", 30)


def _settled(page) -> bool:
    return _says(page, "The money is in your wallet.")


def _says(page, words: str) -> bool:
    """Whether the page says so by now; without JavaScript it is asked again."""
    if page.get_by_text(words).count():
        return True
    page.wait_for_timeout(500)
    if page.context.plain:
        page.reload()
    return False


@pytest.fixture(params=["phone", "plain"])
def seat(request, play_money, visitor):
    """Open a page for somebody: on a phone, or at a desk without JavaScript."""
    profile = {"phone": PHONE, "plain": PLAIN}[request.param]

    def open_page(person):
        page = visitor(profile, person=person)
        page.context.plain = request.param == "plain"
        return page

    return open_page


def test_a_coin_goes_all_the_way_and_the_books_balance(seat, river, ada, ben, ruth):
    maker, buyer = seat(ada), seat(ben)

    maker.goto(f"/studio/pieces/{river.public_id}/price")
    maker.get_by_label("To keep it").fill("4.00")
    maker.get_by_role("button", name="Keep the price").click()
    expect(maker.get_by_text("The price is kept.")).to_be_visible()
    maker.goto("/studio/tiers/new")
    maker.get_by_label("Name", exact=True).fill("Friends of the river")
    maker.get_by_label("Price of a month").fill("3")
    maker.get_by_role("button", name="Make the tier").click()
    expect(maker.get_by_text("Friends of the river").first).to_be_visible()

    buyer.goto(f"/watch/{river.public_id}")
    expect(buyer.get_by_text("This film is locked")).to_be_visible()
    assert buyer.locator("video").count() == 0
    add_money(buyer, "20")
    buyer.goto(f"/watch/{river.public_id}")
    buyer.get_by_role("button", name="Buy it for $4.00").click()
    expect(buyer.locator("video")).to_be_visible()
    assert buyer.url.endswith(f"/watch/{river.public_id}")

    buyer.goto("/@ada/membership")
    buyer.get_by_role("link", name=re.compile("Join")).first.click()
    buyer.get_by_role("button", name="Pay $3.00").click()
    expect(buyer.locator("main")).to_contain_text("Renews on")
    buyer.goto(f"/pieces/{river.public_id}/tip")
    buyer.get_by_label("$5.00").check()
    buyer.get_by_role("button", name="Give the tip").click()
    expect(buyer.get_by_text("Ada Okafor has your $5.00").first).to_be_visible()
    db.session.rollback()
    assert ledger.wallet(ben.id).available == 2000 - 400 - 300 - 500

    clock.shift(timedelta(days=8))
    while True:
        with transaction():
            if not earnings.settle_due():
                break
    clock.shift(timedelta(0))
    maker.goto("/studio/earnings")
    expect(maker.locator("main")).to_contain_text("$11.05")  # 3.60 of the sale, 2.70 of the month, 4.75 of the tip
    maker.goto("/studio/payouts/accounts/sandbox")
    maker.get_by_label("Name of the account").fill("acct_ada")
    maker.get_by_role("button", name="Add it").click()
    expect(maker.get_by_role("heading", name="Payouts").first).to_be_visible()
    with transaction():
        db.session.execute(
            db.update(PayoutTarget).values(
                usable_at=clock.now() - timedelta(hours=1), created_at=clock.now() - timedelta(days=9)
            )
        )
    maker.goto("/studio/payouts/withdraw")
    maker.get_by_label("How much").fill("10.00")
    maker.locator("input[name=target]").first.check()
    maker.get_by_role("button", name="Withdraw").click()
    wait_until(lambda: _withdrawn() == "settled", "the payout", 60)
    maker.goto("/studio/payouts")
    expect(maker.locator("main")).to_contain_text("$1.05")

    buyer.goto("/orders")
    buyer.get_by_role("link", name=river.title).first.click()
    buyer.get_by_role("link", name="Ask for a refund").click()
    buyer.get_by_role("button", name="Get my money back").click()
    expect(buyer.get_by_role("button", name="Get my money back")).to_have_count(0)
    buyer.goto(f"/watch/{river.public_id}")
    expect(buyer.get_by_text("This film is locked")).to_be_visible()
    staff = seat(ruth)
    staff.goto("/admin/books")
    staff.get_by_role("button", name="Read now").click()
    wait_until(lambda: _says(staff, "Books balanced"), "a reading of the books", 60)
    db.session.rollback()
    assert (ledger.trial_balance(), ledger.read().findings) == ({"USD": 0}, [])
    assert ledger.wallet(ben.id).available == 2000 - 300 - 500


def _withdrawn() -> str:
    db.session.rollback()
    return db.session.scalar(db.select(Withdrawal.state)) or ""
