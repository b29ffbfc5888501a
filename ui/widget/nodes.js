// Builds DOM nodes. Nothing here, or anywhere in the widget, reads a string as HTML: a page that
// requires Trusted Types runs it as it is, and what a profile says can never become markup.

/** Return an element; `settings` are attributes, but for `text` and listeners like `onclick`. */
function node(name, settings = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(settings)) {
    if (value === null || value === undefined || value === false) continue;
    if (key === "text") made.textContent = value;
    else if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.filter(Boolean));
  return made;
}

/** Return an icon of 24 by 24, drawn by one path. */
function icon(path) {
  const space = "http://www.w3.org/2000/svg";
  const made = document.createElementNS(space, "svg");
  made.setAttribute("viewBox", "0 0 24 24");
  made.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(space, "path");
  line.setAttribute("d", path);
  made.append(line);
  return made;
}

const ICONS = {
  talk: "M4 5h16v11H10l-5 4v-4H4z",
  close: "M6 6l12 12M18 6L6 18",
  erase: "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13M10 11v5M14 11v5",
  send: "M4 12h15M13 6l6 6-6 6",
};
