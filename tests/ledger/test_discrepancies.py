"""The reading finds every fault that was planted, calls nothing else wrong, and lets everybody else go on."""

from tests.ledger import storm
from wm.domains import ledger
from wm.kernel.db import transaction


def test_each_planted_fault_is_found_and_only_its_wallets_rest(app):
    found = storm.discrepancies(app, faults=11, clean=300)

    assert found == {"found": 11, "others_frozen": 0, "planted": 11, "false_alarms": 0}


def test_what_the_site_itself_holds_never_rests(app):
    """One deposit that was touched must not stop everybody's."""
    storm.fill(60)
    storm.meddle("UPDATE ledger_move SET subject = 'x' WHERE reason = 'deposit'")
    with transaction():
        proof = ledger.conclude(ledger.read())
        clearing = ledger.of_site("clearing", "storm")

    assert (proof.is_balanced, clearing.is_frozen) == (False, False)
    assert [case.account_id for case in ledger.open_cases("books")] == [clearing.id]
    with transaction():
        ledger.move(100, clearing, ledger.wallet(1), reason="deposit", key="next")
