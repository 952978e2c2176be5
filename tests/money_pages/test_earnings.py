"""The studio explains every cent: sums, months, sources, pieces, lines, and the moves behind each of them."""

from datetime import timedelta

import pytest

from tests.money_pages.conftest import balances
from wm.domains import earnings, ledger
from wm.kernel import clock
from wm.kernel.db import db

PAGES = ["/studio/earnings", "/studio/earnings/lines", "/studio/earnings/account", "/studio/payouts"]


@pytest.mark.parametrize("path", [*PAGES, "/studio/payouts/withdraw", "/studio/payouts/to-wallet"])
def test_somebody_who_has_earned_nothing_reads_what_comes(as_cy, path):
    answer = as_cy.get(path)

    assert answer.status_code == 200
    assert ledger.trial_balance() == {}  # looking opens no account


@pytest.mark.once
@pytest.mark.parametrize("path", PAGES)
def test_strangers_are_asked_to_sign_in(client, path):
    assert "/sign-in" in client.get(path).headers["Location"]


@pytest.mark.once
def test_what_waits_is_pending_and_says_until_when(as_ada, sold):
    page = as_ada.get("/studio/earnings").text

    assert "$8.40" in page
    assert f"Pending until {sold.settles_at.day} {sold.settles_at:%b}" in page


@pytest.mark.once
def test_what_is_held_says_why_and_until_when(as_ada, sold):
    until = clock.now() + timedelta(days=30)
    earnings.hold_back([sold.id], "A buyer's bank asked.", until)
    clock.shift(timedelta(days=10))
    assert earnings.settle_due() == 0
    page = as_ada.get("/studio/earnings").text

    assert "$8.40 is held" in page
    assert f"until {until.day} {until:%b}" in page
    assert "A buyer&#39;s bank asked." in page


def test_what_was_held_settles_when_its_time_has_come_or_it_is_let_go(sold, purse, ada):
    later = earnings.credit("sale", "two", payer=purse, seller_id=ada.id, gross=500)
    earnings.hold_back([sold.id, later.id], "Odd.", clock.now() + timedelta(days=20))
    earnings.let_go([later.id])
    clock.shift(timedelta(days=8))
    assert (earnings.settle_due(), later.state, sold.state) == (1, "settled", "pending")

    clock.shift(timedelta(days=21))
    assert (earnings.settle_due(), sold.state) == (1, "settled")
    assert earnings.hold_back([sold.id], "Too late.") == 0


def test_one_frozen_creator_does_not_stop_the_others(sold, purse, cy, ada):
    other = earnings.credit("tip", "three", payer=purse, seller_id=cy.id, gross=500)
    ledger.freeze(ledger.of_person("pending", ada.id), "It differs.")
    db.session.flush()
    clock.shift(timedelta(days=8))

    assert (earnings.settle_due(), other.state, sold.state) == (1, "settled", "pending")


@pytest.mark.once
def test_every_line_leads_to_its_moves(as_ada, sold, purse):
    clock.shift(timedelta(days=8))
    earnings.settle_due()
    earnings.reverse(sold, 500, key="back", to=purse)
    page = as_ada.get(f"/studio/earnings/{sold.public_id}").text

    for said in ("Sale", "Tax", "Your share", "share, 10 %", "$7.56", "Refund", sold.journal):
        assert said in page
    for move in ledger.of_subject("sale:one"):
        assert move.hash[:10] in page


@pytest.mark.once
def test_nobody_reads_the_lines_of_somebody_else(as_cy, sold):
    assert as_cy.get(f"/studio/earnings/{sold.public_id}").status_code == 404
    assert sold.public_id not in as_cy.get("/studio/earnings/lines").text


@pytest.mark.parametrize(
    ("query", "is_there"),
    [("", True), ("source=sale", True), ("source=tip", False), ("month=2020-01", False), ("source=%00", True)],
)
def test_lines_are_narrowed_by_the_address(as_ada, sold, query, is_there):
    whole, part = as_ada.get(f"/studio/earnings/lines?{query}"), as_ada.get(f"/studio/earnings/lines?{query}", hx=True)

    assert (sold.public_id in whole.text, sold.public_id in part.text) == (is_there, is_there)
    assert "<html" not in part.text


@pytest.mark.once
@pytest.mark.parametrize("query", ["month=x", "month=2026-13", "piece=nothing", "after=!"])
def test_made_up_addresses_lead_nowhere(as_ada, sold, query):
    assert as_ada.get(f"/studio/earnings/lines?{query}").status_code == 404


def test_a_piece_has_its_own_lines(as_ada, sold, piece):
    assert sold.public_id in as_ada.get(f"/studio/earnings/lines?piece={piece.public_id}").text


@pytest.mark.once
def test_the_spreadsheet_runs_nothing(as_ada, sold):
    answer = as_ada.get("/studio/earnings/lines.csv")

    assert answer.headers["Content-Type"].startswith("text/csv")
    assert "'=HYPERLINK(1)" in answer.text
    assert ",10.00,1.60,,,0.00,pending," in answer.text


@pytest.mark.once
def test_a_page_costs_the_same_with_few_lines_and_many(as_ada, purse, ada, statements):
    def cost():
        statements.clear()
        as_ada.get("/studio/earnings/lines")
        return len(statements)

    earnings.credit("tip", "t0", payer=purse, seller_id=ada.id, gross=500)
    few = cost()
    for n in range(1, 12):
        earnings.credit("tip", f"t{n}", payer=purse, seller_id=ada.id, gross=500)
    assert cost() <= few


@pytest.mark.once
def test_a_balance_below_nothing_is_told_kindly(as_ada, sold, ada, purse):
    clock.shift(timedelta(days=8))
    earnings.settle_due()
    ledger.move(756, earnings.available_of(ada.id), ledger.wallet(ada.id), reason="to_wallet", key="spent")
    earnings.reverse(sold, 1000, key="back", to=purse)
    page = as_ada.get("/studio/earnings").text

    assert balances(ada)["available"] == (-756, 0)
    assert "$7.56 went back after it had been paid to you" in page
    assert "the next earnings make up for it" in page
