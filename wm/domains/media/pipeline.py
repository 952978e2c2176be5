"""The pipeline: probe, poster, lowest rung, playable, the other rungs, progressive file, storyboard, ready.

Every step looks at what has been written down before and does only what is missing, so that the pipeline may be killed
anywhere and run again. Files are published before the row that speaks of them, and the master playlist after it."""

from pathlib import Path

from wm.domains.media import actions, command, desk, errors, pictures, probe, queries, records, shelf, storyboard, tools
from wm.domains.media.attempt import Attempt
from wm.domains.media.clearing import clear
from wm.domains.media.events import FilmPlayable, FilmReady
from wm.domains.media.ladder import Rung
from wm.domains.media.models import Film
from wm.kernel import clock
from wm.kernel.db import transaction
from wm.kernel.facts import record
from wm.kernel.job import LostLease

CHECKED, DRAWN, ENCODED, PACKED = 1, 3, 95, 99  # percent of the whole at the end of each part
DECODING = 0.5  # what decoding a pixel costs, where encoding one costs 1
PROGRESSIVE_LINES = 720


def encode(film_id: int, run: int) -> None:
    """Take a film from its source to everything that is published of it; run it again and it goes on where it was.

    A refusal is written down for the creator; anything else is raised, for the job to be tried again."""
    with transaction():
        film = queries.find(film_id)
    if film is None or film.run != run or not film.is_busy:
        return
    turn = records.Turn(film_id, run)
    try:
        with desk.folder(film.key) as folder:
            _produce(film, turn, folder)
    except LostLease:
        clear(film.key)
        raise
    except (errors.NotAFilm, errors.Unencodable) as refusal:
        records.fail(turn, refusal)
    except Exception:
        if records.is_last_attempt():
            records.fail(turn, errors.Interrupted())
        raise


def _produce(film: Film, turn: records.Turn, folder: Path) -> None:
    telling, shop, played_before = records.Telling(turn), tools.workshop(), film.is_playable
    telling.step("checking", 0, CHECKED, state=film.state if film.is_playable else "probing")
    source = desk.source(film.source_key, folder)
    seen = probe.look(source, shop.max_seconds)
    attempt = Attempt(film, command.Work(source, seen, folder, shop), telling)
    _draw(attempt)
    _encode_first(attempt)
    if not played_before and _stepped_aside(attempt):
        return
    _encode_rest(attempt)
    _pack(attempt)
    _finish(attempt)


def _draw(attempt: Attempt) -> None:
    """Publish poster, alternatives and placeholder, and write down what the film is."""
    attempt.telling.step("poster", CHECKED, DRAWN)
    with records.row(attempt.turn) as film:
        seen, had_poster = attempt.work.probe, film.has_poster
        film.width, film.height = seen.width, seen.height
        film.duration_ms = film.duration_ms or round(1000 * seen.duration)
    frames = [] if had_poster else pictures.stills(attempt.work, attempt.run)
    if frames:
        attempt.publish(*pictures.write(frames, attempt.work.folder))
    with records.row(attempt.turn) as film:
        film.state = film.state if film.is_playable else "encoding"
        if frames:
            film.has_poster, film.colours, film.version = True, pictures.placeholder(frames[0]), film.version + 1


def _encode_first(attempt: Attempt) -> None:
    """Publish the lowest rung with the sound: from here on the film plays."""
    lowest, rest = attempt.rungs[0], attempt.rungs[1:]
    attempt.telling.step("first", DRAWN, _after_first(attempt), _named([lowest]))
    if lowest.step not in _published(attempt):
        attempt.encode([lowest], with_sound=True)
    _publish_master(attempt)
    with records.row(attempt.turn) as film:
        if not film.is_playable:
            film.state, film.playable_at = "playable", clock.now()
            record(FilmPlayable(film.id))
    attempt.telling.step("rest", _after_first(attempt), ENCODED, _named(rest))


def _stepped_aside(attempt: Attempt) -> bool:
    """Leave the rest for later when another film waits for its first rung: all of them play before any is complete."""
    with records.row(attempt.turn) as film:
        if not queries.anybody_waits():
            return False
        film.step, film.rendition, film.seconds_left = "waiting", "", None
        actions.promise_rest(film)
    return True


def _encode_rest(attempt: Attempt) -> None:
    """Publish the other rungs, decoded once."""
    missing = [rung for rung in attempt.rungs if rung.step not in _published(attempt)]
    if missing:
        attempt.encode(missing, with_sound=False)
    _publish_master(attempt)


def _after_first(attempt: Attempt) -> float:
    """How many percent are done after the lowest rung, by pixels decoded and encoded."""
    decoding = DECODING * attempt.work.probe.width * attempt.work.probe.height
    first, *others = (rung.area for rung in attempt.rungs)
    rest = decoding + sum(others) if others else 0
    return round(DRAWN + (ENCODED - DRAWN) * (decoding + first) / (decoding + first + rest), 1)


def _named(rungs: list[Rung]) -> str:
    return ", ".join(f"{rung.step}p" for rung in rungs)


def _published(attempt: Attempt) -> set[int]:
    with transaction():
        return {rendition.step for rendition in queries.renditions(attempt.turn.film_id)}


def _publish_master(attempt: Attempt) -> None:
    with records.row(attempt.turn) as film:
        renditions = queries.renditions(attempt.turn.film_id)
    attempt.publish_master(renditions, film)


def _pack(attempt: Attempt) -> None:
    """Publish the progressive file and the storyboard, both made of what has been encoded already."""
    attempt.telling.step("packing", ENCODED, PACKED)
    with records.row(attempt.turn) as film:
        has_sound, has_progressive, has_storyboard = film.has_audio, film.has_progressive, film.has_storyboard
        seconds = film.duration_ms / 1000
    if not has_progressive:
        _pack_progressive(attempt, has_sound)
    if not has_storyboard:
        attempt.local(f"{attempt.rungs[0].name}.mp4")
        attempt.publish(*storyboard.write(attempt.work, attempt.rungs[0], seconds, attempt.run))
    with records.row(attempt.turn) as film:
        film.has_progressive = film.has_storyboard = True


def _pack_progressive(attempt: Attempt, has_sound: bool) -> None:
    fitting = [rung for rung in attempt.rungs if rung.step <= PROGRESSIVE_LINES]
    attempt.local(f"{fitting[-1].name}.mp4")
    if has_sound:
        attempt.local(f"{shelf.SOUND}.mp4")
    attempt.run(command.progressive(attempt.work, fitting[-1], has_sound))
    attempt.publish(Path(attempt.work.out(shelf.PROGRESSIVE)))


def _finish(attempt: Attempt) -> None:
    """Say that everything is there, once nothing else is."""
    records.hold(attempt.turn)
    attempt.shelf.keep_only(_expected(attempt))
    with records.row(attempt.turn) as film:
        film.state, film.ready_at, film.step, film.rendition = "ready", clock.now(), "done", ""
        film.percent, film.seconds_left, film.version = 100, 0, film.version + 1
        record(FilmReady(film.id))
    attempt.telling.tell_again()


def _expected(attempt: Attempt) -> set[str]:
    with records.row(attempt.turn) as film:
        names = {rendition.playlist.removesuffix(".m3u8") for rendition in queries.renditions(film.id)}
        tracks = names | ({shelf.SOUND} if film.has_audio else set())
    streams = {f"{name}{ending}" for name in tracks for ending in (".mp4", ".m3u8")}
    return streams | {shelf.MASTER, shelf.PROGRESSIVE, *shelf.STORYBOARD, *pictures.names()}
