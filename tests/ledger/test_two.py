"""Deeds about money that take two people: asked by one, agreed to by another in time, never by whoever it is about."""

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.staff import agreed, rosa  # noqa: F401
from wm.domains import earnings, ledger, platform
from wm.domains.platform.models import Audit
from wm.kernel import clock
from wm.kernel.db import db
from wm.kernel.errors import Invalid, NotNow

ROOT = Path(__file__).parents[2]
ALONE = r"refund_by_staff|set_rate\(|rewards\.fund\(|rewards\.set_rule|fraud\.(release|refuse)\b|close_case|refunds\.decide\(|set_plan|change_pro|open_sign_in|payments\.(book|mark_paid|bounce)\b"


@pytest.fixture
def case(app):
    """A case that says what is wrong, and 50.00 that the site has earned."""
    ledger.move(5000, ledger.of_site("clearing", "test"), ledger.wallet(998), reason="deposit", key="in")
    ledger.move(5000, ledger.wallet(998), ledger.of_site("revenue"), reason="pro", key="pro")
    return ledger.open_case("books", "told", "Somebody was charged twice.")


def ask(case, by, to="wallet:900007", amount=700, key="one"):
    ledger.wallet(900007)
    ledger.wallet(900008)
    return ledger.ask_correction(case, "revenue:site:USD", f"{to}:USD", amount, by, "Charged twice.", key=key)


def audits(kind):
    rows = db.session.scalars(select(Audit).where(Audit.event == kind).order_by(Audit.id))
    return [(row.actor_id, json.loads(row.details)) for row in rows]


def test_a_wrong_booking_is_mended_by_another_one_once_two_agree(case, ruth, rosa):  # noqa: F811
    asked = ask(case, ruth)
    assert ask(case, ruth).id == asked.id
    assert ledger.wallet(900007).posted == 0

    platform.agree(asked.public_id, rosa, "I saw both.")

    assert (ledger.wallet(900007).posted, ledger.of_site("revenue").posted) == (700, 4300)
    assert [(move.reason, move.amount) for move in ledger.of_subject(f"case:{case.public_id}")] == [("correction", 700)]
    (first, before), (second, after) = audits("money.correction")
    assert (first, second, before["step"], after["step"]) == (ruth.id, rosa.id, "asked", "agreed")
    assert (after["before"]["wallet:900007:USD"], after["after"]["wallet:900007:USD"]) == (0, 700)
    assert ledger.trial_balance() == {"USD": 0}
    with pytest.raises(platform.Decided):
        platform.agree(asked.public_id, rosa, "Again.")


def test_between_two_wallets_it_goes_through_revenue_in_one_journal(case, ruth, rosa):  # noqa: F811
    platform.agree(ask(case, ruth).public_id, rosa, "Yes.")

    wrong = ledger.ask_correction(
        case, "wallet:900007:USD", "wallet:900008:USD", 700, ruth, "The other one.", key="two"
    )
    platform.agree(wrong.public_id, rosa, "Yes.")

    assert (ledger.wallet(900007).posted, ledger.wallet(900008).posted, ledger.of_site("revenue").posted) == (
        0,
        700,
        4300,
    )
    assert len(ledger.journal(ledger.corrections()[0].journal)) == 2


def test_whoever_asked_can_t_agree_and_nobody_decides_about_their_own(case, ruth, rosa):  # noqa: F811
    asked = ask(case, ruth)
    with pytest.raises(platform.SamePerson):
        platform.agree(asked.public_id, ruth, "I say so twice.")
    for who in (ruth, rosa):
        ledger.wallet(who.id)
    with pytest.raises(platform.OwnMoney):
        ask(case, ruth, to=f"wallet:{ruth.id}")
    theirs = ask(case, ruth, to=f"wallet:{rosa.id}")
    with pytest.raises(platform.OwnMoney):
        platform.agree(theirs.public_id, rosa, "For me.")

    assert {ledger.wallet(who).posted for who in (900007, ruth.id, rosa.id)} == {0}


