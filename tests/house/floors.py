"""The plan of the house: which room stands on which floor, and what each module of ours imports."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FLOORS: list[tuple[str, ...]] = [
    ("wm.kernel", "wm.sandbox"),
    ("wm.domains.people", "wm.domains.categories", "wm.domains.platform", "wm.domains.uploads", "wm.domains.storage"),
    (
        *("wm.domains.media", "wm.domains.graph", "wm.domains.ledger", "wm.domains.entitlements"),
        *("wm.domains.promises", "wm.domains.factors"),
    ),
    ("wm.domains.content", "wm.domains.payments", "wm.domains.earnings", "wm.domains.imports"),
    (
        "wm.domains.engagement",
        "wm.domains.comments",
        "wm.domains.playlists",
        "wm.domains.notifications",
        "wm.domains.market",
        "wm.domains.memberships",
        "wm.domains.tips",
        "wm.domains.rewards",
        "wm.domains.payouts",
        "wm.domains.tracks",
    ),
    ("wm.domains.discovery", "wm.domains.refunds", "wm.domains.fraud", "wm.domains.housekeeping"),
    ("wm.web",),
    ("wm.blueprints", "wm.demo"),
    ("jobs", "wm.app"),
]
FREE = {"wm", "wm.models", "wm.domains", "wsgi", "config"}


def modules(*tops: str) -> Iterator[tuple[str, Path]]:
    """Yield (dotted name, path) of every module below `tops`."""
    for top in tops:
        for path in sorted((ROOT / top).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


def imports(name: str, path: Path) -> Iterator[tuple[str, bool]]:
    """Yield (dotted name of ours, whether it is inside a function) for every import of the module."""
    tree = ast.parse(path.read_text())
    inside = {id(n) for f in ast.walk(tree) if isinstance(f, ast.FunctionDef) for n in ast.walk(f)}
    for node in ast.walk(tree):
        for target in _targets(node):
            if target.split(".")[0] in ("wm", "jobs"):
                yield target, id(node) in inside


def _targets(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module and not node.level:
        return [_whole(node.module, alias.name) for alias in node.names]
    return []


def _whole(module: str, name: str) -> str:
    """Tell `from wm.domains import content` (a module) from `from wm.domains.content import x` (a name)."""
    path = ROOT.joinpath(*module.split("."), name)
    return f"{module}.{name}" if path.is_dir() or path.with_suffix(".py").exists() else module


def floor_of(module: str) -> tuple[int, str] | None:
    """Return (floor, room) of a module, None when it belongs to no room."""
    for floor, rooms in enumerate(FLOORS):
        for room in rooms:
            if module == room or module.startswith(f"{room}."):
                return floor, room
    return None
