"""Courses: their lessons, their pages, and getting through them."""