def test_what_nobody_agrees_to_in_time_is_worth_nothing(app, case, ruth, rosa):  # noqa: F811
    asked = ask(case, ruth)
    clock.shift(timedelta(hours=app.config["TWO_PEOPLE_HOURS"], seconds=1))

    with pytest.raises(platform.Decided):
        platform.agree(asked.public_id, rosa, "Late.")
    assert (platform.waiting(), platform.expire_proposals(), platform.expire_proposals()) == ([], 1, 0)
    assert asked.state == "expired"
    assert audits("money.correction")[-1][1]["step"] == "expired"


def test_a_correction_needs_an_open_case_words_money_and_accounts_that_may_be_corrected(case, ruth):
    ledger.of_person("pending", 900007)
    with pytest.raises(Invalid, match="kinds"):
        ledger.ask_correction(case, "revenue:site:USD", "pending:900007:USD", 1, ruth, "No.", key="a")
    ledger.wallet(900007)
    with pytest.raises(ledger.InsufficientFunds):
        ledger.ask_correction(case, "wallet:900007:USD", "revenue:site:USD", 1, ruth, "No.", key="b")
    with pytest.raises(platform.ReasonMissing):
        ledger.ask_correction(case, "revenue:site:USD", "wallet:900007:USD", 1, ruth, " ", key="c")
    ledger.close_case(case, ruth, "Nothing was wrong.")
    with pytest.raises(NotNow):
        ask(case, ruth)

    assert platform.waiting() == []


def test_the_page_asks_for_a_correction_and_says_what_is_wrong(case, as_ruth, agreed):  # noqa: F811
    ledger.wallet(900007)
    db.session.commit()
    form = {"key": "k" * 22, "case": case.public_id, "source": "revenue:site:USD", "target": "wallet:900007:USD"}
    form |= {"amount": "7.00", "reason": "Charged twice."}
    assert "Somebody was charged twice." in as_ruth.get(f"/admin/corrections?case={case.public_id}").text

    for wrong in ({"target": "wallet:nobody:USD"}, {"amount": "0"}, {"reason": ""}, {"case": "x"}):
        assert as_ruth.post("/admin/corrections", data=form | wrong).status_code == 422
    assert as_ruth.post("/admin/corrections", data=form).status_code == 303
    assert (ledger.wallet(900007).posted, agreed()) == (0, [303])
    assert ledger.wallet(900007).posted == 700
    assert "wallet:900007:USD" in as_ruth.get("/admin/corrections").text


def test_closing_what_keeps_money_back_takes_two_and_the_rest_one(app, ruth, rosa):  # noqa: F811
    stops = ledger.open_case("fraud", "person:900007", "Signs.", owner_id=900007)
    plain = ledger.open_case("payout", "dispute:x", "An objection.", owner_id=900007)

    assert ledger.ask_closing(plain, ruth, "Answered.") is None
    asked = ledger.ask_closing(stops, ruth, "They are real.")

    assert (plain.closed_at is None, stops.closed_at is None) == (False, True)
    platform.agree(asked.public_id, rosa, "They are.")
    assert stops.closed_at is not None


def test_a_deed_that_is_refused_by_then_goes_on_waiting(ruth, rosa):  # noqa: F811
    asked = earnings.ask_rate("tip", 700, clock.now() + timedelta(hours=1), ruth, "Later.")
    db.session.commit()
    clock.shift(timedelta(hours=2))

    with pytest.raises(earnings.RateInThePast):
        platform.agree(asked.public_id, rosa, "Yes.")
    db.session.rollback()
    assert platform.find_proposal(asked.public_id).waits
    assert earnings.rates() == []


@pytest.mark.once
def test_no_door_does_alone_what_takes_two():
    doors = {path.name: path.read_text() for path in (ROOT / "wm" / "blueprints" / "admin").glob("*.py")}

    assert {name for name, text in doors.items() if re.search(ALONE, text)} == set()
    assert len(platform.DEEDS) == 17
