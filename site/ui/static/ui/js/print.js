// Shows the buttons that print; without JavaScript they stay hidden, and the browser's own menu prints. A button within
// a form of the handbook prints that form alone.
function alone(form) {
  for (let one = form; one !== document.body; one = one.parentElement) {
    for (const other of one.parentElement.children) other.classList.toggle("not-now", other !== one);
  }
}

addEventListener("afterprint", () => {
  for (const one of document.querySelectorAll(".not-now")) one.classList.remove("not-now");
});
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const form = button.closest(".b-form");
    if (form) alone(form);
    window.print();
  });
}
