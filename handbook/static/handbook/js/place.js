// The language switch keeps the paragraph: its links get the id of the block that is being read.
const blocks = () => [...document.querySelectorAll('main [id]:is([class^="b-"], div)')].filter((one) => one.id.length === 36);

function reading() {
  const passed = blocks().filter((block) => block.getBoundingClientRect().top < window.innerHeight / 3);
  return window.scrollY > 200 && passed.length ? `#${passed.at(-1).id}` : "";
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[hreflang]");
  if (link) link.hash = reading();
});
