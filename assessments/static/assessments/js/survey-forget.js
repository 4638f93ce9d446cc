// A reply that was sent leaves nothing behind on the phone.
try {
  localStorage.removeItem(`dastur.survey.${document.querySelector("[data-forget]").dataset.forget}`);
} catch {
  // The phone keeps nothing at all.
}
