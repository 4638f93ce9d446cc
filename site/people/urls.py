"""Addresses of a person's own page."""

app_name = "people"
urlpatterns: list = []
