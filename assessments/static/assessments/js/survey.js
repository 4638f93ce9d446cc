// A reply is kept on this phone until it is sent, so that a cut line loses nothing. Without this script the same form
// is simply posted. What is kept is named by `data-survey`, which differs from person to person.

const form = document.querySelector("form[data-survey]");
const KEY = `dastur.survey.${form.dataset.survey}`;
const items = [...form.querySelectorAll(".survey-item")];
const count = form.querySelector("[data-count]");

function answered(item) {
  if (item.querySelector("input[type=checkbox]:checked")) return true;
  return item.querySelectorAll("input[type=radio]:checked").length === 2;
}

function tell() {
  count.textContent = count.dataset.count.replace("%n", items.filter(answered).length);
}

function keep() {
  const said = [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
  try {
    localStorage.setItem(KEY, JSON.stringify(said));
  } catch {
    // This phone keeps nothing: the page itself still does.
  }
}

function restore() {
  let said;
  try {
    said = JSON.parse(localStorage.getItem(KEY) ?? "null");
  } catch {
    return;
  }
  if (!Array.isArray(said) || !("fresh" in form.dataset)) return;
  for (const [name, value] of said) {
    for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (field.type === "radio" || field.type === "checkbox") field.checked ||= field.value === value;
      else field.value = value;
    }
  }
  form.querySelector("[data-restored]").hidden = false;
}

form.addEventListener("change", ({ target }) => {
  const item = target.closest(".survey-item");
  if (item && target.checked) {
    // a rating and "not part of my work" exclude each other; so do the two reasons for silence
    const others = target.type === "radio" ? "input[type=checkbox]" : "input";
    for (const other of item.querySelectorAll(others)) if (other !== target) other.checked = false;
  }
  tell();
  keep();
});

document.querySelector("[data-quick-exit]").addEventListener("click", (event) => {
  event.preventDefault();
  location.replace(event.currentTarget.href);
});

restore();
tell();
