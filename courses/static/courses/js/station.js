// A checklist that was kept without a line stays on this phone, with its own number, and is sent when the line is back,
// from whichever station's page is open then. Sent twice it is one. It leaves the phone only once the server says that
// it has it, or why it never will; a page to sign in on is neither.
const form = document.querySelector("[data-station]");
const note = document.querySelector("[data-kept]");
const TRY_AGAIN = 15000;

if (form && note && window.crypto?.randomUUID) {
  // Whoever signs in next on a shared phone doesn't send another's checklist as their own.
  const key = `stations-${form.dataset.viewer}`;
  let sending = false;

  const kept = () => {
    try {
      return JSON.parse(localStorage.getItem(key)) ?? [];
    } catch {
      return [];
    }
  };
  const say = (text) => {
    note.hidden = !text;
    note.textContent = text;
  };
  const keep = (lists) => {
    if (lists.length) localStorage.setItem(key, JSON.stringify(lists));
    else localStorage.removeItem(key);
    say(lists.length ? note.dataset.kept : "");
  };

  const send = async () => {
    const lists = kept();
    if (sending || !lists.length) return;
    sending = true;
    try {
      const reply = await fetch(form.dataset.url, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
        body: JSON.stringify(lists),
        redirect: "error",
      });
      if (!reply.ok || !reply.headers.get("Content-Type")?.includes("json")) throw new Error(`${reply.status}`);
      const { taken, refused } = await reply.json();
      const done = new Set([...taken, ...Object.keys(refused)]);
      keep(kept().filter((one) => !done.has(one.code)));
      const why = [...new Set(Object.values(refused))];
      if (why.length) say(`${note.dataset.refused} ${why.join(" ")}`);
    } catch {
      keep(kept()); // the line is away, or the session has ended: the checklists stay
    } finally {
      sending = false;
    }
  };

  form.addEventListener("submit", (event) => {
    const names = new Set([...form.querySelectorAll("input[type=radio]")].map((input) => input.name));
    const ticked = [...form.querySelectorAll("input[type=radio]:checked")];
    if (navigator.onLine || ticked.length < names.size) return;
    event.preventDefault();
    const { code, comment } = form.elements;
    const levels = Object.fromEntries(ticked.map((input) => [input.name.replace("level-", ""), Number(input.value)]));
    const { station, learner } = form.dataset;
    const list = { code: code.value, station, learner: Number(learner), levels, comment: comment.value };
    // Kept again after a second thought, it is still this checklist.
    keep([...kept().filter((one) => one.code !== list.code), list]);
    note.scrollIntoView();
  });
  window.addEventListener("online", send);
  setInterval(send, TRY_AGAIN);
  if (kept().length) {
    keep(kept());
    send();
  }
}
