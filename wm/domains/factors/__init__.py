"""Second factors: what proves who signs in besides a password, and what is done when it is lost."""

from wm.domains.factors.apps import Setup, add_app, begin_app, check_code, find_app, remove_app, same_app
from wm.domains.factors.codes import HOW_MANY, check_recovery, kept, left, renew
from wm.domains.factors.errors import (
    OwnFactors,
    PasskeyRefused,
    Resting,
    SetupOver,
    StepOver,
    StepsMissing,
    TooManyPasskeys,
    WrongCode,
    WrongRecoveryCode,
)
from wm.domains.factors.events import SafetyChanged
from wm.domains.factors.models import NAME_LENGTH, CodeApp, Passkey
from wm.domains.factors.opening import LEAST_STEPS, STEPS, ask_opening, open_from_console
from wm.domains.factors.opening import subject as subject_of_opening
from wm.domains.factors.passkeys import LONGEST as ANSWER_LENGTH
from wm.domains.factors.passkeys import (
    Challenge,
    add_passkey,
    ask_new_passkey,
    ask_passkey,
    check_passkey,
    passkeys_of,
    remove_passkey,
)
from wm.domains.factors.safety import demand, has_any, history, is_guarded, lacks, rests_until
from wm.domains.factors.site import origin
from wm.domains.factors.tickets import begin_half, finish_half, forget_old, half_signed_in, spoil

__all__ = [
    "ANSWER_LENGTH",
    "HOW_MANY",
    "LEAST_STEPS",
    "NAME_LENGTH",
    "Challenge",
    "CodeApp",
    "OwnFactors",
    "Passkey",
    "PasskeyRefused",
    "Resting",
    "STEPS",
    "SafetyChanged",
    "Setup",
    "SetupOver",
    "StepOver",
    "StepsMissing",
    "TooManyPasskeys",
    "WrongCode",
    "WrongRecoveryCode",
    "add_app",
    "add_passkey",
    "ask_new_passkey",
    "ask_opening",
    "ask_passkey",
    "begin_app",
    "begin_half",
    "check_code",
    "check_passkey",
    "check_recovery",
    "demand",
    "find_app",
    "finish_half",
    "forget_old",
    "half_signed_in",
    "has_any",
    "history",
    "is_guarded",
    "kept",
    "lacks",
    "left",
    "open_from_console",
    "origin",
    "passkeys_of",
    "remove_app",
    "remove_passkey",
    "renew",
    "rests_until",
    "same_app",
    "spoil",
    "subject_of_opening",
]
