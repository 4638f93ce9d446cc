// Six keys, ғ ӣ қ ӯ ҳ ҷ, under each input or textarea marked data-tajik-keys. Words of the keys are Tajik in every
// language of the interface, since whoever needs the keys is writing Tajik.
const LETTERS = ["ғ", "ӣ", "қ", "ӯ", "ҳ", "ҷ"];
const GROUP = "Ҳарфҳои тоҷикӣ";
const CAPITALS = "Ҳарфҳои калон";

const upper = (letter) => letter.toLocaleUpperCase("tg");

function key(text, label) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = text;
  if (label) button.setAttribute("aria-label", label);
  return button;
}

function insert(input, text) {
  if (input.readOnly || input.disabled) return;
  const start = input.selectionStart ?? input.value.length;
  const end = input.selectionEnd ?? start;
  if (input.maxLength >= 0 && input.value.length - (end - start) >= input.maxLength) return;
  input.setRangeText(text, start, end, "end");
  input.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText", data: text }));
}

// One Tab stop for the row; arrows, Home and End move inside it, in the reading direction.
function walk(row, event) {
  const keys = [...row.children];
  const forward = getComputedStyle(row).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
  const back = forward === "ArrowLeft" ? "ArrowRight" : "ArrowLeft";
  const from = keys.indexOf(document.activeElement);
  const places = { [forward]: from + 1, [back]: from - 1, Home: 0, End: keys.length - 1 };
  if (from < 0 || !(event.key in places)) return;
  event.preventDefault();
  const next = keys[(places[event.key] + keys.length) % keys.length];
  for (const each of keys) each.tabIndex = each === next ? 0 : -1;
  next.focus();
}

// `write(input, text)` puts a letter where the caret is; the row of keys is returned, new ones only.
export function attach(input, write = insert) {
  if (input.dataset.tajikKeys === "on") return null;
  input.dataset.tajikKeys = "on";
  const row = document.createElement("div");
  row.className = "tajik-keys";
  row.lang = "tg";
  row.setAttribute("role", "toolbar");
  row.setAttribute("aria-label", GROUP);
  const letters = LETTERS.map((letter) => key(letter));
  const shift = key("⇧", CAPITALS);
  shift.setAttribute("aria-pressed", "false");
  row.append(...letters, shift);
  [...row.children].forEach((each, place) => (each.tabIndex = place ? -1 : 0));

  let capitals = false;
  const setCapitals = (on) => {
    capitals = on;
    shift.setAttribute("aria-pressed", String(on));
    letters.forEach((each, place) => (each.textContent = on ? upper(LETTERS[place]) : LETTERS[place]));
  };
  // Pressing a key must not take the focus, and with it the phone's keyboard, from the input.
  row.addEventListener("pointerdown", (event) => event.preventDefault());
  row.addEventListener("mousedown", (event) => event.preventDefault());
  row.addEventListener("keydown", (event) => walk(row, event));
  row.addEventListener("click", (event) => {
    const pressed = event.target.closest("button");
    if (pressed === shift) return setCapitals(!capitals);
    const place = letters.indexOf(pressed);
    if (place < 0) return;
    write(input, capitals || event.shiftKey ? upper(LETTERS[place]) : LETTERS[place]);
    if (capitals) setCapitals(false);
  });
  input.after(row);
  return row;
}

document.querySelectorAll("[data-tajik-keys]").forEach((input) => attach(input));
