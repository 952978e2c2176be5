"""Questions that wait are asked together, once, and each answer is for one question."""

import pytest
from sqlalchemy import bindparam, literal, select, union_all

from wm.kernel import along, cache
from wm.kernel.db import Id


def question(name, **binds):
    value = select(bindparam("number", type_=Id) + len(name)) if binds else select(literal(len(name)))
    return along.Question(name, value.scalar_subquery(), binds)


@pytest.mark.parametrize("others", [0, 3])
def test_whoever_needs_an_answer_asks_for_all_that_wait(app, statements, others):
    for number in range(others):
        along.bring(question("x" * number))
    first = along.answer(question("bound", number=20))

    said = [along.answer(question("x" * number)) for number in range(others)]

    assert (first, said) == (25, list(range(others)))
    assert len(statements) == 1


def test_an_answer_is_good_once(app, statements):
    for _ in range(2):
        assert along.answer(question("four")) == 4

    assert len(statements) == 2


def test_only_what_is_not_kept_is_asked_for(app, statements):
    cache.put("kept", 1, 10)
    cache.put("old", {"value": 1, "until": 0}, 10)

    along.foresee(*(question(name) for name in ("kept", "old", "none")))

    assert {each.name for each in along.taken()} == {"old", "none"}


def test_rows_travel_as_one_value(app):
    rows = [(2, 'a "name", with\nsigns', None), (1, "é|,[]", 5)]
    among = union_all(*(select(*map(literal, row)) for row in rows)).subquery()

    said = along.answer(along.Question("rows", along.packed(select(among)), {}))

    assert along.unpacked(said) == [[1, "é|,[]", 5], [2, 'a "name", with\nsigns', None]]
    assert along.unpacked(None) == []
