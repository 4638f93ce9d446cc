// What is pasted into a Tajik field is shown mended first, where it comes from an old font or a Russian keyboard.
// The server mends the words (ui/legacy.py); the markup of what is pasted never leaves the browser, and of it only the
// text nodes change. If the server doesn't answer, the text goes in as it is.
const WAIT = 10000; // a poor line's two round trips, with room
const SIX = /[ғӣқӯҳҷ]/i;
const STRANGE = /[ЂЃЄЅІЇЈЉЊЋЌЎЏђѓєѕіїјљњћќўџӌҝӄӽһӷ]|[\u0400-\u04ff][\u0300-\u036fa-z]|[a-z][\u0400-\u04ff]/i;
const BLOCKS = "p,li,div,h1,h2,h3,h4,h5,h6,td,th,blockquote,pre,dt,dd,figcaption,caption,section,article,body";
const UNREAD = new Set(["STYLE", "SCRIPT", "TITLE", "TEMPLATE", "NOSCRIPT"]);
// Draft would take the text from these marks of its own, past what is mended.
const OF_DRAFT = ["data-draftjs-conductor-fragment", "data-editor", "data-offset-key"];
const template = document.getElementById("tajik-paste");
let passing = false;

// The Tajik field behind the element that is pasted into: the element itself, or where Draftail keeps its text.
function tajikField(element) {
  const rich = element.closest?.("[contenteditable='true']");
  const typed = element.matches?.("textarea,input[type=text],input:not([type])") ? element : null;
  const kept = rich?.closest(".Draftail-Editor__wrapper")?.parentElement.querySelector("input[type=hidden]");
  const field = rich ? kept : typed;
  if (!field) return null;
  const tajik = field.lang ? field.lang === "tg" : /[_-]tg$/.test(field.name);
  return tajik && !field.readOnly && !field.disabled ? { rich, field: rich ?? field } : null;
}

function worthAsking(text) {
  if (STRANGE.test(text)) return true;
  return text.split(/[.!?…\n]+/).some((one) => /[\u0400-\u04ff]{2}/.test(one) && !SIX.test(one));
}

// The pasted HTML as an inert document, its text nodes in order, and their text joined, one line a block.
function read(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const walker = page.createTreeWalker(page.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  const nodes = [];
  let text = "", block = null;
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.nodeType === Node.ELEMENT_NODE) {
      if (node.tagName === "BR") block = null;
      continue;
    }
    if (UNREAD.has(node.parentElement.tagName)) continue;
    const own = node.parentElement.closest(BLOCKS);
    if (text && own !== block && !text.endsWith("\n") && node.data.trim()) text += "\n";
    block = own;
    nodes.push({ node, start: text.length });
    text += node.data.replace(/\s/g, " ");
  }
  return { page, nodes, text };
}

// The same HTML with each change made in its text node; a word that runs over several keeps its parts in them.
function mendedHtml({ page, nodes }, edits) {
  const found = nodes.map(({ node, start }) => ({ node, start, end: start + node.data.length, value: node.data }));
  let last = found.length - 1;
  for (const { start, end, now } of edits.toReversed()) {
    while (last > 0 && found[last].start >= end) last -= 1;
    const touched = [];
    for (let at = last; at >= 0 && found[at].end > start; at -= 1) if (found[at].start < end) touched.unshift(found[at]);
    let rest = now;
    touched.forEach((each, place) => {
      const from = Math.max(start, each.start) - each.start, to = Math.min(end, each.end) - each.start;
      const part = place === touched.length - 1 ? rest : rest.slice(0, to - from);
      rest = rest.slice(part.length);
      each.value = each.value.slice(0, from) + part + each.value.slice(to);
    });
  }
  for (const { node, value } of found) node.data = value;
  for (const name of OF_DRAFT) for (const marked of page.querySelectorAll(`[${name}]`)) marked.removeAttribute(name);
  return page.documentElement.outerHTML;
}

async function ask(text) {
  const config = JSON.parse(document.getElementById("wagtail-config").textContent);
  const response = await fetch(template.dataset.url, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      "X-Requested-With": "XMLHttpRequest",
      [config.CSRF_HEADER_NAME]: config.CSRF_TOKEN,
    },
    body: JSON.stringify({ text }),
    signal: AbortSignal.timeout(WAIT),
  });
  if (!response.ok) throw new Error(String(response.status));
  return response.json();
}

