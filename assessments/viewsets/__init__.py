"""Screens of the Wagtail admin: the bank, and assessments with publishing."""
