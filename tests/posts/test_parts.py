"""Pictures, polls, files, reposts and earlier words: what comes with a piece, and who may do what with it."""

from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image

from tests.films import published
from tests.posts.test_reading import address, piece_of
from wm.domains import content, graph
from wm.kernel import clock
from wm.kernel.db import db
from wm.kernel.errors import NotFound
from wm.kernel.storage import store


def picture(width=1600, height=900):
    drawn = BytesIO()
    Image.new("RGB", (width, height), (200, 150, 40)).save(drawn, "JPEG", comment=b"secret place")
    return drawn.getvalue()


@pytest.fixture
def poll(ada):
    piece = content.draft(ada, "", kind="update", body="Which one next?")
    content.set_poll(piece, "Which one next?", ["Moss", "Fern"])
    content.publish(piece)
    db.session.commit()
    return piece


def test_a_picture_is_drawn_anew_and_shown_with_its_size(client, ada):
    kept = content.keep_picture(ada, picture(), "Moss")
    piece = content.draft(ada, "", kind="update", body="Look")
    content.set_pictures(piece, [kept.key], {kept.key: "Moss on a wall"})
    content.publish(piece)

    html, sent = client.get(address(piece)).text, client.get(kept.url)

    assert 'alt="Moss on a wall" width="1280" height="720"' in html
    assert sent.headers["Content-Type"] == "image/webp"
    assert sent.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert b"secret place" not in sent.data
    assert Image.open(BytesIO(sent.data)).size == (1280, 720)


def test_a_picture_of_a_private_piece_is_its_makers_alone(client, as_ada, as_ben, ada):
    kept = content.keep_picture(ada, picture(640, 480))
    assert client.get(kept.url).status_code == 404
    piece = piece_of(ada, "Diary", body=f"![A wall]({kept.url})", visibility="private")

    assert as_ada.get(kept.url).headers["Cache-Control"] == "private, max-age=3600"
    assert f'<img src="{kept.url}" alt="A wall" width="640" height="480"' in as_ada.get(address(piece)).text
    assert as_ben.get(kept.url).status_code == 404
    assert client.get(f"/images/{kept.key}/9.webp").status_code == 404


def test_nobody_uses_somebody_elses_picture(ada, ben):
    kept = content.keep_picture(ada, picture(640, 480))
    piece = content.draft(ben, "", kind="update", body="Mine now")

    with pytest.raises(NotFound):
        content.set_pictures(piece, [kept.key])

    assert content.pictures_of(piece) == []


