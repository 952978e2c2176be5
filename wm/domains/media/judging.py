"""Reads back what ffmpeg wrote, and says it in the words of rows and playlists; only what is as ordered is published."""

from pathlib import Path

from wm.domains.media import errors, fragments, playlist, shelf
from wm.domains.media.fragments import Track
from wm.domains.media.models import Rendition
from wm.domains.media.step_models import FilmSound
from wm.domains.media.text_models import FilmText
from wm.domains.media.tracks import SoundTrack


def read(path: Path) -> Track:
    """Return the track in a file of ours. Raises Unencodable (422) when it is none."""
    try:
        return fragments.read(path)
    except ValueError as error:
        raise errors.Unencodable() from error


def pictures(sizes: dict[Path, tuple[int, int]]) -> dict[Path, Track]:
    """Return the tracks of pictures that have these sizes. Raises Damaged when one is empty, Unencodable (422)."""
    tracks = {path: read(path) for path in sizes}
    if not all(track.fragments for track in tracks.values()):
        raise errors.Damaged()
    if any(_size(track) != sizes[path] for path, track in tracks.items()):
        raise errors.Unencodable()
    return tracks


def _size(track: Track) -> tuple[int, int] | None:
    try:
        return track.size
    except ValueError:
        return None


def told_of(path: Path, track: Track) -> dict:
    """Return what the row of any published track says of it: rates in bit/s and bytes."""
    return {"average": track.average, "bytes": path.stat().st_size}


def rendition(path: Path, track: Track, size: tuple[int, int], fps: float) -> dict:
    """Return what the row of a rendition says."""
    known = {"width": size[0], "height": size[1], "fps": fps, "bandwidth": track.peak, "codecs": track.codec}
    return known | told_of(path, track) | {"playlist": f"{path.stem}.m3u8"}


def sound(path: Path, track: Track, source: SoundTrack) -> dict:
    """Return what the row of a sound says that was made of `source`."""
    known = {"language": source.language, "title": source.title, "is_description": source.is_description}
    return {"name": path.stem, "peak": track.peak} | told_of(path, track) | known


def variant(rendition: Rendition) -> playlist.Variant:
    """Return the line of a rendition in the master playlist."""
    return playlist.Variant(
        rendition.playlist,
        rendition.width,
        rendition.height,
        fps=rendition.fps,
        peak=rendition.bandwidth,
        average=rendition.average,
        codec=rendition.codecs,
    )


def heard(sound: FilmSound) -> playlist.Sound:
    """Return the line of a sound in the master playlist; its name is its title, its language, or its number."""
    return playlist.Sound(
        f"{sound.name}.m3u8",
        sound.peak,
        sound.average,
        name=sound.title or sound.language or f"Sound {sound.place}",
        language=sound.language,
        is_default=sound.place == 1,
        is_description=sound.is_description,
    )


def written(text: FilmText) -> playlist.Text:
    """Return the line of captions in the master playlist."""
    return playlist.Text(shelf.playlist_of(text.file), text.file, text.name, text.language, text.hears)
