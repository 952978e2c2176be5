"""Small rooms: a module is split at 300 lines, a function at 30."""

import ast

import pytest

from tests.house.floors import ROOT, modules

MODULE, FUNCTION, TEMPLATE, FRAGMENT, CSS, ISLAND = 300, 30, 60, 40, 150, 80


def lines(path):
    return len(path.read_text().splitlines())


def too_long(folder, pattern, limit, chosen=lambda path: True):
    files = [path for path in (ROOT / folder).rglob(pattern) if "vendor" not in path.parts and chosen(path)]
    return [f"{path.relative_to(ROOT)}: {lines(path)} lines" for path in files if lines(path) > limit]


def test_modules_stay_small():
    assert too_long(".", "*.py", MODULE, lambda path: ".venv" not in path.parts and "var" not in path.parts) == []


def functions():
    for name, path in modules("wm", "jobs"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef):
                yield f"{name}.{node.name}", node.end_lineno - node.lineno + 1


def test_functions_stay_small():
    assert [f"{name}: {length} lines" for name, length in functions() if length > FUNCTION] == []


@pytest.mark.parametrize(
    ("folder", "pattern", "limit", "chosen"),
    [
        ("wm/templates", "[!_]*.html", TEMPLATE, lambda path: "macros" not in path.parts),
        ("wm/templates", "_*.html", FRAGMENT, lambda path: True),
        ("wm/static/css", "*.css", CSS, lambda path: True),
        ("wm/static/js/islands", "*.js", ISLAND, lambda path: True),
    ],
)
def test_pages_stay_small(folder, pattern, limit, chosen):
    assert too_long(folder, pattern, limit, chosen) == []
