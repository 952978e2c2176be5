"""What a person shows: words, links, pictures that are drawn anew."""

from io import BytesIO

import pytest
from PIL import Image, ImageDraw
from sqlalchemy.exc import DatabaseError

from wm.domains import people
from wm.domains.people import pictures
from wm.domains.people.errors import LinkNotAllowed, PictureNotReadable, PictureTooLarge, PictureTooSmall, TooManyLinks
from wm.kernel import clock
from wm.kernel.db import db
from wm.kernel.storage import store

WORDS = {"name": "Ada Okafor", "handle": "ada", "bio": "", "links": ()}


def edit(person, **changes):
    edited = people.edit_profile(person, **WORDS | changes)
    db.session.commit()
    return edited


def drawn(width=640, height=480, kind="PNG", mode="RGB", **how) -> bytes:
    picture = Image.new(mode, (width, height), "teal" if mode == "RGB" else 0)
    ImageDraw.Draw(picture).rectangle((0, 0, width // 2, height // 2), fill="orange" if mode == "RGB" else 1)
    out = BytesIO()
    picture.save(out, kind, **how)
    return out.getvalue()


def kept(key, name) -> Image.Image:
    return Image.open(BytesIO(b"".join(store().open(f"pictures/{key}/{name}"))))


def test_words_and_links_are_kept_in_order(ada):
    links = [people.Link("Shop", "https://shop.example.org"), people.Link("", "example.com/ada"), people.Link("x", "")]

    edit(ada, name="  Ada  O. ", bio="One\r\ntwo ", links=links)
    shown = people.by_handle("ada")

    assert (shown.name, shown.bio) == ("Ada O.", "One\ntwo")
    assert [(link.label, link.url) for link in shown.links] == [
        ("Shop", "https://shop.example.org"),
        ("example.com", "https://example.com/ada"),
    ]


def test_saving_the_same_twice_changes_nothing(ada):
    links = [people.Link("Shop", "https://shop.example.org")]
    before = [link.id for link in edit(ada, links=links).links]

    assert [link.id for link in edit(ada, links=links).links] == before


def test_links_can_be_swapped_and_dropped(ada):
    one, two = people.Link("One", "https://one.example.org"), people.Link("Two", "https://two.example.org")
    edit(ada, links=[one, two])
    edit(ada, links=[two, one])

    assert [link.label for link in people.by_handle("ada").links] == ["Two", "One"]

    edit(ada, links=[])
    assert people.by_handle("ada").links == []


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt://example.org/%0aalert(1)",
        "data:text/html,x",
        "ftp://example.org",
        "//example.org",
        "/settings",
        "https://",
        "https://nodots",
        "https://you:me@example.org",
        "https://example.org/a b",
        "https://example.org/\u202e",
        "https://[::1",
        "https://example.org/" + "x" * 300,
        "vbscript:x.y",
    ],
)
def test_a_link_that_is_no_web_address_is_refused_and_nothing_changes(ada, url):
    with pytest.raises(LinkNotAllowed):
        edit(ada, name="Other", links=[people.Link("x", url)])
    db.session.rollback()

    assert people.by_handle("ada").name == "Ada Okafor"
    assert people.by_handle("ada").links == []


def test_five_links_are_the_most(ada):
    with pytest.raises(TooManyLinks):
        edit(ada, links=[people.Link("x", f"https://{n}.example.org") for n in range(6)])


def test_a_handle_moves_and_its_old_address_ends(ada):
    edit(ada, handle="@Ada_O")

    assert people.by_handle("ADA_O") == ada
    with pytest.raises(people.PersonNotFound):
        people.by_handle("ada")


def test_a_handle_of_somebody_else_is_refused_and_nothing_changes(ada, ben):
    with pytest.raises(people.HandleTaken):
        edit(ada, handle="BEN", name="Other")
    db.session.rollback()

    assert (ada.handle, ada.name) == ("ada", "Ada Okafor")


def test_a_closed_account_shows_nothing_and_keeps_its_handle(ada, ben):
    ada.closed_at = clock.now()
    db.session.commit()

    with pytest.raises(people.PersonNotFound):
        people.by_handle("ada")
    with pytest.raises(people.HandleTaken):
        edit(ben, handle="ada", name="Ben")


@pytest.mark.parametrize(
    ("words", "found"),
    [("ada", ["ada"]), ("OKAF", ["ada"]), ("@be", ["ben"]), ("ada hart", []), ("%", []), ("_", []), ("", [])],
)
def test_people_are_found_by_parts_of_name_and_handle(ada, ben, words, found):
    assert [person.handle for person in people.matching(words, limit=5)] == found


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_an_avatar_is_drawn_anew_in_two_sizes(ada, kind):
    key = people.change_picture(ada, people.AVATAR, drawn(kind=kind))

    assert [(kept(key, f"{size}.webp").size, kept(key, f"{size}.webp").format) for size in (256, 96)] == [
        ((256, 256), "WEBP"),
        ((96, 96), "WEBP"),
    ]
    assert ada.avatar_url == f"/pictures/{key}/96.webp"


