"""What lies in the store, by kind, by film and by person, and what a month of it costs."""

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from flask import current_app
from sqlalchemy import Select, and_, func, or_, select

from wm.domains import content, media, storage, uploads
from wm.domains.content import Content
from wm.domains.housekeeping.models import FilmWeight
from wm.domains.storage import StoredPlace
from wm.kernel import clock
from wm.kernel.db import db
from wm.kernel.paging import Page, cut, decode
from wm.kernel.storage import store

PAGE, PORTION = 20, 200
PLACE_LENGTH, GB, CENT = 80, 10**9, Decimal("0.01")


class Total(NamedTuple):
    """How much of one kind there is."""

    kind: str
    bytes: int
    objects: int


class Share(NamedTuple):
    """What one person keeps: originals of films and files for download, which count, and what was made of them."""

    films: int
    files: int
    made: int
    quota: int

    @property
    def counts(self) -> int:
        """Bytes that the quota counts."""
        return self.films + self.files

    @property
    def part(self) -> float:
        """How much of the quota that is, from 0 to 1."""
        return min(1.0, self.counts / self.quota) if self.quota else 1.0


def price(size: int) -> str:
    """Return in words what a month of `size` bytes costs by STORAGE_PRICE, in the money of the site: 1.25, < 0.01."""
    try:
        cost = Decimal(current_app.config["STORAGE_PRICE"]) * size / GB
    except InvalidOperation:
        cost = Decimal(0)
    return "< 0.01" if 0 < cost < CENT / 2 else str(cost.quantize(CENT))


def totals() -> list[Total]:
    """Return how much of each kind there was when the store was last walked through, most first."""
    sums = select(StoredPlace.kind, func.sum(StoredPlace.bytes), func.sum(StoredPlace.objects)).group_by(
        StoredPlace.kind
    )
    found = [Total(kind, int(size), int(count)) for kind, size, count in db.session.execute(sums)]
    return sorted(found, key=lambda each: -each.bytes)


def weigh(film_ids: Iterable[int]) -> None:
    """Count how much lies of these films, in the present transaction."""
    for film in media.several(film_ids).values():
        upload = uploads.find(film.upload_id) if film.upload_id else None
        raw = upload.received if upload and upload.state == "complete" else 0
        sizes = [entry.size for entry in store().entries(f"published/{film.key}/")]
        _keep(film.id, raw, sum(sizes))
        _count(f"published/{film.key}", sum(sizes), len(sizes))
        _count(film.source_key, raw, int(bool(raw)))


def _count(place: str, size: int, objects: int) -> None:
    """Let the totals know of a place before the next walk."""
    known = {"kind": place.partition("/")[0], "bytes": size, "objects": objects, "counted_at": clock.now()}
    if objects and known["kind"] in storage.KINDS and len(place) <= PLACE_LENGTH:
        db.session.merge(StoredPlace(place=place, **known))


def weigh_after(last: int) -> int | None:
    """Weigh the next films by what the walk has counted; returns the last one, None at the end."""
    films = db.session.scalars(
        select(media.Film).where(media.Film.id > last).order_by(media.Film.id).limit(PORTION)
    ).all()
    uploaded = _received([film.upload_id for film in films])
    places = {f"published/{film.key}": film for film in films}
    sizes = dict(
        db.session.execute(select(StoredPlace.place, StoredPlace.bytes).where(StoredPlace.place.in_(places))).all()
    )
    for place, film in places.items():
        _keep(film.id, uploaded.get(film.upload_id, 0), sizes.get(place, 0))
    return films[-1].id if films else None


def _received(ids: Iterable[int | None]) -> dict[int, int]:
    sent = uploads.Upload.id.in_([each for each in ids if each]), uploads.Upload.state == "complete"
    return dict(db.session.execute(select(uploads.Upload.id, uploads.Upload.received).where(*sent)).all())


def _keep(film_id: int, raw: int, published: int) -> None:
    values = {"raw": raw, "published": published, "total": raw + published, "counted_at": clock.now()}
    db.session.merge(FilmWeight(film_id=film_id, **values))


def _weighed() -> Select:
    return select(FilmWeight, Content).join(Content, Content.film_id == FilmWeight.film_id)


def largest(cursor: str | None = None, person_id: int | None = None, size: int = PAGE) -> Page:
    """Return a page of (weight, piece), heaviest first; of one person when asked."""
    wanted = _weighed() if person_id is None else _weighed().where(Content.person_id == person_id)
    if place := decode(cursor, int, int):
        lighter = and_(FilmWeight.total == place[0], FilmWeight.film_id < place[1])
        wanted = wanted.where(or_(FilmWeight.total < place[0], lighter))
    ordered = wanted.order_by(FilmWeight.total.desc(), FilmWeight.film_id.desc()).limit(size + 1)
    rows = [tuple(row) for row in db.session.execute(ordered)]
    found = cut(rows, size, lambda row: (row[0].total, row[0].film_id))
    pieces = {piece.id: piece for piece in content.in_order(piece.id for _, piece in found.items)}
    return Page([(weight, pieces[piece.id]) for weight, piece in found.items if piece.id in pieces], found.next)


def share(person_id: int) -> Share:
    """Return what a person keeps."""
    upload = uploads.Upload
    theirs = upload.person_id == person_id, upload.state != "gone"
    of_films = select(media.Film.upload_id).where(media.Film.upload_id.is_not(None))
    sizes = func.coalesce(func.sum(func.coalesce(upload.size, upload.received)), 0)
    films = db.session.scalar(select(sizes).where(*theirs, or_(upload.id.in_(of_films), upload.state == "receiving")))
    everything = db.session.scalar(select(sizes).where(*theirs))
    made = select(func.coalesce(func.sum(FilmWeight.published), 0)).join(Content, Content.film_id == FilmWeight.film_id)
    published = db.session.scalar(made.where(Content.person_id == person_id))
    return Share(int(films), int(everything) - int(films), int(published), uploads.quota(person_id))


def freeable(person_id: int) -> int:
    """Return how many bytes of a person's are of films that were removed and still can come back."""
    gone = select(func.coalesce(func.sum(FilmWeight.raw), 0)).join(Content, Content.film_id == FilmWeight.film_id)
    return int(db.session.scalar(gone.where(Content.person_id == person_id, Content.state == "removed")))


def waiting() -> tuple[int, int]:
    """Return how much waits to be deleted: (places, bytes)."""
    return storage.deleting.count_waiting()
