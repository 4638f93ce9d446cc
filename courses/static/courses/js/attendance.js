// Marks of attendance made without a line: kept on this phone with their own number and moment, sent until the server
// says that it has them. The same mark sent twice is one, and the order of arrival changes nothing.
const form = document.querySelector("[data-attendance]");
const line = document.querySelector("[data-line]");
const TRY_AGAIN = 15000;

if (form && line && window.crypto?.randomUUID) {
  const owner = Number(form.dataset.owner);
  const key = `attendance-${form.dataset.session}-${owner}`; // what another trainer marked here waits for them
  let sending = false;

  const kept = () => {
    try {
      return JSON.parse(localStorage.getItem(key)) ?? [];
    } catch {
      return [];
    }
  };
  const keep = (marks) => {
    if (marks.length) localStorage.setItem(key, JSON.stringify(marks));
    else localStorage.removeItem(key);
    line.hidden = false;
    line.textContent = marks.length ? `${line.dataset.some} ${marks.length}` : line.dataset.none;
  };

  const send = async () => {
    const marks = kept();
    if (sending || !marks.length) return;
    sending = true;
    try {
      const reply = await fetch(form.dataset.url, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
        body: JSON.stringify({ owner, sent: new Date().toISOString(), marks }),
        redirect: "error",
      });
      if (!reply.ok || !reply.headers.get("Content-Type")?.includes("json")) throw new Error(`${reply.status}`);
      const said = await reply.json();
      const done = new Set([...said.taken, ...Object.keys(said.refused)]);
      keep(kept().filter((mark) => !done.has(mark.code)));
    } catch {
      keep(kept()); // the line is away, or the session has ended: the marks stay, and the page says how many
    } finally {
      sending = false;
    }
  };

  form.addEventListener("change", (event) => {
    const { name, value } = event.target;
    if (!name?.startsWith("p-")) return;
    const mark = { code: crypto.randomUUID(), learner: Number(name.slice(2)), presence: value, at: new Date().toISOString() };
    keep([...kept().filter((one) => one.learner !== mark.learner), mark]);
    send();
  });
  // What waits is shown as it was chosen, also after the page was opened anew.
  for (const mark of kept()) {
    const chosen = form.querySelector(`input[name="p-${mark.learner}"][value="${mark.presence}"]`);
    if (chosen) chosen.checked = true;
  }
  form.addEventListener("submit", (event) => {
    if (!navigator.onLine) event.preventDefault();
  });
  window.addEventListener("online", send);
  setInterval(send, TRY_AGAIN);
  if (kept().length) {
    keep(kept());
    send();
  }
}
