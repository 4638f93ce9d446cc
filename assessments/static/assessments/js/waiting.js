// The line before the start: looks again by itself, and begins when it is one's turn. Without it the page is reloaded by
// the browser, and beginning is one tap.

const place = document.querySelector("[data-waiting]");
const SOON = 5; // seconds, where the line was cut and nobody has said when

async function look() {
  try {
    const reply = await fetch(location.href, { headers: { "X-Part": "1" }, signal: AbortSignal.timeout(20_000) });
    if (reply.redirected) return location.replace(reply.url); // begun on another device, or no longer in the line
    if (reply.ok) place.replaceChildren(...new DOMParser().parseFromString(await reply.text(), "text/html").body.childNodes);
  } catch {
    // The line is cut. The place is kept.
  }
  next();
}

function next() {
  const turn = place.querySelector("[data-turn]");
  if (turn) return turn.requestSubmit();
  const again = Number(place.querySelector("[data-again]")?.dataset.again ?? SOON);
  setTimeout(look, again * 1000);
}

next();
