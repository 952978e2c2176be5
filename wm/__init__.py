"""Weekmotion: films, people and money in one place."""

import gc

gc.set_threshold(
    50_000, 20, 50
)  # a start makes objects by the hundred thousand that stay; to look through them took a sixth of it
