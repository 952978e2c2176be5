"""Refusals of the content domain."""

from wm.domains.content.models import TAG_LENGTH, TAGS
from wm.kernel.errors import Invalid, NotNow


class NotReady(NotNow):
    code = "not_ready"
    message = "The film does not play yet. It can be published as soon as it does."


class NothingToPublish(NotNow):
    code = "nothing_to_publish"
    message = "There is nothing in it yet. Write a title or some words, then publish it."


class BadSchedule(Invalid):
    code = "bad_schedule"
    message = "Choose a moment in the future, at most a year from now."


class TooManyTags(Invalid):
    code = "too_many_tags"
    message = f"Use at most {TAGS} tags of up to {TAG_LENGTH} characters each."
