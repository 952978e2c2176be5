"""Writes of the media domain: what starts, repeats or ends the encode of a film."""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import delete

from wm.domains import uploads
from wm.domains.media import clearing, lingering, posters, queries, steps, trimming
from wm.domains.media.lingering import LINGER
from wm.domains.media.models import Film, Rendition, new_key
from wm.domains.media.step_models import FilmPlan, FilmSound
from wm.domains.media.text_models import FilmText
from wm.kernel import clock, job
from wm.kernel.db import db

ENCODE, MOVE = "media.encode", "media.move"
REPLACED = "Another file has taken the place of this one."
NEEDLESS = "The film that was made of this file has been removed."
LATER = timedelta(minutes=1)


def start(upload) -> Film:
    """Return the film of a complete upload, and promise its encode; asking again changes nothing."""
    film = queries.of_upload(upload.id)
    return film or begin(upload.key, upload.received, upload_id=upload.id)


def begin(source_key: str, source_bytes: int, upload_id: int | None = None) -> Film:
    """Return a new film whose source lies in storage under `source_key`, and promise its encode."""
    film = Film(source_key=source_key, source_bytes=source_bytes, upload_id=upload_id)
    db.session.add(film)
    db.session.flush()
    _promise(film)
    return film


def trim(film: Film, start_ms: int, end_ms: int | None) -> Film:
    """Return a new film of the same source that begins and ends there (None: with it), and promise that it is made.

    Raises BadTrim (422), NoSource (409)."""
    trimming.refuse_bad(film, start_ms, end_ms)
    end_ms = None if end_ms is None or end_ms >= trimming.source_ms(film) else end_ms
    same = {"source_key": film.source_key, "source_bytes": film.source_bytes, "cut_from": film.key}
    new = Film(**same, trim_start_ms=start_ms, trim_end_ms=end_ms)
    db.session.add(new)
    db.session.flush()
    _promise(new)
    return new


def _promise(film: Film) -> None:
    """Promise the look at the source from which everything follows; row ids may come twice, public ids do not."""
    key = f"{ENCODE}:{film.public_id}:{film.run}"
    job.enqueue(ENCODE, subject=film.public_id, key=key, is_urgent=True, film_id=film.id, run=film.run)


def retry(film: Film) -> Film:
    """Try again what failed; what has been published already stays. Raises StillBusy (409)."""
    film.refuse_while_busy()
    if film.error_code:
        make_again(film)
    return film


def replace(film: Film, upload) -> Film:
    """Make the film anew from another complete upload; the old file and all that was made of it go.

    An encode of the old file that still runs loses its turn."""
    if film.upload_id == upload.id:
        return film
    clearing.let_go(film)
    _let_go_of_source(film, REPLACED)
    for made in (Rendition, FilmSound, FilmText, FilmPlan):
        db.session.execute(delete(made).where(made.film_id == film.id))
    film.has_audio = False
    film.key, film.upload_id = new_key(), upload.id
    film.source_key, film.source_bytes = upload.key, upload.received
    film.trim_start_ms, film.trim_end_ms, film.cut_from = 0, None, ""
    film.has_poster = film.is_poster_chosen = film.has_progressive = film.has_storyboard = False
    film.has_preview = film.is_partial = False
    film.state, film.colours, film.duration_ms, film.playable_at, film.ready_at = "waiting", "", 0, None, None
    make_again(film)
    return film


def make_again(film: Film) -> None:
    """Send a film to be encoded once more; what has been published stays, and only what is missing is made."""
    film.state = film.state if film.is_playable else "waiting"
    film.error_code = film.error_text = ""
    film.step, film.percent, film.speed, film.seconds_left = "waiting", 0.0, 0.0, None
    film.begun_at = None
    film.run += 1
    db.session.flush()
    _promise(film)


def remove(film: Film) -> None:
    """Remove a film: its row now, its files by way of the deletion queue."""
    clearing.let_go_of_former(film)
    clearing.let_go(film)
    _end(film, NEEDLESS)


def give_way(film: Film, heir: Film) -> None:
    """End a film whose place `heir` has taken: its row now, its published files once nobody can be watching them.

    A poster that was chosen for it stays."""
    posters.carry(film, heir)
    lingering.linger(film, heir)
    clearing.let_go(film, LINGER)
    _end(film, REPLACED)


def _end(film: Film, reason: str) -> None:
    _let_go_of_source(film, reason)
    db.session.execute(delete(Film).where(Film.id == film.id))


def _let_go_of_source(film: Film, reason: str) -> None:
    """End the upload of a film; where another one is made of the same file, it is that one's from now on."""
    upload, heir = uploads.find(film.upload_id) if film.upload_id else None, queries.of_same_source(film)
    film.upload_id = None
    db.session.flush()
    if upload is not None and heir is not None:
        heir.upload_id = upload.id
    elif upload is not None:
        uploads.end(upload, reason)


def wake(film_ids: Iterable[int]) -> None:
    """Have the rungs of these films made that were left until somebody asks for them."""
    for film in queries.asleep(film_ids):
        steps.wake(film)


def open_up(film: Film) -> None:
    """Let links to the film live long, because anybody may watch it."""
    film.is_open = film.is_shown = True


def lock_up(film: Film) -> None:
    """Let links to the film live for minutes only, those to its posters long: anybody may see that it is there."""
    _end_links(film, had=film.is_open)
    film.is_shown = True


def close(film: Film) -> None:
    """Let links live for minutes only, and promise that those made before stop working."""
    _end_links(film, had=film.is_open or film.is_shown)
    film.is_shown = False


def _end_links(film: Film, had: bool) -> None:
    film.is_open = False
    if had:
        promise_move(film, former=clearing.let_go_of_former(film))


def promise_move(film: Film, wait: timedelta = timedelta(0), former: Iterable[str] = ()) -> None:
    """Promise that the film gets another key, and with it new links; what lies under `former` keys goes first."""
    keys = {"old_key": film.key, "new_key": new_key(), "former": list(former)}
    job.enqueue(MOVE, subject=film.public_id, run_at=clock.now() + wait, film_id=film.id, **keys)
