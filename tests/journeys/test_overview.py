"""The overview of a sitting and its flags: with scripts they are kept at once, without with the page."""

from collections.abc import Callable

import pytest

from tests.journeys import accounts
from tests.journeys.conftest import Visitor
from tests.journeys.server import Running


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "without"])
def test_a_flag_is_kept_and_the_overview_leads_there(
    visitor: Callable[..., Visitor], system: Running, scripts: bool
) -> None:
    account = accounts.make(system, "candidate", "tg")
    cadet = visitor(scripts=scripts)
    cadet.open(f"/tg/sittings/{account.has['sitting']}/")
    page = cadet.page
    page.locator("input[name=login]").fill(account.username)
    page.locator("input[name=password]").fill(account.password)
    page.locator("main form button").first.click()
    page.wait_for_url("**/sittings/**")
    flag = page.locator("section.question").nth(1).locator("[data-flag]")
    if scripts:
        with page.expect_response("**/flags") as waiting:
            flag.check()
        assert waiting.value.ok
    else:
        flag.check()
        page.locator("form.sitting .form-actions button").last.click()  # «save and stay here»
    page.reload()
    assert page.locator("section.question").nth(1).locator("[data-flag]").is_checked()
    page.locator("[data-overview] summary").click()
    stop = page.locator("[data-stop='2']")
    assert "flagged" in (stop.get_attribute("class") or "")
    cadet.check()
    stop.click()
    assert page.url.endswith("#q2")
    title = page.locator("#q2 h2").bounding_box()
    bar = page.locator(".bar").bounding_box()
    assert title
    assert bar
    assert title["y"] >= bar["y"] + bar["height"] - 1
