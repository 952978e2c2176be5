"""Keeping the store in order: what each film weighs, what is astray, and rules by which old things go."""

from wm.domains.housekeeping import knowing, rules, sweeping, weighing
from wm.domains.housekeeping.models import FilmWeight
from wm.domains.housekeeping.rules import Rule, RuleAtWork
from wm.domains.housekeeping.weighing import Share, Total

__all__ = ["FilmWeight", "Rule", "RuleAtWork", "Share", "Total", "knowing", "rules", "sweeping", "weighing"]
