"""Addresses of this app."""

app_name = "courses"
urlpatterns: list = []
