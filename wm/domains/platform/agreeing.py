"""Deeds that take two people: one asks, another one agrees in time; both are written down, with what stood before and after."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

from flask import current_app
from sqlalchemy import func, select

from wm.domains.platform.actions import audit, audit_explained
from wm.domains.platform.errors import Decided, OwnMoney, SamePerson
from wm.domains.platform.models import REASON_LENGTH, Proposal
from wm.kernel import clock
from wm.kernel.db import db
from wm.kernel.errors import NotFound
from wm.kernel.paging import Page, cut, decode

PAGE = 30


class Pair(NamedTuple):
    """The two who let a deed happen, and why the first one asked: a row id, and the person who agreed."""

    asked_by: int
    by: Any
    reason: str


class Deed(NamedTuple):
    """What is done once two agree, how what it changes stands (for before and after), and whose gain or loss it is."""

    do: Callable[..., Any]
    look: Callable[..., dict[str, Any]]
    whose: Callable[..., set[int]]


class Nobody(NamedTuple):
    """Whoever acts when time does."""

    id: int | None = None


DEEDS: dict[str, Deed] = {}


def takes_two(
    kind: str, *, look: Callable[..., dict], whose: Callable[..., set[int]] = lambda **args: set()
) -> Callable:
    """Declare that the decorated deed (pair, **args) is done only after two people said so; see `Deed` for the others."""

    def declared(do: Callable) -> Callable:
        DEEDS[kind] = Deed(do, look, whose)
        return do

    return declared


def propose(kind: str, subject: str, words: str, by, reason: str, **args: Any) -> Proposal:
    """Ask for a deed; nothing happens until somebody else agrees. The same one that waits already is returned.

    `args` are texts, numbers and truths. Raises OwnMoney (403), ReasonMissing (422)."""
    deed, packed = DEEDS[kind], json.dumps(args, sort_keys=True)
    _refuse_own(deed, args, by)
    same = Proposal.kind == kind, Proposal.subject == subject, Proposal.state == "asked", Proposal.args == packed
    known = db.session.scalars(select(Proposal).where(*same, Proposal.expires_at > clock.now())).first()
    if known is not None:
        return known
    before = deed.look(**args)
    audit_explained(kind, by, subject, reason, step="asked", words=words, args=args, before=before)
    asked = Proposal(kind=kind, subject=subject, words=words[:REASON_LENGTH], args=packed, before=json.dumps(before))
    asked.reason, asked.asked_by = reason.strip()[:REASON_LENGTH], by.id
    asked.expires_at = clock.now() + timedelta(hours=current_app.config["TWO_PEOPLE_HOURS"])
    db.session.add(asked)
    db.session.flush()
    return asked


def agree(public_id: str, by, reason: str) -> Proposal:
    """Do what somebody else asked for. Raises SamePerson, OwnMoney (403), Decided (409), NotFound, ReasonMissing (422).

    Whatever the deed itself refuses is raised as well, and it goes on waiting."""
    asked = _waiting(public_id)
    deed, args = DEEDS[asked.kind], json.loads(asked.args)
    if asked.asked_by == by.id:
        raise SamePerson()
    _refuse_own(deed, args, by)
    before = deed.look(**args)
    _answer(asked, "agreed", by, reason)
    deed.do(Pair(asked.asked_by, by, asked.reason), **args)
    told = {"before": before, "after": deed.look(**args), "asked_by": asked.asked_by, "args": args}
    audit_explained(asked.kind, by, asked.subject, reason, step="agreed", words=asked.words, **told)
    return asked


def drop(public_id: str, by, reason: str) -> Proposal:
    """Say no to what was asked for; whoever asked may take it back so. Raises Decided (409), NotFound, ReasonMissing."""
    asked = _waiting(public_id)
    _refuse_own(DEEDS[asked.kind], json.loads(asked.args), by)
    audit_explained(asked.kind, by, asked.subject, reason, step="dropped", words=asked.words, asked_by=asked.asked_by)
    return _answer(asked, "dropped", by, reason)


def expire_proposals() -> int:
    """Close what nobody agreed to in time; returns how many."""
    late = select(Proposal).where(Proposal.state == "asked", Proposal.expires_at <= clock.now())
    found = list(db.session.scalars(late.with_for_update(skip_locked=True)))
    for each in found:
        audit(each.kind, Nobody(), each.subject, step="expired", words=each.words, asked_by=each.asked_by)
        each.state, each.answered_at = "expired", clock.now()
    db.session.flush()
    return len(found)


def find_proposal(public_id: str) -> Proposal:
    """Return what was asked for. Raises NotFound."""
    found = db.session.scalars(select(Proposal).where(Proposal.public_id == public_id)).first()
    if found is None:
        raise NotFound()
    return found


def concerned(asked: Proposal) -> set[int]:
    """Return the row ids of whoever gains or loses by what was asked for."""
    return DEEDS[asked.kind].whose(**json.loads(asked.args))


def waiting() -> list[Proposal]:
    """Return what waits for a second person, oldest first."""
    open_ones = Proposal.state == "asked", Proposal.expires_at > clock.now()
    return list(db.session.scalars(select(Proposal).where(*open_ones).order_by(Proposal.id)))


def count_waiting() -> int:
    """Return how many deeds wait for a second person."""
    open_ones = Proposal.state == "asked", Proposal.expires_at > clock.now()
    return db.session.scalar(select(func.count(Proposal.id)).where(*open_ones))


def proposals_about(subject: str) -> list[Proposal]:
    """Return everything that was asked for about one thing, newest first."""
    about = select(Proposal).where(Proposal.subject == subject).order_by(Proposal.id.desc()).limit(PAGE)
    return list(db.session.scalars(about))


def decided(cursor: str | None = None, size: int = PAGE) -> Page:
    """Return a page of what waits no more, newest first."""
    wanted = select(Proposal).where(Proposal.state != "asked")
    if place := decode(cursor, int):
        wanted = wanted.where(Proposal.id < place[0])
    rows = list(db.session.scalars(wanted.order_by(Proposal.id.desc()).limit(size + 1)))
    return cut(rows, size, lambda proposal: (proposal.id,))


def _waiting(public_id: str) -> Proposal:
    """Lock it before any account; nobody who holds an account asks for it."""
    wanted = select(Proposal).where(Proposal.public_id == public_id).with_for_update()
    found = db.session.scalars(wanted.execution_options(populate_existing=True)).first()
    if found is None:
        raise NotFound()
    if not found.waits:
        raise Decided()
    return found


def _refuse_own(deed: Deed, args: dict, by) -> None:
    if by.id in deed.whose(**args):
        raise OwnMoney()


def _answer(asked: Proposal, state: str, by, reason: str) -> Proposal:
    asked.state, asked.answered_by, asked.answered_at = state, by.id, clock.now()
    asked.answer = reason.strip()[:REASON_LENGTH]
    db.session.flush()
    return asked
