// Of a question's editor only what the chosen kind needs is shown: its own fields, and of each choice its columns.
// Nothing is emptied by hiding it, so a kind that was chosen by mistake loses nothing.

const columns = JSON.parse(document.currentScript.dataset.columns);
const CHOICE = /^choices-(?:\d+|__prefix__)-(text|match|part|leads|area|score)(?:_[a-z]{2})?$/;

function boxOf(field) {
  return field.closest("[data-field-wrapper]") ?? field.closest(".w-field__wrapper, .w-field") ?? field;
}

function show(kind) {
  for (const field of document.querySelectorAll("[name]")) {
    const choice = CHOICE.exec(field.name);
    const own = Object.keys(columns).find((code) => field.name.startsWith(`${code}_`));
    if (choice) boxOf(field).hidden = kind in columns && !columns[kind].includes(choice[1]);
    else if (own) boxOf(field).hidden = kind in columns && own !== kind;
  }
}

const kindField = document.querySelector('select[name="answering"]');
if (kindField && document.querySelector('[name="choices-TOTAL_FORMS"]')) {
  const draw = () => show(kindField.value);
  kindField.addEventListener("change", draw);
  document.querySelector('[name="choices-TOTAL_FORMS"]').form.addEventListener("click", () => setTimeout(draw, 50));
  draw();
}
