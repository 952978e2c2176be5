"""Whether a film may be published as it came, by stream copy, and how its sound is copied.

A copy keeps the film's own key frames, time stamps and pixels, so all of those must be what players cope with."""

from wm.domains.media import hearing, ladder
from wm.domains.media.fragments import Track
from wm.domains.media.graph import BY_TIME, Work, packaged
from wm.domains.media.ladder import Rung
from wm.domains.media.probe import Probe

CONTAINERS = ("mov,", "matroska", "mpegts", "flv")
LONGEST_GOP, LONGEST_FRAGMENT = 6.0, 10.0  # seconds
MOST_OF_PEAK, KEPT_OF_PEAK = 1.6, 1.2
RATES = (44_100, 48_000)
AAC_FRAME = 1024  # samples
APART = 0.5  # seconds by which picture and sound may end, or the sound begin, apart


def misfits(probe: Probe, rung_table: list[Rung]) -> list[str]:
    """Return words for why a stream copy does not suit; none when it does. `rung_table`: the film's own rungs."""
    top = rung_table[-1]
    gap = probe.picture_seconds if probe.keyframe_gap is None else probe.keyframe_gap  # one key frame: at the start
    found = {
        "container": not probe.format.startswith(CONTAINERS),
        "codec": probe.video_codec != "h264",
        "pixel_format": probe.pix_fmt != "yuv420p",
        "rotation": probe.rotation != 0,
        "interlaced": probe.is_interlaced,
        "hdr": probe.is_hdr,
        "pixels": not probe.has_square_pixels,
        "key_frames": gap > LONGEST_GOP,
        "open_gops": probe.has_open_gops,
        "edits": probe.is_edited,
        "start": probe.picture_start > 0.5 / max(probe.fps, 1) and not _starts_with_sound(probe),
        "end": probe.has_audio and probe.sound_seconds - probe.picture_seconds > APART,
        "frame_rate": probe.fps > ladder.MAX_FPS * 1.01,
        "bit_rate": probe.picture_bit_rate > MOST_OF_PEAK * top.peak,
        "size": 2 * min(top.width, top.height) < min(probe.width, probe.height),
    }
    return [word for word, is_so in found.items() if is_so]


def fits(probe: Probe) -> bool:
    """Whether a stream copy suits."""
    return not misfits(probe, ladder.rungs(probe.width, probe.height))


def keeps(probe: Probe) -> bool:
    """Whether the copy is small enough to stay for ever; else it only serves until the encoded rung is there."""
    return probe.picture_bit_rate <= KEPT_OF_PEAK * ladder.rungs(probe.width, probe.height)[-1].peak


def came_out(track: Track, probe: Probe) -> bool:
    """Whether a copy that was read back is one that players can seek in, and whole."""
    longest = max((fragment.seconds for fragment in track.fragments), default=0)
    missing = probe.picture_seconds - track.seconds
    return 0 < longest <= LONGEST_FRAGMENT and abs(missing) <= max(2.0, probe.picture_seconds / 20)


def fitting_sound(probe: Probe) -> bool:
    """Whether the main sound can be copied: AAC-LC, mono or stereo, at a usual rate, beside all of the picture.

    Transport streams tell how it is coded in every packet only, which our header, written first, would not know."""
    main = probe.main_sound
    if main is None or (main.codec, main.profile) != ("aac", "LC") or probe.format == "mpegts":
        return False
    is_usual = 1 <= main.channels <= 2 and main.sample_rate in RATES
    return is_usual and abs(probe.picture_seconds - main.seconds) <= APART and _starts_with_sound(probe)


def _starts_with_sound(probe: Probe) -> bool:
    """Whether dropping whole packets of sound is enough to let both begin together, to half a frame."""
    return not probe.has_audio or -0.5 / max(probe.fps, 1) <= probe.picture_start - probe.sound_start <= APART


def sound_output(work: Work, film):
    """Return the main sound of `film` as an output, audio.mp4: as it is where that fits, else encoded."""
    if not fitting_sound(work.probe):
        return hearing.from_picture_on(work, film)
    return _as_it_is(work, film)


def _as_it_is(work: Work, film):
    """Packets before the picture's first frame go, among them those of nothing that encoders put in front: our files
    have no edit list that would say so."""
    main = work.probe.main_sound
    early = (work.probe.picture_start - main.first) * main.sample_rate / AAC_FRAME
    drop = {"bsf:a": f"noise=drop='lt(n,{max(0, round(early))})'"}
    return packaged(work, film[str(main.index)], "audio.mp4", acodec="copy", **drop, **BY_TIME)
