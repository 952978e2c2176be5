"""Notifications: what happened around a person, told to that person."""
