"""A program: say as JSON what is in one film. Runs alone in its cage, because demuxers read strangers' bytes.

python -I demux.py /absolute/path '{"protocol_whitelist": ..., "format_whitelist": ..., "max_streams": ...}'
"""

import json
import re
import sys
from fractions import Fraction

import av

MAX_PACKETS = 3000
MAX_UNDECODABLE = 300
DOUBTFUL_SECONDS = 30
ENOUGH_KEY_FRAMES, ENOUGH_PACKETS = 3, 400  # to see how a film with an index is built
MAX_KEY_TIMES, KEY_TIMES_APART = 600, 4


def main() -> None:
    options, paths = json.loads(sys.argv[1]), sys.argv[2:]
    for path in paths:
        print(json.dumps(_said_of(path, options)))


def _said_of(path: str, options: dict) -> dict:
    try:
        with av.open(path, options=options) as film:
            return _film(film)
    except (av.FFmpegError, ValueError, MemoryError) as error:
        return {"error": type(error).__name__, "text": str(error)[:200]}


def _film(film) -> dict:
    tracks = [_track(stream) for stream in film.streams if stream.type in ("video", "audio")]
    said = {
        "format": film.format.name,
        "duration": _seconds(film.duration, Fraction(1, av.time_base)),
        "start": _seconds(film.start_time, Fraction(1, av.time_base)) or 0.0,
        "tracks": tracks,
    }
    pictures = [stream for stream in film.streams.video if not _is_cover(stream)]
    said |= _looked_at(film, pictures[0]) if pictures else {}
    _doubt(film, tracks)
    return said


def _doubt(film, tracks: list[dict]) -> None:
    """Read the end of tracks that claim to play much longer than another, or we would fill hours with nothing."""
    lengths = [track["duration"] for track in tracks if track["duration"] and not track["is_cover"]]
    for track in tracks:
        stream = film.streams[track["index"]]
        if track["duration"] and track["duration"] - min(lengths) > DOUBTFUL_SECONDS and not _has_index(stream):
            track["duration"] = min(track["duration"], _end(film, stream, track["duration"]))


def _end(film, stream, claimed: float) -> float:
    """When the last packet near the claimed end is over; what was claimed, when that can't be told."""
    last = 0.0
    try:
        film.seek(int(claimed * 0.99 * av.time_base))
        for count, packet in enumerate(film.demux(stream)):
            if packet.pts is not None:
                last = max(last, float((packet.pts + (packet.duration or 0)) * packet.time_base))
            if count > MAX_PACKETS:
                return claimed
    except av.FFmpegError:
        return claimed
    return last or claimed


def _is_cover(stream) -> bool:
    return "attached_pic" in stream.disposition.name if stream.disposition else False


def _track(stream) -> dict:
    codec = stream.codec_context
    said = {
        "index": stream.index,
        "type": stream.type,
        "codec": codec.name if codec else "",
        "is_cover": stream.type == "video" and _is_cover(stream),
        "is_default": "default" in (stream.disposition.name or "") if stream.disposition else False,
        "duration": _length(stream),
        "start": _seconds(stream.start_time, stream.time_base),
        "profile": (codec.profile or "") if codec else "",
        "bit_rate": (stream.bit_rate or 0) if codec else 0,
    }
    if stream.type == "video" and codec:
        said |= {"width": codec.width, "height": codec.height, "pix_fmt": codec.pix_fmt or ""}
        said |= {"sar": _ratio(stream.sample_aspect_ratio), "rate": _ratio(stream.average_rate)}
        said |= {"base_rate": _ratio(stream.guessed_rate)}
    if stream.type == "audio" and codec:
        said |= {"channels": codec.channels, "sample_rate": codec.sample_rate}
        said |= {name: stream.metadata.get(name, "")[:200] for name in ("language", "title")}
        said |= {"roles": (stream.disposition.name or "") if stream.disposition else ""}
    return said


def _length(stream) -> float | None:
    """What the header claims, unless the index knows better: headers lie more often than indexes."""
    claimed = _seconds(stream.duration, stream.time_base) or _tagged(stream)
    if not _has_index(stream):
        return claimed
    entries = stream.index_entries
    count, ticks = len(entries), entries[len(entries) - 1].timestamp - entries[0].timestamp
    counted = float(ticks * stream.time_base * Fraction(count, max(1, count - 1)))
    return claimed if claimed and (not counted or abs(claimed - counted) < counted / 20) else counted


def _tagged(stream) -> float | None:
    """Matroska says how long a track is in a tag, as 00:00:02.000000000, or nowhere."""
    said = re.fullmatch(r"(\d{1,3}):(\d\d):(\d\d\.?\d*)", stream.metadata.get("DURATION", ""))
    if not said:
        return None
    hours, minutes, seconds = map(float, said.groups())
    return 3600 * hours + 60 * minutes + seconds or None


def _has_index(stream) -> bool:
    return 0 < stream.frames <= len(stream.index_entries)


