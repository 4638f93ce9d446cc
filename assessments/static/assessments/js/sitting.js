// A sitting that survives a bad line. Every change is numbered (position, epoch, counter), kept on this device until the
// server acknowledges it, and sent in batches; the server's log makes repeating harmless. Without this script the same
// form is simply posted.

const form = document.querySelector("form[data-sitting]");
const { sitting, owner, answers: address, result, cookie } = form.dataset;
const epoch = Number(form.dataset.epoch);
const PREFIX = `dastur.sitting.${sitting}.`;
const KEY = PREFIX + epoch;
const TAB = `dastur.tab.${sitting}`;
const SOON = 5 * 60;
const LONGEST_WAIT = 60_000;
const MOST_AT_ONCE = 100;

const unsent = new Map(); // "position" -> [position, epoch, counter, value]
let counter = 0;
let token = "";
let sending = null;
let retryAt = 0;
let failures = 0;
let over = false;
let ends = null; // by the clock of performance.now(), which nobody can set
let mayKeep = true;

// ---- what a question says: the same documents that the server reads out of a posted form ----

const shapes = {
  choices: (section) => fields(section).filter((field) => field.checked).map((field) => field.value),
  places: (section) =>
    Object.fromEntries(
      fields(section)
        .filter((field) => field.value && (field.type !== "radio" || field.checked))
        .map((field) => [field.name.split(".")[1], field.value]),
    ),
  number: (section) => fields(section)[0].value.trim().slice(0, 40),
  text: (section) => fields(section)[0].value,
};

function fields(section) {
  return [...section.querySelectorAll('[name^="q"]')];
}

function read(section) {
  const shape = section.dataset.shape;
  return { [shape]: shapes[shape](section) };
}

function write(section, value) {
  const said = value[section.dataset.shape];
  if (said === undefined) return;
  for (const field of fields(section)) {
    const part = field.name.split(".")[1];
    const mine = part ? (said[part] ?? "") : said;
    if (["radio", "checkbox"].includes(field.type)) field.checked = mine.includes(field.value);
    else field.value = mine;
  }
  section.dispatchEvent(new Event("written"));
}

// ---- this device's memory: only unsent answers, only until they are acknowledged ----
//
// Two places. The browser's database reaches the disk at once, so an answer outlives a browser that is killed; but some
// browsers refuse it in private windows. Local storage is there at once when a page opens, but may reach the disk late.

const book = new Promise((resolve) => {
  try {
    const opening = indexedDB.open("dastur", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("unsent");
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => resolve(null);
  } catch {
    resolve(null);
  }
});

// Runs `work` on the store and resolves to {value} once that is on the disk, or to null where there is no database.
async function inBook(work) {
  const database = await book;
  if (!database) return null;
  return new Promise((resolve) => {
    try {
      const deal = database.transaction("unsent", "readwrite", { durability: "strict" });
      const asked = work(deal.objectStore("unsent"));
      deal.oncomplete = () => resolve({ value: asked.result });
      deal.onabort = () => resolve(null);
    } catch {
      resolve(null);
    }
  });
}

const OURS = () => IDBKeyRange.bound(PREFIX, `${PREFIX}~`);

function keep() {
  const page = { owner, unsent: [...unsent.values()] };
  const written = inBook((store) => (unsent.size ? store.put(page, KEY) : store.delete(KEY)));
  try {
    if (unsent.size) localStorage.setItem(KEY, JSON.stringify(page));
    else localStorage.removeItem(KEY);
  } catch {
    written.then(canKeep);
  }
}

function canKeep(done) {
  if (!done) note("memory");
  mayKeep = Boolean(done);
}

// What earlier pages of this sitting have left: first from the place that answers at once, then from the other.
async function restore() {
  try {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX) && key !== KEY);
    take(keys.map((key) => JSON.parse(localStorage.getItem(key))));
    keys.forEach((key) => localStorage.removeItem(key));
  } catch {
    book.then(canKeep);
  }
  const found = await inBook((store) => store.getAll(OURS()));
  if (!found) return;
  take(found.value);
  const old = await inBook((store) => store.getAllKeys(OURS()));
  for (const key of old?.value ?? []) if (key !== KEY) inBook((store) => store.delete(key));
}

