"""Who of the cast follows whom, and for whom the site vouches."""

from wm.domains import graph, people

FOLLOWS = {
    "ada": "kwabena haruka meenal oksana ilkka",
    "ben": "ada nomvula ilkka tomas leila haruka",
    "cy": "haruka ada leila",
    "mo": "ada ben nomvula kwabena",
    "ruth": "ada mo oksana tomas",
    "rosa": "ruth nomvula",
    "nomvula": "ilkka leila ada",
    "ilkka": "nomvula haruka",
    "meenal": "oksana ada tomas leila",
    "tomas": "meenal leila",
    "haruka": "ilkka cy kwabena nomvula",
    "leila": "tomas nomvula meenal",
    "kwabena": "ada haruka",
    "oksana": "meenal ada",
}
VERIFIED = {"ada", "nomvula", "haruka", "kwabena"}


def introduce(cast: dict[str, people.Person]) -> None:
    """Let those who are there follow each other, and give a few of them the badge."""
    for handle, followed in FOLLOWS.items():
        for other in [each for each in followed.split() if each in cast]:
            if handle in cast:
                graph.follow(cast[handle], cast[other])
    for handle in cast.keys() & VERIFIED:
        people.give_badge(cast[handle])
    graph.recount(person.id for person in cast.values())
