"""The forms of each door: what they ask for, in words, with limits from the domains."""
