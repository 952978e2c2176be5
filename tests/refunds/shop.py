"""The real side of the machine: each deed in a transaction of its own, and what the books say after it."""

from collections import Counter
from datetime import timedelta

from sqlalchemy import func, select

from tests.refunds.books import KEPT, Books, Quarrel, Sold
from wm.domains import earnings, ledger, market, payments, refunds
from wm.domains.earnings import Earning
from wm.domains.ledger import Account, Move
from wm.domains.payments.concluding import concluded
from wm.domains.payments.gateways import Standing
from wm.kernel import clock, ids
from wm.kernel.db import db, rollback, transaction
from wm.kernel.errors import DomainError

SITE = ("revenue:site", "revenue:losses", "tax:site", "clearing:sandbox")
OWN = ("wallet", "pending", "available", "reserve")


class Shop:
    """Real books for people of whom only the numbers exist, as sums since it was opened."""

    def __init__(self, books: Books, persons: list[int]):
        self.books, self.persons, self.escrows = books, persons, []
        with transaction():
            for kind in ("revenue", "tax"):
                ledger.of_site(kind)
            ledger.of_site("clearing", "sandbox")
            refunds.losses()
            self.before = {name: row.posted for name, row in self._accounts().items()}

    def tried(self, deed):
        """Return (whether it was done, what came of it or why not)."""
        try:
            with transaction():
                result = deed()
                db.session.flush()
                db.session.info.pop("after_commit", None)  # nobody is asked over the network
            return True, result
        except DomainError as refusal:
            return False, f"{type(refusal).__name__}: {refusal}"

    def keep_back(self, seller: int) -> None:
        """Let a part of what settles for a creator rest."""
        with transaction():
            until = clock.now() + timedelta(days=1)
            earnings.set_plan(seller, KEPT, 30, until, refunds.Owner(1), "Many disputes.")
        self.books.careful.add(seller)

    # -- deeds

    def deposit(self, buyer: int, amount: int) -> str:
        """Bring money in by card; returns the attempt's public id."""
        attempt = payments.checkout(refunds.Owner(buyer), amount, gateway="sandbox", key=ids.new(22))
        concluded(attempt.id, Standing("succeeded", ids.new(22)))
        return attempt.public_id

    def sell(self, sold: Sold) -> None:
        """Sell something for what stands in a wallet."""
        ledger.locked([ledger.wallet(sold.buyer).id, ledger.of_person("pending", sold.seller).id])
        if sold.source == "sale":
            self._receipt(sold)
        payer, terms = ledger.wallet(sold.buyer), {"gross": sold.gross, "tax": sold.tax}
        earnings.credit(sold.source, sold.ref, payer=payer, seller_id=sold.seller, **terms)

    def _receipt(self, sold: Sold) -> None:
        sale = market.Sale(public_id=sold.ref, key=sold.ref, buyer_id=sold.buyer, seller_id=sold.seller, kind="unlock")
        sale.title, sale.amount, sale.tax, sale.currency, sale.state = "A film", sold.gross, sold.tax, "USD", "paid"
        sale.paid_at, sale.payment_ref = clock.now(), sold.attempt or ""
        db.session.add(sale)
        db.session.flush()

    def _earning(self, sold: Sold) -> Earning:
        return earnings.find(sold.source, sold.ref)

    def settle(self, sold: Sold) -> None:
        """Settle it."""
        earnings.settle(self._earning(sold).id)

    def give(self, sold: Sold, amount: int, by_card: bool) -> refunds.Refund:
        """Give some of it back."""
        said = {"by_id": sold.seller, "by_role": "seller", "way": "card" if by_card else "wallet"}
        return refunds.refund(self._earning(sold), amount, key=ids.new(22), **said)

    def answer(self, back: refunds.Refund, arrives: bool) -> None:
        """Let the gateway answer about a refund."""
        attempt_id = refunds.with_row_id(refunds.Refund, back.id).attempt_id
        concluded(attempt_id, Standing("succeeded" if arrives else "failed", ids.new(22), why="no"))
        refunds.arrived(attempt_id) if arrives else refunds.stranded(attempt_id, "no")

    def again(self, back: refunds.Refund) -> refunds.Refund:
        """Send it once more."""
        return refunds.again(refunds.with_row_id(refunds.Refund, back.id))

    def dispute(self, quarrel: Quarrel, sold: Sold | None, attempt: str | None) -> refunds.Dispute:
        """Let a bank take a payment back."""
        paid = payments.own(attempt, refunds.Owner(quarrel.buyer)) if attempt else None
        about = {"earning": self._earning(sold) if sold else None, "attempt": paid, "amount": quarrel.amount}
        dispute = refunds.dispute_opened("sandbox", ids.new(22), quarrel.buyer, **about)
        self.escrows.append(f"escrow:{dispute.public_id}")
        return dispute

    def decide(self, quarrel: Quarrel, is_won: bool) -> None:
        """Let the bank decide, perhaps once more."""
        refunds.dispute_closed(refunds.one_dispute(quarrel.ref), is_won=is_won)

    def withdraw(self, seller: int, amount: int, key: str) -> ledger.Hold:
        """Promise a payout."""
        return ledger.hold(amount, earnings.available_of(seller), reason="payout", key=key)

    def pay_out(self, seller: int, amount: int, key: str, arrives: bool) -> None:
        """Let it arrive, or come back."""
        if not arrives:
            ledger.release(key)
            return
        line = ledger.Line("payout", earnings.available_of(seller), ledger.of_site("clearing", "sandbox"), amount)
        ledger.settle(key, line)

    # -- looking

    def look(self, sold: list[Sold]) -> None:
        """Make sure that no cent is missing, nobody is below their floor, and no seller paid back more than they got."""
        rollback()
        assert set(ledger.trial_balance().values()) <= {0}, "the books do not add up to nothing"
        real, wanted = self._accounts(), self.books
        for name, row in real.items():
            short = self._short(row.name)
            posted = row.posted - self.before.get(name, 0)
            assert posted == wanted.sums[short], f"{short} has {posted}, it should have {wanted.sums[short]}"
            assert row.owner_id is None or row.held == wanted.held[short], f"{short} holds {row.held}"
            assert row.floor is None or row.posted - row.held >= row.floor, f"{short} is below its floor"
        rollback()
        self._look_at_sellers(sold)

    def _look_at_sellers(self, sold: list[Sold]) -> None:
        if not sold:
            return
        subjects = {f"{each.source}:{each.ref}": each for each in sold}
        net = Counter(dict.fromkeys(subjects, 0))
        for side, sign in ((Move.credit_id, 1), (Move.debit_id, -1)):
            theirs = select(Move.subject, func.sum(Move.amount)).join(Account, Account.id == side)
            theirs = theirs.where(Move.subject.in_(subjects), Account.kind.in_(("pending", "available", "reserve")))
            for subject, amount in db.session.execute(theirs.group_by(Move.subject)):
                net[subject] += sign * int(amount)
        rollback()
        for subject, amount in net.items():
            assert amount >= 0, f"{subject}: the seller was debited {-amount} more than credited"

    def _accounts(self) -> dict:
        names = [f"{name}:USD" for name in (*SITE, *self.escrows)]
        names += [f"{kind}:{person}:USD" for kind in OWN for person in self.persons]
        columns = Account.name, Account.posted, Account.held, Account.floor, Account.owner_id
        return {row.name: row for row in db.session.execute(select(*columns).where(Account.name.in_(names)))}

    @staticmethod
    def _short(name: str) -> str:
        kind, label, _currency = name.split(":")
        if label == "losses":
            return label
        return kind if kind in ("revenue", "tax", "clearing") else kind + label
