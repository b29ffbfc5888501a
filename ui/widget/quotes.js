// Shows the quote behind a marker: on hover, on focus, and on a tap, where a second tap opens it.

class Quotes {
  /** `panel` is the positioned element that quotes are laid over. */
  constructor(panel, base, texts) {
    this.panel = panel;
    this.base = base;
    this.texts = texts;
    this.card = node("div", { class: "card", id: "quote", hidden: true });
    this.card.addEventListener("pointerleave", () => this.hideSoon());
    this.card.addEventListener("pointerenter", () => clearTimeout(this.hiding));
    panel.addEventListener("pointerdown", ({ target }) => {
      if (target !== this.shown && !this.card.contains(target)) this.hide();
    });
    panel.append(this.card);
  }

  /** Return the chip of a citation: a link to the profile page, at the passage. */
  chip(citation) {
    const chip = node("a", {
      class: "chip",
      text: citation.number,
      href: this.address(citation),
      target: "_blank",
      rel: "noopener",
      "aria-label": this.texts.source(citation.number),
      "aria-describedby": "quote",
    });
    let touched = false;
    chip.addEventListener("pointerdown", (event) => {
      touched = event.pointerType === "touch" && this.shown !== chip;
    });
    chip.addEventListener("click", (event) => {
      if (!touched) return;
      event.preventDefault();
      this.show(chip, citation);
    });
    chip.addEventListener("pointerenter", (event) => {
      if (event.pointerType !== "touch") this.show(chip, citation);
    });
    chip.addEventListener("pointerleave", (event) => {
      if (event.pointerType !== "touch") this.hideSoon();
    });
    chip.addEventListener("focus", () => {
      if (!touched) this.show(chip, citation);
    });
    chip.addEventListener("blur", () => this.hideSoon());
    return chip;
  }

  /** Return where the citation's profile is; never elsewhere than at the API's own address. */
  address(citation) {
    const address = new URL(citation.url, this.base);
    return address.origin === new URL(this.base).origin ? address.href : this.base;
  }

  show(chip, citation) {
    clearTimeout(this.hiding);
    this.shown = chip;
    const { profile_title: title, heading, source } = citation;
    this.card.replaceChildren(
      node("blockquote", { text: citation.quote, dir: "auto" }),
      node("p", { text: [title, heading].filter(Boolean).join(" › ") }),
      node("p", { text: [source.title, source.publisher, source.published?.slice(0, 4)].filter(Boolean).join(" · ") }),
      // The chip itself is the link for the keyboard and for screen readers.
      node("a", { text: this.texts.open, href: chip.href, target: "_blank", rel: "noopener", tabindex: "-1" }),
    );
    this.card.hidden = false;
    this.place();
  }

  /** Follow the chip where `view` scrolls, as long as it is in sight. */
  follow(view) {
    if (!this.shown) return;
    const [seen, at] = [view, this.shown].map((part) => part.getBoundingClientRect());
    if (at.bottom < seen.top || at.top > seen.bottom) this.hide();
    else this.place();
  }

  /** Put the card below its chip, or above it. */
  place() {
    const panel = this.panel.getBoundingClientRect();
    const at = this.shown.getBoundingClientRect();
    const below = at.bottom - panel.top + 4;
    const fits = below + this.card.offsetHeight < panel.height - 8;
    const top = fits ? below : Math.max(8, at.top - panel.top - this.card.offsetHeight - 4);
    this.card.style.setProperty("top", `${top}px`);
  }

  /** Hide it shortly: the pointer may be on its way from the chip to the card. */
  hideSoon() {
    clearTimeout(this.hiding);
    this.hiding = setTimeout(() => this.hide(), 200);
  }

  /** Hide it, and tell whether it was shown. */
  hide() {
    clearTimeout(this.hiding);
    const shown = !this.card.hidden;
    this.card.hidden = true;
    this.shown = null;
    return shown;
  }
}