function take(pages) {
  const mine = pages.filter((page) => page?.owner === owner).flatMap((page) => page.unsent);
  const shown = mine.filter(restored).length;
  if (!unsent.size) return;
  keep();
  plan(100);
  if (shown) note("restored");
}

function restored(entry) {
  const section = form.querySelector(`[data-position="${Number(entry[0])}"]`);
  const rival = unsent.get(entry[0]);
  if ((!section && form.dataset.pages === undefined) || (rival && !newer(entry, rival))) return false;
  unsent.set(entry[0], entry);
  if (!section) return false; // on another page of this sitting: sent from here all the same
  const [savedEpoch, savedCounter] = section.dataset.saved.split(".").map(Number);
  if (!newer(entry, [0, savedEpoch, savedCounter])) return false;
  write(section, entry[3]);
  section.dataset.last = JSON.stringify(read(section));
  return true;
}

function newer(one, other) {
  return one[1] > other[1] || (one[1] === other[1] && one[2] > other[2]);
}

// ---- sending ----

function changed(section) {
  const position = Number(section.dataset.position);
  counter += 1;
  unsent.set(position, [position, epoch, counter, read(section)]);
  keep();
  state("saving");
  plan(section.querySelector("textarea") ? 3_000 : 400); // a longer text is sent whole: not at every letter
}

let timer = 0;
function plan(delay) {
  const at = performance.now() + delay;
  if (timer && retryAt <= at && retryAt > performance.now()) return;
  clearTimeout(timer);
  retryAt = at;
  timer = setTimeout(() => {
    timer = 0;
    flush();
  }, delay);
}

// One request at a time; whoever asks meanwhile waits for that one, then sends what has come since.
async function flush(patience = 20_000) {
  while (sending) await sending;
  if (!unsent.size) return true;
  sending = send([...unsent.values()].slice(0, MOST_AT_ONCE), patience);
  const went = await sending;
  sending = null;
  if (went) {
    failures = 0;
    if (unsent.size) plan(400);
    else state("saved");
    return !unsent.size;
  }
  failures += 1;
  state(mayKeep ? "waiting" : "failed");
  const wait = Math.min(LONGEST_WAIT, 2_000 * 2 ** Math.min(failures - 1, 6));
  plan(wait / 2 + Math.random() * wait / 2); // jitter: five hundred phones don't all come back in one second
  return false;
}

async function send(batch, patience) {
  let reply;
  try {
    reply = await ask(batch, patience);
  } catch {
    return false;
  }
  // A captive portal answers everything with a page of its own and «200»: only our JSON counts.
  const said = await json(reply);
  if (!said) return false;
  if ((reply.ok || reply.status === 410) && said.saved === batch.length) return acknowledged(batch, said, reply.status);
  if (reply.status === 401) return signedOut();
  if (reply.status === 423) return outside();
  if (reply.status === 409 && said.conflicts) return renumber(said.conflicts);
  if ([400, 404, 409].includes(reply.status)) return refused(batch);
  return false;
}

async function ask(batch, patience) {
  const stop = new AbortController();
  const patienceOver = setTimeout(() => stop.abort(), patience);
  try {
    return await post(address, { a: batch }, { credentials: "same-origin", redirect: "error", signal: stop.signal });
  } finally {
    clearTimeout(patienceOver);
  }
}

async function post(where, said, options) {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token || fromCookie() };
  const sent = { ...options, method: "POST", headers, body: JSON.stringify(said), keepalive: true };
  const reply = await fetch(where, sent);
  if (reply.status !== 403) return reply;
  // The token was rotated, by signing in again for instance: fetch the new one and try once more.
  const told = await fetch(address, options);
  if (told.status === 401) return told;
  token = (await json(told))?.token ?? "";
  return fetch(where, { ...sent, headers: { ...headers, "X-CSRFToken": token } });
}

