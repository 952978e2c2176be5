"""Templates keep to our hand: fragments say what they need, nothing runs inline, nothing is trusted unseen."""

import re

import pytest

from tests.house.floors import ROOT

TEMPLATES = sorted((ROOT / "wm/templates").rglob("*.html"))
FRAGMENTS = [path for path in TEMPLATES if path.name.startswith("_")]
STYLE = re.compile(r"""\sstyle=(["'])(.*?)\1""", re.DOTALL)


def named(path):
    return str(path.relative_to(ROOT / "wm/templates"))


@pytest.mark.parametrize("path", FRAGMENTS, ids=named)
def test_a_fragment_declares_what_it_needs(path):
    assert path.read_text().lstrip().startswith("{# needs:")


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_nothing_runs_or_is_styled_inline(path):
    text = path.read_text()

    assert not re.search(r"\son[a-z]+=|hx-on|javascript:|js:", text)
    assert not re.search(r"<script(?![^>]*(src=|ld\+json))", text)
    for _, style in STYLE.findall(text):
        assert all(part.strip().startswith(("--", "{")) for part in style.split(";") if part.strip()), style


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_nothing_is_marked_safe(path):
    assert not re.search(r"\|\s*safe\b", path.read_text())


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_links_and_forms_that_htmx_swaps_come_from_live(path):
    written = re.findall(r"\shx-(?:get|post)=", path.read_text())

    assert written == [], "use live(...), which writes the plain path too"


def test_no_view_asks_for_htmx_itself():
    for path in (ROOT / "wm/blueprints").rglob("*.py"):
        assert not re.search(r"HX-Request|if htmx|by_htmx|wants_fragment", path.read_text()), path.name
