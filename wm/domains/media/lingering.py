"""What lingers when a film takes another's place: the old files, for those who are watching them."""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import ColumnElement, delete, select, update

from wm.domains.media import signing
from wm.domains.media.former_models import FormerKey
from wm.domains.media.models import Film
from wm.kernel import clock, job
from wm.kernel.db import db

CLEAR = "media.clear"
LINGER = timedelta(hours=4)


def linger(film: Film, heir: Film) -> None:
    """Keep what is published of `film` for a while, open to whoever may watch `heir`; then it goes."""
    before = update(FormerKey).where(FormerKey.film_id == film.id).values(film_id=heir.id)
    db.session.execute(before)
    until = clock.now() + LINGER
    db.session.add(FormerKey(key=film.key, film_id=heir.id, until=until))
    job.enqueue(CLEAR, subject=film.public_id, run_at=until, key=f"{CLEAR}:{film.key}", film_key=film.key)


def stop(film: Film) -> None:
    """Let nothing linger that `film` took the place of: links to it end."""
    for key in db.session.scalars(select(FormerKey.key).where(FormerKey.film_id == film.id)).all():
        forget(key)
        job.enqueue(CLEAR, subject=film.public_id, key=f"{CLEAR}:{key}:now", film_key=key)


def forget(key: str) -> None:
    """Open a folder to nobody any more."""
    db.session.execute(delete(FormerKey).where(FormerKey.key == key))


def lingers() -> ColumnElement[bool]:
    """Return the condition on former keys that their files are still there for somebody."""
    return FormerKey.until > clock.now()


def former_url(film: Film, key: str, name: str, who=None) -> str:
    """Return a link for `who` to a file of what `film` took the place of, which lay under `key`; "" when that lingers no more."""
    mine = select(FormerKey.key).where(FormerKey.key == key, FormerKey.film_id == film.id, lingers())
    if key in ("", film.key) or db.session.scalar(mine) is None:
        return ""
    return signing.url(key, name, film.is_open, getattr(who, "public_id", None))


def known(keys: Iterable[str]) -> list[str]:
    """Return which of these keys are former ones whose files linger."""
    return list(db.session.scalars(select(FormerKey.key).where(FormerKey.key.in_(list(keys)), lingers())))
