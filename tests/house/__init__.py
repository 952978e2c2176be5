"""The rules of the house, run."""
