"""A request is tried again after a lost race in the database; one whose body is half read is not."""

from sqlalchemy.exc import OperationalError

from tests.uploads.conftest import TYPE, pseudo_film
from wm.domains import uploads
from wm.domains.uploads.intake import Intake
from wm.kernel.db import db
from wm.kernel.storage import store

FILM = pseudo_film(200_000)
SENT = {"Tus-Resumable": "1.0.0", "Upload-Offset": "0", "Content-Type": TYPE}


def deadlock() -> OperationalError:
    """What MySQL says to the loser of a race."""
    return OperationalError("UPDATE upload", {}, Exception(1213, "Deadlock found"))


def test_bytes_that_were_read_in_a_lost_race_are_not_left_out_of_the_film(ada, as_ada, monkeypatch):
    upload = uploads.begin(ada.id, len(FILM))
    db.session.commit()
    honest, lost = Intake._breathe, [deadlock()]

    def breathe(intake):
        if lost:
            raise lost.pop()
        honest(intake)

    monkeypatch.setattr(Intake, "_breathe", breathe)

    refused = as_ada.patch(f"/uploads/{upload.public_id}", headers=SENT, data=FILM)
    assert (refused.status_code, uploads.find(upload.id).received) == (500, 0)

    taken = as_ada.patch(f"/uploads/{upload.public_id}", headers=SENT, data=FILM)
    assert taken.status_code == 204
    assert b"".join(store().open(upload.key)) == FILM


def test_an_upload_that_loses_a_race_before_its_first_byte_is_opened_all_the_same(as_ada, monkeypatch):
    honest, lost = uploads.room.check, [deadlock()]

    def check(*args, **kwargs):
        if lost:
            raise lost.pop()
        return honest(*args, **kwargs)

    monkeypatch.setattr(uploads.room, "check", check)

    answer = as_ada.post("/uploads/", headers={"Tus-Resumable": "1.0.0", "Upload-Length": "9000"})

    assert (answer.status_code, lost) == (201, [])
