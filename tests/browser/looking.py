"""Looking at a page as a whole: whether everybody can use it, whether it holds still, whether it fits."""

from pathlib import Path

from tests.browser.conftest import PHONE

AXE = (Path(__file__).parents[1] / "vendor/axe/axe.min.js").read_text()
SMALL_PHONE = PHONE | {"viewport": {"width": 320, "height": 640}}
SHIFTS = """
  window.shifted = [];
  window.begunAt = screen.width;
  const named = ({ node }) => `${node?.nodeName} ${node?.id} ${node?.className}`;
  const inside = ({ node }) => node?.parentElement?.closest("main");
  new PerformanceObserver((list) => {
    for (const { hadRecentInput, value, sources } of list.getEntries()) {
      if (!hadRecentInput && sources.some(inside)) window.shifted.push(`moved by ${value}: began at ${begunAt} x ${innerWidth}, ${sources.map(named)}`);
    }
  }).observe({ type: "layout-shift", buffered: true });
"""
SMALL = """
  () => [...document.querySelectorAll(".bar a, .bar summary, .bar input, .tabbar a, .button, .menu-item, .menu-face, .tab, .theme-choice")]
    .map((each) => [each.className, each.getBoundingClientRect()])
    .filter(([, box]) => box.width && (box.width < 43.99 || box.height < 43.99))
    .map(([name, box]) => `small: ${name} ${box.width}x${box.height}`)
"""
UNFOLD = """
  async (but) => {
    for (const menu of document.querySelectorAll("details.menu")) {
      if (but.some((part) => menu.closest(part))) continue;
      menu.removeAttribute("name");
      menu.open = true;
    }
    const ends = (each) => Number.isFinite(each.effect?.getComputedTiming().endTime);
    const still = Promise.allSettled(document.getAnimations().filter(ends).map((each) => each.finished));
    await Promise.race([still, new Promise((done) => setTimeout(done, 1000))]);
  }
"""
FRAME = (".bar", ".rail", ".tabbar")  # drawn by the same three templates around every page of one person
STILL = 0.001  # the three decimals in which cumulative layout shift is told


def moved(page) -> float:
    """How far what is in `main` has shifted since the page began (cumulative layout shift)."""
    return sum(float(each.split()[2].rstrip(":")) for each in page.evaluate("shifted"))


def faults_of(page, paths: list[str], still: float = STILL) -> list[str]:
    """Return what is wrong with these pages, every other one in the dark: they are made of the same parts.

    The first two show the frame to axe, once in the light and once in the dark; the others what stands in it."""
    found = []
    for n, path in enumerate(paths):
        page.emulate_media(color_scheme="dark" if n % 2 else "light", reduced_motion="reduce")
        found += faults(page, path, still, but=FRAME if n > 1 else ())
    return found


def faults(page, path: str, still: float = STILL, but: tuple[str, ...] = ()) -> list[str]:
    """Open a page once and return what is wrong: what moved, what is too wide or small, what axe says of it unfolded.

    Its profile ran SHIFTS before."""
    page.goto(path)
    if page.evaluate("begunAt") != page.viewport_size["width"]:
        page.goto(path)  # the first page of a profile may begin before it has its size, and turn over when it gets it
    page.wait_for_timeout(100)
    if moved(page) >= still:  # what moves does so again; a machine that was busy while the page began does not
        page.goto(path)
        page.wait_for_timeout(100)
    width, shift = page.evaluate("document.documentElement.scrollWidth"), moved(page)
    found = page.evaluate("shifted") if shift >= still else []
    found += [f"{width} wide"] if width > page.viewport_size["width"] else []
    found += complaints(page, but)
    return [f"{path}: {each}" for each in found + page.evaluate(SMALL)]


def complaints(page, but: tuple[str, ...] = ()) -> list[str]:
    """Return what axe finds on the page as it stands, with its menus unfolded, outside of the elements `but`."""
    page.evaluate(AXE)
    page.evaluate(UNFOLD, list(but))
    ask = "but => axe.run(but.length ? { exclude: but } : document, { resultTypes: ['violations'] })"
    said = page.evaluate(ask, list(but))["violations"]
    return [f"{rule['id']} {rule['nodes'][0]['html'][:160]}" for rule in said]


def looker(visitor, person=None, profile=SMALL_PHONE):
    """Return a page of somebody whose profile notes what moves: on the narrowest of phones, where most goes wrong."""
    page = visitor(profile | {"reduced_motion": "reduce"}, person=person)
    page.goto("/health")  # the first page of a profile may be measured before it has its size
    page.add_init_script(SHIFTS)
    return page
