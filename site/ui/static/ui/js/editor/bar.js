// The bar above the form: how much is missing and out of date in each language; each number leads to the next place.
import { CODES, make, NAMES, say } from "./leaves.js";
import { counts, sign } from "./marks.js";
import { mode, show } from "./view.js";

let last = null;

function open(leaf, cell) {
  show(leaf, cell.code);
  leaf.root.dispatchEvent(new Event("beforematch", { bubbles: true })); // Wagtail unfolds its panels on it
  const typed = cell.wrap.querySelector('[contenteditable="true"]') ?? cell.field;
  typed.focus({ preventScroll: true });
  cell.wrap.scrollIntoView({ block: "center" });
}

// The next place after the last one, or after where the focus is; from the end it begins again. step: 1 or -1.
function jump(leaves, wanted, step) {
  const all = leaves().flatMap((leaf) => leaf.all().map((cell) => ({ leaf, cell })));
  const focused = all.findIndex(({ cell }) => cell.wrap.contains(document.activeElement));
  const from = focused >= 0 ? focused : all.findIndex(({ cell }) => cell === last);
  for (let n = 1; n <= all.length; n += 1) {
    const at = all[(from + step * n + all.length * 2) % all.length];
    if (!wanted(at.cell)) continue;
    last = at.cell;
    open(at.leaf, at.cell);
    return;
  }
}

function line(code, leaves) {
  const short = make("span", { class: "leaf-short", "aria-hidden": "true" }, code.toUpperCase());
  const long = make("span", { class: "leaf-long" }, NAMES[code]);
  const name = make("button", { type: "button", class: "leaf-bar-name", lang: code }, short, long);
  name.addEventListener("click", () => leaves().forEach((leaf) => show(leaf, code)));
  const buttons = Object.keys(counts).map((kind) => {
    const button = make("button", { type: "button", class: "leaf-bar-count", "data-kind": kind });
    button.addEventListener("click", () => jump(leaves, (cell) => cell.code === code && counts[kind](cell.state), 1));
    return button;
  });
  const fine = make("span", { class: "leaf-bar-fine" }, "✓ ", make("span", { class: "leaf-long" }, say("fine")));
  return { code, name, buttons, fine, item: make("li", {}, name, ...buttons, fine) };
}

export function attach(place, leaves) {
  const lines = CODES.map((code) => line(code, leaves));
  const list = make("ul", {}, ...lines.map((each) => each.item));
  const bar = make("div", { class: "leaf-bar", role: "group", "aria-label": say("languages") }, list);
  bar.title = say("keys");
  place.prepend(bar);
  document.addEventListener("keydown", (event) => {
    const step = { PageDown: 1, PageUp: -1 }[event.key];
    if (!event.altKey || !step) return;
    event.preventDefault();
    jump(leaves, (cell) => Object.values(counts).some((counted) => counted(cell.state)), step);
  });
  return () => {
    const cells = leaves().flatMap((leaf) => leaf.all());
    for (const { code, name, buttons, fine } of lines) {
      name.disabled = mode() === "columns";
      const found = Object.entries(counts).map(([kind, counted], n) => {
        const many = cells.filter((cell) => cell.code === code && counted(cell.state)).length;
        buttons[n].hidden = !many;
        buttons[n].replaceChildren(sign(kind), make("span", { class: "leaf-long" }, ` ${say(kind)}:`), ` ${many}`);
        return many;
      });
      fine.hidden = found.some(Boolean);
    }
  };
}
