"""What is seen and heard of a film while it plays: notes that a page takes by itself, and what a reader of files makes of it."""

import av
import pytest
from av.stream import Discard
from playwright.sync_api import expect

from tests.browser.watching import PLAYER, VIDEO, holds
from tests.front.films import PARTS_SECONDS

HEARD, SEEN = "webkitAudioDecodedByteCount", "webkitDecodedFrameCount"
SHORT = "{ maxBufferLength: 4, maxMaxBufferLength: 4 }"
LONGEST_GAP = 0.5  # seconds
NOTES = """(video) => {
  const notes = window.notes = { broken: [], heights: new Set() };
  const ahead = () => [...Array(video.buffered.length).keys()].some((i) =>
    video.buffered.start(i) <= video.currentTime && video.buffered.end(i) > video.currentTime + 0.3);
  let last = video.currentTime, moved = performance.now(), tick = moved, due = last;
  for (const name of ["error", "emptied", "seeking", "pause"]) {
    video.addEventListener(name, () => video.ended || video.currentTime >= video.duration || notes.broken.push(name));
  }
  setInterval(() => {
    const now = performance.now(), at = video.currentTime, late = now - tick > 300;
    notes.heights.add(video.videoHeight);
    if (at < last) notes.broken.push(`back from ${last} to ${at}`);
    due = Math.min(due, last + 2) + (now - tick) / 1000 * Math.max(1, video.playbackRate); // a busy machine tells it in lumps
    if (at > due + GAP) notes.broken.push(`from ${last} to ${at} in ${now - tick} ms`);
    if (at !== last || video.ended || late || ahead()) moved = now;
    else if (now - moved > GAP * 1000) notes.broken.push(`stood at ${at}`);
    [last, tick, due] = [at, now, Math.max(due, at)];
  }, 50);
}""".replace("GAP", str(LONGEST_GAP))  # a busy machine that is late with what has arrived is not the film's fault
RUNGS = f"{PLAYER}.engine.hls.levels.map(({{ uri }}) => uri.split('/').pop()).join(' ')"
PICTURE = "document.querySelector('video')"
UNKNOWN_CA = {"tls_verify": "0"}


def playing(page, piece):
    """Our page, playing with little fetched ahead, and notes taken of what goes wrong."""
    page.goto(f"/watch/{piece.public_id}")
    expect(page.locator("film-player[awake]")).to_be_visible(timeout=20_000)
    page.evaluate(f"{PLAYER}.addEventListener('film:open', () => Object.assign({PLAYER}.engine.hls.config, {SHORT}))")
    page.get_by_role("button", name="Play", exact=True).click()
    holds(page, f"{VIDEO}.currentTime > 0.2")
    page.evaluate(f"({NOTES})({VIDEO})")
    return page


def came_to_its_end(page, video=VIDEO, seconds=PARTS_SECONDS):
    holds(page, f"{video}.ended", 3 * seconds + 20)
    broken = page.evaluate("notes.broken")
    assert not broken, broken
    assert page.evaluate(f"{video}.currentTime") == pytest.approx(seconds, abs=0.2)
    assert page.evaluate(f"[{video}.{HEARD} > 10000, {video}.{SEEN} > {seconds} * 6]") == [True, True]


def rungs(page) -> str:
    return page.evaluate(RUNGS)


def shown_by_shaka(page, shaka, url):
    page.goto(shaka)
    page.evaluate("(url) => film.play(url)", url)
    holds(page, f"{PICTURE}.currentTime > 0.2")
    page.evaluate(f"({NOTES})({PICTURE})")


def flashes(url) -> list[float]:
    """When the picture turns white."""
    with av.open(url, options=UNKNOWN_CA) as film:
        lit = [(frame.time, bytes(frame.reformat(8, 8, "gray").planes[0])[0] > 128) for frame in film.decode(video=0)]
    return [at for (at, is_lit), (_, was) in zip(lit, [(0, False), *lit], strict=False) if is_lit and not was]


def beeps(url) -> list[float]:
    """When it begins to sound after a rest."""
    found, silent = [], 1.0
    with av.open(url, options=UNKNOWN_CA) as film:
        for frame in film.decode(audio=0):
            values = memoryview(bytes(frame.planes[0])).cast("f")[: frame.samples]
            loud = next((n for n, value in enumerate(values) if abs(value) > 0.05), None)
            if loud is not None and silent > 0.3:
                found.append(frame.time + loud / frame.rate)
            silent = 0.0 if loud is not None else silent + frame.samples / frame.rate
    return found


def words(url) -> list[str]:
    """What the captions say, those of the first choice first."""
    with av.open(url, options=UNKNOWN_CA) as film:
        for stream in film.streams.subtitles:
            stream.discard = Discard.default  # nobody reads them unless asked
        return [bytes(packet).decode() for packet in film.demux(*film.streams.subtitles) if packet.size]
