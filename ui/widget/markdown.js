// Reads the Markdown that answers are made of — paragraphs, lists, tables, emphasis, markers — into
// nodes. All else stays the text that it is: no answer can bring a link, an image or a script.

const ROW = /^\s*\|.*\|\s*$/;
const RULE = /^\s*\|(\s*:?-+:?\s*\|)+\s*$/;
const ITEM = /^\s*(?:[-*+]|(\d+)[.)])\s+(.*)$/;
// An escaped sign · strong · emphasis · a marker. Signs inside words (snake_case) are no emphasis.
const INLINE = /\\([!-/:-@[-`{-~])|\*\*(?=\S)(.+?)\*\*|(?<![\w*])[*_](?=\S)(.+?)(?<=\S)[*_](?![\w*])|\s?\[(\d+)\]/gs;

/** Return the nodes of `text`; `chip(number)` makes that of a marker, or null where there is none. */
function markdown(text, chip, tableName) {
  const blocks = [];
  for (const part of text.split(/\n\s*\n/)) {
    const lines = part.split("\n").filter((line) => line.trim());
    while (lines.length) blocks.push(readBlock(lines, chip, tableName));
  }
  return blocks;
}

function readBlock(lines, chip, tableName) {
  if (lines.length > 1 && ROW.test(lines[0]) && RULE.test(lines[1])) {
    return readTable(takeWhile(lines, (line) => ROW.test(line)), chip, tableName);
  }
  const item = ITEM.exec(lines[0]);
  if (item) {
    const items = takeWhile(lines, (line) => ITEM.test(line));
    const contents = items.map((line) => node("li", { dir: "auto" }, ...inline(ITEM.exec(line)[2], chip)));
    return node(item[1] ? "ol" : "ul", { start: item[1] }, ...contents);
  }
  const words = [lines.shift(), ...takeWhile(lines, (line) => !ITEM.test(line) && !ROW.test(line))];
  const heading = /^#{1,6}\s+(.*)$/.exec(words[0]);
  if (heading) return node("p", {}, node("strong", {}, ...inline(heading[1], chip)));
  return node("p", { dir: "auto" }, ...inline(words.join("\n"), chip));
}

function readTable([head, , ...rows], chip, tableName) {
  const cell = (name, text, settings) => node(name, settings, ...inline(text, chip));
  const [corner, ...titles] = cells(head);
  const columns = corner ? [corner, ...titles] : titles;
  // What compares gives each row's title a line of its own: a panel is narrow.
  const bodies = rows.map(cells).map(([title, ...said]) => corner
    ? node("tbody", {}, node("tr", {}, cell("th", title, { scope: "row" }), ...said.map((text) => cell("td", text))))
    : node("tbody", {}, node("tr", {}, cell("th", title, { scope: "rowgroup", colspan: titles.length })),
      node("tr", {}, ...said.map((text) => cell("td", text)))));
  const table = node("table", {},
    node("thead", {}, node("tr", {}, ...columns.map((title) => cell("th", title, { scope: "col" })))), ...bodies);
  // It scrolls sideways where it is wider than the panel: by keyboard too, so it takes the focus.
  return node("div", { class: "table", role: "region", "aria-label": tableName, tabindex: "0" }, table);
}

function cells(row) {
  return row.trim().slice(1, -1).split(/(?<!\\)\|/).map((cell) => cell.trim());
}

function inline(text, chip) {
  const nodes = [];
  let place = 0;
  for (const found of text.matchAll(INLINE)) {
    const [whole, escaped, strong, emphasis, number] = found;
    const marker = number && chip(Number(number));
    if (number && !marker) continue;
    nodes.push(text.slice(place, found.index));
    if (escaped) nodes.push(escaped);
    else if (strong) nodes.push(node("strong", {}, ...inline(strong, chip)));
    else if (emphasis) nodes.push(node("em", {}, ...inline(emphasis, chip)));
    else nodes.push("\u00a0", marker); // a marker stays with its statement at the end of a line
    place = found.index + whole.length;
  }
  nodes.push(text.slice(place));
  return nodes;
}

function takeWhile(lines, wanted) {
  const end = lines.findIndex((line) => !wanted(line));
  return lines.splice(0, end < 0 ? lines.length : end);
}
