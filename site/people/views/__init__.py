"""Screens about people: one's own page, signing in, the office's list, roles."""
