// Turns what was asked and answered into nodes: the messages of a conversation.

const SET_APART = ["partial", "not_covered", "out_of_scope", "refused"];

function questionNode(question) {
  return node("p", { class: "question", text: question, dir: "auto" });
}

/** Return an answer with its chips; `parts` has texts, quotes and what a click does. */
function answerNode(answer, parts) {
  const cited = new Map(answer.citations.map((citation) => [citation.number, citation]));
  const chip = (number) => cited.has(number) && parts.quotes.chip(cited.get(number));
  const apart = SET_APART.includes(answer.status);
  return node(
    "div",
    { class: `answer ${answer.status}`, lang: answer.language },
    apart && node("p", { class: "status", text: parts.texts[answer.status] }),
    ...markdown(answer.text, chip, parts.texts.table),
  );
}

/** Return what is offered under the last answer: professions to choose from, or next questions. */
function offers(answer, { texts, ask }) {
  const choices = answer.status === "clarify" ? answer.profiles.map((profile) => profile.title) : [];
  const offered = choices.length ? choices : answer.suggestions;
  if (!offered.length) return null;
  const name = choices.length ? texts.choices : texts.suggestions;
  const buttons = offered.map((words) =>
    node("button", { type: "button", class: "offer", text: words, onclick: () => ask(words) }));
  return node("div", { class: "offers", role: "group", "aria-label": name }, ...buttons);
}

/** Return the question whether an answer helped. `send(opinion)` resolves once it is kept. */
function opinion(answer, { texts, send }) {
  if (!["answered", "partial", "not_covered"].includes(answer.status)) return null;
  const said = node("span", { role: "status" });
  const group = node("div", { class: "opinion", role: "group", "aria-label": texts.helpful },
    node("span", { text: texts.helpful, "aria-hidden": "true" }));
  const give = async (rating, reason) => {
    const focused = group.matches(":focus-within");
    group.replaceChildren(said);
    said.tabIndex = -1;
    if (focused) said.focus(); // the button that had it is gone
    const kept = await send({ answer_id: answer.id, rating, ...(reason && { reason }) });
    said.textContent = kept ? texts.thanks : texts.unsaid;
  };
  const button = (text, onclick) => node("button", { type: "button", text, onclick });
  const why = () => {
    const reasons = Object.entries(texts.reasons).map(([reason, words]) => button(words, () => give("down", reason)));
    group.setAttribute("aria-label", texts.why);
    group.replaceChildren(node("span", { text: texts.why, "aria-hidden": "true" }), ...reasons);
    reasons[0].focus();
  };
  group.append(button(texts.up, () => give("up")), button(texts.down, why));
  return group;
}
