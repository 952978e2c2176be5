"""People: joining, signing in, sessions, passwords, profiles."""
