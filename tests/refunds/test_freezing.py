"""Evidence is what was known when the dispute opened; what comes later is told apart from it."""

import hashlib
import io
import json
import zipfile

import pytest
from sqlalchemy import select, text

from tests.refunds.conftest import answered
from wm.domains import ledger, market, payments, refunds
from wm.domains.platform.models import Audit
from wm.kernel import clock
from wm.kernel.db import db, transaction


def paid_with(earning) -> str:
    return market.by_refs([earning.source_ref])[earning.source_ref].payment_ref


@pytest.fixture
def frozen(ada, ben, by_card, run_jobs):
    """A dispute about Ben's purchase, whose evidence was kept."""
    attempt = payments.of_subjects([f"payment:{paid_with(by_card)}"]).popitem()[1]
    with transaction():
        made = refunds.dispute_said(attempt, "dp_1", "open", amount=500, reason="fraudulent", evidence_by=clock.now())
    run_jobs()
    return refunds.one_dispute(made.public_id)


def test_it_is_kept_as_it_was_with_its_hash_in_the_audit_log(frozen, as_ruth, ben):
    first = refunds.evidence_of(frozen)
    ben.name = "Somebody Else"
    db.session.commit()
    told = refunds.evidence_of(frozen)

    assert (told.text, told.hash, told.is_whole) == (first.text, first.hash, True)
    assert told.frozen["buyer"]["name"] == "Ben Hart"
    assert told.later["buyer"] == {"name": "Somebody Else"}
    audit = db.session.scalars(select(Audit).where(Audit.event == "money.evidence_frozen")).one()
    assert json.loads(audit.details)["sha256"] == told.hash == hashlib.sha256(told.text.encode()).hexdigest()
    assert refunds.freeze_evidence(frozen).hash == told.hash

    page = as_ruth.get(f"/admin/disputes/{frozen.public_id}").text
    assert told.hash in page
    assert page.index("Ben Hart") < page.index("Added since: The buyer") < page.rindex("Somebody Else")
    packed = zipfile.ZipFile(io.BytesIO(as_ruth.get(f"/admin/disputes/{frozen.public_id}/evidence.zip").data))
    assert packed.read("evidence.json").decode() == told.text
    assert json.loads(packed.read("added-since.json"))["buyer"] == {"name": "Somebody Else"}


def test_who_changes_it_is_seen(frozen, as_ruth):
    db.session.execute(text("UPDATE dispute_evidence SET facts = REPLACE(facts, 'Ben', 'Len')"))
    db.session.commit()

    assert not refunds.evidence_of(frozen).is_whole
    assert "its hash is another one" in as_ruth.get(f"/admin/disputes/{frozen.public_id}").text


def test_money_that_was_added_and_spent_is_the_site_s_loss_and_is_booked_as_one(ada, ben, film, sold, as_ruth):
    paid = payments.checkout(ben, 300, gateway="sandbox", key="added")
    db.session.info.pop("after_commit", None)
    db.session.commit()
    answered(paid.id)
    wallet = ledger.wallet(ben.id)
    ledger.move(wallet.available, wallet, ledger.of_person("pending", ada.id), reason="tip", key="all of it")
    db.session.commit()
    with transaction():
        made = refunds.dispute_said(paid, "dp_2", "open", amount=300)

    assert (made.from_site, refunds.losses().posted, refunds.at_loss()) == (300, -300, {"open": 300})
    assert ledger.of_site("revenue").posted == 0
    with transaction():
        refunds.dispute_closed(refunds.one_dispute(made.public_id), is_won=False)
    assert (refunds.losses().posted, refunds.at_loss()) == (-300, {"lost": 300})
    assert [move.reason for move in ledger.of_subject(f"dispute:{made.public_id}")] == ["loss", "dispute_lost"]
    assert "Lost by the site" in as_ruth.get("/admin/disputes").text
    assert ledger.trial_balance() == {"USD": 0}
