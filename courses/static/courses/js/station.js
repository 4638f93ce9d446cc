// What an observer ticks at a station without a line: kept on this phone with a number of its own, sent until the
// server says that it has it. Sent twice it is one. One page serves for every learner, so it may stay open all day.
const form = document.querySelector("[data-station]");
const line = document.querySelector("[data-line]");
const TRY_AGAIN = 15000;

if (form && line && window.crypto?.randomUUID) {
  // Whoever signs in next on this phone doesn't send another's ticks as their own.
  const key = `station-${form.dataset.station}-${form.dataset.viewer}`;
  let sending = false;

  const kept = () => {
    try {
      return JSON.parse(localStorage.getItem(key)) ?? [];
    } catch {
      return [];
    }
  };
  const say = (text) => {
    line.hidden = false;
    line.textContent = text;
  };
  const keep = (seen) => {
    if (seen.length) localStorage.setItem(key, JSON.stringify(seen));
    else localStorage.removeItem(key);
    say(seen.length ? `${line.dataset.some} ${seen.length}` : line.dataset.none);
  };

  const send = async () => {
    const seen = kept();
    if (sending || !seen.length) return;
    sending = true;
    try {
      const reply = await fetch(form.dataset.url, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
        body: JSON.stringify(seen),
        redirect: "error",
      });
      if (!reply.ok || !reply.headers.get("Content-Type")?.includes("json")) throw new Error(`${reply.status}`);
      const said = await reply.json();
      const done = new Set([...said.taken, ...Object.keys(said.refused)]);
      keep(kept().filter((one) => !done.has(one.code)));
      const why = [...new Set(Object.values(said.refused))];
      if (why.length) say(`${line.dataset.refused} ${why.join(" ")}`);
    } catch {
      keep(kept()); // the line is away, or the session has ended: it stays, and the page says how much
    } finally {
      sending = false;
    }
  };

  const ticked = () => {
    const levels = {};
    for (const input of form.querySelectorAll("input[type=radio]:checked")) levels[input.name.slice(1)] = Number(input.value);
    return levels;
  };
  const wanted = new Set([...form.querySelectorAll("input[type=radio]")].map((input) => input.name)).size;

  // With a line the form goes its usual way; without one, what is complete is kept here, and the next learner's turn.
  form.addEventListener("submit", (event) => {
    const learner = form.elements.learner.value;
    const levels = ticked();
    if (navigator.onLine || !learner || Object.keys(levels).length < wanted) return;
    event.preventDefault();
    const { code, comment } = form.elements;
    keep([...kept(), { code: code.value, learner: Number(learner), levels, comment: comment.value }]);
    form.elements.learner.querySelector(`option[value="${learner}"]`)?.remove();
    form.reset();
    code.value = crypto.randomUUID();
    line.scrollIntoView();
  });
  window.addEventListener("online", send);
  setInterval(send, TRY_AGAIN);
  if (kept().length) {
    keep(kept());
    send();
  }
}
