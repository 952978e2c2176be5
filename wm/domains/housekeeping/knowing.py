"""Who knows a place in the store: the rows that name it."""

from collections.abc import Iterable

from sqlalchemy import or_, select

from wm.domains import content, media, people, storage, uploads
from wm.kernel.db import db

UNSURE = ("orphan", "film", "picture", "file")  # reasons why a place goes that are looked at once more before it does
OF_A_FILM = ("rung", "replaced", "parts")  # so are those of files that a film had


def unit(key: str) -> str:
    """Return the place that an object belongs to and goes with: its folder, which ends in /, or the object itself."""
    top, _, rest = key.partition("/")
    name, slash, _ = rest.partition("/")
    return f"{top}/{name}{slash}" if rest else top


def kind(place: str) -> str:
    """Return what kind of place this is."""
    top = place.partition("/")[0]
    return top if top in storage.KINDS else "other"


def owner(place: str) -> str:
    """Return the name in a place by which rows know it."""
    return place.rstrip("/").partition("/")[2].partition(".")[0]


def known(places: Iterable[str]) -> set[str]:
    """Return which of these places somebody knows, or has promised to delete; one statement for each kind."""
    places = list(places)
    return storage.deleting.promised(places) | _in_use(places)


def _in_use(places: list[str]) -> set[str]:
    found: set[str] = set()
    for each in {kind(place) for place in places} & ASKED.keys():
        some = [place for place in places if kind(place) == each]
        names = _names(each, {owner(place) for place in some})
        found |= {place for place in some if owner(place) in names}
    return found


def _names(kind: str, names: set[str]) -> set[str]:
    return {name for name in ASKED[kind](names) if name}


def _raw(names: set[str]) -> Iterable[str]:
    upload, film = uploads.Upload, media.Film
    sent = select(upload.public_id).where(upload.public_id.in_(names), upload.state != "gone")
    begun = select(film.source_key).where(film.source_key.in_([f"raw/{name}" for name in names]))
    return [*db.session.scalars(sent), *(key.removeprefix("raw/") for key in db.session.scalars(begun))]


def _published(names: set[str]) -> Iterable[str]:
    return [
        *db.session.scalars(select(media.Film.key).where(media.Film.key.in_(names))),
        *media.lingering_keys(names),
        storage.PROBE,
    ]


def _pictures(names: set[str]) -> Iterable[str]:
    person = people.Person
    rows = select(person.avatar, person.cover).where(or_(person.avatar.in_(names), person.cover.in_(names)))
    return [name for row in db.session.execute(rows) for name in row]


def _images(names: set[str]) -> Iterable[str]:
    return db.session.scalars(select(content.Picture.key).where(content.Picture.key.in_(names)))


def _files(names: set[str]) -> Iterable[str]:
    kept = (content.Post.file_key, content.FileVersion.file_key)
    return [key for column in kept for key in db.session.scalars(select(column).where(column.in_(names)))]


ASKED = {
    "raw": _raw,
    "published": _published,
    "processing": _published,
    "pictures": _pictures,
    "images": _images,
    "files": _files,
}


def is_needed(row: storage.Deletion) -> bool:
    """Whether somebody uses a place after all: what was thought to be nobody's, or was made anew meanwhile."""
    if row.reason in OF_A_FILM:
        _, film_key, name = row.place.split("/", 2)
        return media.needs(film_key, name)
    if row.reason == "original":
        waits = media.Film.source_key == row.place, media.Film.state != "ready"
        return db.session.scalar(select(media.Film.id).where(*waits).limit(1)) is not None
    return row.reason in UNSURE and row.place in _in_use([row.place])
