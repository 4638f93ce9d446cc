// References to copy: a button beside each. Without a clipboard the reference is selected instead, ready to be copied.
const status = document.querySelector("[data-copied]");

async function copy(code) {
  try {
    await navigator.clipboard.writeText(code.textContent);
    status.textContent = `${status.dataset.copied} ${code.textContent}`;
  } catch {
    window.getSelection().selectAllChildren(code);
  }
}

function beside(code) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-small button-secondary";
  button.textContent = status.dataset.copy;
  button.setAttribute("aria-label", `${status.dataset.copy} ${code.textContent}`);
  button.addEventListener("click", () => copy(code));
  code.after(" ", button);
}

// In a preview the blocks themselves say what they are cited by.
const section = document.querySelector("[data-references]")?.dataset.references;
if (section) {
  for (const block of document.querySelectorAll(".book-text > [id]")) {
    if (block.id.length !== 36) continue;
    const line = document.createElement("p");
    const code = document.createElement("code");
    line.className = "small no-print";
    code.textContent = `${section}#${block.id}`;
    code.dataset.reference = "";
    line.append(code);
    block.before(line);
  }
}
document.querySelectorAll("[data-reference]").forEach(beside);
