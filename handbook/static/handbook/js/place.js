// The language switch keeps the paragraph: its links get the id of the block that was being read. The switch stands
// at the top of the page, so what counts is where the reader last rested below it, if that was within a minute.
const REST = 700;
const KEPT = 60_000;
let block = "";
let since = 0;
let timer = 0;

function rested() {
  if (window.scrollY < window.innerHeight / 2) return;
  const line = 96; // the first block below the top edge, a heading's margin allowed for
  const passed = [...document.querySelectorAll("main [id]")].filter(
    (one) => one.id.length === 36 && one.getBoundingClientRect().top < line,
  );
  if (!passed.length) return;
  block = passed.at(-1).id;
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
