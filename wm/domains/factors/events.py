"""Facts about second factors."""

from dataclasses import dataclass

from wm.kernel.facts import Fact


@dataclass(frozen=True)
class SafetyChanged(Fact):
    """How somebody signs in has changed: `what` names the letter, `about` is the name or number that stands in it."""

    person_id: int
    what: str
    about: str
