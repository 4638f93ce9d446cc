"""Sentences of other packages that our users see and that have no Tajik there: Wagtail, Django, allauth.

Listed here, `make messages` puts them into our catalogues, and those are asked before the packages' own. Each is
taken to the letter from the package (tests/ui/test_borrowed.py checks that it is still said there). The Russian of
these is the package's own.
"""
