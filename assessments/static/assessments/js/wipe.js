// A finished sitting leaves nothing behind on the device.
try {
  const sitting = document.querySelector("[data-finished]").dataset.finished;
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(`dastur.sitting.${sitting}.`) || key === `dastur.tab.${sitting}`) localStorage.removeItem(key);
  }
} catch {
  // The device keeps nothing at all.
}
