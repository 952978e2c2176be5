"""The staff's side: the books, deciding about withdrawals by one or by two, shares, cases."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from tests.money_pages.conftest import balances, give
from tests.staff import agreed, as_rosa, rosa  # noqa: F401
from wm.domains import earnings, ledger, payouts, platform
from wm.domains.platform.models import Audit
from wm.kernel import clock
from wm.kernel.db import db

PAGES = ["/admin/books", "/admin/books/last-reading", "/admin/books/accounts", "/admin/books/readings"]
PAGES += [
    "/admin/two",
    "/admin/corrections",
    "/admin/withdrawals",
    "/admin/withdrawals?state=all",
    "/admin/rates",
    "/admin/cases",
]
WHY = {"reason": "We know them."}


@pytest.fixture
def great(rich, bank) -> payouts.Withdrawal:
    """A withdrawal of 2,500.00, which takes two to let go."""
    give(rich, 300_000, "more")
    made = payouts.ask(rich, 250_000, bank, key="great")
    db.session.commit()
    return made


def audits(event: str) -> list[dict]:
    db.session.rollback()
    found = db.session.scalars(select(Audit).where(Audit.event == event).order_by(Audit.id))
    return [json.loads(each.details) | {"by": each.actor_id, "reason": each.reason} for each in found]


@pytest.mark.once
@pytest.mark.parametrize("path", PAGES)
def test_only_admins_learn_that_it_is_there(as_ruth, as_mo, as_ada, sold, path):
    assert as_ruth.get(path).status_code == 200
    assert (as_mo.get(path).status_code, as_ada.get(path).status_code) == (404, 404)


@pytest.mark.once
def test_the_books_say_when_they_balanced_and_read_again_when_asked(as_ruth, sold, run_jobs):
    assert "have not been read yet" in as_ruth.get("/admin/books").text
    as_ruth.post("/admin/books/reading")
    assert "ledger.prove_all" in run_jobs()

    page = as_ruth.get("/admin/books").text
    assert "Books balanced at" in page
    assert "$0.00" in page
    assert "Balanced" in as_ruth.get("/admin/books/readings").text


def test_a_difference_is_shown_frozen_and_closed_by_two_with_a_reason(as_ruth, sold, ada, run_jobs, agreed):  # noqa: F811
    db.session.execute(ledger.Account.__table__.update().where(ledger.Account.owner_id == ada.id).values(posted=9_999))
    db.session.commit()
    as_ruth.post("/admin/books/reading")
    run_jobs()
    page = as_ruth.get("/admin/books").text
    assert "difference" in page
    pending = ledger.of_person("pending", ada.id)
    assert pending.is_frozen

    case = next(each for each in ledger.open_cases("books") if each.account_id == pending.id)
    assert "frozen until this is closed" in as_ruth.get("/admin/cases").text
    assert as_ruth.post(f"/admin/cases/{case.public_id}/end", data={"reason": " "}).status_code == 422
    as_ruth.post(f"/admin/cases/{case.public_id}/end", data={"reason": "A test."})
    db.session.expire_all()
    assert ledger.of_person("pending", ada.id).is_frozen
    assert agreed() == [303]
    assert not ledger.of_person("pending", ada.id).is_frozen


def test_accounts_and_journals_lead_to_each_other(as_ruth, sold, ada):
    name = ledger.of_person("pending", ada.id).name
    account = as_ruth.get(f"/admin/books/accounts/{name}").text
    journal = as_ruth.get(f"/admin/books/journals/{sold.journal}").text

    assert f"/admin/books/journals/{sold.journal}" in account
    assert f"/admin/books/accounts/{name}" in journal
    assert as_ruth.get("/admin/books/accounts/nothing").status_code == 404
    assert as_ruth.get("/admin/books/journals/nothing").status_code == 404


@pytest.mark.once
def test_one_lets_go_what_is_not_great_and_says_why(app, as_ruth, rich, bank, ruth):
    app.config["PAYOUT_REVIEW_FROM"] = 5_000
    asked = payouts.ask(rich, 10_000, bank, key="one")
    where = f"/admin/withdrawals/{asked.public_id}"
    assert as_ruth.get(where).status_code == 200
    assert as_ruth.post(f"{where}/approval", data={"reason": ""}).status_code == 422
    as_ruth.post(f"{where}/approval", data=WHY)

    assert payouts.find(asked.public_id).state == "approved"
    assert audits("payout.approved") == [{"amount": 10_000, "by": ruth.id, "reason": "We know them."}]


@pytest.mark.parametrize("sign", ["often", "new_target", "case"])
def test_against_a_sign_that_stands_it_takes_two_and_once_it_is_gone_one(app, ruth, rich, bank, sign):
    cause = ledger.open_case("dispute", "a", "A bank asks.", owner_id=rich.id) if sign == "case" else None
    bank.usable_at = clock.now() + timedelta(hours=sign == "new_target")
    app.config["PAYOUTS_UNSEEN_PER_WEEK"] = 0 if sign == "often" else 3
    asked = payouts.ask(rich, 10_000, bank, key="one")
    assert (asked.flags, payouts.needs_two(asked), payouts.deeds(asked)[0]) == (sign, True, "approve")
    with pytest.raises(platform.SamePerson):
        payouts.approve(asked.public_id, ruth, "Fine.")

    clock.shift(timedelta(hours=2))
    if cause:
        ledger.close_case(cause, ruth, "Answered.")
    assert payouts.needs_two(asked) is (sign == "often")


def test_one_refuses_and_the_money_is_available_again(as_ruth, rich, great):
    as_ruth.post(f"/admin/withdrawals/{great.public_id}/refusal", data={"reason": "Not you."})

    db.session.rollback()
    assert (great.state, great.why, balances(rich)["available"]) == ("refused", "Not you.", (330_000, 0))


@pytest.mark.parametrize("deed", ["approve", "send_now", "settled", "bounced"])
def test_against_the_ordinary_way_it_takes_two(as_ruth, as_rosa, rich, great, deed, ruth, rosa):  # noqa: F811
    where = f"/admin/withdrawals/{great.public_id}"
    if deed in ("settled", "bounced"):
        great.state = "approved"
        payouts.dispatch(great.public_id)
    before, held = great.state, balances(rich)
    assert as_ruth.post(f"{where}/approval", data=WHY).status_code in (403, 409)
    as_ruth.post(f"{where}/overrides", data=WHY | {"deed": deed})
    asked = f"/admin/two/{platform.proposals_about(great.subject)[0].public_id}"
    answer = as_ruth.post(asked, data=WHY | {"deed": "agree"})

    assert (answer.status_code, payouts.find(great.public_id).state, balances(rich)) == (403, before, held)
    assert "We know them." in as_rosa.get(where).text
    assert as_rosa.post(asked, data={"deed": "agree", "reason": ""}).status_code == 422
    as_rosa.post(asked, data={"deed": "agree", "reason": "So do I."})

    done = {"approve": "approved", "send_now": "approved"}.get(deed, deed)
    assert payouts.find(great.public_id).state == done
    found = audits("payout.override")
    assert [(each["step"], each["by"]) for each in found] == [("asked", ruth.id), ("agreed", rosa.id)]
    assert (found[1]["before"]["state"], found[1]["after"]["state"]) == (before, done)
    assert ledger.trial_balance() == {"USD": 0}


@pytest.mark.once
def test_an_override_is_dropped(as_ruth, as_rosa, great):  # noqa: F811
    as_ruth.post(f"/admin/withdrawals/{great.public_id}/overrides", data=WHY | {"deed": "approve"})
    asked = f"/admin/two/{platform.proposals_about(great.subject)[0].public_id}"
    as_rosa.post(asked, data={"deed": "drop", "reason": "I don't know them."})

    assert as_rosa.post(asked, data=WHY | {"deed": "agree"}).status_code == 409
    assert payouts.find(great.public_id).state == "review"


@pytest.mark.once
def test_nobody_decides_about_their_own_money(as_ruth, ruth, app):
    give(ruth, 300_000)
    target = payouts.add_bank(ruth, name="Ruth Amsel", iban="DE89370400440532013000")
    asked = payouts.ask(ruth, 10_000, target, key="own")
    where = f"/admin/withdrawals/{asked.public_id}"

    for deed in ("approval", "refusal", "overrides"):
        assert as_ruth.post(f"{where}/{deed}", data=WHY | {"deed": "send_now"}).status_code == 403
    assert payouts.find(asked.public_id).state == "review"


def test_deciding_takes_a_fresh_sign_in(as_ruth, great):
    as_ruth.get("/admin/withdrawals")
    clock.shift(timedelta(minutes=6))
    answer = as_ruth.post(f"/admin/withdrawals/{great.public_id}/refusal", data=WHY)

    assert "/confirm" in answer.headers["Location"]
    assert payouts.find(great.public_id).state == "review"


def policies(view) -> set[str]:
    """What stands before a view, from the outside in."""
    found = set()
    while view is not None:
        found.add(getattr(view, "policy", ""))
        view = getattr(view, "__wrapped__", None)
    return found


@pytest.mark.once
def test_whatever_staff_does_about_money_takes_a_fresh_sign_in(app):
    rooms = {f"admin_{name}" for name in ("bank", "disputes", "withdrawals", "two", "rates", "corrections", "cases")}
    rooms |= {f"admin_{name}" for name in ("fraud", "rewards", "pro", "safety")}
    posts = {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in rule.methods}
    asked = {each for each in posts if each.partition(".")[0] in rooms}
    stale = {each for each in asked if "fresh" not in policies(app.view_functions[each])}

    assert len(asked) > 20
    assert stale == {"admin_disputes.sent"}  # which notes that the evidence went to the bank, and moves nothing


def test_a_share_is_set_by_two_and_for_later_only(as_ruth, sold, agreed):  # noqa: F811
    def sent(days, share="12.5"):
        moment = clock.now() + timedelta(days=days)
        return {"source": "sale", "share": share, "from_at": f"{moment:%Y-%m-%dT%H:%M}", "reason": "Dearer hosting."}

    assert as_ruth.post("/admin/rates", data=sent(-1)).status_code == 422
    assert as_ruth.post("/admin/rates", data=sent(1, "101")).status_code == 422
    assert as_ruth.post("/admin/rates", data=sent(1) | {"from_at": "soon"}).status_code == 422
    assert db.session.scalar(select(func.count(earnings.Rate.id))) == 0
    as_ruth.post("/admin/rates", data=sent(1))
    assert earnings.rates() == []
    assert agreed() == [303]

    assert [each.basis_points for each in earnings.rates()] == [1250]
    assert "12.5 %" in as_ruth.get("/admin/rates").text
    assert earnings.rate_at("sale", sold.sold_at) == 1000
