"""Promises: what each creator promises about money back, from a moment on; what was sold before keeps the words of its own time."""

from wm.domains.promises.actions import promise
from wm.domains.promises.models import DAYS, PARTS, Promise
from wm.domains.promises.queries import in_force, words_of

__all__ = ["DAYS", "PARTS", "Promise", "in_force", "promise", "words_of"]
