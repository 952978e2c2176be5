"""A Hypothesis machine of everything that happens to money after it came in; the books are read after every step.

`run(app, steps)` drives it on whatever database the app has; `run_broken` does the same with a build that gives back more
than is left, which has to be noticed."""

from collections import Counter
from itertools import count

from hypothesis import HealthCheck, Phase, Verbosity, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from tests.refunds.books import LIMIT, Books, Quarrel, Sold
from tests.refunds.shop import Shop
from wm.domains.refunds import machine as table
from wm.kernel import ids

people = count(1_000_000)
BUYERS, SELLERS, LENGTH, FIRST, MOST = 3, 2, 50, 12_000, 5
AMOUNTS, WHICH, PARTS = st.integers(500, 3000), st.integers(0, 1000), st.sampled_from((1, 34, 50, 0, 110))
told = Counter()


class Machine(RuleBasedStateMachine):
    """Three buyers, two creators, one gateway."""

    @initialize()
    def open_shop(self) -> None:
        self.buyers, self.sellers = ([next(people) for _ in range(n)] for n in (BUYERS, SELLERS))
        self.books = Books()
        self.shop = Shop(self.books, self.buyers + self.sellers)
        self.shop.keep_back(self.sellers[1])
        for buyer in self.buyers[:2]:
            self.shop.tried(lambda buyer=buyer: self.shop.deposit(buyer, FIRST))
            self._in(buyer, FIRST)
        self.sold, self.quarrels, self.deposits, self.cards, self.stranded, self.payouts = [], [], [], [], [], []

    def both(self, name: str, may: bool, real, model=None):
        """Do it in the real books and in ours; either both or neither. Then look."""
        done, result = self.shop.tried(real)
        told[name if done else f"no {name}"] += 1
        told["steps"] += 1
        assert done == may, f"{name}: {'was done' if done else result}, we thought otherwise"
        if done and model:
            model(result)
        self.shop.look(self.sold)
        return result if done else None

    def pick(self, things: list, which: int):
        """Return one of several, by any number."""
        return things[which % len(things)]

    @precondition(lambda self: len(self.deposits) < MOST)
    @rule(which=WHICH, amount=AMOUNTS)
    def deposit(self, which: int, amount: int) -> None:
        buyer = self.pick(self.buyers, which)
        attempt = self.both(
            "deposit", True, lambda: self.shop.deposit(buyer, amount), lambda _: self._in(buyer, amount)
        )
        self.deposits.append((attempt, buyer, amount))

    def _in(self, buyer: int, amount: int) -> None:
        self.books.move("clearing", f"wallet{buyer}", amount)

    @rule(which=WHICH, gross=AMOUNTS, tax=st.integers(0, 99), by_card=st.booleans(), is_tip=st.booleans())
    def buy(self, which: int, gross: int, tax: int, by_card: bool, is_tip: bool) -> None:
        buyer, seller = self.pick(self.buyers, which), self.pick(self.sellers, which)
        sold = Sold(ids.new(11), buyer, seller, gross, tax, "tip" if is_tip else "sale")
        is_short = which % 8 and self.books.free(f"wallet{buyer}") < gross  # who lacks money seldom tries without
        if (by_card or is_short) and not is_tip:
            paid = self.both("deposit", True, lambda: self.shop.deposit(buyer, gross), lambda _: self._in(buyer, gross))
            sold.attempt, sold.room = paid, gross
        may = self.books.free(f"wallet{buyer}") >= gross
        self.both("buy", may, lambda: self.shop.sell(sold), lambda _: self._bought(sold))

    def _bought(self, sold: Sold) -> None:
        self.books.sell(sold)
        self.sold.append(sold)

    @precondition(lambda self: any(not each.is_settled for each in self.sold))
    @rule(which=WHICH)
    def settle(self, which: int) -> None:
        sold = self.pick(self.sold, which)
        once = (lambda _: None) if sold.is_settled else (lambda _: self.books.settle(sold))
        self.both("settle", True, lambda: self.shop.settle(sold), once)

    @precondition(lambda self: self.sold)
    @rule(which=WHICH, part=PARTS, by_card=st.booleans())
    def give_back(self, which: int, part: int, by_card: bool) -> None:
        """Give some per cent back, or (0) all that is left."""
        sold = self.pick(self.sold, which)
        by_card = which % 3 > 0 if sold.attempt else by_card and part == 1
        amount = max(1, sold.gross * part // 100 if part else sold.left)
        event = "refund" if amount == sold.left else "partial_refund"
        may = table.step(sold.state, event) is not None and amount <= sold.left
        may = may and (not by_card or (sold.attempt is not None and sold.room >= amount))
        self.both(
            "give back", may, lambda: self.shop.give(sold, amount, by_card), lambda b: self._gave(sold, amount, b)
        )

    def _gave(self, sold: Sold, amount: int, back) -> None:
        self.books.take(sold, amount, f"wallet{sold.buyer}")
        sold.refunded += amount
        sold.state = table.step(sold.state, "partial_refund" if sold.left else "refund").state
        if back.card == "sending":
            self._sent(sold, back)

    def _sent(self, sold: Sold, back) -> None:
        self.books.held[f"wallet{sold.buyer}"] += back.amount
        sold.room -= back.amount
        self.cards.append((sold, back))

    @precondition(lambda self: self.cards)
    @rule(which=WHICH, arrives=st.booleans())
    def gateway_answers(self, which: int, arrives: bool) -> None:
        sold, back = self.cards.pop(which % len(self.cards))
        self.both(
            "answer", True, lambda: self.shop.answer(back, arrives), lambda _: self._answered(sold, back, arrives)
        )

    def _answered(self, sold: Sold, back, arrives: bool) -> None:
        wallet = f"wallet{sold.buyer}"
        self.books.held[wallet] -= back.amount
        if arrives:
            self.books.move(wallet, "clearing", back.amount)
            return
        sold.room += back.amount
        self.stranded.append((sold, back))
        for quarrel in self.quarrels:
            if quarrel.sold is sold and quarrel.state != "won":
                self.books.make_good(quarrel, back.amount)

    @precondition(lambda self: self.stranded)
    @rule(which=WHICH)
    def refund_again(self, which: int) -> None:
        sold, back = self.pick(self.stranded, which)
        may = sold.state not in table.CLOSED and sold.room >= back.amount
        may = may and self.books.free(f"wallet{sold.buyer}") >= back.amount
        self.both("again", may, lambda: self.shop.again(back), lambda _: self._sent_again(sold, back))

    def _sent_again(self, sold: Sold, back) -> None:
        self.stranded.remove((sold, back))
        self._sent(sold, back)

    @precondition(lambda self: (self.sold or self.deposits) and len(self.quarrels) < MOST)
    @rule(which=WHICH, part=st.sampled_from((40, 100, 110)))
    def dispute(self, which: int, part: int) -> None:
        choices = [(each, each.buyer, each.gross, None) for each in self.sold]
        choices += [(None, buyer, amount, attempt) for attempt, buyer, amount in self.deposits]
        sold, buyer, amount, attempt = self.pick(choices, which)
        amount = amount * part // 100
        may_take = sold is not None and table.step(sold.state, "dispute") is not None
        quarrel = Quarrel("", buyer, amount, sold if may_take else None)
        self.both("dispute", True, lambda: self.shop.dispute(quarrel, sold, attempt), lambda d: self._taken(quarrel, d))

    def _taken(self, quarrel: Quarrel, dispute) -> None:
        quarrel.ref = dispute.public_id
        self.books.dispute(quarrel)
        self.quarrels.append(quarrel)
        if quarrel.sold is not None:
            quarrel.sold.state = table.step(quarrel.sold.state, "dispute").state

    @precondition(lambda self: any(each.state == "open" for each in self.quarrels))
    @rule(which=WHICH, is_won=st.booleans())
    def decide(self, which: int, is_won: bool) -> None:
        quarrel = self.pick(self.quarrels, which)
        self.both("decide", True, lambda: self.shop.decide(quarrel, is_won), lambda _: self._decided(quarrel, is_won))

    def _decided(self, quarrel: Quarrel, is_won: bool) -> None:
        if quarrel.state != "open":
            return
        (self.books.win if is_won else self.books.lose)(quarrel)
        quarrel.state = "won" if is_won else "lost"
        if quarrel.sold is not None:
            quarrel.sold.state = table.step(quarrel.sold.state, quarrel.state).state

    @precondition(lambda self: any(self.books.free(f"available{each}") > 0 for each in self.sellers))
    @rule(which=WHICH, amount=st.integers(1, 900))
    def withdraw(self, which: int, amount: int) -> None:
        seller, key = self.pick(self.sellers, which), ids.new(22)
        account = f"available{seller}"
        may = self.books.free(account) >= amount
        self.both(
            "withdraw",
            may,
            lambda: self.shop.withdraw(seller, amount, key),
            lambda _: self._promised(seller, amount, key),
        )

    def _promised(self, seller: int, amount: int, key: str) -> None:
        self.books.held[f"available{seller}"] += amount
        self.payouts.append((seller, amount, key))

    @precondition(lambda self: self.payouts)
    @rule(which=WHICH, arrives=st.booleans())
    def pay_out(self, which: int, arrives: bool) -> None:
        seller, amount, key = self.payouts.pop(which % len(self.payouts))
        account = f"available{seller}"
        self.books.held[account] -= amount
        if arrives:
            self.books.move(account, "clearing", amount)
        self.both("pay out", True, lambda: self.shop.pay_out(seller, amount, key, arrives))


def run(app, steps: int, first_seed: int = 1) -> dict:
    """Let at least so many steps happen; returns how many, what they were, and how many broke something (and what)."""
    app.config.update(NEGATIVE_LIMIT=LIMIT, TAX_BASIS_POINTS=0)
    told.clear()
    number, broken, said = first_seed, 0, ""
    while told["steps"] < steps and not broken:
        examples = max(1, (steps - told["steps"]) // LENGTH + 1)
        try:
            run_state_machine_as_test(seed(number)(Machine), settings=_settings(examples))
        except Exception as error:
            broken, said = 1, f"{type(error).__name__}: {error}"[:500]
        number += 1
    return {
        "steps": told.pop("steps"),
        "broken": broken,
        "said": said,
        **{k.replace(" ", "_"): n for k, n in told.items()},
    }


def run_broken(app, steps: int) -> dict:
    """The same on a build whose refunds and disputes never look at what is left."""
    from tests.refunds.broken import never_enough

    with never_enough():
        return run(app, steps)


def _settings(examples: int) -> settings:
    known = {"deadline": None, "database": None, "phases": (Phase.generate,), "verbosity": Verbosity.quiet}
    return settings(max_examples=examples, stateful_step_count=LENGTH, suppress_health_check=list(HealthCheck), **known)
