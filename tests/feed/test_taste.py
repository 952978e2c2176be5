"""What a viewer says about their feed: muted, less, not personal, reset."""

import pytest

from tests.feed.test_feed import follow, titles
from tests.films import published
from wm.domains import categories, discovery, engagement, graph
from wm.domains.discovery import tastes
from wm.kernel import clock
from wm.kernel.db import db, transaction


@pytest.fixture
def craft(app):
    categories.plant([("craft", "Craft", "hand"), ("music", "Music", "music")])
    db.session.commit()
    return categories.called("craft")


def watched(person, piece):
    db.session.add(
        engagement.Watch(
            person_id=person.id, content_id=piece.id, position_ms=9, part=90, finished=True, updated_at=clock.now()
        )
    )
    db.session.commit()


def test_a_muted_category_stays_out_until_it_is_unmuted(as_ben, ben, ada, craft):
    published(ada, "Clay", category=craft)
    published(ada, "Rain")

    as_ben.post("/feed/mutes/craft")
    assert titles(discovery.latest(ben).items) == titles(discovery.for_you(ben).items) == ["Rain"]
    assert titles(discovery.latest(ben, choice=discovery.Choice(category_id=craft.id)).items) == ["Clay"]

    as_ben.post("/feed/mutes/craft/removal")
    assert titles(discovery.latest(ben).items) == ["Rain", "Clay"]


def test_a_muted_person_stays_out_of_every_feed(ben, ada, cy):
    follow(ben, ada)
    published(ada, "Muted")
    published(cy, "Heard")
    with transaction():
        graph.mute(ben, ada)

    assert titles(discovery.for_you(ben).items) == ["Heard"]
    assert titles(discovery.latest(ben).items) == ["Heard"]
    assert titles(discovery.trending(ben, "day").items) == ["Heard"]
    assert discovery.following(ben).items == []


def test_what_is_like_it_sinks(ben, ada, cy):
    less = published(ada, "Less", minutes_ago=3)
    published(ada, "Alike", minutes_ago=1)
    published(cy, "Other", minutes_ago=200)
    with transaction():
        tastes.less_like(ben, less)

    assert titles(discovery.for_you(ben).items) == ["Other", "Alike"]


def test_the_feed_learns_until_it_is_told_not_to(as_ben, ben, ada, cy, craft):
    watched(ben, published(ada, "Seen before", minutes_ago=6000, category=craft))
    assert tastes.profile(ben).categories == {craft.id: 1.0}
    assert tastes.profile(ben).people == {ada.id: 1.0}

    as_ben.post("/feed/taste", data={"personal": "no"})
    assert tastes.profile(ben) == tastes.NOBODY
    assert "Learn from me again" in as_ben.get("/feed/taste").text

    as_ben.post("/feed/taste", data={"personal": "yes"})
    assert tastes.profile(ben).categories == {craft.id: 1.0}


def test_a_reset_forgets_what_was_learned_and_muted(as_ben, ben, ada, craft):
    piece = published(ada, "Seen before", category=craft)
    watched(ben, piece)
    as_ben.post("/feed/mutes/craft")
    as_ben.post(f"/feed/why/{piece.public_id}", data={"deed": "less"})

    as_ben.post("/feed/taste/reset")

    db.session.expire_all()
    assert tastes.profile(ben) == tastes.NOBODY
    assert discovery.muted_by(ben) == []
    assert discovery.latest(ben).items == [piece.id]