@pytest.mark.parametrize("sent", [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", picture()[:200]])
def test_what_is_no_picture_is_refused(ada, sent):
    with pytest.raises(content.PictureNotReadable):
        content.keep_picture(ada, sent)


def test_four_pictures_are_the_most(ada):
    piece = content.draft(ada, "", kind="update", body="Many")

    with pytest.raises(content.TooManyPictures):
        content.set_pictures(piece, list("abcde"))


def test_a_picture_that_no_piece_took_goes_after_a_week(ada, run_jobs):
    kept = content.keep_picture(ada, picture(640, 480))
    assert content.forget_waiting_pictures() == 0
    clock.shift(timedelta(days=8))

    assert content.forget_waiting_pictures() == 1
    run_jobs()
    assert list(store().keys(f"images/{kept.key}/")) == []


def test_a_picture_is_sent_by_a_plain_form(as_ada, client):
    answer = as_ada.post("/images", data={"picture": (BytesIO(picture()), "a.jpg"), "alt": "A wall"})

    assert "![A wall](/images/" in answer.text
    assert as_ada.post("/images", data={}).status_code == 422


def test_one_vote_each_and_results_as_bars(as_ben, ben, client, poll):
    first, second = content.poll_options(poll)
    assert "Sign in to vote" in client.get(address(poll)).text

    answer = as_ben.post(address(poll, "vote"), data={"option": first.id}, hx=True)
    again = as_ben.post(address(poll, "vote"), data={"option": second.id})

    assert 'style="--part:100%" data-state="chosen"' in answer.text
    assert again.status_code == 303
    assert [option.votes for option in content.poll_options(poll)] == [1, 0]
    assert content.post_of(poll).votes == 1


def test_a_vote_needs_an_open_poll_and_an_answer_of_it(as_ben, poll, ada):
    other = piece_of(ada, kind="update", body="No poll")
    option = content.poll_options(poll)[0].id

    assert as_ben.post(address(other, "vote"), data={"option": option}).status_code == 404
    content.post_of(poll).closes_at = clock.now() - timedelta(minutes=1)
    assert as_ben.post(address(poll, "vote"), data={"option": option}).status_code == 409
    assert content.poll_options(poll)[0].votes == 0


def test_a_poll_that_has_votes_stays_as_it_is(poll, ben):
    content.vote(poll, content.poll_options(poll)[0].id, by=ben)

    with pytest.raises(content.PollBegun):
        content.set_poll(poll, "Another question?", ["A", "B"])

    assert [option.words for option in content.poll_options(poll)] == ["Moss", "Fern"]


@pytest.mark.parametrize("options", [["One"], ["Same", "Same"], list("abcdefg"), ["x" * 81, "y"]])
def test_a_poll_has_two_to_six_different_answers(ada, options):
    piece = content.draft(ada, "", kind="update", body="?")

    with pytest.raises(content.BadPoll):
        content.set_poll(piece, "Well?", options)


@pytest.mark.once
def test_a_file_comes_as_a_download_and_as_nothing_else(client, as_ada, as_ben, ada):
    piece = piece_of(ada, "Template", kind="resource", body="For printing.")
    sent = {"file": (BytesIO(b"%PDF-1.4 <script>"), "../my plan.pdf")}

    assert as_ben.post(address(piece, "file"), data=sent).status_code == 404
    sent = {"file": (BytesIO(b"%PDF-1.4 <script>"), "../my plan.pdf")}
    assert as_ada.post(address(piece, "file"), data=sent).status_code == 303
    answer = client.get(address(piece, "file"))

    assert answer.data == b"%PDF-1.4 <script>"
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="my plan.pdf"'
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "my plan.pdf" in client.get(address(piece)).text


@pytest.mark.parametrize("name", ["page.html", "drawing.svg", "setup.exe", "noending", ""])
def test_a_file_that_runs_is_refused(ada, name):
    piece = piece_of(ada, "Template", kind="resource", body="For printing.")

    with pytest.raises(content.FileNotTaken):
        content.set_file(piece, name, BytesIO(b"something"))

    with pytest.raises(NotFound):
        content.file_of(piece)


def test_a_repost_shows_the_original_while_it_may_be_seen(as_ben, ada, ben, client):
    film = published(ada, "River film")

    answer = as_ben.post(f"/repost/{film.public_id}", data={"words": "Watch this #water"})
    mine = content.find_repost(film, ben)

    assert answer.headers["Location"] == address(mine)
    assert "River film" in client.get(address(mine)).text
    assert content.with_row_id(film.id).reposts == 1
    assert as_ben.post(f"/repost/{film.public_id}", data={}).status_code == 409
    content.edit(content.with_row_id(film.id), visibility="private")
    page = client.get(address(mine)).text
    assert "River film" not in page
    assert "not for you to see" in page


def test_a_removed_repost_counts_no_more(ada, ben):
    film = published(ada, "River film")
    mine = content.repost(film, by=ben)
    assert content.with_row_id(film.id).reposts == 1

    content.remove(content.with_row_id(mine.id))

    assert content.with_row_id(film.id).reposts == 0


@pytest.mark.once
def test_what_is_not_for_everybody_is_not_reposted(as_ben, ada, ben):
    quiet = published(ada, "By link", visibility="unlisted")

    assert as_ben.post(f"/repost/{quiet.public_id}").status_code == 409
    assert content.find_repost(quiet, ben) is None


def test_earlier_words_are_kept_once_it_is_out(client, ada):
    piece = content.draft(ada, "Draft", kind="article", body="first draft")
    content.edit(piece, body="As published")
    content.publish(piece)
    content.edit(piece, body="As corrected")
    db.session.commit()

    page = client.get(address(piece, "edits"))

    assert "As published" in page.text
    assert "first draft" not in page.text
    assert "Ada Okafor changed it" in page.text
    assert address(piece, "edits") in client.get(address(piece)).text
    assert "<html" not in client.get(address(piece, "edits"), hx=True).text


@pytest.mark.once
def test_somebody_blocked_sees_neither_the_piece_nor_its_edits(as_ben, ada, ben):
    piece = piece_of(ada, "An article", body="words")
    graph.block(ada, ben)

    assert as_ben.get(address(piece)).status_code == 404
    assert as_ben.get(address(piece, "edits")).status_code == 404


@pytest.mark.once
def test_lists_show_no_repost_of_somebody_blocked(as_cy, cy, ada, ben, client):
    film = published(ada, "River film")
    content.repost(film, by=ben, words="Look #water")
    assert "River film" in as_cy.get("/tags/water").text

    graph.block(cy, ada)

    assert "River film" not in as_cy.get("/tags/water").text
    assert "River film" in client.get("/tags/water").text
    assert "River film" not in as_cy.get(address(content.find_repost(film, ben))).text


@pytest.mark.once
def test_a_card_names_no_film_that_was_taken_back(client, ada, ben):
    film = published(ada, "River film")
    content.repost(film, by=ben, words="Look")
    assert "River film" in client.get("/").text.split("Ben Hart")[0]

    content.edit(content.with_row_id(film.id), visibility="private")

    assert "River film" not in client.get("/").text
