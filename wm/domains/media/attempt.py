"""One attempt at one step of a film: runs ffmpeg in its folder, judges what came out, and publishes it."""

import json
from dataclasses import replace
from pathlib import Path

from wm.domains.media import (
    command,
    copying,
    desk,
    encoders,
    errors,
    hearing,
    joining,
    judging,
    levelling,
    playlist,
    queries,
    records,
    runner,
    running,
    shelf,
    tools,
)
from wm.domains.media.chunks import Chunk
from wm.domains.media.fragments import Track
from wm.domains.media.ladder import Rung
from wm.domains.media.models import Film
from wm.domains.media.plan import Plan
from wm.domains.media.progress import Listener
from wm.domains.media.step_models import FilmStep


class Attempt:
    """What the steps share: the plan, `args` as the step was told, where to `work`, and `telling` who hears of it."""

    def __init__(self, film: Film, drawn: Plan, step: FilmStep, folder: Path, telling: records.Telling):
        self.film, self.turn, self.step, self.telling = film, telling.turn, step, telling
        self.plan, self.args = drawn, json.loads(step.args)
        source = folder / (drawn.made or desk.SOURCE)
        self.work = command.Work(source, drawn.probe, folder, tools.workshop(), drawn.crop, drawn.cut)
        self.shelf, self.parts = shelf.Shelf(film.key), shelf.Parts(film.key)

    def take_source(self) -> None:
        """Lay the source on the desk; steps that only join what is published do without."""
        if self.plan.made:
            desk.made(self.film, self.plan.made, self.work.folder)
        else:
            desk.source(self.film, self.work.folder)

    def run(self, argv: list[str], told_seconds: float = 0) -> runner.Ending:
        """Run one command to its end; who looks hears how far it is of `told_seconds`, unless they are 0."""
        return running.run(self.work, argv, Listener(told_seconds, self.telling) if told_seconds else None)

    def copy(self) -> bool:
        """Publish the source as it is; False when what came out is nothing that players can seek in."""
        self.run(command.copied(self.work, with_sound=True), self.plan.probe.duration)
        path, track = self._file(shelf.COPY), judging.read(self._file(shelf.COPY))
        if not copying.came_out(track, self.plan.probe):
            return False
        sounds, seen = self._copied_sound(), self.plan.probe
        told = judging.rendition(path, track, (seen.width, seen.height), float(seen.fps))
        heard = self._told_of_sounds(sounds)
        self._publish_tracks({path: track} | sounds)
        with records.row(self.turn) as film:
            records.add_rendition(film, self.plan.copied, **told)
            records.set_sounds(film, heard)
            self._note_length(film, track)
        return True

    def _copied_sound(self) -> dict[Path, Track]:
        """The sound beside a copy, under a name of its own: the levelled one comes later."""
        made, path = self._file(shelf.SOUND), self._file(shelf.COPIED_SOUND)
        if not made.exists():
            return {}
        track = judging.read(made.rename(path))
        return {path: track} if track.fragments else {}

    def encode(self, rungs: list[Rung], with_sounds: bool = False) -> None:
        """Encode `rungs`, publish them, and write them down, and with them the sounds, levelled as the plan says.

        Raises as `run`, and Damaged when nothing came out."""
        try:
            self._encode(rungs, with_sounds)
        except errors.Unencodable:
            if self.work.shop.encoder == encoders.SOFTWARE:
                raise
            shop = replace(self.work.shop, encoder=encoders.SOFTWARE)  # cards have sessions that run out
            self.work = replace(self.work, shop=shop)
            self._encode(rungs, with_sounds)

    def _encode(self, rungs: list[Rung], with_sounds: bool) -> None:
        sounds, gains = (self.plan.sounds, self.plan.gains) if with_sounds else ((), ())
        argv = command.renditions(self.work, rungs, with_sound=with_sounds, sounds=sounds, gains=gains)
        self.run(argv, self.plan.probe.duration)
        self.publish_rungs(rungs, with_sounds)

    def encode_part(self, rungs: list[Rung], chunk: Chunk) -> None:
        """Encode one part of `rungs` and lay it aside. Raises as `encode`."""
        argv = command.renditions(self.work, rungs, with_sound=False, chunk=chunk)
        self.run(argv, float(chunk.frames / self.plan.rate))
        sizes = {Path(self.work.out(chunk.file(rung.name))): (rung.width, rung.height) for rung in rungs}
        for path in judging.pictures(sizes):
            records.hold(self.turn)
            self.parts.take(path)
        with records.row(self.turn):
            records.got_further()

    def join(self, rungs: list[Rung]) -> None:
        """Join the parts of `rungs`, publish them, and write them down."""
        for rung in rungs:
            parts = [self.parts.fetch(chunk.file(rung.name), self.work.folder) for chunk in self.plan.chunks]
            joining.join(parts, self._file(rung.name))
        self.publish_rungs(rungs)

    def publish_rungs(self, rungs: list[Rung], with_sounds: bool = False) -> None:
        """Publish the files of `rungs` and sounds, which lie in the folder, and write them down together."""
        tracks, rate = self._judged(rungs), float(self.plan.rate)
        told = [
            judging.rendition(path, track, (rung.width, rung.height), rate)
            for rung, (path, track) in zip(rungs, tracks.items(), strict=True)
        ]
        sounds = self._sounds() if with_sounds else {}
        heard = self._told_of_sounds(sounds)
        self._publish_tracks(sounds | tracks)
        with records.row(self.turn) as film:
            if with_sounds:
                records.set_sounds(film, heard)
            for rung, values in zip(rungs, told, strict=True):
                records.add_rendition(film, rung.step, **values)
            self._note_length(film, next(iter(tracks.values())))
            records.got_further()

    def _judged(self, rungs: list[Rung]) -> dict[Path, Track]:
        return judging.pictures({self._file(rung.name): (rung.width, rung.height) for rung in rungs})

    def hear(self) -> None:
        """Level and publish the sounds; one that was copied and is as loud as it should be stays."""
        gains = self.plan.gains or levelling.gains(self.work, self.plan.sounds, self.run)
        with records.row(self.turn) as film:
            is_copied = bool(queries.sounds(film.id))
        if is_copied and list(gains) == [0.0]:
            return
        self.run(command.sounds(self.work, self.plan.sounds, gains), self.plan.probe.duration)
        tracks = self._sounds()
        heard = self._told_of_sounds(tracks)
        self._publish_tracks(tracks)
        with records.row(self.turn) as film:
            records.set_sounds(film, heard)

    def _sounds(self) -> dict[Path, Track]:
        """What came out as sounds; a track may turn out to hold nothing."""
        made = [self._file(hearing.name(place)) for place in range(len(self.plan.sounds))]
        return {path: track for path in made if (track := judging.read(path)).fragments}

    def _file(self, name: str) -> Path:
        return Path(self.work.out(f"{name}.mp4"))

    def _publish_tracks(self, tracks: dict[Path, Track]) -> None:
        """Publish tracks, each with its playlist."""
        for path, track in tracks.items():
            listing = path.with_suffix(".m3u8")
            listing.write_text(playlist.media(track, path.name))
            self.publish(path, listing)

    def _told_of_sounds(self, tracks: dict[Path, Track]) -> list[dict]:
        pairs = zip(self.plan.sounds, tracks.items(), strict=False)
        return [judging.sound(path, track, sound) for sound, (path, track) in pairs]

    def _note_length(self, film: Film, track: Track) -> None:
        promised = self.plan.seconds
        film.duration_ms = round(1000 * track.seconds)
        film.is_partial = promised - track.seconds > max(2.0, promised / 20)

    def publish(self, *paths: Path) -> None:
        """Publish local files under their names, each only while the lease holds; they are given away."""
        records.publish(self.turn, self.shelf, *paths)

    def local(self, name: str) -> Path:
        """Return the file `name`, fetched from the shelf when an earlier attempt made it."""
        return self.shelf.fetch(name, Path(self.work.out(name)))
