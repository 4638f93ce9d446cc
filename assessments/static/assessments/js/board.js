// The live board looks again by itself, and only while somebody looks at it. Without it «Look again» does the same.

const board = document.querySelector("[data-board]");
const note = document.querySelector("[data-note]");
const pause = Number(board.dataset.every) * 1000;
let timer = 0;

function draw(html) {
  const scrolled = board.querySelector(".table")?.scrollLeft ?? 0;
  const focused = board.contains(document.activeElement) ? document.activeElement : null;
  const inLink = focused?.matches("[data-again]");
  board.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
  const table = board.querySelector(".table");
  if (table) table.scrollLeft = scrolled;
  if (focused) (inLink ? board.querySelector("[data-again]") : table)?.focus({ preventScroll: true });
}

async function look() {
  clearTimeout(timer);
  if (document.hidden) return;
  try {
    const reply = await fetch(location.href, {
      headers: { "X-Part": "1" },
      redirect: "error",
      signal: AbortSignal.timeout(pause),
    });
    if (!reply.ok) throw new Error(String(reply.status));
    draw(await reply.text());
    note.hidden = true;
  } catch {
    note.hidden = false;
  }
  timer = setTimeout(look, pause);
}

document.addEventListener("visibilitychange", look);
board.addEventListener("click", (event) => {
  if (!event.target.closest("[data-again]")) return;
  event.preventDefault();
  look();
});
timer = setTimeout(look, pause);
