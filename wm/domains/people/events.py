"""Facts about people that others may follow."""

from dataclasses import dataclass

from wm.kernel.facts import Fact


@dataclass(frozen=True)
class JoinAsked(Fact):
    """Somebody wants an account; whether the address is free decides which mail it gets."""

    token_id: int


@dataclass(frozen=True)
class PersonJoined(Fact):
    """An address was confirmed, and the account exists from here on."""

    person_id: int


@dataclass(frozen=True)
class ResetAsked(Fact):
    """Somebody typed `name` (a handle or an address, perhaps nobody's) because of a lost password."""

    name: str


@dataclass(frozen=True)
class PasswordChanged(Fact):
    """A password is a new one; the owner hears of it."""

    person_id: int


@dataclass(frozen=True)
class AddressChangeAsked(Fact):
    """Somebody wants mail at another address; both addresses hear of it."""

    token_id: int


@dataclass(frozen=True)
class AddressChanged(Fact):
    """Mail goes to another address from here on; the old one hears of it for the last time."""

    person_id: int
    old_address: str


@dataclass(frozen=True)
class ProfileEdited(Fact):
    """Somebody has another name, handle or description."""

    person_id: int


@dataclass(frozen=True)
class PictureReplaced(Fact):
    """No profile shows `picture` (a key in the store) any more."""

    picture: str