async function json(reply) {
  if (!reply.headers.get("Content-Type")?.startsWith("application/json")) return null;
  try {
    return await reply.json();
  } catch {
    return null;
  }
}

function fromCookie() {
  const found = document.cookie.split("; ").find((part) => part.startsWith(`${cookie}=`));
  return found ? found.slice(cookie.length + 1) : form.elements.csrfmiddlewaretoken.value;
}

function acknowledged(batch, said, status) {
  for (const entry of batch) {
    if (unsent.get(entry[0]) === entry) unsent.delete(entry[0]);
    const section = form.querySelector(`[data-position="${entry[0]}"]`);
    if (!section) continue;
    const known = section.dataset.saved.split(".").map(Number);
    if (newer(entry, [0, ...known])) section.dataset.saved = `${entry[1]}.${entry[2]}`;
  }
  keep();
  clear("signed-out");
  clear("outside");
  if (said.epoch > epoch) note("elsewhere");
  if (typeof said.left === "number") ends = performance.now() + said.left * 1000;
  if (status === 410) leave();
  return true;
}

function renumber(conflicts) {
  for (const [position] of conflicts) {
    const entry = unsent.get(position);
    if (entry) {
      counter += 1;
      unsent.set(position, [position, epoch, counter, entry[3]]);
    }
  }
  keep();
  return false;
}

function refused(batch) {
  for (const entry of batch) unsent.delete(entry[0]);
  keep();
  note("refused");
  state("failed");
  return false;
}

function signedOut() {
  note("signed-out");
  const link = form.querySelector("[data-sign-in]");
  if (link) link.href = `${form.dataset.login}?next=${encodeURIComponent(location.pathname)}`;
  return false;
}

// From another network nothing is taken; it stays here, and is sent again until it is.
function outside() {
  note("outside");
  return false;
}

// ---- what is said ----

const saved = form.querySelector("[data-save-state]");
function state(name) {
  if (name === saved.dataset.saveState) return;
  saved.classList.replace(`saved-${saved.dataset.saveState}`, `saved-${name}`);
  saved.dataset.saveState = name;
  saved.querySelector("span").textContent = saved.dataset[name];
}

const notes = form.querySelector("[data-notes]");
const urgent = form.querySelector("[data-urgent]"); // in the bar that stays in sight
const URGENT = ["signed-out", "refused", "elsewhere", "outside"];

// What has the focus is never hidden below the bar, however many notes stand in it.
new ResizeObserver(([{ target }]) => {
  document.documentElement.style.scrollPaddingBlockStart = `${target.offsetHeight + 16}px`;
}).observe(form.querySelector(".bar"));

function note(name) {
  if (form.querySelector(`[data-noted="${name}"]`)) return;
  const place = document.createElement("div");
  place.dataset.noted = name;
  place.append(notes.querySelector(`[data-note="${name}"]`).content.cloneNode(true));
  (URGENT.includes(name) ? urgent : notes).append(place);
}

function clear(name) {
  form.querySelector(`[data-noted="${name}"]`)?.remove();
}

// ---- time: the server's seconds, counted on by a clock that can't be set ----

const clock = form.querySelector("[data-clock]");
function tick() {
  if (ends === null) return;
  const left = Math.max(0, Math.round((ends - performance.now()) / 1000));
  const pad = (number) => String(number).padStart(2, "0");
  const hours = Math.floor(left / 3600);
  const minutes = Math.floor(left / 60) % 60;
  const words = (hours ? `${hours}:${pad(minutes)}` : minutes) + `:${pad(left % 60)}`;
  clock.querySelector(".clock-time").textContent = words;
  clock.classList.toggle("ending", left <= SOON);
  if (left <= SOON && left > SOON - 30) note("soon");
  if (left === 0 && !over) handIn();
}

// The time is over: send what is left and post the form; the server closes, with its own grace for slow lines.
async function handIn() {
  over = true;
  if (await flush(10_000)) submit();
  else setTimeout(() => { over = false; }, 15_000);
}

async function resync() {
  const said = await fetch(address, { credentials: "same-origin" }).then(json).catch(() => null);
  if (typeof said?.left === "number") ends = performance.now() + said.left * 1000;
  if (said?.token) token = said.token;
}

