"""What the handbook adds to the Wagtail admin, a module a matter."""
