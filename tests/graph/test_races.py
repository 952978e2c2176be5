"""A follow and a block at the same moment: no order of the two leaves both."""

import contextvars
import threading

from wm.domains import graph, people
from wm.kernel.db import db, retried, transaction
from wm.kernel.errors import NotFound

ROUNDS = 25


def in_a_thread(site, barrier, deed, *handles):
    def unit():
        with transaction():
            deed(*map(people.by_handle, handles))

    def run():
        with site.app_context():
            barrier.wait()
            try:
                retried(unit)
            except NotFound:
                db.session.rollback()

    thread = threading.Thread(target=contextvars.Context().run, args=(run,))
    thread.start()
    return thread


def test_a_follow_never_outlives_a_block_that_is_made_beside_it(site, ada, ben):
    for _round in range(ROUNDS):
        db.session.commit()
        barrier = threading.Barrier(3)
        threads = [
            in_a_thread(site, barrier, graph.follow, "ben", "ada"),
            in_a_thread(site, barrier, graph.follow, "ada", "ben"),
            in_a_thread(site, barrier, graph.block, "ada", "ben"),
        ]
        for thread in threads:
            thread.join()

        db.session.rollback()
        assert graph.are_apart(ben, ada.id)
        assert not graph.follows(ben, ada.id)
        assert not graph.follows(ada, ben.id)
        with transaction():
            graph.unblock(ada, ben)
