"""Back to the card: through the wallet, held until the gateway has answered; and what is stranded can be sent again."""

import email

import pytest

from tests.refunds.conftest import answered
from wm.domains import earnings, ledger, memberships, payments, refunds
from wm.kernel import mail, paths
from wm.kernel.db import db


@pytest.fixture
def sending(ada, by_card):
    """A whole refund on its way to Ben's card."""
    back = refunds.refund(by_card, None, key="card", by_id=ada.id, by_role="seller", way="card")
    db.session.info.pop("after_commit", None)
    db.session.commit()
    return back


def test_the_money_is_held_until_the_gateway_has_answered(ben, sending):
    wallet = ledger.wallet(ben.id)

    assert (wallet.posted, wallet.held, sending.card) == (500, 500, "sending")


def test_it_arrives(ben, sending, has, run_jobs):
    answered(sending.attempt_id)
    run_jobs()

    assert (has("wallet", ben), ledger.of_site("clearing", "sandbox").posted) == (0, 0)
    assert refunds.with_row_id(refunds.Refund, sending.id).card == "arrived"


def test_a_card_that_does_not_take_it_leaves_it_in_the_wallet_and_it_can_be_sent_again(
    as_ben, ben, sending, run_jobs, by_card
):
    answered(sending.attempt_id, "failed", "no such card")
    run_jobs()
    page = f"/refunds/sale/{by_card.source_ref}"
    assert "Send it to the card again" in as_ben.get(page).text
    assert ledger.wallet(ben.id).available == 500

    assert as_ben.post(f"/refunds/{sending.public_id}/another-try").status_code == 303

    db.session.expire_all()
    assert ledger.wallet(ben.id).available == 0
    assert "on its way to the card" in as_ben.get(page).text


def test_what_was_paid_from_the_wallet_has_no_card(ada, sold, has, ben):
    with pytest.raises(refunds.NoCard):
        refunds.refund(sold, 100, key="x", by_id=ada.id, by_role="seller", way="card")
    db.session.rollback()

    assert has("wallet", ben) == 4500


@pytest.mark.once
def test_both_sides_get_a_letter(app, ben, sold, run_jobs):
    refunds.refund(sold, 200, key="x", by_id=1, by_role="seller", words="For the sound.")
    run_jobs()

    letters = [email.message_from_bytes(paths.var("mail", name).read_bytes()) for name in mail.written()]
    about = {letter["To"]: letter["Subject"] for letter in letters if "refund" in letter["Subject"]}
    assert about == {"ben@example.org": "Your refund of $2.00", "ada@example.org": "A refund of $2.00"}


@pytest.fixture
def by_card_joined(ada, ben, run_jobs):
    """What Ada got for a month of Ben's that a card paid: the money came in to join, and the job followed it."""
    tier = memberships.make_tier(ada.id, name="Friends", per_month=500, per_year=None, benefits=[])
    asked = {"purpose": "membership", "purpose_ref": f"{tier.public_id}.month", "key": "card"}
    attempt = payments.checkout(ben, 500, gateway="sandbox", **asked)
    db.session.info.pop("after_commit", None)
    db.session.commit()
    answered(attempt.id)
    run_jobs()
    return earnings.find("membership", f"{memberships.live(ben, ada.id).public_id}:1")


@pytest.mark.once
def test_a_membership_paid_by_card_goes_back_to_the_card(as_ben, ada, ben, by_card_joined, has, run_jobs):
    page = f"/refunds/membership/{by_card_joined.source_ref}"
    assert "Back to the card" in as_ben.get(page).text

    back = refunds.refund(by_card_joined, None, key="back", by_id=ada.id, by_role="seller", way="card")
    db.session.info.pop("after_commit", None)
    db.session.commit()
    assert (ledger.wallet(ben.id).held, memberships.live(ben, ada.id)) == (500, None)
    answered(back.attempt_id)
    run_jobs()

    assert (has("wallet", ben), ledger.of_site("clearing", "sandbox").posted) == (0, 0)
    assert refunds.with_row_id(refunds.Refund, back.id).card == "arrived"


@pytest.mark.once
def test_what_takes_nothing_back_leaves_it_in_the_wallet_and_says_so(app, as_ben, ada, ben, by_card_joined, has):
    app.config["GATEWAYS"] = "bank"
    page = as_ben.get(f"/refunds/membership/{by_card_joined.source_ref}").text
    assert "so the money goes to your wallet" in page
    assert "Back to the card" not in page

    with pytest.raises(refunds.NoCard):
        refunds.refund(by_card_joined, None, key="back", by_id=ada.id, by_role="seller", way="card")
    db.session.rollback()
    refunds.refund(by_card_joined, None, key="wallet", by_id=ada.id, by_role="seller")
    db.session.commit()

    assert has("wallet", ben) == 500
