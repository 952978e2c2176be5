"""Facts of the uploads domain."""

from dataclasses import dataclass

from wm.kernel.facts import Fact


@dataclass(frozen=True)
class UploadCompleted(Fact):
    """All bytes of a file have arrived and lie in storage under `raw/`; `meant_for` is the subject that it was begun for."""

    upload_id: int
    person_id: int
    meant_for: str