def _looked_at(film, stream) -> dict:
    """What the start of the film and, where there is one, its index say of the picture."""
    has_index = _has_index(stream)
    frame, packets, firsts = _begun(film, stream, has_index)
    times = [float(dts * stream.time_base) for _, dts, is_key, _ in packets if is_key and dts is not None]
    is_seekable = has_index or _found_index(film, stream)
    times = list(_indexed(stream)) if is_seekable else times
    gap = _widest(times, _length(stream) if has_index else None)
    build = _build(film, stream, packets, times) | {"is_seekable": is_seekable}
    return {"frame": frame, "keyframe_gap": gap, "build": build, "firsts": firsts}


def _begun(film, stream, has_index: bool) -> tuple:
    """Read from the start until a frame could be decoded and, without an index, until the key frames are known.

    Returns the frame, what the packets of the picture say, and the time of the first packet of each sound."""
    stream.thread_type = "NONE"
    frame, packets, firsts = None, [], {}
    for count, packet in enumerate(film.demux(stream, *film.streams.audio)):
        if packet.stream_index == stream.index:
            packets.append((packet.pts, packet.dts, packet.is_keyframe, packet.is_discard))
            frame = frame or (_decoded(stream, packet) if len(packets) < MAX_UNDECODABLE else None)
        elif packet.pts is not None:
            firsts.setdefault(packet.stream_index, float(packet.pts * packet.time_base))
        if count >= MAX_PACKETS or (has_index and _is_enough(packets, frame)):
            break
    return frame, packets, firsts


def _widest(times: list[float], end: float | None) -> float | None:
    """The longest wait between two key frames, the end of the film counted as one where it is known."""
    last = [times[0] + end] if times and end else []
    return max((b - a for a, b in zip(times, times[1:] + last, strict=False)), default=None)


def _is_enough(packets: list[tuple], frame: dict | None) -> bool:
    keys = sum(is_key for _, _, is_key, _ in packets)
    return len(packets) >= ENOUGH_PACKETS or (keys >= ENOUGH_KEY_FRAMES and frame is not None)


def _found_index(film, stream) -> bool:
    """Whether a seek finds an index that the demuxer had not read, as Matroska's does."""
    if "matroska" not in film.format.name:
        return False
    try:
        film.seek(film.duration // 2 if film.duration else 0)
    except av.FFmpegError:
        return False
    return len(stream.index_entries) > ENOUGH_KEY_FRAMES


def _indexed(stream):
    """Yield the times of the key frames in the index, in seconds: from key to key, as there are 60 times as many frames."""
    entries, at = stream.index_entries, -1
    while (found := entries.search_timestamp(entries[at].timestamp + 1 if at >= 0 else -(2**62), backward=False)) > at:
        at = found
        yield float(entries[at].timestamp * stream.time_base)


def _build(film, stream, packets: list[tuple], times: list[float]) -> dict:
    """How the stream is put together: `delay` seconds from decoding to showing, whether it can be cut at key frames."""
    shown = [packet for packet in packets if packet[0] is not None]
    first = next((packet for packet in shown if packet[1] is not None), (0, 0, True, False))
    apart = max(KEY_TIMES_APART, (times[-1] - times[0]) / MAX_KEY_TIMES) if times else 0
    return {
        "delay": float((first[0] - first[1]) * stream.time_base),
        "has_open_gops": _leads(shown),
        "is_edited": not shown
        or not shown[0][2]
        or any(packet[3] for packet in shown)
        or _has_lost_frames(film, stream),
        "key_times": _thinned(times, apart),
    }


def _leads(shown: list[tuple]) -> bool:
    """Whether a frame that follows a key frame in the file is shown before it."""
    key = None
    for pts, _, is_key, _ in shown:
        if key is not None and pts < key:
            return True
        key = pts if is_key else key
    return False


def _has_lost_frames(film, stream) -> bool:
    """Whether an edit list leaves frames out, or shows some twice."""
    return "mov" in film.format.name and stream.frames > 0 and abs(stream.frames - len(stream.index_entries)) > 2


def _thinned(times: list[float], apart: float) -> list[float]:
    kept: list[float] = []
    for time in times:
        if not kept or time - kept[-1] >= apart:
            kept.append(round(time, 3))
    return kept + [round(time, 3) for time in times[-1:] if round(time, 3) > kept[-1]]


def _decoded(stream, packet) -> dict | None:
    try:
        frames = stream.decode(packet)
    except av.FFmpegError:
        return None
    return _frame(frames[0]) if frames else None


def _frame(frame) -> dict:
    return {
        "width": frame.width,
        "height": frame.height,
        "rotation": frame.rotation,
        "interlaced": bool(frame.interlaced_frame),
        "transfer": int(frame.color_trc),
        "matrix": int(frame.colorspace),
        "pix_fmt": frame.format.name,
    }


def _ratio(value) -> str:
    return f"{value.numerator}/{value.denominator}" if value else "0/1"


def _seconds(value, base) -> float | None:
    return float(value * base) if value is not None and base else None


if __name__ == "__main__":
    main()
