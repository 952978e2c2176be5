"""What leaves the store for good goes through the deletion queue."""

import re

from tests.house.floors import modules

DELETES = re.compile(r"\bstore(\(\))?\.delete(_prefix)?\(")
MAY = {
    "wm.domains.storage.deleting": "it is the queue",
    "wm.domains.storage.probing": "the probe of a connection test",
    "wm.domains.uploads.intake": "what waits for the rest of its part is no file yet",
    "wm.domains.uploads.actions": "nor is it when its upload ends",
}


def complaints():
    for name, path in modules("wm/domains", "wm/blueprints", "wm/web", "jobs"):
        if name not in MAY and DELETES.search(path.read_text()):
            yield f"{name} deletes by itself: ask the deletion queue (storage.ask)"


def test_nothing_is_deleted_past_the_queue():
    assert list(complaints()) == []


def test_the_rule_bites():
    assert DELETES.search('    store().delete_prefix(f"pictures/{key}/")')
    assert not DELETES.search("    db.session.delete(row)")
