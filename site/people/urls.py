"""Addresses of a person's own page."""

from django.urls import path

app_name = "people"
urlpatterns: list = []
