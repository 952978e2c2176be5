"""A program: print a digest of when each picture of one track is shown. Runs alone in its cage, as demux.py does.

python -I packets.py '{"protocol_whitelist": ..., "format_whitelist": ..., "max_streams": ...}' /absolute/path track"""

import hashlib
import json
import sys

import av

MICROSECONDS = 1_000_000


def main() -> None:
    options, path, track = json.loads(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    with av.open(path, options=options) as film:
        print(_digest(film, film.streams[track]))


def _digest(film, stream) -> str:
    """Counted from the first picture in the file, in its order, with which of them can be begun at; "" without times."""
    digest, first, count = hashlib.sha256(), None, 0
    for packet in film.demux(stream):
        if packet.size == 0:
            continue
        if packet.pts is None:
            return ""
        first, count = packet.pts if first is None else first, count + 1
        moment = round((packet.pts - first) * packet.time_base * MICROSECONDS)
        digest.update(f"{moment} {packet.is_keyframe}\n".encode())
    return f"{count} {digest.hexdigest()}" if count else ""


if __name__ == "__main__":
    main()
