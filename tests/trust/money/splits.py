"""A million divisions: the parts are the whole, and nobody is off by a minor unit or more."""

import random

from wm.kernel import money


def run(count: int, divide=money.split) -> dict[str, int]:
    """Divide `count` random totals by random weights; return how many came out wrong, and by how much at most."""
    chance, wrong, unfair = random.Random(19), 0, 0
    for _ in range(count):
        weights = [chance.randrange(0, 10_000) for _ in range(chance.randrange(1, 6))] + [1]
        total, whole = chance.randrange(0, 10**9), sum(weights)
        parts = divide(total, weights)
        wrong += sum(parts) != total
        unfair += any(abs(part * whole - total * weight) >= whole for part, weight in zip(parts, weights, strict=True))
    return {"splits": count, "sums_wrong": wrong, "unfair": unfair}


def rounded(total: int, weights: list[int]) -> list[int]:
    """Divide as one would without care: each part rounded for itself. This is the control; it loses cents."""
    return [round(total * weight / sum(weights)) for weight in weights]
