"""Something earned, something sold, something to withdraw."""

import pytest

from tests.payouts.conftest import balances, bank, give, rich
from wm.domains import content, earnings, ledger
from wm.kernel.db import db

__all__ = ["balances", "bank", "give", "rich"]


@pytest.fixture
def purse(app, ben):
    """Ben's wallet with 1,000.00."""
    ledger.move(100_000, ledger.of_site("clearing", "test"), ledger.wallet(ben.id), reason="deposit", key="in")
    return ledger.wallet(ben.id)


@pytest.fixture
def piece(app, ada) -> content.Content:
    """A draft of Ada's with a name that a spreadsheet would run."""
    return content.draft(ada, "=HYPERLINK(1)")


@pytest.fixture
def sold(purse, ada, piece) -> earnings.Earning:
    """A sale of 10.00, 1.60 of it tax."""
    made = earnings.credit("sale", "one", payer=purse, seller_id=ada.id, gross=1000, tax=160, content_id=piece.id)
    db.session.commit()
    return made
