"""What the chat page does in the browser, where Gradio has no setting for it."""

# Gradio's page says lang="en" whatever it holds.
TELL_LANGUAGE = """
const tell = () => {
  document.documentElement.lang = element.querySelector("[lang]").lang;
  document.title = element.querySelector("h1").textContent;
};
tell();
watch("value", tell);
"""

# What was asked goes to the top, its answer below it. A clicked question's button is gone by now,
# and the focus with it: it goes on from the answer. Gradio names each message by its own source,
# which a screen reader would read out. Two frames, as Gradio draws after the event.
SHOW_QUESTION = """
(kept) => {
  if (kept) sessionStorage.setItem("conversation", kept);
  else sessionStorage.removeItem("conversation");
  requestAnimationFrame(() => requestAnimationFrame(() => {
    const blocks = document.querySelectorAll("#conversation .question, #conversation .answer");
    const [reply, asked] = [...blocks].reverse();
    (asked?.matches(".question") ? asked : reply)?.scrollIntoView({ behavior: "smooth" });
    if (document.activeElement === document.body) reply?.focus({ preventScroll: true });
    document.querySelectorAll("#conversation [data-testid][aria-label]").forEach(
      (message) => message.removeAttribute("aria-label")
    );
    // Gradio calls its examples a list, and has no item in it.
    document.querySelector("#conversation .examples")?.removeAttribute("role");
  }));
}
"""
# A conversation survives a reload of its tab.
KEPT = '(talk, kept) => [talk, sessionStorage.getItem("conversation") ?? ""]'
# A tap shows the quote, a second one opens it; Escape hides it (for hover and focus, chat.css).
QUOTES = """
const touched = (event) => event.pointerType === "touch" && event.target.closest?.(".marker");
let tapped = null;
document.addEventListener("pointerdown", (event) => {
  const marker = touched(event);
  tapped = marker && marker !== document.activeElement ? marker : null;
});
document.addEventListener("click", (event) => {
  if (!tapped || event.target !== tapped) return;
  event.preventDefault();
  tapped.focus();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") document.getElementById("conversation").classList.add("quiet");
});
for (const moved of ["focusin", "pointerover"]) {
  document.addEventListener(moved, () =>
    document.getElementById("conversation").classList.remove("quiet"));
}
"""
