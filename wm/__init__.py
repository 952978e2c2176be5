"""Weekmotion: films, people and money in one place."""
