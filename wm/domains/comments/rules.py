"""What a creator wants to see first: whose comments are held, and which words hold one."""

import re

from sqlalchemy import exists, select

from wm.domains.comments.errors import TooManyWords
from wm.domains.comments.models import WORDS_LENGTH, Comment, CommentRule
from wm.domains.content import Content
from wm.kernel.db import db

BETWEEN = re.compile(r"[,;\n]+")


def rule_of(person_id: int) -> CommentRule:
    """Return the rule of the creator with that row id, the open one when none was made."""
    found = db.session.get(CommentRule, person_id)
    return found or CommentRule(person_id=person_id, approval="off", words="")


def set_rule(person, approval: str, words: str) -> CommentRule:
    """Keep a creator's rule; `words` are separated by commas or line ends. Raises TooManyWords (422)."""
    if len(words) > WORDS_LENGTH:
        raise TooManyWords()
    rule = rule_of(person.id)
    rule.approval, rule.words = approval, "\n".join(read_words(words))
    db.session.add(rule)
    db.session.flush()
    return rule


def read_words(typed: str) -> list[str]:
    """Return what stands in a word list, each once."""
    return list(dict.fromkeys(word for part in BETWEEN.split(typed) if (word := " ".join(part.split()))))


def holds(piece: Content, person, body: str) -> bool:
    """Whether the creator of `piece` wants to see what `person` says there before others do."""
    if piece.person_id == person.id:
        return False
    rule = rule_of(piece.person_id)
    if rule.approval == "all" or _has_word(body, rule.words):
        return True
    return rule.approval == "newcomers" and not _is_known(piece.person_id, person)


def has_held_word(piece: Content, person, body: str) -> bool:
    """Whether `body` holds a word that the creator of `piece` wants to see first."""
    return piece.person_id != person.id and _has_word(body, rule_of(piece.person_id).words)


def _has_word(body: str, words: str) -> bool:
    said = " ".join(body.casefold().split())
    return any(re.search(rf"(?<!\w){re.escape(word.casefold())}(?!\w)", said) for word in words.splitlines())


def _is_known(creator_id: int, person) -> bool:
    """Whether a comment of `person` has been visible under a piece of that creator."""
    theirs = exists().where(Content.id == Comment.content_id, Content.person_id == creator_id)
    known = select(exists().where(Comment.person_id == person.id, Comment.state == "visible", theirs))
    return bool(db.session.scalar(known))
