"""A program: say as JSON what is in one film. Runs alone in its cage, because demuxers read strangers' bytes.

python -I demux.py /absolute/path '{"protocol_whitelist": ..., "format_whitelist": ..., "max_streams": ...}'
"""

import json
import sys
from fractions import Fraction

import av

MAX_PACKETS = 3000
MAX_UNDECODABLE = 300
DOUBTFUL_SECONDS = 30


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
    }
    if stream.type == "video" and codec:
        said |= {"width": codec.width, "height": codec.height, "pix_fmt": codec.pix_fmt or ""}
        said |= {"sar": _ratio(stream.sample_aspect_ratio), "rate": _ratio(stream.average_rate)}
        said |= {"base_rate": _ratio(stream.guessed_rate)}
    if stream.type == "audio" and codec:
        said |= {"channels": codec.channels, "sample_rate": codec.sample_rate}
    return said


def _length(stream) -> float | None:
    """What the header claims, unless the index knows better: headers lie more often than indexes."""
    claimed = _seconds(stream.duration, stream.time_base)
    if not _has_index(stream):
        return claimed
    entries = stream.index_entries
    count, ticks = len(entries), entries[len(entries) - 1].timestamp - entries[0].timestamp
    counted = float(ticks * stream.time_base * Fraction(count, max(1, count - 1)))
    return claimed if claimed and (not counted or abs(claimed - counted) < counted / 20) else counted


def _has_index(stream) -> bool:
    return 0 < stream.frames <= len(stream.index_entries)


def _looked_at(film, stream) -> dict:
    """Read from the start until a frame could be decoded and, without an index, until the key frames are known."""
    stream.thread_type = "NONE"
    frame, times, has_index = None, [], _has_index(stream)
    for count, packet in enumerate(film.demux(stream)):
        if packet.is_keyframe and packet.dts is not None:
            times.append(float(packet.dts * stream.time_base))
        frame = frame or (_decoded(stream, packet) if count < MAX_UNDECODABLE else None)
        if count >= MAX_PACKETS or (has_index and (frame or count >= MAX_UNDECODABLE)):
            break
    if has_index:
        times = [float(entry.timestamp * stream.time_base) for entry in stream.index_entries if entry.is_keyframe]
    return {"frame": frame, "keyframe_gap": _widest(times, _length(stream) if has_index else None)}


def _widest(times: list[float], end: float | None) -> float | None:
    """The longest wait between two key frames, the end of the film counted as one where it is known."""
    last = [times[0] + end] if times and end else []
    return max((b - a for a, b in zip(times, times[1:] + last, strict=False)), default=None)


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
