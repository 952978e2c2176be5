"""What the room of memberships refuses."""

from wm.kernel.errors import DomainError, Invalid


class TierClosed(DomainError):
    status, code = 409, "tier_closed"
    message = "This tier takes no new members at present. Look at the others."


class NotOffered(DomainError):
    status, code = 409, "not_offered"
    message = "This tier is not paid for in that way. Choose the other period."


class OwnTier(DomainError):
    status, code = 409, "own_tier"
    message = "These are your own tiers: everything of yours is open to you already."


class AlreadyMember(DomainError):
    status, code = 409, "already_member"
    message = "You are a member already. You can change your membership instead."


class NotAMember(DomainError):
    status, code = 409, "not_a_member"
    message = "This membership has ended. You can join again at any time."


class SameTier(DomainError):
    status, code = 409, "same_tier"
    message = "That is what you have. Nothing has changed."


class TooManyTiers(DomainError):
    status, code = 409, "too_many_tiers"
    message = "Five tiers are the most. Change one of them, or remove one that nobody has ever joined."


class TierInUse(DomainError):
    status, code = 409, "tier_in_use"
    message = "Somebody has joined this tier, so it can't be removed. Close it instead: nobody new joins, members stay."


class StaleForm(Invalid):
    code = "stale_form"
    message = "This page was open for too long. Reload it and try again."