function choice(part, which) {
  const select = document.createElement("select");
  select.setAttribute("aria-label", `${which} ${part.was}`);
  for (const form of new Set([...part.forms, part.was])) select.append(new Option(form));
  select.addEventListener("change", () => (part.now = select.value));
  return select;
}

function mark(part, was) {
  const marked = document.createElement("mark");
  const before = document.createElement("span");
  before.className = "w-sr-only";
  before.textContent = ` (${was} ${part.was})`;
  marked.title = `${was} ${part.was}`;
  marked.append(part.now, before);
  return marked;
}

// Shows the dialog; resolves to what was chosen: "mended", "as-is" or "cancel". Choices are written into the parts.
function preview({ kinds, parts }) {
  const dialog = template.content.firstElementChild.cloneNode(true);
  const shown = dialog.querySelector("[data-preview]");
  const { was, which } = shown.dataset;
  dialog.querySelector("[data-found]").textContent = kinds.join("; ");
  dialog.querySelector("[data-unsure]").hidden = !parts.some((part) => part.forms?.length);
  shown.append(...parts.map((part) => {
    if (typeof part === "string") return part;
    return part.forms.length ? choice(part, which) : mark(part, was);
  }));
  document.body.append(dialog);
  return new Promise((resolve) => {
    dialog.addEventListener("click", (event) => {
      const chosen = event.target.closest("[data-do]");
      if (chosen) dialog.close(chosen.dataset.do);
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue || "cancel");
    });
    dialog.showModal();
    dialog.querySelector("[data-do=mended]").focus();
  });
}

// Puts text into an input as if it were typed, so that undo, limits and listeners see it; into Draft as a paste.
function putIn({ rich, field }, { text, html }, place) {
  field.focus();
  if (rich) {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    if (html) data.setData("text/html", html);
    passing = true;
    const event = new ClipboardEvent("paste", { bubbles: true, cancelable: true, clipboardData: data });
    const untouched = field.dispatchEvent(event);
    passing = false;
    if (untouched) document.execCommand("insertText", false, text);
    return;
  }
  if (place) field.setSelectionRange(...place);
  const line = field.tagName === "INPUT" ? text.replace(/\s*\n\s*/g, " ") : text;
  if (document.execCommand("insertText", false, line)) return;
  field.setRangeText(line, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertFromPaste", data: line }));
}

async function mend(target, pasted, place) {
  const source = target.rich && pasted.html ? read(pasted.html) : { text: pasted.text };
  const busy = document.documentElement.classList;
  let answer;
  busy.add("tajik-paste-waits");
  try {
    answer = await ask(source.text);
  } catch {
    return putIn(target, pasted, null);
  } finally {
    busy.remove("tajik-paste-waits");
  }
  const changes = answer.parts.some((part) => typeof part !== "string");
  const chosen = changes ? await preview(answer) : "as-is";
  if (chosen === "cancel") return target.field.focus();
  if (chosen === "as-is") return putIn(target, pasted, changes ? place : null);
  let end = 0;
  const edits = [];
  for (const part of answer.parts) {
    const length = (part.was ?? part).length;
    if (part.was) edits.push({ start: end, end: end + length, now: part.now });
    end += length;
  }
  const text = answer.parts.map((part) => part.now ?? part).join("");
  putIn(target, { text, html: source.page ? mendedHtml(source, edits) : "" }, place);
}

function onPaste(event) {
  if (passing || !event.clipboardData || event.clipboardData.files.length) return;
  const target = tajikField(event.target);
  if (!target) return;
  const pasted = { text: event.clipboardData.getData("text/plain"), html: event.clipboardData.getData("text/html") };
  if (!pasted.text || pasted.text.length > Number(template.dataset.longest) || !worthAsking(pasted.text)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const { selectionStart, selectionEnd } = target.field;
  mend(target, pasted, target.rich ? null : [selectionStart, selectionEnd]);
}

if (template) window.addEventListener("paste", onPaste, { capture: true });
