"""The shapes that Stripe's official library declares, read from its source: names of parameters, fields of objects, words."""

import ast
import re
from functools import cache
from pathlib import Path
from urllib.parse import parse_qsl

import stripe

HOME = Path(stripe.__file__).parent
NAME = re.compile(r"(\w+)((?:\[\w*\])*)")


@cache
def classes(module: str) -> dict[str, dict[str, str]]:
    """Return every class of a module of the library by its name ("Charge.Refunds" for an inner one): fields and their types."""
    return dict(_inside(ast.parse(HOME.joinpath(f"{module}.py").read_text()), ""))


def _inside(tree, above):
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            own = [each for each in node.body if isinstance(each, ast.AnnAssign)]
            yield above + node.name, {each.target.id: ast.unparse(each.annotation) for each in own}
            yield from _inside(node, f"{above}{node.name}.")


def words(kind: str) -> set[str]:
    """Return the words that a type allows; none: any."""
    return set(re.findall(r"'([\w.]+)'", "".join(re.findall(r"Literal\[(.*?)\]", kind, re.DOTALL))))


def nested(body: str) -> dict:
    """Return a body or a query as the tree that its names say: "a[b][0]=1" is {"a": {"b": {"0": "1"}}}."""
    tree: dict = {}
    for name, value in parse_qsl(body, keep_blank_values=True):
        first, rest = NAME.fullmatch(name).groups()
        *path, last = [first, *re.findall(r"\[(\w*)\]", rest)]
        place = tree
        for step in path:
            place = place.setdefault(step, {})
        place[last] = value
    return tree


def odd(said: dict, module: str, name: str) -> list[str]:
    """Return every parameter that the library's class does not declare, and every word that it does not allow."""
    known, found = classes(f"params/{module}"), []
    for field, value in said.items():
        kind = known[name].get(field)
        if kind is None:
            found.append(f"{name}.{field}")
        elif isinstance(value, dict):
            found += _odd_within(value, kind, known, module, f"{name}.{field}")
        elif words(kind) and value not in words(kind):
            found.append(f"{name}.{field}={value}")
    needed = {field for field, kind in known[name].items() if not kind.startswith("NotRequired")}
    return found + [f"{name}.{field} is missing" for field in sorted(needed - set(said))]


def _odd_within(value, kind, known, module, path):
    inner = next((each for each in re.findall(r"\w+", kind) if each in known), None)
    if inner is None:  # free names, as of metadata, or a list of words
        return [] if re.search(r"Dict\[str|List\[str|int", kind) else [path]
    items = value.values() if "List[" in kind else [value]
    return [each for item in items for each in odd(item, module, inner)]
