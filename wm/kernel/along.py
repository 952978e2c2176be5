"""A question that rides along: one value that this request will need, asked in the statement that says who is looking.

Who knows early what will be asked brings it. The statement takes it along, and whoever needs the answer finds it, once,
under the very name of the question, or asks the database themselves."""

from collections.abc import Hashable
from typing import Any, NamedTuple

from flask import g
from sqlalchemy import ScalarSelect

MISSING = object()


class Question(NamedTuple):
    """What is asked: a name that says all that the answer depends on, one value, and what is bound in it."""

    name: Hashable
    value: ScalarSelect
    binds: dict[str, Any]


def bring(question: Question) -> None:
    """Have `question` answered by the next statement that takes one along."""
    g.rides_along = question


def taken() -> Question | None:
    """Return the question that waits, if any; who takes it says the answer with `keep`."""
    return g.pop("rides_along", None)


def keep(question: Question, answer: Any) -> None:
    """Leave the answer to whoever asks next."""
    g.along = (question.name, answer)


def answer(name: Hashable) -> Any:
    """Return the answer to the question of this name, or MISSING; nobody gets it twice."""
    known, said = g.pop("along", (None, MISSING))
    return said if known == name else MISSING
