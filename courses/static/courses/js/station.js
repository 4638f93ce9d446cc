// A checklist that was kept without a line stays on this phone, with its own number, and is sent when the line is back,
// from whichever station's page is open then. Sent twice it is one.
const KEY = "stations";
const TRY_AGAIN = 15000;
const form = document.querySelector("[data-station]");
const note = document.querySelector("[data-kept]");

const kept = () => {
  try {
    return JSON.parse(localStorage.getItem(KEY)) ?? [];
  } catch {
    return [];
  }
};
const keep = (lists) => {
  if (lists.length) localStorage.setItem(KEY, JSON.stringify(lists));
  else localStorage.removeItem(KEY);
  note.hidden = !lists.length;
};

const token = () => form.elements.csrfmiddlewaretoken.value;
// True: the server has it, or has refused it for good; false: try again.
const sent = async ({ url, body }) => {
  const fields = new URLSearchParams(body);
  fields.set("csrfmiddlewaretoken", token());
  const reply = await fetch(url, { method: "POST", body: fields, redirect: "manual" });
  return reply.type === "opaqueredirect" || reply.status === 422 || reply.status === 404;
};

let sending = false;
const send = async () => {
  if (sending) return;
  sending = true;
  try {
    for (const list of kept()) {
      if (!(await sent(list))) break;
      keep(kept().filter((one) => one.code !== list.code));
    }
  } catch {
    keep(kept());
  } finally {
    sending = false;
  }
};

if (form && note) {
  form.addEventListener("submit", (event) => {
    if (navigator.onLine || !form.reportValidity()) return;
    event.preventDefault();
    const fields = new URLSearchParams(new FormData(form));
    keep([...kept(), { url: location.pathname, code: fields.get("code"), body: fields.toString() }]);
  });
  window.addEventListener("online", send);
  setInterval(() => kept().length && send(), TRY_AGAIN);
  if (kept().length) {
    keep(kept());
    send();
  }
}
