// The career assistant's widget. ui/widget_script.py joins the files of this folder into one
// function; nothing else is done to them. Loaded a second time, it only mounts what is asked for.

const SCRIPT =
  document.currentScript ||
  [...document.querySelectorAll("script[src]")].filter((script) => /\/widget\.js([?#]|$)/.test(script.src)).pop();
const SCRIPT_BASE = SCRIPT?.src && new URL(".", SCRIPT.src).href;

if (window.CareerAssistant) {
  window.CareerAssistant.mountFor(SCRIPT);
  return;
}
