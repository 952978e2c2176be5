"""What Ada brought from other addresses: one film that came, one that nobody may fetch, one that waits. Nobody is asked for them."""

from datetime import timedelta

from wm.domains import content, imports, people, uploads
from wm.kernel import clock, job
from wm.kernel.db import db, transaction

BRING, A_YEAR = "imports.bring", timedelta(days=365)
CAME = {"sunflower": "https://lectures.example.org/ada/137-5-degrees.mp4"}
REFUSED = ("The slide rule, explained", "https://intranet.example.edu/recordings/slide-rule.mp4")
WAITING = ("Open evening at the planetarium", "https://media.example.net/planetarium/open-evening.mkv")


def bring(cast: dict[str, people.Person]) -> None:
    """Let one import have failed, with its sentence, and another wait for a turn that does not come."""
    if "ada" in cast:
        refused, waiting = _begun(cast["ada"], *REFUSED), _begun(cast["ada"], *WAITING)
        refused.state, refused.reason, refused.ended_at = "failed", imports.NotAllowed.message, clock.now()
        later = {"run_at": clock.now() + A_YEAR, "key": f"{BRING}:{waiting.public_id}:demo"}
        job.enqueue(BRING, subject=waiting.public_id, **later, import_id=waiting.id, run=waiting.run)


def _begun(person: people.Person, title: str, address: str) -> imports.Import:
    piece, name = content.draft(person, title), {"filename": address.rpartition("/")[2]}
    upload = uploads.begin(person.id, None, name, subject=piece.public_id)
    upload.expires_at = clock.now() + A_YEAR
    return _row(upload, address)


def _row(upload: uploads.Upload, address: str, **known) -> imports.Import:
    named = {"person_id": upload.person_id, "upload_id": upload.id, "address": address, "means": imports.FILE}
    row = imports.Import(**named, **known)
    db.session.add(row)
    db.session.flush()
    return row


def arrived(slug: str, upload: uploads.Upload) -> None:
    """Say of a film's file that it was fetched, where that is how it is told to have come. Commits."""
    with transaction():
        if slug in CAME and not imports.among([upload.id]):
            _row(upload, CAME[slug], state="done", percent=100, ended_at=clock.now())
