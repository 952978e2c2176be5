"""Seeding: rows first, all of them or none; pictures and films follow as jobs, and films take the way of any upload."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from wm.demo import bringing, drawings, posts
from wm.demo.captioning import caption
from wm.demo.company import introduce
from wm.demo.days import live
from wm.demo.dealing import hand_over, offer
from wm.demo.films import FILMS, Film, find
from wm.demo.giving import give
from wm.demo.keeping import keep
from wm.demo.lessons import teach
from wm.demo.making import make
from wm.demo.members import let_try_pro, open_tiers
from wm.demo.paying import pay_out
from wm.demo.people import CAST, DEMO_PASSWORD, Member
from wm.demo.returning import ask_staff, give_back, promise
from wm.demo.selling import sell
from wm.demo.shelf import lay_out, stock
from wm.demo.talking import talk
from wm.domains import categories, content, media, people, uploads
from wm.kernel import clock, job, paths
from wm.kernel.db import transaction

DRESS, MAKE = "demo.dress", "demo.make"  # the jobs in jobs/demo.py
CHUNK = 1024 * 1024
HERE_SINCE = timedelta(days=300)
AT_ONCE = 12  # films that are made first; the others wait, so as not to take the machine from their encodes
OTHERS_AFTER = timedelta(minutes=2)
LEFT_OVER = "The worker that made this demo film was stopped; it is made again."
SHELVES = [
    ("craft", "Craft", "hand"),
    ("science", "Science", "flask"),
    ("music", "Music", "music"),
    ("field-notes", "Field notes", "leaf"),
    ("code", "Code", "code"),
    ("kitchen", "Kitchen", "pot"),
    ("travel", "Travel", "map"),
    ("play", "Play", "dice"),
]


def seed() -> bool:
    """Create the community, and promise its pictures and films; False when it is there already.

    Raises FieldRefused (422) when somebody else has one of the handles."""
    with transaction():
        if people.by_name(CAST[0].email) is not None:
            return False
        categories.plant(SHELVES)
        cast = {member.handle: _enrol(member) for member in CAST}
        introduce(cast)
        pieces = {}
        for place, film in enumerate(FILMS):
            wait = timedelta(0) if place < AT_ONCE else OTHERS_AFTER + timedelta(seconds=place)
            pieces[film.slug] = _announce(film, cast[film.by], make_at=clock.now() + wait)
        for tell in (posts.write, teach, keep, talk):
            tell(cast, pieces)
        bringing.bring(cast)
        promise(cast)
        live([*open_tiers(cast), *offer(cast)])
        let_try_pro(cast)
        hand_over(cast)
        stock(cast)
        sell(cast, pieces)
        lay_out(cast, pieces)
        give(cast, pieces)
        give_back(cast)
        ask_staff(cast)
        pay_out(cast)
    return True


def _enrol(member: Member) -> people.Person:
    person = people.enrol(
        name=member.name, handle=member.handle, email=member.email, password=DEMO_PASSWORD, role=member.role
    )
    links = [people.Link(*link) for link in member.links]
    person.created_at -= HERE_SINCE
    people.edit_profile(person, name=member.name, handle=member.handle, bio=member.bio, links=links)
    job.enqueue(DRESS, subject=member.handle, key=f"{DRESS}:{person.id}", person_id=person.id)
    return person


def _announce(film: Film, person: people.Person, make_at: datetime) -> content.Content:
    """Draft the piece so that it is published, backdated, by the first rendition of its film; its views are made up."""
    shelf = categories.called(film.category)
    piece = content.draft(
        person, film.title, description=film.description.strip(), category=shelf, tags=list(film.tags)
    )
    piece.published_at = clock.now() - timedelta(hours=film.hours_ago, minutes=7 * len(film.title) % 60)
    piece.created_at = piece.published_at - timedelta(hours=1)
    caption(film.slug, piece)
    content.publish_when_ready(piece)
    content.add_views({piece.id: film.views}, day=(clock.now() - timedelta(hours=film.hours_ago) / 2).date())
    names = {"slug": film.slug, "content_id": piece.id}
    job.enqueue(MAKE, subject=film.slug, run_at=make_at, key=f"{MAKE}:{piece.id}", **names)
    return piece


def dress(person_id: int) -> None:
    """Draw a person's avatar, cover and the pictures of their pieces; pictures that are there already stay."""
    with transaction():
        person = people.find(person_id)
    if person is None:
        return
    if not person.avatar:
        _show(person_id, people.AVATAR, drawings.avatar(person.handle))
    if not person.cover:
        _show(person_id, people.COVER, drawings.cover(person.handle))
    posts.illustrate(person.handle)


def _show(person_id: int, kind, picture: bytes) -> None:
    with transaction():
        people.change_picture(people.find(person_id), kind, picture)


def deliver(slug: str, content_id: int) -> None:
    """Make a film's source and upload it for its piece; run again, it does only what is missing."""
    if not _is_wanted(content_id):
        return
    with _folder(slug) as folder:
        source = make(find(slug), folder, media.workshop().ffmpeg)
        upload = _open_upload(content_id, source)
        bringing.arrived(slug, uploads.receive(upload, 0, _chunks(source)))


@contextmanager
def _folder(slug: str) -> Iterator[Path]:
    """An empty folder to make a film in; what a killed worker left there goes, and so does this one."""
    folder = paths.var("making", slug)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _is_wanted(content_id: int) -> bool:
    with transaction():
        piece = content.with_row_id(content_id)
        upload = uploads.latest_for([piece.public_id]).get(piece.public_id)
        return piece.film is None and (upload is None or upload.state != "complete")


def _open_upload(content_id: int, source: Path) -> uploads.Upload:
    with transaction():
        piece = content.with_row_id(content_id)
        left_over = uploads.latest_for([piece.public_id]).get(piece.public_id)
        if left_over is not None:
            uploads.end(left_over, LEFT_OVER)
        names = {"filename": source.name}
        return uploads.begin(piece.person_id, source.stat().st_size, names, subject=piece.public_id)


def _chunks(source: Path) -> Iterator[bytes]:
    with source.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


def standing() -> list[tuple[str, str]]:
    """How far each film is: pairs of (name, state) in the order in which they are made."""
    return [(film.slug, _standing(film)) for film in FILMS]


def _standing(film: Film) -> str:
    person = people.by_name(f"{film.by}@example.org")
    found = content.owned(person, words=film.title).items if person else []
    if not found:
        return "absent"
    return found[0].film.state if found[0].film else "to be made"
