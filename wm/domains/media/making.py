"""What is done in each step of an encode; every one publishes what it made, so that the next may run on another machine."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PIL.Image import Image

from wm.domains.media import (
    bars,
    clearing,
    command,
    encoding,
    inventory,
    phases,
    pictures,
    plan,
    preview,
    queries,
    recasting,
    records,
    shelf,
    steps,
    storyboard,
    tools,
)
from wm.domains.media.attempt import Attempt
from wm.domains.media.events import FilmReady
from wm.domains.media.plan import Plan
from wm.domains.media.together import side_by_side
from wm.kernel import clock
from wm.kernel.facts import record

PROGRESSIVE_LINES = 720


def faces(attempt: Attempt) -> None:
    """Publish poster, alternatives and placeholder; of a film that plays as it came, bars are found here."""
    with records.row(attempt.turn) as film:
        is_needed = film.needs_faces
    if is_needed:
        attempt.take_source()
        frames = pictures.stills(attempt.work, attempt.run)
        publish_faces(attempt.turn, attempt.film.key, _without_bars(attempt, frames), attempt.work.folder)


def _without_bars(attempt: Attempt, frames: list[Image]) -> list[Image]:
    """The frames without bars, of which no rung will have any: what is to be encoded is planned anew, once."""
    before = attempt.plan
    crop = bars.crop(frames) if before.copied and not (before.crop or before.is_only_heard) else None
    if crop is None:
        return frames
    _plan_anew(attempt, lambda now: plan.without_bars(now, crop, tools.wishes()))
    return [bars.cut(frame, crop) for frame in frames]


def _plan_anew(attempt: Attempt, change: Callable[[Plan], Plan]) -> None:
    """Change the plan as it is now, and with it the steps of all later phases."""
    with records.row(attempt.turn) as film:
        anew = change(plan.read(steps.plan_of(film)))
        later = phases.after_seen(anew, inventory.shown(film, anew))
        steps.lay_again(film, plan.written(anew), later, attempt.step.phase)


def recast(attempt: Attempt) -> None:
    """Lay a source that can't be sought aside as one that can, so that it is encoded in parts; what is not safely the same
    film is encoded in one."""
    if not attempt.plan.to_recast:
        return
    attempt.take_source()
    found = recasting.recast(attempt.work, attempt.run)
    if found is not None:
        records.hold(attempt.turn)
        attempt.parts.take(found.source)
        _plan_anew(attempt, lambda now: plan.in_parts(now, found.probe, tools.wishes()))


def publish_faces(turn: records.Turn, film_key: str, frames: list[Image], folder: Path) -> None:
    """Publish alternatives, poster and placeholder made of `frames`, the last two unless their maker has chosen others.

    Nothing when there are no frames. The poster is laid down while the row is held: nobody chooses one meanwhile."""
    if not frames:
        return
    place, made = shelf.Shelf(film_key), pictures.write(frames, folder)
    stills = [path for path in made if path.name in shelf.STILLS]
    records.publish(turn, place, *stills)
    with records.row(turn) as film:
        film.version += 1
        if not film.is_poster_chosen:
            for path in set(made) - set(stills):
                place.put(path)
            film.has_poster, film.colours = True, pictures.placeholder(frames[0])


def pack(attempt: Attempt) -> None:
    """Publish the progressive file and the storyboard, both made of what has been encoded already."""
    with records.row(attempt.turn) as film:
        renditions, sounds = queries.renditions(film.id), queries.sounds(film.id)
        has_progressive, has_storyboard, seconds = film.has_progressive, film.has_storyboard, film.duration_ms / 1000
    tasks = []
    if not has_progressive:
        fitting = [each for each in renditions if each.step <= PROGRESSIVE_LINES] or renditions[:1]
        tasks.append(_progressive(attempt, fitting[-1].name, sounds[0].name if sounds else ""))
    if not has_storyboard:
        lowest = attempt.plan.rungs[0]
        attempt.local(f"{lowest.name}.mp4")
        known = attempt.work, lowest, seconds, attempt.run
        tasks += [partial(preview.write, *known), partial(storyboard.write, *known)]
    for made in side_by_side(tasks, attempt.work.shop.threads):
        _lay_down(attempt, made)
    with records.row(attempt.turn) as film:
        film.has_progressive = film.has_storyboard = film.has_preview = True


def _lay_down(attempt: Attempt, packed: list[Path]) -> None:
    attempt.publish(*packed)


def _progressive(attempt: Attempt, picture: str, sound: str) -> Callable[[], list[Path]]:
    names = [f"{name}.mp4" for name in (picture, sound) if name]
    for name in names:
        attempt.local(name)

    def write() -> list[Path]:
        attempt.run(command.progressive(attempt.work, *names))
        return [Path(attempt.work.out(shelf.PROGRESSIVE))]

    return write


def finish(attempt: Attempt) -> None:
    """Say that everything is there, and have the rest go: what somebody may still be watching in four hours."""
    records.hold(attempt.turn)
    attempt.shelf.remove_drafts()
    published, parts = attempt.shelf.sizes(), attempt.parts.sizes()
    with records.row(attempt.turn) as film:
        clearing.let_go_of_files(film, published)
        clearing.let_go_of_parts(film, parts, but=attempt.plan.made if steps.sleeps(film) else "")
        film.state, film.ready_at, film.step, film.rendition = "ready", clock.now(), "done", ""
        film.percent, film.seconds_left, film.version = 100, 0, film.version + 1
        record(FilmReady(film.id))


STEPS = {
    "faces": faces,
    "recast": recast,
    "copy": encoding.copy,
    "sound": encoding.sound,
    "encode": encoding.encode,
    "chunk": encoding.chunk,
    "join": encoding.join,
    "trim": encoding.trim,
    "pack": pack,
    "finish": finish,
}
