"""Questions and answers as HTML: what a profile or a person wrote is text, never markup."""

from collections.abc import Mapping, Sequence
from html import escape

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from assistant.answer import Answer, Citation, Status
from corpus.profile import Language, Source
from ui.labels import label


def question_html(question: str) -> str:
    """Return a question in the words that were typed."""
    return _block("question", escape(question))


def problem_html(message: str) -> str:
    """Return a message that stands where an answer would."""
    return _block("answer problem", f"<p>{escape(message)}</p>")


def waiting_html(language: Language) -> str:
    """Return what stands in an answer's place until it comes."""
    return _block("answer waiting", f"<p>{escape(label('waiting', language))}</p>")


def writing_html(text: str, trouble: str = "") -> str:
    """Return what is written of an answer so far, or was when `trouble` came. Its markers open
    nothing yet: the citations come with the whole."""
    said = _text_html(text, None, "fr")
    if trouble:
        return _block("answer broken", f'{said}<p class="trouble">{escape(trouble)}</p>')
    return _block("answer writing", said)


def answer_html(answer: Answer, language: Language) -> str:
    """Return an answer and its citations; `language` is that of the labels around them."""
    citations = {str(citation.number): citation for citation in answer.citations}
    text = _text_html(answer.text, citations, language)
    said = _status_html(answer.status, language)
    return _block(
        f"answer {answer.status}", said + text + _sources_html(answer.citations, language)
    )


def _text_html(text: str, citations: Mapping[str, Citation] | None, language: Language) -> str:
    """Return an answer's Markdown as HTML; without citations, markers are numbers only."""
    html: str = _MARKDOWN.render(text, {"citations": citations, "language": language})
    # A marker stays with its statement at the end of a line.
    html = html.replace(' <span class="cited"', '\u00a0<span class="cited"')
    return html.replace("<th></th>", "<td></td>")  # a header that names nothing


def _status_html(status: Status, language: Language) -> str:
    """Return the line that tells what is no plain answer from one."""
    if status not in ("partial", "not_covered", "out_of_scope", "refused"):
        return ""
    return f'<p class="status">{label(status, language)}</p>'


def _block(name: str, content: str) -> str:
    # The conversation is Markdown to Gradio. A block of HTML is left as it is up to its first
    # empty line, so it must have none; after that, a person's words would be read as Markdown.
    lines = content.strip("\n").replace("\r\n", "\n").replace("\r", "\n").replace("\n", "&#10;")
    return f'<div class="{name}" dir="auto" tabindex="-1">{lines}</div>'


def _sources_html(citations: Sequence[Citation], language: Language) -> str:
    if not citations:
        return ""
    items = "".join(_citation_html(citation) for citation in citations)
    return (
        f'<p class="sources-title">{label("sources", language)}</p><ul class="sources">{items}</ul>'
    )


def _citation_html(citation: Citation) -> str:
    where = " › ".join(part for part in (citation.profile_title, citation.heading) if part)
    return (
        f'<li><span class="number">[{citation.number}]</span>'
        f'<a href="{escape(citation.url)}" {_NEW_TAB}>{escape(citation.quote)}</a>'
        f'<span class="where">{escape(where)}</span>'
        f'<span class="from">{escape(_source_line(citation.source))}</span></li>'
    )


def _source_line(source: Source) -> str:
    year = source.published[:4] if source.published else None
    return " · ".join(part for part in (source.title, source.publisher, year) if part)


_NEW_TAB = 'target="_blank" rel="noopener"'


def _marker(state: StateInline, silent: bool) -> bool:
    """Read `[1]` as a marker where citation 1 exists, or may come to. A profile's own brackets
    come escaped."""
    end = state.src.find("]", state.pos)
    number = state.src[state.pos + 1 : end] if state.src[state.pos] == "[" else ""
    citations = state.env["citations"]
    if not (number.isdecimal() if citations is None else number in citations):
        return False
    if not silent:
        state.push("marker", "a", 0).meta = {"number": number}
    state.pos = end + 1
    return True


def _marker_html(
    renderer: RendererHTML,
    tokens: Sequence[Token],
    place: int,
    options: OptionsDict,
    env: EnvType,
) -> str:
    citations: Mapping[str, Citation] | None = env["citations"]
    number = tokens[place].meta["number"]
    if citations is None:
        return f'<span class="cited"><span class="marker">[{number}]</span></span>'
    citation = citations[number]
    named = escape(label("source", env["language"], number=citation.number))
    heading = escape(" › ".join(filter(None, (citation.profile_title, citation.heading))))
    return (
        f'<span class="cited"><a class="marker" href="{escape(citation.url)}" {_NEW_TAB} '
        f'aria-label="{named}">[{citation.number}]</a>'
        f'<span class="quote" dir="auto">{escape(citation.quote)}<span class="where">{heading}'
        f'</span><span class="where">{escape(_source_line(citation.source))}</span></span></span>'
    )


def _paragraph_html(
    renderer: RendererHTML,
    tokens: Sequence[Token],
    place: int,
    options: OptionsDict,
    env: EnvType,
) -> str:
    tokens[place].attrSet("dir", "auto")  # an answer can have a sentence in Arabic
    return renderer.renderToken(tokens, place, options, env)


def _markdown() -> MarkdownIt:
    """Return a reader of what answers are made of: paragraphs, lists, tables and emphasis. Links,
    images and HTML stay text, so that no answer can point, or fetch, elsewhere."""
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    reader.disable(["link", "image", "autolink", "html_inline", "html_block", "reference", "code"])
    reader.inline.ruler.before("link", "marker", _marker)
    reader.add_render_rule("marker", _marker_html)
    reader.add_render_rule("paragraph_open", _paragraph_html)
    return reader


_MARKDOWN = _markdown()
