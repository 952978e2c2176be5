"""Questions that are asked together: values that this request will need, in one statement.

Who knows early what will be asked brings it. The statement that says who is looking takes along what waits; else whoever
needs one of the answers first asks for all that wait. An answer is found under the very name of its question, once."""

import json
from collections.abc import Hashable, Iterable
from typing import Any, NamedTuple

from flask import g
from sqlalchemy import ScalarSelect, Select, func, select

from wm.kernel import cache
from wm.kernel.db import db


class Question(NamedTuple):
    """What is asked: a name that says all that the answer depends on, one value, and what is bound in it.

    Where the cache keeps the answer, the name is its key there. What is bound under one name is the same in all of them."""

    name: Hashable
    value: ScalarSelect
    binds: dict[str, Any]


def bring(question: Question) -> None:
    """Have `question` answered by the next statement that takes some along."""
    g.setdefault("rides_along", {})[question.name] = question


def foresee(*questions: Question) -> None:
    """Get from the cache what it keeps of these answers, in one round trip, and bring the questions that it can't answer."""
    missing = cache.missing(*(each.name for each in questions))
    for question in questions:
        if question.name in missing:
            bring(question)


def taken() -> tuple[Question, ...]:
    """Return the questions that wait; who takes them says the answers with `keep`."""
    return tuple(g.pop("rides_along", {}).values())


def bound(questions: Iterable[Question]) -> dict[str, Any]:
    """Return what is bound in these questions."""
    return {name: value for each in questions for name, value in each.binds.items()}


def keep(questions: Iterable[Question], answers: Iterable[Any]) -> None:
    """Leave the answers to whoever asks next."""
    names = (each.name for each in questions)
    g.setdefault("along", {}).update(zip(names, answers, strict=True))


def answer(question: Question) -> Any:
    """Return the answer; when nobody has brought it yet, ask the database for it and for all that waits."""
    known = g.setdefault("along", {})
    if question.name not in known:
        bring(question)
        waiting = taken()
        keep(waiting, db.session.execute(select(*(each.value for each in waiting)), bound(waiting)).one())
    return known.pop(question.name)


def packed(rows: Select) -> ScalarSelect:
    """Return the rows of a SELECT, in any order, as one value: lists in JSON, side by side."""
    return select(func.group_concat(func.json_array(*rows.subquery().c))).scalar_subquery()


def unpacked(said: str | None) -> list[list]:
    """Return the rows of which `packed` was made, sorted."""
    return sorted(json.loads(f"[{said or ''}]"))
