"""Hostile captions as a real browser reads and draws them, with no policy of ours in the way: words, and no element (V10)."""

import re
from unittest.mock import patch

from tests.tracks.hostile import files
from tests.trust.media import gate
from tests.trust.media.polyglots import chromium
from wm.domains.tracks import cues, reading, writing
from wm.domains.tracks.errors import NotCaptions
from wm.kernel.storage import store

FETCHED = 25  # files that the browser reads at once
DRAW = """async (urls) => {
  window.ran = 0; window.alert = () => { window.ran++; };
  const read = (url) => new Promise((done) => {
    const video = document.createElement("video"), track = document.createElement("track");
    const over = (cues) => { done(cues.map((cue) => [cue.text, cue.getCueAsHTML()])); video.remove(); };
    track.addEventListener("load", () => over([...track.track.cues]));
    track.addEventListener("error", () => over([]));
    track.src = url; video.append(track); document.body.append(video); track.track.mode = "hidden";
  });
  const found = { empty: 0, elements: 0, cues: 0 };
  for (const cues of await Promise.all(urls.map(read))) {
    found.empty += cues.length === 0;
    for (const [text, drawn] of cues) {
      const box = document.createElement("div");
      box.append(drawn); document.body.append(box);
      found.elements += box.querySelectorAll("*").length; found.cues++;
      box.remove();
    }
  }
  await new Promise((done) => setTimeout(done, 50));
  return { ...found, ran: window.ran };
}"""


def run(_app, count: int) -> dict:
    """Let a browser draw what comes out of `count` hostile files; count files that hold nothing, elements, and scripts that ran."""
    piece, names = gate.laid(gate.enrolled("ada", "creator"), "A film"), []
    for number, out in enumerate(written(count)):
        names.append(f"captions-{number}.vtt")
        store().put(f"published/{piece.film.key}/{names[-1]}", out.encode())
    found = {"empty": 0, "elements": 0, "cues": 0, "ran": 0}
    with gate.site() as front, chromium(bypass_csp=True) as page:
        page.goto(f"{front.url}/")
        urls = [gate.link(front, piece.film.key, name) for name in names]
        for at in range(0, len(urls), FETCHED):
            seen = page.evaluate(DRAW, urls[at : at + FETCHED])
            found = {name: found[name] + seen[name] for name in found}
    return {"films": count, "refused": count - len(names)} | found


def written(count: int) -> list[str]:
    """What is kept of the files that can be read."""
    found = []
    for sent in files(count):
        try:
            found.append(writing.vtt(reading.read(reading.decode(sent))))
        except NotCaptions:
            continue
    return found


def bad(found: dict) -> int:
    """How much of it should not be: a fifteenth of the files is nonsense."""
    return found["empty"] + found["elements"] + found["ran"] + max(0, found["refused"] - found["films"] // 10)


def run_broken(app, _count: int) -> dict:
    """The control: a build that gives out the words as they were typed."""
    with patch.object(cues, "TAG", re.compile("(?!)")), patch.object(writing.html, "escape", lambda text, **_: text):
        return run(app, 30)
