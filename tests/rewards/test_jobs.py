"""What follows by itself: beats of the stream become milestones, days are counted and paid, creators hear of it."""

from datetime import timedelta

from tests.films import published
from tests.rewards.test_cycles import long_films, milestones, pending, pool, two_followers  # noqa: F401
from wm.domains import engagement, graph, rewards
from wm.domains.engagement import stream
from wm.domains.rewards.models import Milestone
from wm.kernel import clock, job, mail, paths
from wm.kernel.db import db


def beats(app, person, piece, seconds, begun):
    """Put beats into the stream as if Redis had taken them at these moments."""
    client = stream._patient()
    for second in range(0, seconds + 1, 10):
        beat = {"content": piece.id, "viewer": f"person:{person.id}", "person": person.id, "state": "playing"}
        beat |= {"position": second * 1000, "duration": piece.film.duration_ms}
        client.xadd(
            engagement.stream.STREAM, beat, id=f"{int((begun + timedelta(seconds=second)).timestamp() * 1000)}-0"
        )


def test_the_drain_keeps_watching_and_milestones_together(app, ada, ben, run_jobs):
    piece = published(ada, "How a river remembers")
    piece.film.duration_ms = 61_000
    ben.created_at = clock.now() - timedelta(days=3)
    db.session.add(rewards.Standing(person_id=ada.id, is_eligible=True, films=5, followers=50))
    db.session.commit()

    beats(app, ben, piece, 60, clock.now() - timedelta(minutes=5))
    job.enqueue("engagement.drain")
    run_jobs()

    rows = db.session.execute(db.select(Milestone.name, Milestone.points, Milestone.refused).order_by(Milestone.id))
    assert [tuple(row) for row in rows] == [("start", 30, ""), ("half", 0, ""), ("end", 27, "")]
    assert piece.views == 1


def test_the_hourly_job_counts_and_pays_and_writes(pool, two_followers, ada, run_jobs):  # noqa: F811
    long_films(ada, 5)
    for viewer in (1, 2):
        milestones(ada, 18_000, viewer=viewer)

    for key in ("one", "two"):
        job.enqueue("rewards.cycle", key=key)
        run_jobs()

    letters = [paths.var("mail", name).read_text() for name in mail.written()]
    assert pending(ada) == 1000
    assert rewards.standing(ada.id).is_eligible
    assert [("You earn rewards now" in each, "/studio/rewards" in each) for each in letters] == [(True, True)]


def test_who_falls_below_gets_a_letter_that_says_what_stays(two_followers, ada, ben, run_jobs):  # noqa: F811
    long_films(ada, 5)
    rewards.check()
    graph.unfollow(ben, ada)
    rewards.check()
    run_jobs()

    assert any("Your rewards rest" in paths.var("mail", name).read_text() for name in mail.written())
