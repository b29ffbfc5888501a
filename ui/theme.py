"""The chat page's colours and fonts: those of the profile page, light and dark."""

from typing import Any

import gradio as gr

# Light, dark. Each text is AA (4.5:1) on each ground that it stands on.
_INK, _SOFT, _LINE = ("#1d2433", "#e8ebf1"), ("#5a6478", "#a5aec0"), ("#dde2ea", "#343b4a")
_PAPER, _ACCENT = ("#ffffff", "#151922"), ("#1f4f8f", "#9cc2f5")
_EDGE = ("#7f899c", "#7a8499")  # of the box to type in: 3:1 on paper
_COLOURS = {
    "body_background_fill": _PAPER,
    "background_fill_primary": _PAPER,
    "background_fill_secondary": ("#f6f8fb", "#1b202b"),
    "block_background_fill": _PAPER,
    "body_text_color": _INK,
    "body_text_color_subdued": _SOFT,
    "block_label_text_color": _SOFT,
    "border_color_primary": _LINE,
    "color_accent_soft": ("#e6eef8", "#24344c"),
    "link_text_color": _ACCENT,
    "link_text_color_hover": _ACCENT,
    "link_text_color_visited": _ACCENT,
    "link_text_color_active": _ACCENT,
    "input_background_fill": _PAPER,
    "input_border_color": _EDGE,
    "input_border_color_focus": _ACCENT,
    "input_placeholder_color": _SOFT,
    "checkbox_background_color": _PAPER,
    "checkbox_background_color_selected": _ACCENT,
    "checkbox_border_color": _EDGE,
    "checkbox_border_color_focus": _ACCENT,
    "checkbox_border_color_selected": _ACCENT,
    "button_primary_background_fill": _ACCENT,
    "button_primary_background_fill_hover": ("#173d70", "#bcd6f9"),
    "button_primary_text_color": _PAPER,
    "button_secondary_background_fill": _PAPER,
    "button_secondary_background_fill_hover": ("#e6eef8", "#24344c"),
    "button_secondary_text_color": _ACCENT,
}


def theme() -> Any:
    """Return the theme. It fetches nothing: fonts named as text are the system's."""
    base = gr.themes.Base(
        font=["system-ui", "-apple-system", "Segoe UI", "Roboto", "sans-serif"],
        font_mono=["ui-monospace", "monospace"],
    )
    return base.set(
        **{
            name + suffix: colours[shade]
            for name, colours in _COLOURS.items()
            for shade, suffix in enumerate(("", "_dark"))
        }
    )
