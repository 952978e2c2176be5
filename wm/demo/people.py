"""The cast of the demo: the six people of the tests and eight who make films; their addresses can't receive mail."""

from dataclasses import dataclass

DEMO_PASSWORD = "weekmotion demo"


@dataclass(frozen=True)
class Member:
    """One person of the demo; `links` are pairs of (label, address)."""

    handle: str
    name: str
    role: str
    bio: str
    links: tuple[tuple[str, str], ...] = ()

    @property
    def email(self) -> str:
        """Where the person signs in; example.org belongs to nobody."""
        return f"{self.handle}@example.org"


CAST = (
    Member(
        "ada",
        "Ada Okafor",
        "creator",
        "I draw numbers until they look back. Teacher in Enugu on weekdays, plotter owner at night.\n"
        "A new small film most Sundays; the formulas are always in the description.",
        (("Notebook", "https://example.org/ada/notebook"), ("Plots for your wall", "https://example.com/plots")),
    ),
    Member("ben", "Ben Hart", "viewer", "Here to watch. Night shifts at a harbour office, so I comment at odd hours."),
    Member("cy", "Cy Lindqvist", "viewer", "Retired piano tuner. I listen first and look second."),
    Member(
        "mo",
        "Mo Farouk",
        "moderator",
        "I read what gets reported and try to be fair about it. When in doubt I ask. Write to me if I got it wrong.",
        (("How we moderate", "https://example.org/moderation"),),
    ),
    Member(
        "ruth",
        "Ruth Amsel",
        "admin",
        "I keep the lights on. If something is broken it is probably mine, and I would like to know.",
        (("Status", "https://example.org/status"),),
    ),
    Member(
        "rosa",
        "Rosa Lind",
        "admin",
        "I count what Ruth has counted, and say yes or no. Bookkeeper by trade, swimmer by choice.",
    ),
    Member(
        "nomvula",
        "Nomvula Dlamini",
        "creator",
        "Coast, weather, lichen. I record along the shore south of Durban and draw what the notebook says afterwards.\n"
        "Slow films for people who like to look at one thing.",
        (("Field notes", "https://example.org/nomvula"), ("Recordings", "https://example.com/shoreline")),
    ),
    Member(
        "ilkka",
        "Ilkka Rautio",
        "creator",
        "Night sky from Hailuoto, 65 degrees north. Half the year it is too bright to work, so I answer mail then.",
        (("Sky diary", "https://example.org/hailuoto"),),
    ),
    Member(
        "meenal",
        "Meenal Kulkarni",
        "creator",
        "Patterns people make with their hands: kolam, bandhani, shibori. I learn from whoever will teach me, and I "
        "say who taught me what.\nPune and on the road.",
        (("Pattern library", "https://example.org/meenal/patterns"), ("Workshops", "https://example.com/workshops")),
    ),
    Member(
        "tomas",
        "Tomás Arriaga",
        "creator",
        "I cook in Oaxaca and film the part where nothing seems to happen. Most of cooking is waiting well.",
        (("Recipes", "https://example.org/tomas/recetas"),),
    ),
    Member(
        "haruka",
        "Haruka Ono",
        "creator",
        "Small instruments, recorded close. I build pictures from the same numbers that make the sound, so you can "
        "see every note.\nOnomichi.",
        (("Scores", "https://example.org/haruka/scores"), ("Instruments", "https://example.com/small-instruments")),
    ),
    Member(
        "leila",
        "Leila Benhaddou",
        "creator",
        "From Fez, seldom in Fez. Trains, courtyards, and the light between two appointments.",
        (("Letters from trains", "https://example.org/leila"),),
    ),
    Member(
        "kwabena",
        "Kwabena Osei",
        "creator",
        "One rule, one screen, see what happens. I teach programming in Kumasi with films that fit between two bells.",
        (("The rules", "https://example.org/kwabena/rules"), ("Class notes", "https://example.com/cells")),
    ),
    Member(
        "oksana",
        "Oksana Hnatiuk",
        "creator",
        "Printer in Lviv with one small press and three inks. I like what goes slightly wrong.",
        (("Print room", "https://example.org/oksana"),),
    ),
)


def member(handle: str) -> Member:
    """The person with that handle."""
    return next(person for person in CAST if person.handle == handle)
