"""A mention links to somebody who is there, and to nobody else; a text asks once for all that it names."""

import pytest

from tests.posts.test_reading import address, piece_of
from wm.domains import comments, graph
from wm.kernel import clock
from wm.kernel.db import db
from wm.web import mentions

WORDS = "Thanks @ben, @cy and @nosuchperson, says @Ada."


def asking(statements):
    return [each for each in statements if "person.handle IN" in each]


@pytest.mark.once
def test_an_article_links_who_is_there(client, ada, ben):
    html = client.get(address(piece_of(ada, "T", body=WORDS))).text

    assert '<a href="/@ben">@ben</a>' in html
    assert '<a href="/@ada">@Ada</a>' in html
    assert "@nosuchperson" in html
    assert "/@nosuchperson" not in html
    assert "/@cy" not in html


@pytest.mark.once
@pytest.mark.parametrize("kind", ["update", "resource", "course"])
def test_so_does_every_other_kind(client, ada, ben, kind):
    fields = {"body": WORDS} if kind == "update" else {"description": WORDS}
    piece = piece_of(ada, "T", kind=kind, **fields)

    html = client.get(f"/courses/{piece.public_id}" if kind == "course" else address(piece)).text

    assert '<a href="/@ben">@ben</a>' in html
    assert "/@nosuchperson" not in html


@pytest.mark.once
def test_a_comment_links_who_is_there(client, ada, ben):
    piece = piece_of(ada, "T", body="words")
    comments.post(piece, ben, "@ada and @nosuchperson, hello")
    db.session.commit()

    html = client.get(address(piece)).text

    assert '<a href="/@ada">@ada</a> and @nosuchperson, hello' in html


@pytest.mark.once
def test_somebody_who_has_left_or_comes_later_is_looked_up_anew(client, ada, ben, request):
    piece = piece_of(ada, "T", body=WORDS)
    assert "/@cy" not in client.get(address(piece)).text

    request.getfixturevalue("cy")
    ben.closed_at = clock.now()
    db.session.commit()

    html = client.get(address(piece)).text
    assert '<a href="/@cy">@cy</a>' in html
    assert 'href="/@ben"' not in html


def test_who_does_not_see_me_is_like_nobody(client, as_ben, ada, ben, cy):
    piece = piece_of(ada, "T", body=WORDS)
    comments.post(piece, ada, "ask @cy")
    graph.block(cy, ben)
    db.session.commit()

    assert "/@cy" not in as_ben.get(address(piece)).text
    assert client.get(address(piece)).text.count('<a href="/@cy">@cy</a>') == 2


@pytest.mark.parametrize("kind", ["article", "update"])
def test_one_statement_for_all_whom_a_text_names(client, ada, ben, statements, kind):
    names = " ".join(f"@person{number}" for number in range(30))
    piece = piece_of(ada, "T", kind=kind, description=f"for @ben {names}", body=f"@ben @ada {names}")
    client.get(address(piece))

    statements.clear()
    client.get(address(piece))

    assert len(asking(statements)) == 1


def test_one_statement_for_a_page_of_comments(client, ada, ben, statements):
    piece = piece_of(ada, "T", body="words")
    for number in range(5):
        comments.post(piece, ben, f"@ada and @person{number}")
    db.session.commit()

    statements.clear()
    client.get(address(piece))

    assert len(asking(statements)) == 1


@pytest.mark.once
def test_words_without_a_mention_ask_nothing(client, ada, statements):
    piece = piece_of(ada, "T", body="No names, but mail@example.org and `@ada`s cousin")
    statements.clear()
    client.get(address(piece))
    assert len(asking(statements)) <= 1

    piece = piece_of(ada, "T", body="No names")
    statements.clear()
    client.get(address(piece))

    assert asking(statements) == []


def test_only_so_many_are_looked_up(app, ada):
    names = " ".join(f"@person{number}" for number in range(1000))

    with app.test_request_context():
        assert mentions.look_up(names, "@ada") == frozenset()
        assert mentions.look_up("@ada", names) == {"ada"}
