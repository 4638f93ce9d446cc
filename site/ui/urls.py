"""The component page (development only)."""

urlpatterns: list = []
