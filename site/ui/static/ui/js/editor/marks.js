// What each language of a leaf is (missing, out of date, changed now), and what can be said about it there.
import { make, pageSource, say } from "./leaves.js";

const SIGNS = { missing: "○", stale: "△", will: "△", changed: "✎", confirmed: "✓" };
const comparable = document.querySelector("[data-source-change]");
const BEHIND = new Set(["stale", "will", "confirmed"]);

// Counted in the bar.
export const counts = { missing: (state) => state === "missing", stale: (state) => state === "stale" || state === "will" };

export function sign(state) {
  return make("span", { "aria-hidden": "true" }, SIGNS[state] ?? "");
}

async function compared(leaf, code) {
  const source = leaf.made.of || pageSource();
  const asked = { digest: leaf.made[code] ?? "", text: leaf.text(source), language: source, block: leaf.blockId };
  const headers = { "X-CSRFToken": document.querySelector("[name=csrfmiddlewaretoken]").value, "X-Requested-With": "XMLHttpRequest" };
  const response = await fetch(comparable.dataset.sourceChange, { method: "POST", headers, body: new URLSearchParams(asked) });
  if (!response.ok) throw new Error(response.status);
  return response.text();
}

async function compare(leaf, cell) {
  const open = cell.diff.hidden;
  cell.ask.setAttribute("aria-expanded", String(open));
  cell.diff.hidden = !open;
  if (!open) return;
  cell.diff.textContent = "…";
  try {
    cell.diff.innerHTML = await compared(leaf, cell.code);
  } catch {
    cell.diff.textContent = say("failed");
  }
}

function button(text, attributes, act) {
  const made = make("button", { type: "button", class: "leaf-button", ...attributes }, text);
  made.addEventListener("click", act);
  return made;
}

// The class of this change, asked where the source was changed; the page's own until something is chosen here.
function classPicker(leaf, changed) {
  const select = make("select", { class: "leaf-class" });
  for (const each of ["meaning", "wording"]) select.append(make("option", { value: each }, say(each)));
  select.addEventListener("change", () => {
    leaf.change = select.value;
    changed();
  });
  return make("label", { class: "leaf-change", hidden: true }, make("span", {}, say("change")), select);
}

export function attach(leaf, changed) {
  for (const cell of leaf.all()) {
    cell.mark = make("span", { class: "leaf-mark" });
    cell.keep = button(say("still"), { "aria-pressed": "false", hidden: true }, () => {
      leaf.confirm(cell.code, !leaf.confirmed.has(cell.code));
      changed();
    });
    cell.diff = make("div", { class: "leaf-diff", hidden: true, id: `${cell.tab.id}-diff`, role: "status" });
    const shows = { hidden: true, "aria-expanded": "false", "aria-controls": cell.diff.id };
    cell.ask = button(say("compare"), shows, () => compare(leaf, cell));
    cell.change = classPicker(leaf, changed);
    cell.tools = make("div", { class: "leaf-tools" }, cell.change, cell.keep, cell.ask);
    const head = make("div", { class: "leaf-head" });
    (cell.label ?? cell.wrap.firstChild).before(head);
    if (cell.label) head.append(cell.label);
    head.append(cell.mark);
    cell.wrap.append(cell.tools, cell.diff);
  }
}

function drawCell(leaf, cell) {
  const state = leaf.state(cell.code);
  const source = cell.code === pageSource();
  const behind = BEHIND.has(state);
  cell.state = state;
  cell.wrap.dataset.state = state;
  cell.mark.replaceChildren(...(state ? [sign(state), ` ${say(state)}`] : source && leaf.cells.size > 1 ? [say("source")] : []));
  cell.mark.dataset.state = state || (source ? "source" : "");
  cell.sign.replaceChildren(...(state ? [sign(state), make("span", { class: "w-sr-only" }, `, ${say(state)}`)] : []));
  cell.sign.dataset.state = state;
  cell.change.hidden = !(source && leaf.asks);
  cell.change.lastChild.value = leaf.means ? "meaning" : "wording";
  cell.keep.hidden = !behind;
  cell.keep.setAttribute("aria-pressed", String(state === "confirmed"));
  cell.ask.hidden = !(comparable && leaf.states[cell.code] === "stale" && behind);
  if (cell.ask.hidden) cell.diff.hidden = true;
}

export function draw(leaf) {
  leaf.forget();
  leaf.store();
  leaf.all().forEach((cell) => drawCell(leaf, cell));
}
