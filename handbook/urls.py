"""Addresses of this app; chapters and sections are Wagtail pages below the first."""

from django.urls import path

from handbook.views import book, contents, reading, search

app_name = "handbook"
urlpatterns = [
    path("handbook/", contents.contents, name="contents"),
    path("handbook/search/", search.search, name="search"),
    path("handbook/glossary/", contents.glossary, name="glossary"),
    path("handbook/laws/", contents.laws, name="laws"),
    path("handbook/place/", reading.place, name="place"),
    path("handbook/read/", reading.read, name="read"),
    path("handbook/report/", reading.report, name="report"),
    path("handbook/report/thanks/", reading.report_done, name="report_done"),
    path("handbook/book/", book.books, name="books"),
    path("handbook/book/make/", book.make, name="make_book"),
    path("handbook/book/progress/", book.progress, name="book_progress"),
    path("handbook/book/<int:pk>/", book.download, name="book"),
]
