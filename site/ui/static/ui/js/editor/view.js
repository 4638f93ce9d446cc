// How the languages of a leaf stand: columns, tabs, or the source beside one other. Without this script all are shown.
import { CODES, make, NAMES, pageSource, say } from "./leaves.js";

const KEPT = "dastur-leaf-view";
const ROOM = 50 * 16; // pixels of form for three columns
let count = 0;
let chosen = localStorage.getItem(KEPT) ?? "auto";
let wide = true;

export const mode = () => (chosen !== "auto" ? chosen : wide ? "columns" : "tabs");

// The language beside the source where one is shown at a time.
const other = (leaf) => (leaf.active !== pageSource() ? leaf.active : CODES.find((code) => code !== pageSource()));

function shown(leaf, code) {
  if (mode() === "columns") return true;
  if (mode() === "tabs") return code === leaf.active;
  return code === pageSource() || code === other(leaf);
}

export function draw(leaf) {
  const columns = mode() === "columns";
  const active = mode() === "pair" ? other(leaf) : leaf.active;
  leaf.tabs.hidden = columns;
  leaf.root.dataset.view = mode();
  for (const cell of leaf.all()) {
    const tab = cell.tab;
    tab.hidden = mode() === "pair" && cell.code === pageSource();
    tab.setAttribute("aria-selected", String(cell.code === active));
    tab.tabIndex = cell.code === active ? 0 : -1;
    cell.wrap.hidden = !shown(leaf, cell.code);
    name(cell);
    if (columns || tab.hidden) for (const name of ["role", "aria-labelledby"]) cell.wrap.removeAttribute(name);
    else {
      cell.wrap.setAttribute("role", "tabpanel");
      cell.wrap.setAttribute("aria-labelledby", tab.id);
    }
  }
}

// A rich text is no input that a label could belong to: it says its name itself.
function name(cell) {
  const rich = cell.wrap.querySelector('[contenteditable="true"]');
  rich?.setAttribute("aria-label", cell.label?.textContent.trim() || NAMES[cell.code]);
}

export function show(leaf, code) {
  leaf.active = code;
  draw(leaf);
}

function walk(leaf, event) {
  const tabs = leaf.all().filter((cell) => !cell.tab.hidden);
  const back = getComputedStyle(leaf.tabs).direction === "rtl" ? 1 : -1;
  const step = { ArrowLeft: back, ArrowRight: -back }[event.key];
  const from = tabs.findIndex((cell) => cell.tab === document.activeElement);
  const to = { Home: 0, End: tabs.length - 1 }[event.key] ?? (step && (from + step + tabs.length) % tabs.length);
  if (from < 0 || to === undefined) return;
  event.preventDefault();
  show(leaf, tabs[to].code);
  tabs[to].tab.focus();
}

export function attach(leaf, active) {
  leaf.active = active;
  leaf.tabs = make("div", { class: "leaf-tabs", role: "tablist", "aria-label": say("languages") });
  for (const cell of leaf.all()) {
    count += 1;
    cell.wrap.id ||= `leaf-panel-${count}`;
    cell.sign = make("span", { class: "leaf-sign" });
    const attributes = { type: "button", role: "tab", id: `leaf-tab-${count}`, "aria-controls": cell.wrap.id };
    cell.tab = make("button", attributes, make("span", { lang: cell.code }, NAMES[cell.code]), cell.sign);
    cell.tab.addEventListener("click", () => show(leaf, cell.code));
    leaf.tabs.append(cell.tab);
  }
  leaf.tabs.addEventListener("keydown", (event) => walk(leaf, event));
  leaf.root.prepend(leaf.tabs);
  draw(leaf);
}

// The switch in the bar; `redraw` draws every leaf.
export function picker(redraw) {
  const select = make("select", { class: "leaf-view" });
  for (const each of ["auto", "columns", "tabs", "pair"])
    select.append(make("option", { value: each, selected: each === chosen }, say(each)));
  select.addEventListener("change", () => {
    chosen = select.value;
    localStorage.setItem(KEPT, chosen);
    redraw();
  });
  return make("label", { class: "leaf-view-choice" }, say("view"), select);
}

// Whether there is room for columns changes with the window and with the panels beside the form.
export function watch(form, redraw) {
  const header = document.querySelector(".w-slim-header, main header");
  new ResizeObserver(([entry]) => {
    document.documentElement.style.setProperty("--leaf-bar-top", `${header?.offsetHeight ?? 0}px`);
    const now = entry.contentRect.width >= ROOM;
    if (now === wide) return;
    wide = now;
    redraw();
  }).observe(form);
}
