// The switch between light and dark. The choice is a cookie, so the server draws the next page right at once;
// choosing what the device prefers anyway forgets it. Without JavaScript the device's preference holds.
const YEAR = 365 * 24 * 3600;
const root = document.documentElement;
const device = matchMedia("(prefers-color-scheme: dark)");
const remembered = document.cookie.match(/(?:^|; )theme=(light|dark)/)?.[1];
const toggle = document.querySelector("[data-theme-toggle]");

const isDark = () => (root.dataset.theme ?? (device.matches ? "dark" : "light")) === "dark";

function choose(dark) {
  const forget = dark === device.matches;
  root.dataset.theme = dark ? "dark" : "light";
  document.cookie = `theme=${root.dataset.theme}; path=/; samesite=lax; max-age=${forget ? 0 : YEAR}`;
}

function show() {
  toggle?.setAttribute("aria-pressed", String(isDark()));
}

if (remembered && !root.dataset.theme) root.dataset.theme = remembered;
if (toggle) {
  toggle.hidden = false;
  toggle.addEventListener("click", () => {
    choose(!isDark());
    show();
  });
}
device.addEventListener("change", show);
show();
