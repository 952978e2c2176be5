"""Ground floor: what every domain stands on; imports nothing of ours."""
