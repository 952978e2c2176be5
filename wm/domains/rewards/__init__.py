"""Rewards: real watching of long films, its milestones, who is eligible, and a pool that is divided once a day."""

from wm.domains.rewards.cycles import end_of, last_day, open_points, pay
from wm.domains.rewards.eligibility import Meter, check, meter, standing
from wm.domains.rewards.errors import NotEarnedYet, NotOverYet
from wm.domains.rewards.events import CreatorRewarded, EligibilityChanged
from wm.domains.rewards.keeping import forget_old, keep
from wm.domains.rewards.models import Cycle, Milestone, Progress, Share, Standing
from wm.domains.rewards.pool import account, ask_fund, budget, fund
from wm.domains.rewards.queries import (
    Day,
    Outlook,
    Paid,
    best_films,
    cycles,
    days,
    in_the_pool,
    outlook,
    paid_to,
    refuse,
    refused_points,
    share,
    watched,
)
from wm.domains.rewards.rules import Needed, ask_rule, needed, rules, set_rule
from wm.domains.rewards.watching import DAY_MOST, END, FILM_MOST, HALF, LONGEST_GAP, START, points, thresholds

__all__ = [
    "CreatorRewarded",
    "Cycle",
    "DAY_MOST",
    "Day",
    "END",
    "EligibilityChanged",
    "FILM_MOST",
    "HALF",
    "LONGEST_GAP",
    "Meter",
    "Milestone",
    "Needed",
    "NotEarnedYet",
    "NotOverYet",
    "Outlook",
    "Paid",
    "Progress",
    "START",
    "Share",
    "Standing",
    "account",
    "ask_fund",
    "ask_rule",
    "best_films",
    "budget",
    "check",
    "cycles",
    "days",
    "end_of",
    "forget_old",
    "fund",
    "in_the_pool",
    "keep",
    "last_day",
    "meter",
    "needed",
    "open_points",
    "outlook",
    "paid_to",
    "pay",
    "points",
    "refuse",
    "refused_points",
    "rules",
    "set_rule",
    "share",
    "standing",
    "thresholds",
    "watched",
]
