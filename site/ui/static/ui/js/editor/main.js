// The page editor's help with languages. Blocks may come and go: the form is watched, and each leaf met once.
import * as bar from "./bar.js";
import * as keys from "./keys.js";
import { CODES, leaves, pageSource } from "./leaves.js";
import * as marks from "./marks.js";
import * as view from "./view.js";

const form = document.querySelector("[data-edit-form]") ?? document.querySelector("main form");
const panel = document.querySelector("[data-translations]");
let tally = () => {};
let waiting = 0;

function redraw() {
  all().forEach((leaf) => {
    view.draw(leaf);
    marks.draw(leaf);
  });
  for (const each of form.querySelectorAll('[data-contentpath="check"]'))
    each.dataset.filled = String(Boolean(each.querySelector("input")?.value));
  tally();
}

function soon() {
  clearTimeout(waiting);
  waiting = setTimeout(redraw, 200);
}

const all = () =>
  leaves((leaf) => {
    view.attach(leaf, CODES.includes(document.documentElement.lang) ? document.documentElement.lang : pageSource());
    marks.attach(leaf, redraw);
    keys.attach(leaf);
  });

if (form) {
  if (panel) {
    panel.querySelector("details")?.removeAttribute("open");
    panel.prepend(view.picker(redraw));
    tally = bar.attach(panel.closest(".w-form-width") ?? form, all);
  }
  redraw();
  view.watch(form, redraw);
  for (const kind of ["input", "change", "keyup"]) form.addEventListener(kind, soon);
  new MutationObserver((changes) => {
    if (changes.some((change) => [...change.addedNodes, ...change.removedNodes].some((node) => node.matches?.("div, section")))) soon();
  }).observe(form, { childList: true, subtree: true });
}
