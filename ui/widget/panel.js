// The panel of a conversation: what was said, and the box to type in.

class Panel {
  /**
   * `settings`: {key, profile, language, inline}; `service`; `kept`, a place in sessionStorage;
   * `tell(event, detail)` lets the site know; `close` closes the panel.
   */
  constructor(settings, service, kept, tell, close) {
    Object.assign(this, { settings, service, kept, tell });
    this.texts = TEXTS[settings.language];
    this.talk = kept.read() || { turns: [] };
    this.build(close);
    this.quotes = new Quotes(this.node, service.base, this.texts);
    this.log.append(...this.talk.turns.flatMap(([question, answer]) =>
      [questionNode(question), answerNode(answer, this)]));
    const last = this.talk.turns.at(-1);
    if (last) this.offerAfter(last[1]);
  }

  build(close) {
    const { texts } = this;
    const button = (name, drawing, onclick, type = "button") =>
      node("button", { type, class: "icon", "aria-label": name, title: name, onclick }, icon(drawing));
    // A finished answer is added to the log once, whole; what streams stands below it, unread.
    this.log = node("div", { class: "log", role: "log", "aria-live": "polite", "aria-label": texts.log });
    this.streaming = node("div", { class: "answer", "aria-hidden": "true", inert: true, hidden: true });
    this.under = node("div", { class: "under" });
    this.body = node("div", { class: "body", tabindex: "0", role: "group", "aria-label": texts.title },
      node("p", { class: "start", text: texts.start }), this.log, this.streaming, this.under);
    this.body.addEventListener("scroll", () => this.quotes.follow(this.body));
    this.box = node("textarea", { rows: "1", maxlength: "1000", "aria-label": texts.question, placeholder: `${texts.question}…`, enterkeyhint: "send" });
    this.box.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.send();
    });
    const form = node("form", { onsubmit: (event) => { event.preventDefault(); this.send(); } },
      this.box, button(texts.send, ICONS.send, null, "submit"));
    const head = node("div", { class: "head" },
      node("h2", { text: texts.title, id: "title" }),
      button(texts.erase, ICONS.erase, () => this.erase()),
      !this.settings.inline && button(texts.close, ICONS.close, close));
    const role = this.settings.inline ? "region" : "dialog";
    this.node = node("div", { class: "panel", id: "panel", role, "aria-labelledby": "title" },
      head, this.body, form, node("p", { class: "notice", text: texts.notice }));
  }

  send() {
    const question = this.box.value.trim();
    if (!question || this.asking) return;
    this.box.value = "";
    this.ask(question);
  }

  /** Ask a question; resolves to its Answer, or to null where none came. */
  ask = async (question) => {
    if (this.asking) return null;
    if (this.under.matches(":focus-within")) this.box.focus(); // the button pressed goes away
    this.log.append(questionNode(question));
    this.tell("ask", { question });
    return this.answer(question);
  };

  async answer(question) {
    this.asking = new AbortController();
    this.under.replaceChildren();
    this.showStreaming([node("p", { class: "waiting", text: this.texts.waiting })]);
    this.log.lastElementChild?.scrollIntoView({ block: "nearest" });
    try {
      const answer = await this.answered(question, this.asking.signal);
      this.keep(question, answer);
      return answer;
    } catch (trouble) {
      if (!this.asking.signal.aborted) this.fail(question, trouble);
      return null;
    } finally {
      this.hideStreaming();
      this.asking = null;
    }
  }

  /** Return the answer. A conversation, then a profile, that the server does not know is left out. */
  async answered(question, signal) {
    const { profile, language } = this.settings;
    for (;;) {
      const asked = { question, profile_id: this.profileUnknown ? null : profile, conversation_id: this.talk.conversation || null };
      if (this.settings.languageGiven) asked.language = language;
      try {
        return await this.service.ask(asked, signal, this.streamed());
      } catch (trouble) {
        if (trouble.kind !== "unknown" || !(asked.conversation_id || asked.profile_id)) throw trouble;
        if (asked.conversation_id) this.talk.conversation = null;
        else {
          this.profileUnknown = true;
          tellOwner(trouble.message);
        }
      }
    }
  }

  /** Return what shows an answer as it grows, drawn at most once a frame. */
  streamed() {
    let text = "";
    const chip = (number) => node("span", { class: "chip", text: number });
    return (event, data) => {
      // Known from the start, so that what is broken off can be erased too.
      if (event === "start") this.talk.conversation = data.conversation_id;
      if (event !== "token") return;
      text += data.text;
      this.frame ||= requestAnimationFrame(() => {
        this.frame = null;
        this.showStreaming(markdown(text, chip, this.texts.table));
      });
    };
  }

  showStreaming(nodes) {
    this.streaming.replaceChildren(...nodes);
    this.streaming.hidden = false;
  }

  hideStreaming() {
    cancelAnimationFrame(this.frame); // or a last piece would be drawn below the whole answer
    this.frame = null;
    this.streaming.hidden = true;
    this.streaming.replaceChildren();
  }

  keep(question, answer) {
    this.talk.conversation = answer.conversation_id;
    this.talk.turns.push([question, answer]);
    this.kept.write(this.talk);
    const shown = answerNode(answer, this);
    this.hideStreaming();
    this.log.append(shown);
    this.offerAfter(answer);
    if (answer.status === "clarify") this.under.scrollIntoView({ block: "end" });
    else shown.previousElementSibling.scrollIntoView({ block: "start" });
    this.tell("answer", { question, answer });
  }

  offerAfter(answer) {
    const send = async (said) => {
      this.tell("feedback", said);
      return this.service.feedback(said).then(() => true, () => false);
    };
    const { texts, ask } = this;
    this.under.replaceChildren(...[opinion(answer, { texts, send }), offers(answer, { texts, ask })].filter(Boolean));
  }

  /** Return what a visitor is told of a Trouble. */
  said({ kind, wait }) {
    const text = this.texts[kind] || this.texts.failed;
    return typeof text === "function" ? text(Math.ceil((wait || 0) / 60)) : text;
  }

  fail(question, trouble) {
    const kind = trouble.kind in this.texts ? trouble.kind : "failed";
    if (!trouble.kind) tellOwner(String(trouble));
    const again = () => {
      window.removeEventListener("online", again);
      if (!problem.isConnected) return;
      problem.remove();
      this.box.focus();
      this.answer(question);
    };
    const retry = !["unavailable", "unreadable"].includes(kind);
    const problem = node("div", { class: "answer problem" }, node("p", { text: this.said({ ...trouble, kind }) }),
      retry && node("button", { type: "button", text: this.texts.again, onclick: again }));
    if (kind === "lost") window.addEventListener("online", again);
    if (kind === "unreadable") this.box.value = question;
    this.log.append(problem);
    problem.scrollIntoView({ block: "nearest" });
    this.tell("error", { question, kind, message: trouble.message });
  }

  async erase() {
    const { conversation } = this.talk;
    this.stop();
    this.talk = { turns: [] };
    this.kept.clear();
    this.quotes.hide();
    this.under.replaceChildren();
    this.log.replaceChildren();
    if (conversation) {
      const failed = await this.service.erase(conversation).then(() => null, (trouble) => trouble);
      if (failed && failed.kind !== "unknown") {
        this.talk.conversation = conversation; // it is still there: the bin tries again
        this.kept.write(this.talk);
        this.log.append(node("div", { class: "answer problem" }, node("p", { text: this.texts.unerased })));
        return;
      }
    }
    this.log.append(node("p", { class: "erased", text: this.texts.erased }));
    this.tell("erase", {});
  }

  stop() {
    this.asking?.abort();
  }
}
