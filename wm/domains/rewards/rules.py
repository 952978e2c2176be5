"""The rule of who earns rewards: what an admin said last, else what the settings say."""

from typing import NamedTuple

from flask import current_app
from sqlalchemy import select

from wm.domains import platform
from wm.domains.rewards.models import RULE_WORDS, Rule
from wm.kernel.db import db
from wm.kernel.errors import Invalid

MOST = 1_000_000
NAMES = ("long_seconds", "films", "followers")


class Needed(NamedTuple):
    """How long a film has to be, in seconds, how many of those must be out, and how many people must follow."""

    long_seconds: int
    films: int
    followers: int


def needed() -> Needed:
    """Return what is needed at this moment."""
    row = db.session.scalars(select(Rule).order_by(Rule.id.desc()).limit(1)).first()
    if row is not None:
        return Needed(row.long_seconds, row.films, row.followers)
    settings = current_app.config
    return Needed(settings["REWARD_LONG_SECONDS"], settings["REWARD_FILMS"], settings["REWARD_FOLLOWERS"])


def set_rule(by, words: str, *, long_seconds: int, films: int, followers: int) -> Rule:
    """Say what is needed from the next count on; doors ask for it. Raises Invalid, ReasonMissing (422)."""
    _refuse(long_seconds, films, followers)
    values = {"long_seconds": long_seconds, "films": films, "followers": followers}
    platform.audit_explained("reward.rule_set", by, "rewards", words, **values)
    rule = Rule(**values, words=words.strip()[:RULE_WORDS], created_by=by.id)
    db.session.add(rule)
    db.session.flush()
    return rule


def ask_rule(by, words: str, *, long_seconds: int, films: int, followers: int) -> platform.Proposal:
    """Ask for another rule; it counts once a second person agrees. Raises as `set_rule` does."""
    _refuse(long_seconds, films, followers)
    said = f"Rewards for {films} films of {long_seconds} s or more and {followers} followers"
    told = {"long_seconds": long_seconds, "films": films, "followers": followers}
    return platform.propose("reward.rule", "rewards", said, by, words, **told)


def _stands(**_rule: int) -> dict:
    return needed()._asdict()


@platform.takes_two("reward.rule", look=_stands)
def _agreed(pair: platform.Pair, **rule: int) -> Rule:
    return set_rule(pair.by, pair.reason, **rule)


def _refuse(*values: int) -> None:
    if min(values) < 1 or max(values) > MOST:
        raise Invalid("Each of the three is at least 1.")


def rules(limit: int = 10) -> list[Rule]:
    """Return the last rules, newest first."""
    return list(db.session.scalars(select(Rule).order_by(Rule.id.desc()).limit(limit)))
