"""Facts about second factors."""

from dataclasses import dataclass

from wm.kernel.facts import Fact


@dataclass(frozen=True)
class SafetyChanged(Fact):
    """How somebody signs in has changed: `what` is one of safety.CHANGES, `about` says which, in words of the owner."""

    person_id: int
    what: str
    about: str
