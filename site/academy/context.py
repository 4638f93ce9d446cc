"""What every page's frame needs: navigation, language switch, the account."""

from typing import Any

from django.http import HttpRequest

from ui import languages


def page(request: HttpRequest) -> dict[str, Any]:
    return {"ui_languages": languages.switch(request.get_full_path()), "ui_nav": [], "ui_account": None}
