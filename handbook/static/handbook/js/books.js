// Moves the bars of books that are being made; opens the page anew when one is done or failed.
const rows = [...document.querySelectorAll("[data-book]")];
const every = 3000;

async function look() {
  let told;
  try {
    const answer = await fetch("progress/", { headers: { accept: "application/json" } });
    told = answer.ok ? (await answer.json()).under_way : null;
  } catch {
    told = null; // the line is cut: the next look may find it again
  }
  if (told && rows.some((row) => !(row.dataset.book in told))) return location.reload();
  for (const row of told ? rows : []) {
    const percent = told[row.dataset.book];
    const bar = row.querySelector("progress");
    bar.value = percent;
    row.querySelector(".progress-text b").textContent = `${percent} %`;
  }
  setTimeout(look, every);
}

if (rows.length) setTimeout(look, every);
