"""What eyes and ears would notice of a film: read by another reader than the one that wrote it."""

import av

FPS = 30


def first_bright(path):
    """Number of the first bright frame over its rate, and the time that it claims."""
    with av.open(str(path)) as film:
        for n, frame in enumerate(film.decode(video=0)):
            if frame.to_image().convert("L").getpixel((160, 90)) > 128:
                return n / FPS, float(frame.pts * frame.time_base)
    raise AssertionError("it never flashed")


def first_loud(path):
    """Number of the first loud sample over its rate, and the time that its frame claims."""
    count = 0
    with av.open(str(path)) as film:
        stream = film.streams.audio[0]
        for frame in film.decode(stream):
            samples = bytes(frame.planes[0])
            values = memoryview(samples).cast("f")[: frame.samples]
            loud = next((n for n, value in enumerate(values) if abs(value) > 0.02), None)
            if loud is not None:
                return (count + loud) / frame.rate, float(frame.pts * frame.time_base) + loud / frame.rate
            count += frame.samples
    raise AssertionError("it never beeped")


def pictures(path) -> list[bytes]:
    """A small print of each frame, in the order in which they are shown."""
    with av.open(str(path)) as film:
        return [bytes(frame.reformat(32, 18, "gray").planes[0]) for frame in film.decode(video=0)]


def numbers(path) -> list[int]:
    """The number that each frame bears, of a film made by `counted` in sources.py."""
    with av.open(str(path)) as film:
        rows = [bytes(frame.reformat(12, 1, "gray").planes[0])[:12] for frame in film.decode(video=0)]
    return [sum((row[bit] > 128) << bit for bit in range(12)) for row in rows]


def heard(path) -> tuple[float, float]:
    """The pitch in Hz, by zero crossings, and the loudest sample of half a second."""
    with av.open(str(path)) as film:
        rate = film.streams.audio[0].rate
        samples = [v for f in film.decode(audio=0) for v in memoryview(bytes(f.planes[0])).cast("f")[: f.samples]]
    middle = samples[rate // 4 : rate // 4 + rate // 2]
    crossings = sum(a < 0 <= b for a, b in zip(middle, middle[1:], strict=False))
    return crossings * 2, max(middle)
