// What a site calls: window.CareerAssistant; and the launcher of a script tag with data-* settings.

const CareerAssistant = {
  /** Return the launcher, made on first use; `settings` are its attributes. */
  mount(settings = {}) {
    const mounted = mountedNow() || document.createElement("career-assistant");
    for (const name of SETTINGS) {
      if (settings[name]) mounted.setAttribute(name, settings[name]);
    }
    if (!mounted.isConnected) document.body.append(mounted);
    return mounted;
  },
  unmount() {
    mountedNow()?.remove();
  },
  open() {
    CareerAssistant.mount().open();
  },
  close() {
    mountedNow()?.close();
  },
  /** Resolves to the Answer, or to null where none came. */
  ask(question) {
    return CareerAssistant.mount().ask(question);
  },
  /** Mount what a script tag asks for: one without our data-* leaves it to the page. */
  mountFor(script) {
    const asked = script && SETTINGS.some((name) => name in script.dataset);
    if (!asked) return;
    if (document.body) CareerAssistant.mount(script.dataset);
    else document.addEventListener("DOMContentLoaded", () => CareerAssistant.mount(script.dataset), { once: true });
  },
};

function mountedNow() {
  return document.querySelector("career-assistant");
}

window.CareerAssistant = CareerAssistant;
customElements.define("career-assistant", CareerAssistantElement);
CareerAssistant.mountFor(SCRIPT);
