"""The ffmpeg commands that make what is published of a film.

Renditions are CMAF (ISO/IEC 23000-19): one fragmented MP4 each, in segments of 4 s that begin with a key frame. The MP4
muxer writes them and not the HLS muxer, which delays the picture by the encoder's reordering (66 ms at 30 fps, measured)
and leaves the sound where it was."""

from collections.abc import Sequence

import ffmpeg

from wm.domains.media import chunks, copying, encoders, filters, ladder
from wm.domains.media.chunks import Chunk
from wm.domains.media.graph import (
    BARE,
    BY_KEY_FRAMES,
    GLOBALS,
    GOP_SECONDS,
    SEGMENT_SECONDS,
    Work,
    anchors,
    apart,
    compiled,
    opened,
    own,
    packaged,
    raw,
)
from wm.domains.media.hearing import loudness, sound_outputs, sounds
from wm.domains.media.ladder import Rung
from wm.domains.media.tracks import SoundTrack

__all__ = [
    "GOP_SECONDS",
    "SEGMENT_SECONDS",
    "Work",
    "copied",
    "loudness",
    "progressive",
    "renditions",
    "sounds",
    "still",
    "thumbnails",
]

# SEI: some cameras note there where they are, with every frame
WITHOUT_NOTES = {"bsf:v": "filter_units=remove_types=6"}


def renditions(
    work: Work,
    rungs: list[Rung],
    with_sound: bool,
    chunk: Chunk | None = None,
    *,
    sounds: Sequence[SoundTrack] = (),
    gains: Sequence[float] = (),
) -> list[str]:
    """Return the command that decodes once and writes a rendition for each of `rungs`, and with the sound `sounds`, or
    the main one, louder by `gains` dB.

    With `chunk`, only its frames, into the files that it names, and no sound; always by x264, so that parts that were
    made on machines with and without a graphics card can be joined."""
    encoder = encoders.SOFTWARE if chunk else work.shop.encoder
    sought = _sought(work, chunk) if chunk else {}
    film = opened(work.source, work.shop, threads=_decoding(work.shop.threads), **sought)
    first = chunk.first if chunk else 0
    upright = filters.upright(
        film[str(work.probe.picture)], work.probe, rungs[-1], work.shop.ffmpeg, first=first, crop=work.crop
    )
    outputs = [_video(work, rung, picture, encoder, chunk) for rung, picture in filters.scaled(upright, rungs)]
    heard = (sounds or [work.probe.main_sound]) if with_sound and work.probe.has_audio and not chunk else []
    outputs += sound_outputs(work, film, heard, gains)
    outputs += anchors(work, film, used=[work.probe.picture, *(sound.index for sound in heard)])
    return apart(compiled(work.shop.ffmpeg, *outputs, words=(*GLOBALS, *encoders.words(encoder))))


def copied(work: Work, with_sound: bool) -> list[str]:
    """Return the command that writes copy.mp4, the picture as it is in fragments of about 4 s at its own key frames,
    and audio.mp4: copied where a browser can play it, else encoded."""
    film = opened(work.source, work.shop)
    picture = film[str(work.probe.picture)]
    outputs = [packaged(work, picture, "copy.mp4", vcodec="copy", **WITHOUT_NOTES, **BY_KEY_FRAMES)]
    if with_sound and work.probe.has_audio:
        outputs.append(copying.sound_output(work, film))
    return compiled(work.shop.ffmpeg, *outputs)


def progressive(work: Work, picture: str, sound: str = "") -> list[str]:
    """Return the command that joins the files `picture` and `sound`, without encoding, into a film.mp4 that starts at once."""
    parts = [own(work, picture)["v"]]
    if sound:
        parts.append(own(work, sound)["a"])
    joined = ffmpeg.output(*parts, work.out("film.mp4"), c="copy", movflags="+faststart", format="mp4", **BARE)
    return compiled(work.shop.ffmpeg, joined)


def still(work: Work, at: float, size: tuple[int, int], name: str, *, near: bool = False) -> list[str]:
    """Return the command that writes the frame at `at` seconds, or with `near` the next key frame, as raw RGB of `size`."""
    film = opened(work.source, work.shop, ss=f"{at:.3f}", **({"skip_frame": "nokey"} if near else {}))
    picture = filters.pictured(film[str(work.probe.picture)], work.probe, size, work.shop.ffmpeg, crop=work.crop)
    return compiled(work.shop.ffmpeg, raw(picture, work.out(name), vframes=1))


def thumbnails(work: Work, rung: Rung, nth: int, size: tuple[int, int], name: str) -> list[str]:
    """Return the command that writes every `nth` key frame of `rung` as raw RGB, decoding nothing else."""
    film = own(work, f"{rung.name}.mp4", skip_frame="nokey")
    picture = (
        film["v"].filter("select", f"not(mod(n,{nth}))").filter("setpts", "N/FRAME_RATE/TB").filter("scale", *size)
    )
    return compiled(work.shop.ffmpeg, raw(picture, work.out(name)))


def _decoding(threads: int) -> int:
    """Threads to decode with: each waits for the frame before its own, so that twice as many keep the processors busy."""
    return 2 * threads if threads > 1 else 1


def _sought(work: Work, chunk: Chunk) -> dict:
    """Read from before the chunk on, with the time stamps that the whole film has; from its start where it can't be sought."""
    if not chunks.can_be_sought(work.probe):
        return {}
    before = {"ss": f"{chunks.seek_time(work.probe, chunk.first):.3f}", "noaccurate_seek": None}
    return {**before, "copyts": None, "start_at_zero": None}


def _video(work: Work, rung: Rung, picture, encoder: str, chunk: Chunk | None):
    shop, fps = work.shop, ladder.frame_rate(work.probe.fps, work.probe.is_variable)
    coding = encoders.coding(encoder, rung, fps, shop.preset, shop.threads)
    picture = encoders.uploaded(picture, encoder)
    count = {"frames:v": chunk.frames} if chunk and not chunk.is_last else {}
    name = chunk.file(rung.name) if chunk else f"{rung.name}.mp4"
    return packaged(work, picture, name, **coding, **count, **BY_KEY_FRAMES)
