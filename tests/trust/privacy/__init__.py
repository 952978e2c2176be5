"""A small world in every state of showing and hiding, and those who look for what they may not read."""