def test_a_cover_is_three_times_as_wide_as_high(ada):
    key = people.change_picture(ada, people.COVER, drawn(1200, 900))

    assert [kept(key, f"{size}.webp").size for size in (1500, 750)] == [(1500, 500), (750, 250)]


def test_nothing_of_the_sent_file_survives_but_its_look(ada):
    exif = Image.Exif()
    exif[0x010E] = "CANARY description"
    exif.get_ifd(0x8825)[1] = "N"
    sent = drawn(kind="JPEG", exif=exif, comment=b"CANARY comment", icc_profile=b"CANARY profile")

    key = people.change_picture(ada, people.AVATAR, sent + b"<script>CANARY</script>")

    assert b"CANARY" in sent
    for size in (256, 96):
        assert b"CANARY" not in b"".join(store().open(f"pictures/{key}/{size}.webp"))
        assert dict(kept(key, f"{size}.webp").getexif()) == {}


def test_a_picture_taken_on_its_side_is_turned(ada):
    exif = Image.Exif()
    exif[0x0112] = 6
    key = people.change_picture(ada, people.AVATAR, drawn(400, 400, kind="JPEG", exif=exif, quality=95))

    turned = kept(key, "256.webp").convert("RGB")

    assert turned.getpixel((200, 50))[0] > 200  # the orange quarter went from top left to top right
    assert turned.getpixel((50, 50))[0] < 80


def test_see_through_parts_become_paper(ada):
    sent = BytesIO()
    Image.new("RGBA", (300, 300), (0, 0, 0, 0)).save(sent, "PNG")

    key = people.change_picture(ada, people.AVATAR, sent.getvalue())

    assert min(kept(key, "96.webp").convert("RGB").getpixel((48, 48))) > 235


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="300" height="300"><script>alert(1)</script></svg>'
NOT_PICTURES = {
    "nothing": b"",
    "svg": SVG,
    "svg called png": b"\x89PNG\r\n\x1a\n" + SVG,
    "text": b"just words " * 100,
    "html": b"<!doctype html><script>alert(1)</script>",
    "pdf": b"%PDF-1.7 " + b"x" * 500,
    "zip": b"PK\x03\x04" + b"x" * 500,
    "half a png": drawn()[:400],
    "half a jpeg": drawn(kind="JPEG")[:300],
    "tiff": drawn(kind="TIFF"),
    "bmp": drawn(kind="BMP"),
    "ico": drawn(256, 256, kind="ICO"),
    "noise": bytes(range(256)) * 40,
    "eps": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 300 300\n",
}


@pytest.mark.parametrize("content", NOT_PICTURES.values(), ids=NOT_PICTURES)
def test_what_is_no_picture_is_refused_and_nothing_is_stored(ada, content):
    with pytest.raises(PictureNotReadable):
        people.change_picture(ada, people.AVATAR, content)

    assert ada.avatar is None
    assert list(store().keys("pictures/")) == []


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
def test_a_small_file_with_too_many_pixels_is_refused_before_it_is_unpacked(ada):
    bomb = drawn(8000, 8000, mode="1")
    assert len(bomb) < 100_000

    with pytest.raises(PictureTooLarge):
        people.change_picture(ada, people.AVATAR, bomb)


def test_a_file_over_ten_megabytes_is_refused(ada):
    with pytest.raises(PictureTooLarge):
        people.change_picture(ada, people.AVATAR, drawn() + b"\0" * pictures.MAX_BYTES)


@pytest.mark.parametrize(
    ("kind", "size"), [(people.AVATAR, (95, 400)), (people.COVER, (599, 300)), (people.COVER, (900, 150))]
)
def test_a_picture_that_would_look_poor_is_refused(ada, kind, size):
    with pytest.raises(PictureTooSmall):
        people.change_picture(ada, kind, drawn(*size))


def test_the_picture_before_is_deleted_once_the_new_one_counts(ada, run_jobs):
    old = people.change_picture(ada, people.AVATAR, drawn())
    db.session.commit()
    new = people.change_picture(ada, people.AVATAR, drawn())
    run_jobs()

    assert {key.split("/")[1] for key in store().keys("pictures/")} == {new} != {old}


def test_a_dropped_picture_is_deleted(ada, run_jobs):
    people.change_picture(ada, people.COVER, drawn(900, 300))
    people.drop_picture(ada, people.COVER)
    run_jobs()

    assert ada.cover_url is None
    assert list(store().keys("pictures/")) == []


def test_uploading_makes_a_viewer_a_creator_and_lowers_nobody(ben, mo):
    people.become_creator(ben)
    people.become_creator(mo)

    assert (ben.role, mo.role) == ("creator", "moderator")


def test_the_database_refuses_a_role_that_does_not_exist(ben):
    with pytest.raises(ValueError, match="king"):
        people.appoint(ben, "king")
    ben.role = "king"
    with pytest.raises(DatabaseError):
        db.session.flush()
