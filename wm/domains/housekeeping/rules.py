"""Rules by age and views: what could go, a look at it first, and the deed, which can be taken back for a week."""

import json
from datetime import date, timedelta
from typing import Any, NamedTuple

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import Select, exists, func, select

from wm.domains import content, entitlements, media, storage, uploads
from wm.domains.content import Content
from wm.domains.housekeeping import rungs
from wm.domains.housekeeping.models import FilmWeight
from wm.domains.storage import RuleRun
from wm.kernel import clock, job
from wm.kernel.db import db, transaction
from wm.kernel.errors import NotFound, NotNow

APPLY = "storage.apply_rule"
GRACE = timedelta(days=7)
SHOWN, PORTION = 50, 20
RULES = ("originals", "rungs")


class Rule(NamedTuple):
    """What goes: the originals of films, or their rungs above `height`; of films that are so old, and seen so little.

    Of rungs: seen fewer than `views` times in the last `within` days."""

    rule: str
    days: int
    views: int = 0
    height: int = 480
    with_locked: bool = False
    within: int = 90

    @property
    def words(self) -> str:
        """The rule in one sentence."""
        age, within = (ngettext("%(num)s day", "%(num)s days", days) for days in (self.days, self.within))
        if self.rule == "originals":
            said = _("Originals of films that have been ready for more than %(age)s", age=age)
        else:
            told = {"height": self.height, "views": self.views, "age": age, "within": within}
            said = _(
                "Qualities above %(height)sp of films that came out more than %(age)s ago and were seen fewer than"
                " %(views)s times in the last %(within)s",
                **told,
            )
        return said if self.with_locked else f"{said}, {_('not of films that are sold or for members')}"


class Preview(NamedTuple):
    """What a rule would take: films and bytes in all, and the first of them as (piece, bytes, views in the days that count).

    `counted_since`: the day before which views were not counted by day, so that all of them count; None: long ago enough."""

    films: int
    bytes: int
    shown: list[tuple[Content, int, int]]
    counted_since: date | None


class RuleAtWork(NotNow):
    code = "rule_at_work"
    message = "Another rule is being applied. Wait until it has come to its end."


def preview(rule: Rule) -> Preview:
    """Look at what a rule would take, and change nothing."""
    found = _taken(rule).subquery()
    sums = select(func.count(found.c.film_id), func.coalesce(func.sum(found.c.bytes), 0))
    films, size = db.session.execute(sums).one()
    columns = found.c.content_id, found.c.bytes, found.c.recent
    first = db.session.execute(select(*columns).order_by(found.c.bytes.desc()).limit(SHOWN)).all()
    pieces = {piece.id: piece for piece in content.in_order(row.content_id for row in first)}
    shown = [(pieces[number], int(size), int(recent)) for number, size, recent in first if number in pieces]
    return Preview(int(films), int(size), shown, content.viewing.counted_by_day_since(rule.within))


def _taken(rule: Rule) -> Select:
    """Return a SELECT of (film_id, content_id, bytes, recent: views in the days that count) of what a rule takes."""
    film, before = media.Film, clock.now() - timedelta(days=rule.days)
    size = FilmWeight.raw if rule.rule == "originals" else rungs.above(rule.height)
    recent = content.viewing.views_within(rule.within)
    columns = film.id.label("film_id"), Content.id.label("content_id"), size.label("bytes"), recent.label("recent")
    wanted = select(*columns)
    wanted = wanted.join(Content, Content.film_id == film.id).join(FilmWeight, FilmWeight.film_id == film.id)
    wanted = wanted.where(film.state == "ready", Content.state == "published")
    if not rule.with_locked:
        wanted = wanted.where(~exists().where(entitlements.Lock.content_id == Content.id))
    if rule.rule == "originals":
        sent = uploads.Upload.id == film.upload_id, uploads.Upload.state == "complete"
        kept = ~exists().where(storage.Deletion.place == film.source_key, storage.Deletion.taken_back_at.is_(None))
        sharing = content.sharing.Sharing
        kept &= ~exists().where(sharing.content_id == Content.id, sharing.may_download)  # its maker hands it out
        return wanted.where(film.ready_at < before, exists().where(*sent), kept)
    seen_little = recent < rule.views, Content.published_at < before
    return wanted.where(*seen_little, rungs.has_above(rule.height), rungs.has_up_to(rule.height))


def apply(rule: Rule, by) -> RuleRun:
    """Promise to apply a rule to what it takes now. Raises RuleAtWork (409)."""
    if any(run.state == "working" for run in runs(1)):
        raise RuleAtWork()
    seen = preview(rule)
    row = RuleRun(rule=rule.rule, words=rule.words, args=json.dumps(rule._asdict()), asked_by=by.id, films=seen.films)
    db.session.add(row)
    db.session.flush()
    job.enqueue(APPLY, subject=row.public_id, key=f"{APPLY}:{row.public_id}", run_id=row.id)
    return row


def work(run_id: int) -> None:
    """Apply a rule film by film, a few in each transaction; goes on where it was when it was cut off. Commits."""
    last = 0
    while last is not None:
        with transaction():
            row = db.session.get(RuleRun, run_id, with_for_update=True, populate_existing=True)
            last = _portion(row, last) if row is not None and row.state == "working" else None


def _portion(row: RuleRun, last: int) -> int | None:
    rule = Rule(**json.loads(row.args))
    some = db.session.execute(_taken(rule).where(media.Film.id > last).order_by(media.Film.id).limit(PORTION)).all()
    for each in some:
        film = media.get(each.film_id)
        row.bytes += (
            _drop_original(film, row)
            if rule.rule == "originals"
            else rungs.drop(film, rule.height, _subject(row), GRACE)
        )
        row.done += 1
    if not some:
        row.state, row.ended_at = "done", clock.now()
    return some[-1].film_id if some else None


def _subject(row: RuleRun) -> str:
    return f"rule:{row.public_id}"


def _drop_original(film: media.Film, row: RuleRun) -> int:
    known: dict[str, Any] = {"subject": _subject(row), "bytes": film.source_bytes}
    storage.ask(film.source_key, "original", GRACE, **known)
    return film.source_bytes


def undo(public_id: str) -> RuleRun:
    """Take back what a rule has put into the queue and is still there. Raises NotFound (404), AlreadyGone (409)."""
    row = db.session.scalars(select(RuleRun).where(RuleRun.public_id == public_id).with_for_update()).first()
    if row is None:
        raise NotFound()
    waits = storage.deleting.of_subject(_subject(row))
    if not waits:
        raise storage.AlreadyGone()
    for each in waits:
        rungs.put_back(storage.take_back(each.public_id))
    row.state = "undone"
    return row


def runs(limit: int = 10) -> list[RuleRun]:
    """Return the rules that were applied last, newest first."""
    return list(db.session.scalars(select(RuleRun).order_by(RuleRun.id.desc()).limit(limit)))


def gone(row: storage.Deletion) -> None:
    """Hear of a place that was deleted: an original that went is counted no more."""
    if row.reason == "original":
        upload = uploads.with_key(row.place.removeprefix("raw/"))
        if upload is not None:
            uploads.end(upload, "The original was let go to save space.")
