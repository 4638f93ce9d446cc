// What a page of the handbook does with a script; all of it is there without one, a little farther away.
const BLOCK = 36; // letters of a block's id
const REST = 700;
const KEPT = 60_000;
const WIDE = matchMedia("(min-width: 60rem)");
const text = document.querySelector("[data-section]");
const form = document.getElementById("read");
const blocks = [...document.querySelectorAll("main [id]")].filter((one) => one.id.length === BLOCK);
const passed = (line) => blocks.filter((one) => one.getBoundingClientRect().top < line).at(-1)?.id ?? "";

// ---- contents: open beside the text, the other chapters closed there ----

const toc = document.querySelector(".toc");
if (toc && WIDE.matches) {
  toc.open = true;
  for (const chapter of toc.querySelectorAll("details:not([data-here])")) chapter.open = false;
}
document.querySelector(".to-contents a")?.addEventListener("click", () => (toc.open = true));

// ---- where one stopped: on the server for who is signed in, on this device for others ----

const STORE = "dastur.handbook";
const stored = () => {
  try {
    return JSON.parse(localStorage.getItem(STORE)) ?? {};
  } catch {
    return {};
  }
};
const keep = text?.dataset.keep;
let kept = "";
let sentAt = 0;

function send(fields, url) {
  const body = new URLSearchParams({ ...Object.fromEntries(new FormData(form)), ...fields });
  return fetch(url, { method: "POST", body, keepalive: true });
}

function save() {
  const block = passed(96);
  if (!text || block === kept || blocks.length < 2) return;
  kept = block;
  sentAt = Date.now();
  if (keep) return void send({ block }, keep).catch(() => (kept = ""));
  const told = stored();
  const places = { ...told.places, [text.dataset.section]: block };
  const last = location.pathname.replace(/^\/[a-z]+/, "");
  try {
    localStorage.setItem(STORE, JSON.stringify({ places, last }));
  } catch {} // a full or forbidden store: the place is not kept
}

// ---- the language switch keeps the paragraph. It stands at the top of the page, so what counts is where the reader
// last rested below it, if that was within a minute. ----

let block = "";
let since = 0;
let timer = 0;

function rested() {
  if (Date.now() - sentAt > 20_000) save();
  if (window.scrollY < window.innerHeight / 2) return;
  block = passed(96) || block;
  since = Date.now();
}

document.addEventListener("scroll", () => {
  clearTimeout(timer);
  timer = setTimeout(rested, REST);
}, { passive: true });
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[hreflang]");
  if (link) link.hash = Date.now() - since < KEPT ? block : "";
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden" && window.scrollY) save();
});

function offer(line, block) {
  if (!line || !block || location.hash || !document.getElementById(block)) return;
  line.querySelector("a").hash = block;
  line.hidden = false;
}
if (text && !keep) {
  const place = stored().places?.[text.dataset.section];
  if (place !== blocks[0]?.id) offer(document.querySelector("[data-stopped]"), place);
}
const line = document.querySelector("[data-last]");
const last = line?.hidden && stored().last;
const link = last && [...document.querySelectorAll("main .card a")].find((one) => one.pathname.endsWith(last));
if (link) {
  Object.assign(line.querySelector("a"), { href: link.href, textContent: link.textContent });
  line.hidden = false;
}

// ---- read: the end was in sight, and the page for a quarter of the time that reading it takes ----

if (keep && form.querySelector('[data-read="1"]').hidden) {
  let seconds = 0;
  const enough = text.dataset.minutes * 15;
  const clock = setInterval(async () => {
    if (document.visibilityState === "visible") seconds += 1;
    if (seconds < enough || form.getBoundingClientRect().top > window.innerHeight) return;
    clearInterval(clock);
    const reply = await send({ block: passed(96), read: "1" }, keep).catch(() => null);
    if (reply?.ok) for (const part of form.querySelectorAll("[data-read]")) part.hidden = part.dataset.read === "0";
  }, 1000);
}

// ---- terms, explained where they stand ----

let box = null;
let from = null;

function close(focus) {
  if (!box) return;
  box.remove();
  from.setAttribute("aria-expanded", "false");
  if (focus) from.focus();
  box = null;
}

function explain(term) {
  const entry = document.getElementById(term.hash.slice(1));
  close();
  from = term;
  box = document.createElement("div");
  box.className = "term-box";
  box.tabIndex = -1;
  box.setAttribute("role", "dialog");
  box.setAttribute("aria-labelledby", "term-name");
  const name = document.createElement("p");
  name.id = "term-name";
  name.append(...entry.querySelector("dt").cloneNode(true).childNodes);
  const said = document.createElement("p");
  said.append(...entry.querySelector("dd").cloneNode(true).childNodes);
  said.querySelector(".back").remove();
  const away = document.createElement("button");
  away.type = "button";
  away.className = "button button-quiet";
  away.textContent = entry.closest("[data-close]").dataset.close;
  away.addEventListener("click", () => close(true));
  box.append(name, said, away);
  document.body.append(box);
  const { bottom, left, right } = term.getBoundingClientRect();
  if (WIDE.matches) {
    const start = getComputedStyle(term).direction === "rtl" ? right - box.offsetWidth : left;
    const room = document.documentElement.clientWidth - box.offsetWidth - 16;
    box.style.left = `${Math.max(16, Math.min(start, room))}px`;
    box.style.top = `${bottom + window.scrollY + 8}px`;
  }
  term.setAttribute("aria-expanded", "true");
  box.focus({ preventScroll: true });
  if (WIDE.matches) box.scrollIntoView({ block: "nearest" });
}

for (const term of document.querySelectorAll("a.term")) {
  term.setAttribute("role", "button");
  term.setAttribute("aria-haspopup", "dialog");
  term.setAttribute("aria-expanded", "false");
  term.addEventListener("click", (event) => {
    event.preventDefault();
    explain(term);
  });
  term.addEventListener("keydown", (event) => {
    if (event.key !== " ") return;
    event.preventDefault();
    explain(term);
  });
}
document.addEventListener("keydown", (event) => event.key === "Escape" && close(true));
document.addEventListener("focusin", (event) => box && !box.contains(event.target) && close());
document.addEventListener("click", (event) => {
  if (box && !box.contains(event.target) && !event.target.closest("a.term")) close();
});

// ---- a problem is reported where something is selected, or else where one reads ----

const report = document.querySelector("[data-report]");
document.addEventListener("selectionchange", () => {
  const selected = getSelection();
  const at = selected.isCollapsed ? null : selected.anchorNode?.parentElement?.closest("main [id]");
  const chosen = blocks.find((one) => one.contains(at));
  if (!report || !chosen) return;
  const place = new URL(report.href);
  place.searchParams.set("block", chosen.id);
  const here = document.querySelector(".report-here") ?? report.parentElement.cloneNode(true);
  here.classList.add("report-here");
  here.querySelector("a").href = place;
  chosen.after(here);
});
