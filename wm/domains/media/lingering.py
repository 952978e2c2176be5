"""What lingers when a film takes another's place: the old files, for those who are watching them."""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import ColumnElement, delete, select, update

from wm.domains.media import signing
from wm.domains.media.former_models import FormerKey
from wm.domains.media.models import Film
from wm.kernel import clock
from wm.kernel.db import db

LINGER = timedelta(hours=4)


def linger(film: Film, heir: Film) -> None:
    """Leave what is published of `film` open for a while to whoever may watch `heir`."""
    before = update(FormerKey).where(FormerKey.film_id == film.id).values(film_id=heir.id)
    db.session.execute(before)
    db.session.add(FormerKey(key=film.key, film_id=heir.id, until=clock.now() + LINGER))


def stop(film: Film) -> list[str]:
    """Let nothing linger that `film` took the place of; returns the keys that are open to nobody any more."""
    keys = list(db.session.scalars(select(FormerKey.key).where(FormerKey.film_id == film.id)))
    db.session.execute(delete(FormerKey).where(FormerKey.key.in_(keys)))
    return keys


def forget(key: str) -> None:
    """Open a folder to nobody any more."""
    db.session.execute(delete(FormerKey).where(FormerKey.key == key))


def forget_old() -> None:
    """Forget the keys of which nothing lingers any more."""
    db.session.execute(delete(FormerKey).where(~lingers()))


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