function leave() {
  location.assign(result);
}

// ---- the form's own buttons ----

let passed = false;
function submit(button) {
  passed = true;
  if (button) form.requestSubmit(button);
  else form.submit();
}

form.addEventListener("submit", async (event) => {
  if (passed || !unsent.size) return;
  event.preventDefault();
  // Leaving the page on a dead line would show the browser's own error page: stay until the answers are safe.
  if (await flush(10_000)) submit(event.submitter);
});

for (const kind of ["input", "change"]) {
  form.addEventListener(kind, (event) => {
    const section = event.target.closest("[data-position]");
    if (section && JSON.stringify(read(section)) !== section.dataset.last) {
      section.dataset.last = JSON.stringify(read(section));
      changed(section);
    }
  });
}

addEventListener("online", () => flush());
addEventListener("pagehide", () => flush());
document.addEventListener("visibilitychange", () => {
  if (document.hidden) flush();
  else resync().then(() => flush());
});
addEventListener("beforeunload", (event) => {
  if (unsent.size && !mayKeep) event.preventDefault();
});
addEventListener("storage", (event) => {
  if (event.key === TAB && event.newValue) note("elsewhere");
});

// ---- putting in order: tap the steps one after the other, or move them with the arrows ----

function ordering(section) {
  const list = section.querySelector(".ordering");
  const told = section.querySelector("[data-told]");
  const lines = [...list.children];
  const placeOf = (line) => Number(line.querySelector("select").value) || 0;
  const placed = () => lines.filter(placeOf).sort((a, b) => placeOf(a) - placeOf(b));

  function draw() {
    const ranked = placed();
    lines.forEach((line) => drawLine(line, ranked));
    list.append(...ranked, ...lines.filter((line) => !placeOf(line)));
  }

  function drawLine(line, ranked) {
    const place = placeOf(line);
    line.classList.toggle("placed", place > 0);
    line.querySelector(".ordering-place").textContent = place || "";
    const words = place ? list.dataset.place.replace("%s", place) : list.dataset.none;
    line.querySelector(".ordering-tap").setAttribute("aria-label", `${line.dataset.text}. ${words}`);
    const [up, down] = line.querySelectorAll(".ordering-move");
    up.disabled = !place || place === 1;
    down.disabled = !place || place === ranked.length;
  }

  function put(ranked, line, focus) {
    lines.forEach((each) => { each.querySelector("select").value = ""; });
    ranked.forEach((each, index) => { each.querySelector("select").value = String(index + 1); });
    draw();
    (focus.disabled ? line.querySelector(".ordering-tap") : focus).focus();
    told.textContent = line.querySelector(".ordering-tap").getAttribute("aria-label");
    list.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function enhance(line) {
    const text = line.querySelector(".ordering-text");
    line.dataset.text = text.textContent;
    line.querySelector("select").hidden = true;
    const tap = button("ordering-tap");
    const badge = document.createElement("span");
    badge.className = "ordering-place";
    text.replaceWith(tap);
    tap.append(badge, text);
    const [up, down] = [["↑", "up"], ["↓", "down"]].map(([sign, way]) => {
      const move = button("ordering-move", sign);
      move.setAttribute("aria-label", `${list.dataset[way]}: ${line.dataset.text}`);
      return move;
    });
    line.append(up, down);
    tap.addEventListener("click", () => {
      const ranked = placed();
      put(placeOf(line) ? ranked.filter((each) => each !== line) : [...ranked, line], line, tap);
    });
    up.addEventListener("click", () => put(swapped(placeOf(line) - 1), line, up));
    down.addEventListener("click", () => put(swapped(placeOf(line)), line, down));
  }

  function swapped(index) {
    const ranked = placed();
    [ranked[index - 1], ranked[index]] = [ranked[index], ranked[index - 1]];
    return ranked;
  }

  lines.forEach(enhance);
  section.querySelector("[data-plain]").hidden = true;
  section.querySelector("[data-enhanced]").hidden = false;
  section.addEventListener("written", draw);
  draw();
}

function button(name, text = "") {
  const made = document.createElement("button");
  made.type = "button";
  made.className = name;
  made.textContent = text;
  return made;
}

// ---- places on a picture: a tap on the picture chooses in the list below it ----

function spots(section) {
  const inputOf = (spot) => section.querySelector(`input[value="${spot.dataset.spot}"]`);
  const draw = () => {
    for (const spot of section.querySelectorAll("[data-spot]")) spot.classList.toggle("chosen", inputOf(spot).checked);
  };
  section.addEventListener("click", (event) => {
    const spot = event.target.closest("[data-spot]");
    if (spot) inputOf(spot).click();
  });
  section.addEventListener("change", draw);
  section.addEventListener("written", draw);
}

// ---- longer texts: how many words they have ----

function words(section) {
  const line = section.querySelector("[data-words]");
  const text = section.querySelector("textarea");
  const count = () => {
    line.textContent = line.dataset.words.replace("%s", text.value.split(/\s+/).filter(Boolean).length);
  };
  line.hidden = false;
  text.addEventListener("input", count);
  section.addEventListener("written", count);
  count();
}

// ---- the overview: what is answered, and what somebody wants to look at again ----

const overview = form.querySelector("[data-overview]");
const unsentFlags = new Map();

// As the server sees it; a case in steps goes on by its own button, and is drawn anew then.
function whole(section) {
  const all = fields(section).filter((field) => field.type !== "hidden");
  if (section.dataset.shape === "choices") return all.some((field) => field.checked);
  return all.length > 0 && all.every((field) => field.value.trim());
}

function drawStop(section) {
  const stop = overview.querySelector(`[data-stop="${section.dataset.position}"]`);
  const list = overview.querySelector("ol").dataset;
  if (!section.querySelector(".case")) stop.classList.toggle("whole", whole(section));
  const flagged = section.querySelector("[data-flag]").checked;
  stop.classList.toggle("flagged", flagged);
  const state = stop.classList.contains("whole") ? list.whole : list.empty;
  stop.querySelector("[data-said]").textContent = `: ${state}${flagged ? `, ${list.flagged}` : ""}`;
  overview.querySelector("[data-count]").textContent = overview.querySelectorAll(".whole").length;
}

// A flag that doesn't get through goes with the next one, and with the page when it is posted.
async function sendFlags() {
  const going = new Map(unsentFlags);
  if (!going.size) return;
  const reply = await post(form.dataset.flags, { f: Object.fromEntries(going) }, { credentials: "same-origin", redirect: "error" }).catch(() => null);
  if (!reply?.ok || !(await json(reply))?.flagged) return;
  for (const [position, on] of going) if (unsentFlags.get(position) === on) unsentFlags.delete(position);
}

if (overview) {
  for (const kind of ["input", "change", "written"]) {
    form.addEventListener(kind, (event) => {
      const section = event.target.closest("[data-position]");
      if (section) drawStop(section);
      if (kind !== "change" || !("flag" in event.target.dataset)) return;
      unsentFlags.set(section.dataset.position, event.target.checked);
      sendFlags();
    }, true);
  }
  addEventListener("online", sendFlags);
  overview.addEventListener("click", (event) => {
    if (event.target.closest("[data-stop]")) overview.open = false;
  });
}

// ---- begin ----

if (clock) {
  ends = performance.now() + Number(clock.dataset.seconds) * 1000;
  setInterval(tick, 1000);
}
for (const list of form.querySelectorAll(".ordering")) ordering(list.closest("[data-position]"));
for (const picture of form.querySelectorAll(".spots")) spots(picture.closest("[data-position]"));
for (const line of form.querySelectorAll("[data-words]")) words(line.closest("[data-position]"));
for (const section of form.querySelectorAll("[data-position]")) section.dataset.last = JSON.stringify(read(section));
restore();
try {
  localStorage.setItem(TAB, `${epoch}.${Date.now()}`);
} catch {
  // Without local storage another tab isn't noticed; a second device still is, by the server's word.
}
