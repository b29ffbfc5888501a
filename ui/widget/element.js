// <career-assistant>: a launcher with its panel, or the panel alone in the page (mode="inline").

const SETTINGS = ["key", "profile", "lang", "mode", "theme", "position", "accent", "api"];
const STORED = "career-assistant";

class CareerAssistantElement extends HTMLElement {
  static observedAttributes = SETTINGS;

  constructor() {
    super();
    this.attachShadow({ mode: "open" }).adoptedStyleSheets = [styleSheet()];
    this.addEventListener("keydown", (event) => this.pressed(event));
  }

  connectedCallback() {
    this.drawSoon();
  }

  disconnectedCallback() {
    this.drawing = false;
    this.panel?.stop();
  }

  attributeChangedCallback(name, before, after) {
    if (before !== after && this.isConnected) this.drawSoon();
  }

  /** Draw once, however many attributes change; a panel that was open stays open. */
  drawSoon() {
    if (this.drawing) return;
    this.drawing = true;
    queueMicrotask(() => {
      if (this.drawing && this.isConnected) this.draw();
    });
  }

  draw() {
    this.drawing = false;
    const wasOpen = this.isOpen;
    this.panel?.stop();
    this.panel = null;
    this.shadowRoot.replaceChildren();
    this.style.setProperty("--given-accent", this.getAttribute("accent"));
    if (this.inline) {
      this.shadowRoot.append(this.panelMade().node);
      return;
    }
    this.launcher = node("button", {
      type: "button", class: "launcher", "aria-haspopup": "dialog", "aria-expanded": "false", onclick: () => this.open(),
    }, icon(ICONS.talk), node("span", { text: TEXTS[this.language].launcher, lang: this.language }));
    this.shadowRoot.append(this.launcher);
    if (wasOpen) this.open({ focus: false });
  }

  get inline() {
    return this.getAttribute("mode") === "inline";
  }

  get isOpen() {
    return Boolean(this.panel?.node.isConnected && !this.panel.node.hidden);
  }

  /** The language given, else the page's, else the browser's. */
  get language() {
    const wanted = [this.getAttribute("lang"), document.documentElement.lang, ...navigator.languages];
    return wanted.map((tag) => (tag || "").slice(0, 2).toLowerCase()).find((tag) => tag in TEXTS) || "fr";
  }

  get base() {
    const base = new URL(this.getAttribute("api") || SCRIPT_BASE || "/", location.href).href;
    return base.endsWith("/") ? base : `${base}/`;
  }

  panelMade() {
    if (this.panel) return this.panel;
    const settings = {
      profile: this.getAttribute("profile"),
      language: this.language,
      languageGiven: this.hasAttribute("lang"),
      inline: this.inline,
    };
    const service = new Service(this.base, this.getAttribute("key"));
    // The launcher's conversation goes on from page to page; in the page there is one a profession.
    const name = [STORED, this.base, this.inline && settings.profile].filter(Boolean).join(" ");
    this.panel = new Panel(settings, service, keptAt(name), this.tell, () => this.close());
    this.panel.node.lang = this.language;
    return this.panel;
  }

  /** Let the site know: `career-assistant:open`, `close`, `ask`, `answer`, `feedback`, `error`, `erase`. */
  tell = (name, detail = {}) => {
    this.dispatchEvent(new CustomEvent(`career-assistant:${name}`, { detail, bubbles: true, composed: true }));
  };

  open({ focus = true } = {}) {
    if (this.drawing) this.draw();
    if (this.inline || this.isOpen) {
      if (focus) this.panel.box.focus();
      return;
    }
    this.focusedBefore = document.activeElement;
    const { node: panel, box, body } = this.panelMade();
    panel.hidden = false;
    this.shadowRoot.append(panel);
    this.launcher.setAttribute("aria-expanded", "true");
    this.launcher.hidden = true;
    body.scrollTop = body.scrollHeight;
    if (focus) box.focus();
    this.tell("open");
  }

  close() {
    if (this.inline || !this.isOpen) return;
    const focused = this.shadowRoot.activeElement;
    this.panel.quotes.hide();
    this.panel.node.hidden = true;
    this.launcher.hidden = false;
    this.launcher.setAttribute("aria-expanded", "false");
    const { focusedBefore: before } = this;
    const elsewhere = before && before !== this && before !== document.body && before.isConnected;
    if (focused) (elsewhere ? before : this.launcher).focus();
    this.tell("close");
  }

  /** Open, and ask; resolves to the Answer, or null. */
  ask(question) {
    this.open();
    return this.panel.ask(String(question));
  }

  pressed(event) {
    // A site's own shortcuts are not for what is typed here.
    event.stopPropagation();
    if (event.key !== "Escape" || event.isComposing) return;
    if (!this.panel?.quotes.hide()) this.close();
  }
}

let sheet;
function styleSheet() {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
  }
  return sheet;
}

/** A conversation in this tab's storage; where a browser has none to give, it lives in the page. */
function keptAt(name) {
  const attempt = (action) => {
    try {
      return action();
    } catch {
      return null;
    }
  };
  return {
    read: () => attempt(() => JSON.parse(sessionStorage.getItem(name))),
    write: (talk) => attempt(() => sessionStorage.setItem(name, JSON.stringify({ ...talk, turns: talk.turns.slice(-30) }))),
    clear: () => attempt(() => sessionStorage.removeItem(name)),
  };
}
