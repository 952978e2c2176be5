"""One attempt at one film: runs ffmpeg in its folder, judges what came out, and publishes it."""

import errno
import logging
from pathlib import Path

from wm.domains.media import command, errors, fragments, ladder, playlist, probe, records, runner, shelf
from wm.domains.media.fragments import Track
from wm.domains.media.ladder import Rung
from wm.domains.media.models import Film, Rendition
from wm.domains.media.progress import Listener

MIB = 1024 * 1024
FULL_HD = 1920 * 1080
log = logging.getLogger(__name__)


class Attempt:
    """What the steps of the pipeline share. `work` says what is encoded and where; `telling` who hears of it."""

    def __init__(self, film: Film, work: command.Work, telling: records.Telling):
        self.turn, self.work, self.telling = telling.turn, work, telling
        self.shelf = shelf.Shelf(film.key)
        self.rungs = ladder.rungs(work.probe.width, work.probe.height)

    def run(self, argv: list[str], is_told: bool = False) -> None:
        """Run one command to its end. Raises Unencodable, TooHeavy (422), CutShort, OSError when the disk is full."""
        listener = Listener(self.work.probe.duration, self.telling) if is_told else None
        ending = runner.run(argv, self.work.folder, limits(self.work), listener)
        _refuse_failure(ending)

    def encode(self, rungs: list[Rung], with_sound: bool) -> None:
        """Encode `rungs`, publish them, and write them down. Raises as `run`, and Damaged when nothing came out."""
        self.run(command.renditions(self.work, rungs, with_sound), is_told=True)
        tracks = self._judged(rungs)
        sound = self._sound() if with_sound and self.work.probe.has_audio else None
        for rung, track in tracks.items():
            self.publish(*self._with_playlist(rung.name, track))
        if sound:
            self.publish(*self._with_playlist(shelf.SOUND, sound))
        with records.row(self.turn) as film:
            for rung, track in tracks.items():
                records.add_rendition(film, rung.step, **self._measured(rung, track))
            if with_sound:
                self._note_length(film, tracks[rungs[0]], sound)
            film.version += 1
            records.got_further()

    def publish(self, *paths: Path) -> None:
        """Publish local files under their names, each only while the lease holds."""
        for path in paths:
            records.hold(self.turn)
            self.shelf.put(path)

    def publish_master(self, renditions: list[Rendition], film: Film) -> None:
        """Publish the master playlist of what is on the shelf."""
        variants = [_variant(rendition) for rendition in renditions]
        sound = playlist.Sound(f"{shelf.SOUND}.m3u8", film.sound_peak, film.sound_average) if film.has_audio else None
        records.hold(self.turn)
        self.shelf.write(shelf.MASTER, playlist.master(variants, sound))

    def local(self, name: str) -> Path:
        """Return the file `name`, fetched from the shelf when an earlier attempt made it."""
        return self.shelf.fetch(name, Path(self.work.out(name)))

    def _judged(self, rungs: list[Rung]) -> dict[Rung, Track]:
        """Read back what ffmpeg wrote; only what is as it was ordered may be published."""
        paths = [Path(self.work.out(f"{rung.name}.mp4")) for rung in rungs]
        tracks = {rung: _read(path) for rung, path in zip(rungs, paths, strict=True)}
        if not all(track.fragments for track in tracks.values()):
            raise errors.Damaged()
        if [(seen.width, seen.height) for seen in probe.measure(*paths)] != [
            (rung.width, rung.height) for rung in rungs
        ]:
            raise errors.Unencodable()
        return tracks

    def _sound(self) -> Track | None:
        track = _read(Path(self.work.out(f"{shelf.SOUND}.mp4")))
        return track if track.fragments else None

    def _with_playlist(self, name: str, track: Track) -> tuple[Path, Path]:
        video, listing = Path(self.work.out(f"{name}.mp4")), Path(self.work.out(f"{name}.m3u8"))
        listing.write_text(playlist.media(track, video.name))
        return video, listing

    def _measured(self, rung: Rung, track: Track) -> dict:
        return {
            "width": rung.width,
            "height": rung.height,
            "bandwidth": track.peak,
            "average": track.average,
            "codecs": track.codec,
            "fps": float(ladder.frame_rate(self.work.probe.fps, self.work.probe.is_variable)),
            "bytes": Path(self.work.out(f"{rung.name}.mp4")).stat().st_size,
            "playlist": f"{rung.name}.m3u8",
        }

    def _note_length(self, film: Film, track: Track, sound: Track | None) -> None:
        promised = self.work.probe.duration
        film.duration_ms = round(1000 * track.seconds)
        film.is_partial = promised - track.seconds > max(2.0, promised / 20)
        film.has_audio = sound is not None
        film.sound_peak, film.sound_average = (sound.peak, sound.average) if sound else (0, 0)


def limits(work: command.Work) -> runner.Limits:
    """Return what one encode of this film may use: generous for an honest film, finite for any."""
    seconds, size = work.probe.duration, max(1.0, work.probe.width * work.probe.height / FULL_HD)
    wall, threads = 120 + 40 * seconds * size, work.shop.threads
    memory = runner.Limits.memory + 128 * MIB * max(0, threads - 2)  # 8K with 2 threads was seen to take half of it
    return runner.Limits(wall, round(2 * wall * threads), memory, 256 * MIB + round(2 * MIB * seconds))


def _refuse_failure(ending: runner.Ending) -> None:
    if ending.code == 0:
        return
    log.warning("ffmpeg ended with %s: %s", ending.code, ending.errors[-2000:])
    if "No space left on device" in ending.errors:
        raise OSError(errno.ENOSPC, "the disk is full")
    if ending.hit_a_limit or "Cannot allocate memory" in ending.errors:
        raise errors.TooHeavy()
    raise errors.Unencodable()


def _read(path: Path) -> Track:
    try:
        return fragments.read(path)
    except ValueError as error:
        raise errors.Unencodable() from error


def _variant(rendition: Rendition) -> playlist.Variant:
    return playlist.Variant(
        rendition.playlist,
        rendition.width,
        rendition.height,
        fps=rendition.fps,
        peak=rendition.bandwidth,
        average=rendition.average,
        codec=rendition.codecs,
    )
