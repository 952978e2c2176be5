"""What the books should say, kept by simple arithmetic beside the real ones: wallets, creators, the site, gateways."""

from collections import Counter
from dataclasses import dataclass, field

from wm.kernel import money

SHARES = {"sale": 1000, "tip": 500}  # basis points of the site
LIMIT = 700  # how far below nothing a creator may fall
KEPT = 3000  # basis points of what settles that rests, for those who have a reserve


@dataclass
class Sold:
    """One sale: what was paid, what went back, and how far it is."""

    ref: str
    buyer: int
    seller: int
    gross: int
    tax: int
    source: str = "sale"
    attempt: int | None = None
    room: int = 0
    returned: int = 0
    refunded: int = 0
    fee: int = 0
    share: int = 0
    before: int = 0
    state: str = "sold"
    is_settled: bool = False

    @property
    def left(self) -> int:
        """What of it could still go back."""
        return self.gross - self.returned

    def taxed(self, amount: int) -> int:
        """Return how much of the first `amount` that goes back is tax."""
        return money.split(amount, [self.gross - self.tax, self.tax])[1] if self.tax else 0


@dataclass
class Quarrel:
    """One dispute: where its money came from."""

    ref: str
    buyer: int
    amount: int
    sold: Sold | None
    parts: dict[str, int] = field(default_factory=dict)
    from_wallet: int = 0
    from_site: int = 0
    was_settled: bool = False
    state: str = "open"


class Books:
    """Every account by a short name, and what happens to them."""

    def __init__(self):
        self.sums, self.held, self.careful = Counter(), Counter(), set()

    def move(self, source: str, goal: str, amount: int) -> None:
        """Let `amount` go from one account to another."""
        self.sums[source] -= amount
        self.sums[goal] += amount

    def free(self, account: str) -> int:
        """Return what can go out of an account."""
        return self.sums[account] - self.held[account]

    def sell(self, sold: Sold) -> None:
        """Credit a sale."""
        self.move(f"wallet{sold.buyer}", f"pending{sold.seller}", sold.gross - sold.tax)
        self.move(f"wallet{sold.buyer}", "tax", sold.tax)

    def settle(self, sold: Sold) -> None:
        """Divide what is left of it."""
        sold.before = sold.returned - sold.taxed(sold.returned)
        left = sold.gross - sold.tax - sold.before
        sold.fee = money.share(left, SHARES[sold.source])
        sold.share, sold.is_settled = left - sold.fee, True
        kept = money.share(sold.share, KEPT) if sold.seller in self.careful else 0
        kept = max(0, min(kept, sold.share + self.sums[f"available{sold.seller}"]))
        self.move(f"pending{sold.seller}", f"reserve{sold.seller}", kept)
        self.move(f"pending{sold.seller}", f"available{sold.seller}", sold.share - kept)
        self.move(f"pending{sold.seller}", "revenue", sold.fee)

    def take(self, sold: Sold, amount: int, goal: str) -> dict[str, int]:
        """Let whoever got it pay `amount` back to `goal`; returns who paid how much."""
        after = sold.returned + amount
        tax = sold.taxed(after) - sold.taxed(sold.returned)
        parts = {"tax": tax, f"pending{sold.seller}": amount - tax}
        if sold.is_settled:
            parts = {"tax": tax} | self._divided(sold, amount - tax, after - sold.taxed(after) - sold.before)
        for source, part in parts.items():
            self.move(source, goal, part)
        sold.returned = after
        return parts

    def _divided(self, sold: Sold, net: int, gone: int) -> dict[str, int]:
        fee = self._fee(sold, gone) - self._fee(sold, gone - net)
        account, reserve = f"available{sold.seller}", f"reserve{sold.seller}"
        share, free = net - fee, self.free(account)
        there = min(share, max(0, free))
        rests = min(share - there, self.sums[reserve])
        there += min(share - there - rests, max(0, free + LIMIT) - there)
        return {account: there, reserve: rests, "revenue": net - there - rests}

    @staticmethod
    def _fee(sold: Sold, net: int) -> int:
        return money.split(net, [sold.share, sold.fee])[1] if sold.fee else 0

    def dispute(self, quarrel: Quarrel) -> None:
        """Put what a bank takes back into escrow."""
        rest, escrow, sold = quarrel.amount, f"escrow{quarrel.ref}", quarrel.sold
        if sold is not None:
            taken = min(rest, sold.left)
            quarrel.was_settled = sold.is_settled
            quarrel.parts = self.take(sold, taken, escrow) if taken else {}
            rest -= taken
        wallet = f"wallet{quarrel.buyer}"
        quarrel.from_wallet = min(rest, max(0, self.free(wallet)))
        quarrel.from_site = rest - quarrel.from_wallet
        self.move(wallet, escrow, quarrel.from_wallet)
        self.move("losses", escrow, quarrel.from_site)

    def win(self, quarrel: Quarrel) -> None:
        """Put everything back to where it came from; what was settled meanwhile is divided now."""
        escrow, sold = f"escrow{quarrel.ref}", quarrel.sold
        if sold is not None:
            sold.returned -= sum(quarrel.parts.values())
        for source, part in quarrel.parts.items():
            is_late = source.startswith("pending") and sold.is_settled and not quarrel.was_settled
            self._late(sold, part, escrow) if is_late else self.move(escrow, source, part)
        self.move(escrow, f"wallet{quarrel.buyer}", quarrel.from_wallet)
        self.move(escrow, "losses", quarrel.from_site)

    def _late(self, sold: Sold, net: int, escrow: str) -> None:
        sold.before -= net
        fee = money.share(sold.gross - sold.tax - sold.before, SHARES[sold.source]) - sold.fee
        sold.fee, sold.share = sold.fee + fee, sold.share + net - fee
        self.move(escrow, "revenue", fee)
        self.move(escrow, f"available{sold.seller}", net - fee)

    def lose(self, quarrel: Quarrel) -> None:
        """Let the gateway keep it."""
        self.move(f"escrow{quarrel.ref}", "clearing", quarrel.amount)

    def make_good(self, quarrel: Quarrel, amount: int) -> None:
        """Let a buyer pay what the site had added."""
        part = min(quarrel.from_site, amount, max(0, self.free(f"wallet{quarrel.buyer}")))
        self.move(f"wallet{quarrel.buyer}", "losses", part)
        quarrel.from_site, quarrel.from_wallet = quarrel.from_site - part, quarrel.from_wallet + part
