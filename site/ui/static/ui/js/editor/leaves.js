// The leaves of a form: one text in every language, of the body or of a translated field of the page.
// A leaf carries a hidden JSON (see ui/carried.py): what it was when the page was opened, and what is said about it.
export const settings = JSON.parse(document.getElementById("leaf-settings").textContent);
export const CODES = settings.languages.map((each) => each.code);
export const NAMES = Object.fromEntries(settings.languages.map((each) => [each.code, each.name]));
export const say = (name) => settings.words[name];

export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name in element && typeof value !== "string") element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

// The words of an input: a rich text's hidden input holds its paragraphs as JSON.
function words(field) {
  if (field.type !== "hidden") return field.value.trim();
  try {
    return (JSON.parse(field.value)?.blocks ?? []).map((block) => block.text).join("\n").trim();
  } catch {
    return field.value.trim();
  }
}

function parsed(text) {
  try {
    return JSON.parse(text) || {};
  } catch {
    return {};
  }
}

export const pageSource = () => document.querySelector("[name=source_language]")?.value ?? CODES[0];
const pageMeans = () => document.querySelector("[name=change]:checked")?.value !== "wording";

export class Leaf {
  // input: the hidden input; name: the part of its JSON that is this leaf's ("" for all of it).
  constructor(root, cells, input, name) {
    Object.assign(this, { root, cells, input, name });
    const told = this.carried();
    this.made = told.made ?? {};
    this.loaded = told.loaded ?? {};
    this.states = told.states ?? {};
    this.change = told.change ?? "";
    this.before = new Set(told.changed ?? []);
    this.confirmed = new Map((told.confirmed ?? []).map((code) => [code, null]));
    for (const cell of this.all()) cell.base = words(cell.field);
    const source = this.text(pageSource());
    for (const code of this.confirmed.keys()) this.confirmed.set(code, source);
  }

  all() {
    return [...this.cells.values()];
  }

  carried() {
    const all = parsed(this.input?.value);
    return (this.name ? all[this.name] : all) ?? {};
  }

  // Stores what is said here, and lets the editor know that there is something to save.
  store() {
    if (!this.input) return;
    const confirmed = [...this.confirmed.keys()].sort();
    const said = { change: this.change, confirmed, changed: CODES.filter((code) => this.changed(code)) };
    const told = this.carried();
    if (Object.keys(said).every((name) => String(said[name]) === String(told[name] ?? ""))) return;
    const mine = { ...told, ...said };
    this.input.value = JSON.stringify(this.name ? { ...parsed(this.input.value), [this.name]: mine } : mine);
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  text(code) {
    const cell = this.cells.get(code);
    return cell ? words(cell.field) : "";
  }

  changed(code) {
    const cell = this.cells.get(code);
    return Boolean(cell) && (this.before.has(code) || words(cell.field) !== cell.base);
  }

  get means() {
    return this.change ? this.change !== "wording" : pageMeans();
  }

  // Whether the class of this change matters: the source is another, and something was translated from it.
  get asks() {
    const source = pageSource();
    return this.changed(source) && CODES.some((code) => code !== source && this.loaded[code]);
  }

  confirm(code, on) {
    if (on) this.confirmed.set(code, this.text(pageSource()));
    else this.confirmed.delete(code);
    this.store();
  }

  // A confirmation was of the source as it stood then.
  forget() {
    const source = this.text(pageSource());
    for (const [code, text] of this.confirmed) if (text !== source || this.changed(code)) this.confirmed.delete(code);
  }

  // What a language of this leaf is: "" where there is nothing in any language, or nothing to say.
  state(code) {
    const source = pageSource();
    if (!this.text(code)) return CODES.some((other) => this.text(other)) ? "missing" : "";
    if (this.changed(code)) return this.loaded[code] || this.loaded[source] ? "changed" : "";
    if (code === source) return "";
    if (this.confirmed.has(code)) return "confirmed";
    if (this.states[code] === "stale") return "stale";
    return this.asks && this.means && this.loaded[code] ? "will" : "";
  }

  get blockId() {
    let found = "";
    for (let at = this.root; at; at = at.parentElement)
      if (at.matches("[data-streamfield-child][data-contentpath]")) found = at.dataset.contentpath;
    return found;
  }
}

function bodyLeaf(root) {
  const cells = new Map();
  for (const code of CODES) {
    const wrap = root.querySelector(`:scope > [data-contentpath="${code}"]`);
    const field = wrap?.querySelector(`[name$="-${code}"]`);
    if (field) cells.set(code, { code, wrap, field, label: wrap.querySelector(".w-field__label") });
  }
  return new Leaf(root, cells, root.querySelector(':scope > [data-contentpath="made"] input'), "");
}

function fieldLeaf(root) {
  const cells = new Map();
  let name = "";
  for (const code of CODES) {
    const at = root.querySelector(`[data-contentpath$="_${code}"]`);
    const field = at?.querySelector("input, textarea");
    if (!field) continue;
    name = at.dataset.contentpath.slice(0, -code.length - 1);
    const wrap = at.closest(".w-panel__wrapper");
    cells.set(code, { code, wrap, field, label: wrap.querySelector(".w-field__label") });
  }
  return new Leaf(root, cells, document.querySelector("[name=loaded_state]"), name);
}

const known = new Map();

// The leaves that stand in the form now, in its order; `met` is called once for each new one.
export function leaves(met = () => {}) {
  const found = [];
  for (const root of document.querySelectorAll(".leaf, .language-row")) {
    if (!known.has(root)) {
      const leaf = root.matches(".leaf") ? bodyLeaf(root) : fieldLeaf(root);
      if (!leaf.cells.size) continue;
      known.set(root, leaf);
      met(leaf);
    }
    found.push(known.get(root));
  }
  for (const root of known.keys()) if (!root.isConnected) known.delete(root);
  // A block taken out of the body stays in the form, unseen, until it is saved.
  return found.filter((leaf) => !leaf.root.closest("[data-streamfield-child]")?.matches('[style*="display: none"]'));
}
