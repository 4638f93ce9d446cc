"""Addresses of this app."""

app_name = "handbook"
urlpatterns: list = []
