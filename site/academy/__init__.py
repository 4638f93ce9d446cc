"""Composition: settings, addresses, Celery, and what each role sees first. Imports all; nobody imports it."""
