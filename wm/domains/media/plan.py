"""The plan of an encode: all that is decided about a film before work begins, written down for people and for every worker."""

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass, replace
from fractions import Fraction

from wm.domains.media import chunks, copying, ladder, recasting, tools
from wm.domains.media.bars import Crop
from wm.domains.media.chunks import Chunk
from wm.domains.media.cuts import Cut
from wm.domains.media.ladder import Rung
from wm.domains.media.probe import Probe
from wm.domains.media.tracks import SoundTrack

MOST_SOUNDS = 8


@dataclass(frozen=True)
class Plan:
    """What is made of one source. Steps are short sides in lines.

    `copied` is the step that the source itself stands for without being encoded (0: it does not fit, and `misfits` says
    why), `keeps_copy` whether that stays; `later` are steps that are made once somebody asks for them; `chunks` are the
    parts that a long film is encoded in, none for a short one; `crop` are black bars that are left out, `made` names the
    film that was made of a source without a picture, or of one that could not be sought (which is tried first where it is
    `to_recast`); of a film that is trimmed, `cut` says what is left; `gains` are by how many dB each of the `sounds` is
    raised, none where that is still to be measured."""

    probe: Probe
    rungs: tuple[Rung, ...]
    rate: Fraction
    copied: int = 0
    keeps_copy: bool = False
    misfits: tuple[str, ...] = ()
    later: tuple[int, ...] = ()
    chunks: tuple[Chunk, ...] = ()
    crop: Crop | None = None
    made: str = ""
    cut: Cut | None = None
    to_recast: bool = False
    gains: tuple[float, ...] = ()

    @property
    def shape(self) -> tuple[int, int]:
        """Width and height in pixels of what is shown."""
        seen = self.probe
        return self.crop.size(seen.width, seen.height) if self.crop else (seen.width, seen.height)

    @property
    def seconds(self) -> float:
        """How long it will play, as far as that can be told before."""
        if self.cut is None:
            return self.probe.duration
        end = self.probe.duration if self.cut.end is None else float(self.cut.end / self.rate)
        return end - float(self.cut.first / self.rate)

    @property
    def is_only_heard(self) -> bool:
        """Whether the source has no picture, and one was drawn."""
        return self.made not in ("", recasting.NAME)

    @property
    def encoded(self) -> list[Rung]:
        """The rungs that are encoded, now or later, lowest first."""
        return [rung for rung in self.rungs if not (self.keeps_copy and rung.step == self.copied)]

    @property
    def sounds(self) -> list[SoundTrack]:
        """The sounds that are published, the main one first."""
        others = [sound for sound in self.probe.sounds if sound.index != self.probe.sound]
        return [sound for sound in self.probe.sounds if sound.index == self.probe.sound] + others[: MOST_SOUNDS - 1]

    def without(self, steps: Collection[int]) -> list[Rung]:
        """Return the rungs still to be encoded where `steps` are there already, lowest first."""
        return [rung for rung in self.encoded if rung.step not in steps]

    def rung(self, step: int) -> Rung:
        """Return the rung of that step."""
        return next(rung for rung in self.rungs if rung.step == step)


def draw(probe: Probe, wishes: tools.Wishes, crop: Crop | None = None, made: str = "") -> Plan:
    """Return the plan for a film as the settings wish it; what has black bars is not copied."""
    shape = crop.size(probe.width, probe.height) if crop else (probe.width, probe.height)
    rungs, rate = ladder.rungs(*shape), ladder.frame_rate(probe.fps, probe.is_variable)
    misfits = _misfits(probe, rungs, crop)
    later = tuple(rung.step for rung in rungs[1:] if wishes.lazy_above and rung.step > wishes.lazy_above)
    return Plan(
        probe,
        tuple(rungs),
        rate,
        copied=0 if misfits else rungs[-1].step,
        keeps_copy=not misfits and len(rungs) > 1 and copying.keeps(probe),
        misfits=tuple(misfits),
        later=later,
        chunks=tuple(chunks.cut(probe, wishes.chunk_seconds) if wishes.chunk_seconds else ()),
        crop=crop,
        made=made,
        to_recast=bool(wishes.chunk_seconds) and not made and recasting.suits(probe, wishes.chunk_seconds),
    )


def _misfits(probe: Probe, rungs: list[Rung], crop: Crop | None) -> list[str]:
    found = copying.misfits(probe, rungs)
    if probe.picture_start > 0.5 / max(probe.fps, 1) and "start" not in found:
        found.append("start")  # the encoded rungs begin at the film's zero, a copy with its first frame
    return [*found, "bars"] if crop else found


def without_bars(plan: Plan, crop: Crop, wishes: tools.Wishes) -> Plan:
    """Return the plan of a film whose bars were found when it played already as it came: no rung has them, and the copy
    does not stay."""
    anew = draw(plan.probe, wishes, crop, made=plan.made)
    return replace(anew, copied=plan.copied, misfits=(), to_recast=plan.to_recast)


def in_parts(plan: Plan, probe: Probe, wishes: tools.Wishes) -> Plan:
    """Return the plan of a film that can be sought, and so cut into parts, since it was recast as `probe` says."""
    cut = chunks.cut(probe, wishes.chunk_seconds) if wishes.chunk_seconds else ()
    return replace(plan, probe=probe, made=recasting.NAME, chunks=tuple(cut), to_recast=False)


def written(plan: Plan) -> str:
    """Return the plan as JSON."""
    return json.dumps(asdict(plan), default=str)


def read(text: str) -> Plan:
    """Return the plan that was written down."""
    said = json.loads(text)
    made = {
        "probe": _probe(said["probe"]),
        "rungs": tuple(Rung(**rung) for rung in said["rungs"]),
        "rate": Fraction(said["rate"]),
        "chunks": tuple(Chunk(**chunk) for chunk in said["chunks"]),
        "misfits": tuple(said["misfits"]),
        "later": tuple(said["later"]),
        "gains": tuple(said.get("gains", ())),
        "crop": Crop(**said["crop"]) if said["crop"] else None,
        "cut": Cut(**said["cut"]) if said.get("cut") else None,
    }
    return Plan(**said | made)


def _probe(said: dict) -> Probe:
    made = {
        "fps": Fraction(said["fps"]),
        "key_times": tuple(said["key_times"]),
        "sounds": tuple(SoundTrack(**sound) for sound in said["sounds"]),
    }
    return Probe(**said | made)
