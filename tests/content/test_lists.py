"""Lists: only what is public and out, newest first, page by page without a gap, in a fixed number of statements."""

from tests.films import published
from wm.domains import categories, content, discovery
from wm.kernel.db import db
from wm.web.viewer import VISITOR


def titles(pieces):
    return [piece.title for piece in pieces]


def test_only_public_pieces_that_are_out_are_listed(ada):
    published(ada, "Seen")
    published(ada, "Unlisted", visibility="unlisted")
    published(ada, "Private", visibility="private")
    content.draft(ada, "Draft")
    content.remove(published(ada, "Removed"))
    content.unpublish(published(ada, "Taken back"))
    db.session.commit()

    assert titles(discovery.newest(VISITOR).items) == ["Seen"]
    assert titles(content.by_person(ada, VISITOR).items) == ["Seen"]
    assert content.count_by_person(ada) == 1


def test_pages_neither_repeat_nor_skip_while_new_things_arrive(ada):
    for n in range(7):
        published(ada, f"Film {n}", minutes_ago=n)
    first = discovery.newest(VISITOR, size=3)

    published(ada, "Brand new")
    second = discovery.newest(VISITOR, cursor=first.next, size=3)
    third = discovery.newest(VISITOR, cursor=second.next, size=3)

    assert titles([*first.items, *second.items, *third.items]) == [f"Film {n}" for n in range(7)]
    assert third.next is None


def test_pieces_of_the_same_moment_are_paged_apart(ada):
    moment = published(ada, "First").published_at
    for n in range(4):
        published(ada, f"Twin {n}").published_at = moment
    db.session.commit()

    seen, cursor = [], None
    while True:
        page = discovery.newest(VISITOR, cursor=cursor, size=2)
        seen += titles(page.items)
        cursor = page.next
        if cursor is None:
            break

    assert sorted(seen) == sorted(["First", *(f"Twin {n}" for n in range(4))])


def test_a_category_shows_its_own(ada):
    categories.plant([("craft", "Craft", "hand"), ("music", "Music", "note")])
    craft, music = categories.called("craft"), categories.called("music")
    published(ada, "Clay", category=craft)
    published(ada, "Song", category=music)

    assert titles(discovery.newest(VISITOR, craft).items) == ["Clay"]


def test_what_comes_next_is_near_first_and_never_the_same(ada, ben):
    categories.plant([("craft", "Craft", "hand")])
    craft = categories.called("craft")
    shown = published(ada, "Shown", category=craft)
    published(ben, "Far, but newest", minutes_ago=0)
    published(ada, "Same maker", minutes_ago=5)
    published(ben, "Same shelf", category=craft, minutes_ago=9)

    assert titles(discovery.up_next(shown, VISITOR)) == ["Same shelf", "Same maker", "Far, but newest"]


def test_a_page_of_the_newest_takes_few_statements_however_many_there_are(ada, ben, client, statements):
    for n in range(30):
        published(ada if n % 2 else ben, f"Film {n}", minutes_ago=n)
    statements.clear()

    answer = client.get("/")

    assert answer.status_code == 200
    assert len(statements) <= 5
