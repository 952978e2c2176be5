"""Facts: what happened, told to whoever follows, in the same transaction as the change."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import NamedTuple

from flask import current_app

from wm.kernel import job


@dataclass(frozen=True)
class Fact:
    """Parent of every fact; a fact is a frozen dataclass of ids, named in the past tense."""


class Follower(NamedTuple):
    """One reaction: the job kind that runs, and the fact's field that names its subject."""

    kind: str
    subject: str = ""


Reactions = dict[type[Fact], Iterable[Follower]]


def follow(app, reactions: Reactions) -> None:
    """Hand the reaction table to the kernel; the composition root calls this once."""
    app.extensions["reactions"] = reactions


def record(fact: Fact) -> None:
    """Write one job row per follower of `fact` into the present transaction."""
    reactions: Callable = current_app.extensions.get("reactions", {}).get
    args = asdict(fact)
    for follower in reactions(type(fact), ()):
        job.enqueue(follower.kind, subject=str(args.get(follower.subject, "")), **args)


@contextmanager
def unheard() -> Iterator[None]:
    """Let nobody follow what happens: for a past of which everybody has heard."""
    extensions = current_app.extensions
    before = extensions.get("reactions", {})
    extensions["reactions"] = {}
    try:
        yield
    finally:
        extensions["reactions"] = before
