"""How far a film travels: which sites may frame it, and who may take its original along."""

import io
import re
from datetime import timedelta

import pytest
from PIL import Image

from tests.films import published
from wm.domains import content, entitlements
from wm.kernel import clock
from wm.kernel.db import db
from wm.kernel.storage import store

ORIGINAL = b"the bytes of a film"


@pytest.fixture
def river(ada):
    piece = published(ada, 'Ä "river" / remembers')
    piece.film.is_open, piece.film.source_key, piece.film.source_bytes = True, "raw/river", len(ORIGINAL)
    store().put("raw/river", ORIGINAL, "application/octet-stream")
    db.session.commit()
    return piece


def allowed(as_ada, piece, hx=True, **said):
    return as_ada.post(f"/studio/films/{piece.public_id}/sharing", data={"embed": "anywhere"} | said, hx=hx)


def frames(client, piece):
    policy = client.get(f"/embed/{piece.public_id}").headers["Content-Security-Policy"]
    return re.search(r"frame-ancestors ([^;]*)", policy)[1]


@pytest.mark.parametrize("hx", [False, True])
def test_only_the_sites_that_were_named_may_frame_it(client, as_ada, river, hx):
    assert frames(client, river) == "*"

    answer = allowed(as_ada, river, hx, embed="listed", sites="https://www.Example.org/blog, *.bücher.example")

    assert answer.status_code == (200 if hx else 303)
    named = ("www.example.org", "*.www.example.org", "xn--bcher-kva.example", "*.xn--bcher-kva.example")
    assert frames(client, river) == " ".join(named)
    assert "share-code" in client.get(f"/watch/{river.public_id}").text


@pytest.mark.once
def test_nowhere_means_no_frame_no_code_and_no_oembed(client, as_ada, river):
    allowed(as_ada, river, embed="nowhere")

    page = client.get(f"/watch/{river.public_id}").text
    assert frames(client, river) == "'none'"
    assert client.get(f"/oembed?url=http://localhost/watch/{river.public_id}").status_code == 401
    for word in ("share-code", "json+oembed", "twitter:player", 'og:video"', "embedUrl", "/embed/"):
        assert word not in page, word
    assert 'id="share-link"' in page


@pytest.mark.once
@pytest.mark.parametrize(
    "sites",
    ["", "nonsense", "example.org; frame-src *", "exa mple", "127.0.0.1", "javascript:alert(1)", "a" * 64 + ".org"],
)
def test_what_is_no_site_is_refused_and_changes_nothing(client, as_ada, river, sites):
    answer = allowed(as_ada, river, embed="listed", sites=sites)

    assert answer.status_code == 422
    assert "example.org" in answer.text
    assert frames(client, river) == "*"


def test_the_original_is_handed_out_only_when_its_maker_says_so(client, as_ada, river):
    at = f"/watch/{river.public_id}/original"
    assert client.get(at).status_code == 403
    assert "Download the original" not in client.get(f"/watch/{river.public_id}").text

    allowed(as_ada, river, may_download="y")

    assert "Download the original · " in client.get(f"/watch/{river.public_id}").text
    link = client.get(at).headers["Location"]
    got = client.get(link)
    assert got.data == ORIGINAL
    plain, whole = '"A -river- - remembers.mp4"', "%C3%84%20-river-%20-%20remembers.mp4"
    assert got.headers["Content-Disposition"] == f"attachment; filename={plain}; filename*=UTF-8''{whole}"
    assert got.headers["Content-Type"] == "application/octet-stream"
    assert client.get(link, headers={"Range": "bytes=4-8"}).data == b"bytes"
    clock.shift(timedelta(minutes=11))
    assert client.get(link).status_code == 404


@pytest.mark.once
def test_the_original_of_a_locked_film_is_for_those_who_own_it(client, as_ada, as_ben, as_cy, ben, cy, river):
    allowed(as_ada, river, may_download="y")
    content.set_lock(content.with_row_id(river.id), by_sale=True, price=500)
    until = clock.now() + timedelta(days=2)
    entitlements.grant(ben.id, scope="content", scope_id=river.id, source="sale", source_ref="s1")
    entitlements.grant(cy.id, scope="content", scope_id=river.id, source="rental", source_ref="r1", until=until)
    db.session.commit()
    at = f"/watch/{river.public_id}/original"

    assert [browser.get(at).status_code for browser in (client, as_cy, as_ben, as_ada)] == [402, 403, 303, 303]
    link = as_ben.get(at).headers["Location"]
    assert as_ben.get(link).data == ORIGINAL
    assert [browser.get(link).status_code for browser in (client, as_cy, as_ada)] == [404, 404, 404]
    assert "Download the original" not in as_cy.get(f"/watch/{river.public_id}").text


@pytest.mark.once
def test_an_original_that_is_gone_says_so(client, as_ada, river):
    allowed(as_ada, river, may_download="y")
    store().delete("raw/river")

    answer = client.get(f"/watch/{river.public_id}/original")

    assert answer.status_code == 404
    assert "not kept any more" in answer.text


@pytest.mark.once
def test_sharing_is_its_makers_alone(as_cy, client, river):
    assert as_cy.get(f"/studio/films/{river.public_id}/sharing").status_code == 404
    assert allowed(as_cy, river, may_download="y").status_code == 404
    assert content.sharing.of(river).may_download is False


def test_a_poster_is_sent_cut_and_published(as_ada, river):
    drawn = io.BytesIO()
    Image.new("RGB", (1000, 1000), (255, 0, 0)).save(drawn, "AVIF")
    at = f"/studio/films/{river.public_id}/picture"

    answer = as_ada.post(at, data={"picture": (io.BytesIO(drawn.getvalue()), "x.svg")}, hx=True)

    assert answer.status_code == 200
    poster = Image.open(
        io.BytesIO(b"".join(store().open(f"published/{content.with_row_id(river.id).film.key}/poster.webp")))
    )
    assert poster.size == (992, 558)
    for sent, words in ((b"<svg/>", "not a picture"), (b"", "Choose a picture"), (small(), "at least 640 x 360")):
        refused = as_ada.post(at, data={"picture": (io.BytesIO(sent), "x.png")} if sent else {}, hx=True)
        assert refused.status_code == 422
        assert words in refused.text


def small():
    drawn = io.BytesIO()
    Image.new("RGB", (639, 400)).save(drawn, "PNG")
    return drawn.getvalue()
