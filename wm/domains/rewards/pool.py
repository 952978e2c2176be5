"""The pool that rewards are paid from: what is in it, how much of it one day may take, and filling it."""

from flask import current_app

from wm.domains import ledger, platform
from wm.domains.rewards.errors import NotEarnedYet
from wm.kernel import money

HOUR = 3600


def account() -> ledger.Account:
    """Return the account of the pool."""
    return ledger.of_site("rewards")


def budget(pool: int, points: int) -> int:
    """Return what one day may take of a pool, in minor units.

    That is its share of the pool, but never more than REWARD_HOUR_MOST for an hour that was watched: few points must
    not be worth a fortune, or they would be made up."""
    worth = points * current_app.config["REWARD_HOUR_MOST"] // HOUR
    return min(money.share(max(pool, 0), current_app.config["REWARD_DAY_BASIS_POINTS"]), worth)


def fund(amount: int, by, words: str, *, key: str) -> ledger.Journal:
    """Move what the site has earned into the pool, once for this key.

    Raises NotEarnedYet (409) for more than there is, ReasonMissing (422)."""
    revenue = ledger.of_site("revenue")
    earned = ledger.locked([revenue.id, account().id])[revenue.id]
    journal = ledger.move(amount, revenue, account(), reason="pool", key=f"pool:{key}", subject="rewards")
    if not journal.is_repeat:
        if amount > earned.posted - earned.held:
            raise NotEarnedYet()  # and whoever asked rolls back, as after every refusal
        platform.audit_explained("reward.pool_filled", by, "rewards", words, amount=amount)
    return journal


def ask_fund(amount: int, by, words: str, *, key: str) -> platform.Proposal:
    """Ask for more in the pool; it is moved when a second person agrees. Raises as `fund` does."""
    if amount > ledger.of_site("revenue").available:
        raise NotEarnedYet()
    said = f"{money.written(amount)} of what the site has earned into the pool of rewards"
    return platform.propose("reward.pool", "rewards", said, by, words, amount=amount, key=key)


def _stands(amount: int, key: str) -> dict:
    return {"revenue": ledger.of_site("revenue").posted, "pool": account().posted}


@platform.takes_two("reward.pool", look=_stands)
def _agreed(pair: platform.Pair, amount: int, key: str) -> ledger.Journal:
    return fund(amount, pair.by, pair.reason, key=key)
