"""The pages of money on a small phone: open to all, still, and large enough to touch, with something on each of them."""

from tests.browser.looking import faults_of, looker
from tests.films import published
from wm.domains import earnings, ledger, market, memberships, payouts
from wm.kernel.db import db, writing

BUYERS = ["/market", "/gifts", "/orders", "/memberships", "/wallet/statement"]
MAKERS = [
    "/studio/earnings",
    "/studio/tiers",
    "/studio/codes",
    "/studio/bundles",
    "/studio/payouts",
    "/studio/customers",
]
STAFF = ["/admin/books", "/admin/withdrawals", "/admin/cases", "/admin/rates"]
STAFF += ["/admin/two", "/admin/corrections", "/admin/disputes", "/admin/fraud/@ada"]
LONG = "Wolfeschlegelsteinhausenbergerdorff, and what the river did to all of his family"


def test_every_page_of_money_is_open_to_all_still_and_large_enough_to_touch(visitor, ada, ben, cy, ruth):
    order, bundle = _a_busy_day(ada, ben, cy)

    assert faults_of(looker(visitor, ben), [*BUYERS, order, bundle]) == []
    assert faults_of(looker(visitor, ada), MAKERS) == []
    assert faults_of(looker(visitor, ruth), STAFF) == []


def _a_busy_day(ada, ben, cy) -> tuple[str, str]:
    """Sell, give, join and ask for money; return where the receipt of a piece and the page of a bundle are."""
    one, two = (published(ada, title) for title in (LONG, "The long dune"))
    with writing():
        ledger.move(10_000_00, ledger.of_site("clearing", "test"), ledger.wallet(ben.id), reason="deposit", key="in")
        offers = [
            market.set_prices(piece, unlock=amount).unlock.public_id for piece, amount in ((one, 9000_00), (two, 5_00))
        ]
        bundle = market.bundles.make(ada, title=LONG, words="", amount=8000_00, pieces=[one.id, two.id])
        market.codes.make(ada, word="RIVER", kind="percent", amount=20)
        tier = memberships.make_tier(ada.id, name="Friends", per_month=500, per_year=None, benefits=["Sketches"])
        memberships.join(ben, tier, "month", key="a-form-of-ben")
        sale = market.buy(ben, offers[0], key="k1")
        market.giving.give(ben, offers[1], key="k2", to=cy, message="For the wall.")
        earnings.settle(earnings.find("sale", sale.public_id).id)
        case = ledger.open_case("books", "told", LONG, owner_id=ben.id)
        ledger.ask_correction(case, "revenue:site:USD", ledger.wallet(ben.id).name, 700, cy, LONG, key="k4")
        payouts.ask(ada, 2000_00, payouts.add_bank(ada, name=ada.name, iban="DE89370400440532013000"), key="k3")
        db.session.flush()
        return f"/orders/{sale.public_id}", f"/bundles/{bundle.public_id}"
