"""What the chat page does in the browser, where Gradio has no setting for it."""

# Gradio's page says lang="en" whatever it holds. A language that was switched to stays in the
# address, and so survives a reload.
TELL_LANGUAGE = """
let switched = false;
const tell = () => {
  const { lang } = element.querySelector("[lang]");
  document.documentElement.lang = lang;
  document.title = element.querySelector("h1").textContent;
  if (!switched) return;
  const address = new URL(location.href);
  address.searchParams.set("lang", lang);
  history.replaceState(history.state, "", address);
};
tell();
watch("value", tell);
document.addEventListener("click", ({ target }) => {
  switched ||= Boolean(target.closest?.("#language"));
}, true);
"""

# A conversation survives a reload of its tab; a question on its way is asked again.
KEPT = """
(talk) => [
  talk,
  sessionStorage.getItem("conversation") ?? "",
  sessionStorage.getItem("asked") ?? "",
]
"""
# A clicked question's button is gone by now, and the focus with it: it goes on from the answer.
ANSWERED = """
(kept) => {
  if (kept) sessionStorage.setItem("conversation", kept);
  else sessionStorage.removeItem("conversation");
  sessionStorage.removeItem("asked");
  const said = document.querySelector("#connection [role]").dataset;
  if (said.connection !== "back") delete said.connection;
  requestAnimationFrame(() => requestAnimationFrame(() => {
    if (document.activeElement !== document.body) return;
    const last = [...document.querySelectorAll("#conversation .answer")].at(-1);
    last?.focus({ preventScroll: true });
  }));
}
"""
# The pressed button is gone: the focus goes to what came in its place.
FOCUS_ON_OPINION = """
() => requestAnimationFrame(() => requestAnimationFrame(() => {
  const next = document.querySelector("#why input") ?? document.querySelector("#thanks [role]");
  next.scrollIntoView({ block: "center" });
  if (document.activeElement === document.body) next.focus({ preventScroll: true });
}))
"""

# A question goes to the top as it is asked, its answer below it. What is still being written is
# hidden from who hears the page: the answer is read out once, whole. Gradio names each message by
# its own source, which a screen reader would read out; it calls its examples a list, and has no
# item in it; it names the conversation in English; and gives each radio button a group of its own,
# and the group no name.
_FOLLOW = """
let asked = "0";
const follow = () => {
  const questions = [...document.querySelectorAll("#conversation .question")];
  const now = questions.length + (questions.at(-1)?.textContent ?? "");
  if (now !== asked) questions.at(-1)?.scrollIntoView({ behavior: "smooth" });
  asked = now;
  document.querySelector("#conversation .writing")?.setAttribute("aria-hidden", "true");
  document.querySelectorAll("#conversation [data-testid][aria-label]").forEach(
    (message) => message.removeAttribute("aria-label")
  );
  document.querySelector("#conversation .examples")?.removeAttribute("role");
  document.querySelector("#conversation [role=log]")?.setAttribute("aria-label", "Conversation");
  const reasons = document.querySelector("#why fieldset");
  reasons?.setAttribute("aria-label", reasons.querySelector("span").textContent);
  reasons?.querySelectorAll("input:not([name=reason])").forEach((reason) => {
    reason.name = "reason";
  });
};
"""
# Gradio tells of trouble in English, and asks the server whether it is back, to load the page
# again; the page hides what it says and shows ours. Whether it is the line or the server that
# failed, the server's own word tells.
_CONNECTION = """
const tell = (what) => {
  element.dataset.connection = what;
  if (what === "back") setTimeout(() => {
    if (element.dataset.connection === what) delete element.dataset.connection;
  }, 20_000);
};
const lost = () => {
  sessionStorage.setItem("lost", "yes");
  tell("lost");
};
let told = null;
const hearTrouble = () => {
  const trouble = document.querySelector(".toast-body.error");
  if (!trouble || trouble === told) return;
  told = trouble;
  fetch("/healthz").then(() => tell("failed"), lost);
};
addEventListener("offline", lost);
addEventListener("online", () => {
  if (told) return; // Gradio noticed it too, and will load the page again
  sessionStorage.removeItem("lost");
  tell("back");
});
if (sessionStorage.getItem("lost")) tell("back");
sessionStorage.removeItem("lost");
const onItsWay = (question) => {
  if (question.trim()) sessionStorage.setItem("asked", question.trim());
};
const typed = () => document.querySelector("#question textarea");
document.addEventListener("click", ({ target }) => {
  const offered = target.closest?.(":is(#conversation :is(.example, .option), #found button)");
  if (offered) onItsWay(offered.innerText);
  else if (target.closest?.("#send")) onItsWay(typed().value);
}, true);
document.addEventListener("keydown", ({ key, shiftKey, target }) => {
  if (key === "Enter" && !shiftKey && target === typed()) onItsWay(target.value);
}, true);
"""
# A tap shows the quote, a second one opens it; Escape hides it (for hover and focus, chat.css).
_QUOTES = """
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
PAGE = f"""
element.setAttribute("role", "status");
{_FOLLOW}{_CONNECTION}{_QUOTES}
new MutationObserver(() => {{ follow(); hearTrouble(); }}).observe(
  document.body, {{ childList: true, subtree: true, attributeFilter: ["name"] }}
);
"""
HIDE_TOASTS = "<style>.toast-wrap { display: none !important; }</style>"
STATUS = 'element.setAttribute("role", "status"); element.tabIndex = -1;'
