// ғ ӣ қ ӯ ҳ ҷ under every Tajik input of the editor, plain or rich.
import { attach as keys } from "../tajik-keys.js";

// A rich text takes typing through the browser's own editing, so that its undo and its saving know of it.
function typed(wrap) {
  return (_field, text) => {
    const editable = wrap.querySelector('[contenteditable="true"]');
    if (!editable) return;
    if (!editable.contains(document.activeElement)) editable.focus();
    document.execCommand("insertText", false, text);
  };
}

export function attach(leaf) {
  const cell = leaf.cells.get("tg");
  if (!cell) return;
  const row = keys(cell.field, cell.field.type === "hidden" ? typed(cell.wrap) : undefined);
  if (row) (cell.tools ?? cell.wrap).before(row);
}
