"""Imports go down only; a domain is entered by its front door."""

from tests.house.floors import FREE, floor_of, imports, modules


def complaints():
    for name, path in modules("wm", "jobs"):
        if name in FREE:
            continue
        here = floor_of(name)
        if here is None:
            yield f"{name} stands in no room: add its room to tests/house/floors.py"
            continue
        for target, is_inside in imports(name, path):
            yield from complaint(name, here, target, is_inside)


def complaint(name, here, target, is_inside):
    there = floor_of(target)
    if is_inside:
        yield f"{name} imports {target} inside a function"
    if there is None or there[1] == here[1]:
        return
    if there[0] >= here[0] and not (there[0] == here[0] and here[1] in ("jobs", "wm.app")):
        yield f"{name} looks up or sideways at {target}"
    if there[1].startswith("wm.domains.") and target.count(".") > 2:
        yield f"{name} enters {target} past its front door"


def test_imports_go_down_and_through_front_doors():
    assert list(complaints()) == []


def test_the_rule_bites():
    here = floor_of("wm.domains.media.queries")

    found = list(complaint("wm.domains.media.queries", here, "wm.domains.content", False))

    assert found == ["wm.domains.media.queries looks up or sideways at wm.domains.content"]


def test_kernel_and_domains_know_neither_requests_nor_rq():
    allowed = {"wm.kernel.queue": {"rq"}}
    for name, path in modules("wm/kernel", "wm/domains"):
        text = path.read_text()
        for word in (
            "from rq",
            "import rq",
            "import request",
            "import session",
            " request,",
            "from jobs",
            "import jobs",
        ):
            if word.split()[-1] not in allowed.get(name, set()):
                assert not any(
                    line.startswith(("from flask", "from rq", "import rq", "from jobs", "import jobs")) and word in line
                    for line in text.splitlines()
                ), f"{name}: {word}"
