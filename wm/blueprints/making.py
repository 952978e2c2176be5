"""What is made of a film, in words: its source, the plan, and where each step stands."""

from typing import NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext as later

from wm.domains import media

MISFITS = {
    "container": later("its kind of file"),
    "codec": later("its picture is not H.264"),
    "pixel_format": later("its pixels have a format that browsers do not show"),
    "rotation": later("it was filmed turned"),
    "interlaced": later("its lines are combed"),
    "hdr": later("its colours are HDR"),
    "pixels": later("its pixels are not square"),
    "key_frames": later("one could not jump in it: its key frames are too far apart"),
    "open_gops": later("one could not jump in it cleanly"),
    "edits": later("it is cut by a list that browsers do not heed"),
    "start": later("picture and sound do not begin together"),
    "end": later("its sound goes on without a picture"),
    "frame_rate": later("it has too many frames a second"),
    "bit_rate": later("it has too many bits a second for a phone"),
    "trim": later("it is trimmed, from what was made before"),
    "bars": later("it has black bars, which are left out"),
    "size": later("it is larger than what we show"),
}
NAMES = {
    "copy": later("Play it as it came"),
    "faces": later("Draw the poster"),
    "recast": later("Lay it out so that it can be made in parts"),
    "sound": later("Level the sound"),
    "encode": later("Encode"),
    "chunk": later("Encode a part of"),
    "trim": later("Trim"),
    "join": later("Join the parts of"),
    "pack": later("Storyboard and file for browsers without scripts"),
    "finish": later("Clear away what is no longer needed"),
}
STATES = {
    "asleep": later("when asked for"),
    "waiting": later("waits"),
    "working": later("at work"),
    "done": later("done"),
}


class Line(NamedTuple):
    """One step, or all parts of one, as the page shows it: words, state, percent, speed (times as fast as it plays)."""

    words: str
    state: str
    percent: float
    speed: float


def of(film: media.Film) -> dict:
    """Return what the templates of a plan need: `facts`, `lines`, `before` (jobs that go before it), `missing`, `file`."""
    found = media.workings(film)
    known = facts(found.plan) if found.plan else []
    missing = ", ".join(f"{step}p" for step in media.missing(film))
    return {"file": film, "facts": known, "lines": lines(found.steps), "before": found.before, "missing": missing}


def facts(plan: media.Plan) -> list[tuple[str, str]]:
    """Return pairs of a name and what the plan says about it."""
    rows = [(_("The file"), _source(plan)), (_("As it came"), _copy(plan)), (_("Qualities"), _qualities(plan))]
    if plan.probe.has_audio:
        rows.append((_("Sound"), _sounds(plan)))
    changes = _changes(plan)
    return [*rows, (_("Changes"), changes)] if changes else rows


def _source(plan: media.Plan) -> str:
    seen = plan.probe
    size, rate = f"{seen.width} × {seen.height}", f"{round(float(seen.fps), 2):g}"
    if plan.is_only_heard:
        return _("Only to be heard: a picture of its sound is drawn")
    said = {"codec": seen.video_codec.upper(), "size": size, "rate": rate, "bits": round(seen.bit_rate / 1e6, 1)}
    return _("%(codec)s, %(size)s, %(rate)s frames a second, %(bits)s Mbit/s", **said)


def _copy(plan: media.Plan) -> str:
    if not plan.copied:
        return _("Does not fit: %(why)s", why=", ".join(str(MISFITS.get(word, word)) for word in plan.misfits))
    if plan.keeps_copy:
        return _("Plays at once as %(lines)sp, and stays", lines=plan.copied)
    if plan.crop:
        return _("Plays at once as %(lines)sp, until it is there without its black bars", lines=plan.copied)
    return _("Plays at once as %(lines)sp, until a lighter one is made", lines=plan.copied)


def _qualities(plan: media.Plan) -> str:
    named = [f"{rung.step}p" for rung in plan.rungs if rung.step not in plan.later]
    said = ", ".join(named)
    if plan.chunks:
        said = _("%(qualities)s, in %(parts)s parts side by side", qualities=said, parts=len(plan.chunks))
    if plan.later:
        said += "; " + _("when asked for: %(later)s", later=", ".join(f"{step}p" for step in plan.later))
    return said


def _sounds(plan: media.Plan) -> str:
    named = [each.title or each.language or each.codec.upper() for each in plan.sounds]
    return _("%(tracks)s, levelled to −14 LUFS", tracks=", ".join(named))


def _changes(plan: media.Plan) -> str:
    seen = plan.probe
    made = {
        _("turned upright"): seen.rotation,
        _("combed lines smoothed"): seen.is_interlaced,
        _("black bars left out"): plan.crop,
        _("HDR turned into usual colours"): seen.is_hdr,
        _("an even frame rate of %(rate)s", rate=f"{round(float(plan.rate), 2):g}"): plan.rate != seen.fps,
    }
    return ", ".join(words for words, is_so in made.items() if is_so)


def lines(steps: list) -> list[Line]:
    """Return the steps as lines; the parts of one rung are one line."""
    groups: dict[tuple, list] = {}
    for step in steps:
        groups.setdefault((step.phase, step.name, step.args if step.name != "chunk" else ""), []).append(step)
    return [_line(group) for group in groups.values()]


def _line(group: list) -> Line:
    first, states = group[0], [step.state for step in group]
    state = next((state for state in ("working", "waiting", "asleep") if state in states), "done")
    words = " ".join([str(NAMES.get(first.name, first.name)), media.rungs_of(first)]).strip()
    percent = sum(step.cost * step.percent for step in group) / sum(step.cost for step in group)
    return Line(words, state, percent, sum(step.speed for step in group))
