"""A person with no mouse: reaches controls by Tab, uses them by Enter, Space, arrows and letters.

Every stop on the way is looked at: the focus has to be drawn, lie on the screen, and not be covered by anything.
"""

from playwright.sync_api import Locator, Page

# The element with the focus; what is drawn for it (a card may draw the ring of the radio button inside); where it lies.
STOP = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const name = (element.getAttribute("aria-label") || element.innerText || element.name || element.id || "").trim();
  const label = `${element.tagName.toLowerCase()} «${name.slice(0, 60)}»`;
  const bearers = [element, element.closest("label")].filter(Boolean);
  const ringed = bearers.filter((bearer) => {
    const style = getComputedStyle(bearer);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  });
  const shown = ringed.at(-1) ?? element;
  const rects = [...shown.getClientRects()].filter((rect) => rect.width && rect.height);
  const inside = (x, y) => x >= 0 && y >= 0 && x < innerWidth && y < innerHeight;
  const points = rects.flatMap((r) => [[r.x + r.width / 2, r.y + r.height / 2], [r.x + 3, r.y + 3],
    [r.right - 3, r.y + 3], [r.x + 3, r.bottom - 3], [r.right - 3, r.bottom - 3]]);
  const related = (hit) => hit && (shown.contains(hit) || hit.contains(shown));
  const uncovered = points.filter(([x, y]) => inside(x, y) && related(document.elementFromPoint(x, y)));
  const wrong = [];
  const ownParts = ["date", "datetime-local"].includes(element.type); // the browser draws the focus of day, hour itself
  if (!ringed.length && !ownParts) wrong.push("has no visible focus ring");
  if (!points.some(([x, y]) => inside(x, y))) wrong.push("lies outside the screen");
  else if (!uncovered.length) wrong.push("is covered by something else");
  return { label, wrong };
}"""
IS_FOCUSED = "element => element === document.activeElement"
FAR = 250  # more stops than any page has


class Keyboard:
    """The keys of one page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def step(self, *, back: bool = False) -> str:
        """One Tab; what it leads to must be seen to have the focus. Returns its label, empty for the page itself."""
        self.press("Shift+Tab" if back else "Tab")
        stop = self.page.evaluate(STOP)
        if stop and stop["wrong"]:  # it may still be sliding in
            self.page.wait_for_timeout(300)
            stop = self.page.evaluate(STOP)
        if stop is None:
            return ""
        assert not stop["wrong"], f"{self.page.url}: {stop['label']} {', '.join(stop['wrong'])}"
        return str(stop["label"])

    def reach(self, control: Locator) -> Locator:
        """Tabs until `control` (one of them, where there are several) has the focus."""
        assert control.count(), f"{self.page.url}: there is no {control}"
        passed = []
        for _ in range(FAR):
            if control.evaluate_all(f"them => them.some({IS_FOCUSED})"):
                return control
            passed.append(self.step())
        raise AssertionError(f"{self.page.url}: Tab never reaches {control}; it passed {passed[-40:]}")

    def follow(self, name: object, *, within: Locator | None = None, exact: bool = False) -> None:
        """Reaches the link of that name and follows it."""
        self.leave(self._named("link", name, within, exact))

    def send(self, name: object, *, within: Locator | None = None, exact: bool = False) -> None:
        """Reaches the button of that name and presses it; the page that follows is loaded on return."""
        self.leave(self._named("button", name, within, exact))

    def press_button(self, name: object, *, within: Locator | None = None, exact: bool = False) -> None:
        """Reaches the button of that name and presses it; it acts on the page that is there."""
        self.reach(self._named("button", name, within, exact))
        self.press("Enter")

    def press_link(self, name: object, *, within: Locator | None = None) -> None:
        """Reaches the link of that name and follows it where it leads: to another tab."""
        self.reach(self._named("link", name, within, exact=False))
        self.press("Enter")

    def fill(self, field: Locator, text: str) -> None:
        """Reaches a field and types into it, over what was there."""
        self.reach(field)
        self.press("ControlOrMeta+a")
        self.page.keyboard.type(text)

    def choose(self, option: Locator) -> None:
        """Chooses a radio button: Tab leads into its group, the arrows to the option."""
        group = self.page.locator(f'input[type="radio"][name="{option.get_attribute("name")}"]')
        self.reach(group)
        for _ in range(group.count()):
            if option.evaluate(IS_FOCUSED):
                break
            self.press("ArrowDown")
        self.press("Space")
        assert option.is_checked(), f"{self.page.url}: the arrows never reach {option}"

    def tick(self, box: Locator) -> None:
        """Ticks a box that isn't ticked."""
        self.reach(box)
        if not box.is_checked():
            self.press("Space")

    def pick(self, select: Locator, label: str) -> None:
        """Picks an entry of a drop-down list, arrow by arrow."""
        self.reach(select)
        self.press("Home")
        labels = [text.strip() for text in select.locator("option").all_inner_texts()]
        self.press(*["ArrowDown"] * labels.index(label))
        assert select.evaluate("s => s.selectedOptions[0].label.trim()") == label

    def _named(self, role: str, name: object, within: Locator | None, exact: bool) -> Locator:
        return (within or self.page).get_by_role(role, name=name, exact=exact)  # type: ignore[arg-type]

    def leave(self, control: Locator) -> None:
        """Reaches a link or button that leads to another page, and uses it; the page that follows is loaded."""
        self.reach(control)
        with self.page.expect_navigation():
            self.press("Enter")
