"""What browser tests of watching do again and again."""

import time

from playwright.sync_api import expect

PATIENCE = 30
PLAYER = "document.querySelector('film-player')"
VIDEO = f"{PLAYER}.video"
STATE = f"""(() => {{
  const player = {PLAYER}, video = player?.video;
  return [player?.engine?.constructor.name, video?.readyState, video?.paused, video?.currentTime, video?.error?.message,
    player?.getAttributeNames().filter((name) => !name.includes("-")).join(" ")].join(", ");
}})()"""

STUTTERS = f"""() => {{
  const video = {VIDEO}, longest = 500;
  let since = Infinity;
  window.broken = [];
  window.before = {PLAYER};
  const arrived = () => [...Array(video.buffered.length).keys()]
    .some((i) => video.buffered.start(i) <= video.currentTime && video.buffered.end(i) > video.currentTime + 0.5);
  for (const name of ["pause", "emptied", "error"]) video.addEventListener(name, () => broken.push(name));
  video.addEventListener("waiting", () => {{
    since = performance.now();
    if (!arrived()) broken.push("waits for what had arrived");
  }});
  video.addEventListener("playing", () => {{
    if (performance.now() - since > longest) broken.push("stood still");
    since = Infinity;
  }});
}}"""  # a busy machine decodes a picture late now and then: that is told as waiting too, and over at once


def holds(page, script, seconds=PATIENCE):
    """Wait until the script is true on the page."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if page.evaluate(script):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"not within {seconds} s: {script}\n{page.evaluate(STATE)}")


def opened(page, piece, query=""):
    page.goto(f"/watch/{piece.public_id}{query}")
    expect(page.locator("film-player[awake]")).to_be_visible()
    return page


def playing(page, piece, query=""):
    opened(page, piece, query).get_by_role("button", name="Play", exact=True).click()
    holds(page, f"{VIDEO}.currentTime > 0 && !{VIDEO}.paused")
    return page


def second(page):
    return page.evaluate(f"{VIDEO}.currentTime")


def began(page):
    """The second from which it has played last, however late that is asked."""
    holds(page, f"{VIDEO}.played.length > 0")
    return page.evaluate(f"{VIDEO}.played.start({VIDEO}.played.length - 1)")
