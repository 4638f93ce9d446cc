// After the end: what had not reached the server yet is sent once more, as evidence of when it was written; then a
// finished sitting leaves nothing behind on the device. What can't be sent now is kept for the next visit.

const place = document.querySelector("[data-finished]");
const { finished, owner, answers, cookie } = place.dataset;
const PREFIX = `dastur.sitting.${finished}.`;
const DONE = [200, 400, 404, 409, 410]; // whatever the server has said about them, it has had them

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

async function inBook(work) {
  const database = await book;
  if (!database) return undefined;
  return new Promise((resolve) => {
    const deal = database.transaction("unsent", "readwrite");
    const asked = work(deal.objectStore("unsent"));
    deal.oncomplete = () => resolve(asked.result);
    deal.onabort = () => resolve(undefined);
  });
}

const OURS = () => IDBKeyRange.bound(PREFIX, `${PREFIX}~`);

function localKeys() {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
  } catch {
    return [];
  }
}

async function left() {
  const pages = localKeys().map((key) => JSON.parse(localStorage.getItem(key)));
  pages.push(...((await inBook((store) => store.getAll(OURS()))) ?? []));
  const entries = pages.filter((page) => page?.owner === owner).flatMap((page) => page.unsent);
  return [...new Map(entries.map((entry) => [entry.slice(0, 3).join("."), entry])).values()];
}

async function send(entries) {
  const token = document.cookie.split("; ").find((part) => part.startsWith(`${cookie}=`))?.slice(cookie.length + 1);
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token ?? "" };
  const body = JSON.stringify({ a: entries.slice(0, 200) });
  const reply = await fetch(answers, { method: "POST", credentials: "same-origin", redirect: "error", headers, body });
  const ours = reply.headers.get("Content-Type")?.startsWith("application/json");
  if (reply.status === 410 && ours) place.querySelector("[data-late]").hidden = false;
  return ours && DONE.includes(reply.status);
}

function forget(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // This device keeps nothing at all.
  }
}

async function tidy() {
  forget(`dastur.tab.${finished}`);
  const entries = await left();
  if (entries.length && !(await send(entries).catch(() => false))) return;
  localKeys().forEach(forget);
  await inBook((store) => store.delete(OURS()));
}

tidy();
