"""What a text may cost: how many signs it may have, how deep it may nest, and how often it is shown while it is written."""

import pytest

from tests.posts.test_reading import address, piece_of
from wm.blueprints import reading
from wm.domains import content
from wm.kernel.db import db
from wm.web import markdown

TANGLED = "![" * (content.MARKS // 2)
TENTH = TANGLED[: len(TANGLED) // 10]  # of what may be: a tenth of the time, under a tenth of the allowance
REFUSED = "too many signs in this text"
RESTING = "The preview takes a rest"


@pytest.fixture
def laid_out(monkeypatch):
    """The texts that were laid out, one for each time."""
    texts, real = [], markdown.parts

    def noted(text, *args):
        texts.append(text)
        return real(text, *args)

    monkeypatch.setattr(markdown, "parts", noted)
    return texts


def preview(browser, text, **more):
    return browser.post("/read/preview", data={"body": text}, **more)


def test_a_text_with_too_many_signs_is_not_kept(ada):
    piece = piece_of(ada, "T", body="Before")

    with pytest.raises(content.TooManyMarks):
        content.edit(piece, body=TANGLED + "!")

    assert piece.body == "Before"
    assert content.edit(piece, body=TANGLED).body == TANGLED


def test_the_longest_honest_article_is_kept(ada):
    prose = "A sentence, as people write them - with a [link](/tags/moss) now and then. " * 1300

    assert content.edit(piece_of(ada, "T", body="Before"), body=prose[: content.BODY_LENGTH]).body


@pytest.mark.once
def test_the_studio_says_so_in_place(as_ada, ada):
    piece = content.draft(ada, "T", kind="article", body="Before")
    db.session.commit()

    answer = as_ada.post(
        f"/studio/pieces/{piece.public_id}", data={"title": "T", "body": TANGLED + "!", "visibility": "public"}
    )

    assert answer.status_code == 422
    assert REFUSED in answer.text
    db.session.expire_all()
    assert content.with_row_id(piece.id).body == "Before"


@pytest.mark.once
@pytest.mark.parametrize("hx", [False, True])
def test_a_preview_of_too_many_signs_is_refused_before_it_is_read(as_ada, laid_out, hx):
    answer = preview(as_ada, TANGLED + "!", hx=hx)

    assert answer.status_code == 200
    assert REFUSED in answer.text
    assert laid_out == []


@pytest.mark.once
def test_only_so_much_is_laid_out_in_a_minute_for_one_person(as_ada, as_ben, laid_out, monkeypatch):
    monkeypatch.setattr(reading, "PREVIEWS", "10000 per minute")
    said = [preview(as_ada, f"{number}{TENTH}").text for number in range(6)]

    assert len(laid_out) <= 10_000 // reading._cost(TENTH)
    assert RESTING not in said[0]
    assert RESTING in said[-1]
    assert "<strong>on</strong>" in preview(as_ben, "Ben goes **on**").text


@pytest.mark.once
def test_somebody_who_writes_for_a_minute_sees_every_preview(as_ada, laid_out):
    words = "Moss grows where *nothing* else does. " * 20

    said = [preview(as_ada, f"{words} {number}").text for number in range(85)]

    assert not any(RESTING in each for each in said)


@pytest.mark.parametrize(("sign", "tag"), [("> ", "<blockquote>"), ("- ", "<ul>")])
def test_nothing_nests_deeper_than_twenty(app, sign, tag):
    html = "".join(part.html for part in markdown.parts(sign * 2000 + "deep"))

    assert html.count(tag) <= 20


@pytest.mark.once
def test_a_text_that_changes_all_the_time_is_shown_as_it_stands_for_a_while(client, ada, laid_out, monkeypatch):
    monkeypatch.setattr(reading, "LAYOUTS", "20000 per minute")
    piece = piece_of(ada, "T", body="Before")
    for number in range(10):
        content.edit(content.with_row_id(piece.id), body=f"{number} <b> {TENTH[:-20]}")
        db.session.commit()
        page = client.get(address(piece))
        assert page.status_code == 200
        assert f"{number} &lt;b&gt; ![![" in page.text

    assert len(laid_out) <= 20_000 // reading._cost(TENTH) + 1
    words = client.get(address(piece)).text
    assert "&lt;b&gt;" in words


@pytest.mark.once
def test_what_was_laid_out_once_costs_nothing_more(client, ada, laid_out):
    piece = piece_of(ada, "T", body=TANGLED)

    for _ in range(8):
        client.get(address(piece))

    assert len(laid_out) == 1
