"""What a hostile hand would try, and what it must not get."""
