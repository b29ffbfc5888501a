"""Reads saved web pages: what is content, what is frame, and what each element becomes."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from html import escape
from pathlib import Path
from time import perf_counter

import pytest

from corpus.html import read_html
from corpus.passages import passages_of
from corpus.profile import CorpusError, Profile, Refusal, SectionKind
from corpus.readers import LARGEST_DOCUMENT, read_document

FRENCH = """<!DOCTYPE html>
<html lang="fr-FR">
<head>
  <meta charset="utf-8">
  <title>Luthier / Luthière : missions, salaire, formation | Métiers du bois</title>
  <meta property="og:site_name" content="Métiers du bois">
  <meta name="author" content="M. Martin">
  <link rel="canonical" href="https://bois.example/fiches/luthier">
  <link rel="license" href="https://bois.example/licence-ouverte">
  <style>.x { color: red }</style>
  <script>document.write("<h2>Salaire</h2><p>1 000 000 €</p>")</script>
</head>
<body class="has-sidebar cookie-consent-open">
  <a class="skip-link" href="#contenu">Aller au contenu</a>
  <div id="tarteaucitronRoot"><p>Nous utilisons des cookies.</p><button>Tout accepter</button></div>
  <header class="site-header">
    <p>Métiers du bois, le site de la filière</p>
    <nav><ul><li><a href="/">Accueil</a></li><li><a href="/f">Formations</a></li></ul></nav>
    <form action="/q"><label>Rechercher <input name="q"></label></form>
  </header>
  <div class="fil-ariane">Accueil &gt; Fiches &gt; Artisanat</div>
  <main id="contenu">
    <article>
      <header><h1>Luthier / Luthi&egrave;re</h1>
        <p class="meta">Publié le <time datetime="2021-05-04">4&nbsp;mai 2021</time></p></header>
      <ul class="sommaire"><li><a href="#m">Missions</a></li><li><a href="#s">Salaire</a></li>
        <li><a href="#f">Formation</a></li></ul>
      <p>Le luthier <em>fabrique</em> et répare<br>des instruments à&shy; cordes.</p>
      <!-- <h2>Expérience</h2><p>dix ans</p> -->
      <h2 id="m">Missions <a href="#m" aria-hidden="true">#</a></h2>
      <h3>À l’atelier</h3>
      <ul><li><p>Choisir les bois</p><ul><li>l’épicéa&nbsp;;</li><li>l’érable.</li></ul></li>
        <li>Assembler la caisse</li></ul>
      <h3><button aria-expanded="true">Avec les musiciens</button></h3>
      <ol><li>Écouter</li><li>Régler</li></ol>
      <p hidden>Brouillon</p><p style="display: none">Brouillon</p><p aria-hidden="true">Non</p>
      <h2 id="s">Salaire</h2>
      <table><caption>En atelier</caption>
        <thead><tr><th>Niveau</th><th>Brut par mois</th></tr></thead>
        <tbody><tr><td>Débutant</td><td>1 800 €</td></tr>
          <tr><td>Confirmé</td><td>2 400 €</td></tr></tbody></table>
      <h2 id="f">Formation</h2>
      <dl><dt>Durée</dt><dd>Trois ans</dd><dt>Diplôme métier</dt><dd>Bac&nbsp;+3</dd></dl>
      <h2>Postes précédents</h2>
      <h2>Qui recrute&nbsp;?</h2>
      <ul><li><a href="/a">Ateliers</a></li><li><a href="/o">Orchestres</a></li></ul>
      <h2>À lire aussi</h2>
      <h3>Archetier : salaire</h3><p>Un métier rare.</p>
      <h2>Mots-clés</h2>
      <p><a href="/bois">bois</a><a href="/musique">musique</a></p>
    </article>
    <aside><h2>Offres</h2><p>Luthier à Mirecourt</p></aside>
  </main>
  <footer><h2>Contact</h2><p>Mentions légales</p></footer>
</body>
</html>
"""

ENGLISH = """<html lang="en"><head><title>Tree surgeon - Green Careers</title></head><body>
<div role="banner">Green Careers</div><div role="navigation"><a href="/">Home</a></div>
<ol class="breadcrumb"><li>Home</li><li>Outdoors</li></ol>
<h1>Tree surgeon job profile</h1>
<p>Tree surgeons look after trees.</p>
<details><summary>What you'll do</summary>
<p>You'll climb trees.</p><p>You'll cut them.</p></details>
<h2>Alternative titles</h2><p>Arborist, tree climber</p>
<h2>Entry requirements</h2>
<dl><dt>Experience</dt><dd>At least 2 years in forestry.</dd>
<dt>Qualifications</dt><dd>A certificate.</dd><dd>A driving licence.</dd></dl>
<h2>Work environment</h2>
<p>Usual partners:</p><p>- councils<br>- farmers</p>
<table><tr><th scope="row">Salary</th><td>£21,000 to £30,000 a year</td></tr>
<tr><th scope="row">Week</th><td>38 hours</td></tr></table>
<div class="newsletter-box"><p>Sign up!</p></div>
</body></html>"""


def _read(body: str, head: str = "<title>Luthier</title>") -> Profile:
    return read_html(f"<html lang=fr><head>{head}</head><body>{body}</body></html>", "luthier")


def _outline(profile: Profile) -> list[tuple[SectionKind, str, list[str]]]:
    return [
        (section.kind, section.heading, [block.of(profile.text) for block in section.blocks])
        for section in profile.sections
    ]


def _said(profile: Profile, kind: SectionKind) -> list[str]:
    return [passage.text for passage in passages_of(profile) if passage.kind == kind]


def test_a_french_page() -> None:
    profile = read_html(FRENCH, "luthier")
    assert (profile.title, profile.language) == ("Luthier / Luthière", "fr")
    assert _outline(profile) == [
        (
            "definition",
            "Luthier / Luthière",
            ["Le luthier fabrique et répare\ndes instruments à cordes."],
        ),
        ("duties", "Missions", []),
        (
            "duties",
            "À l’atelier",
            ["Choisir les bois", "l’épicéa\u00a0;", "l’érable.", "Assembler la caisse"],
        ),
        ("duties", "Avec les musiciens", ["Écouter", "Régler"]),
        ("salary", "Salaire", []),
        (
            "salary",
            "En atelier",
            [
                "Niveau : Débutant | Brut par mois : 1 800 €",
                "Niveau : Confirmé | Brut par mois : 2 400 €",
            ],
        ),
        ("education", "Formation", ["Durée : Trois ans", "Diplôme métier : Bac\u00a0+3"]),
        ("previous_roles", "Postes précédents", []),
        ("employers", "Qui recrute\u00a0?", ["Ateliers", "Orchestres"]),
        ("keywords", "Mots-clés", ["bois musique"]),
    ]
    assert [s.heading for s in profile.sections if s.empty] == ["Postes précédents"]


def test_the_text_of_a_page_is_clean_and_holds_its_title_and_date() -> None:
    text = read_html(FRENCH, "luthier").text
    assert text.startswith(
        "Luthier / Luthière\n\nPublié le 4\u00a0mai 2021\n\nLe luthier fabrique et répare\n"
    )
    assert "- Choisir les bois\n  - l’épicéa\u00a0;\n  - l’érable.\n- Assembler la caisse\n" in text
    assert "\n1. Écouter\n2. Régler\n" in text
    for frame in ("cookies", "Accueil", "Brouillon", "1 000 000", "dix ans", "Mirecourt", "#"):
        assert frame not in text


def test_where_a_french_page_comes_from() -> None:
    source = read_html(FRENCH, "luthier").source
    assert source.uri == "https://bois.example/fiches/luthier"
    assert source.title == "Luthier / Luthière : missions, salaire, formation | Métiers du bois"
    assert source.publisher == "Métiers du bois"
    assert source.licence == "https://bois.example/licence-ouverte"
    assert source.published == "2021-05-04"


def test_the_facts_of_a_french_page() -> None:
    profile = read_html(FRENCH, "luthier")
    facts = [(fact.name, fact.span.of(profile.text)) for fact in profile.facts]
    assert facts == [
        ("salary", "1 800 €"),
        ("salary", "2 400 €"),
        ("education", "Bac\u00a0+3"),
        ("published", "4\u00a0mai 2021"),
    ]


def test_an_english_page_without_main() -> None:
    profile = read_html(ENGLISH, "tree-surgeon")
    assert (profile.title, profile.language) == ("Tree surgeon", "en")
    assert profile.source.publisher == "Green Careers"
    assert profile.other_titles == ("Arborist", "tree climber")
    assert _outline(profile) == [
        ("definition", "Tree surgeon", ["Tree surgeons look after trees."]),
        ("duties", "What you'll do", ["You'll climb trees.", "You'll cut them."]),
        ("other_titles", "Alternative titles", ["Arborist, tree climber"]),
        ("education", "Entry requirements", []),
        ("experience", "Experience", ["At least 2 years in forestry."]),
        ("education", "Qualifications", ["A certificate.", "A driving licence."]),
        ("work_environment", "Work environment", []),
        ("work_environment", "Usual partners", ["councils", "farmers"]),
        ("salary", "Salary", ["£21,000 to £30,000 a year"]),
        ("other", "Week", ["38 hours"]),
    ]


# The Apec page, laid out as the web page that its text was saved from

SITE = """<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>{title}</title></head>
<body><div class="cookie-banner"><p>Ce site utilise des cookies.</p><a>OK</a></div>
<header><nav><ul><li><a href="/">Accueil</a></li><li><a href="/f">Formation</a></li></ul></nav>
</header><div id="content">{body}</div>
<aside><h3>Salaire</h3><p>Entre 20 et 30 k€</p></aside>
<footer><ul><li>Mentions légales</li></ul></footer><script>var a = "<h3>Salaire</h3>";</script>
</body></html>"""


def _apec_as_html(text: str, profile: Profile, heading: Callable[[str, int], str]) -> str:
    """Wrap each line of the saved page into the element that it must have been."""
    levels = {section.span.start: len(section.path) for section in profile.sections[1:]}
    body: list[str] = []
    start = 0
    title, *_ = text.splitlines()
    headed = False
    for line in text.splitlines(keepends=True):
        said = line.strip()
        level = levels.get(start + len(line) - len(line.lstrip()))
        start += len(line)
        if not said or said == title:
            continue
        if said == profile.title and not headed:
            body.append(f"<h1>{escape(said)}</h1>")
            headed = True
        elif said.startswith("•"):
            item = f"<li>{escape(said[1:].strip())}</li>"
            if body[-1].endswith("</ul>"):
                body[-1] = body[-1].removesuffix("</ul>") + item + "</ul>"
            else:
                body.append(f"<ul>{item}</ul>")
        elif level is not None and (not said.endswith(":") or level == 1) and ": " not in said:
            body.append(heading(escape(said), level))
        else:
            body.append(f"<p>{escape(said)}</p>")
    return SITE.format(title=escape(title), body="\n".join(body))


LAYOUTS: dict[str, Callable[[str, int], str]] = {
    "headings": lambda said, level: f"<h{level + 1}>{said}</h{level + 1}>",
    "headings far apart": lambda said, level: f"<h{level * 2}>{said}</h{level * 2}>",
    "headings of one level": lambda said, _: f"<h3>{said}</h3>",
    "bold paragraphs": lambda said, _: f"<p><strong>{said}</strong></p>",
    "classes": lambda said, level: f'<div class="titre-{level}"><span>{said}</span></div>',
    "headings, then bold": lambda said, level: (
        f"<h3>{said}</h3>" if level == 1 else f"<p><b>{said}</b></p>"
    ),
    "accordion": lambda said, level: (
        f'<h{level + 1}><button aria-expanded="false">{said}</button></h{level + 1}>'
    ),
    "lines": lambda said, _: f"<div>{said}</div>",
}


def _same_words(said: str) -> str:
    return " ".join(said.split())


def _content(profile: Profile) -> Iterator[tuple[object, ...]]:
    for section in profile.sections:
        blocks = [_same_words(block.of(profile.text)) for block in section.blocks]
        yield section.kind, section.path, blocks, section.empty


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
def test_the_apec_page_says_the_same_as_html(
    apec_page: Path, apec_profile: Profile, layout: str
) -> None:
    page = _apec_as_html(apec_page.read_text("utf-8"), apec_profile, LAYOUTS[layout])
    profile = read_html(page, apec_profile.id)
    assert profile.title == apec_profile.title
    assert list(_content(profile)) == list(_content(apec_profile))
    assert [(f.name, f.value) for f in profile.facts] == [
        (f.name, f.value) for f in apec_profile.facts
    ]
    assert [f.span.of(profile.text) for f in profile.facts] == [
        f.span.of(apec_profile.text) for f in apec_profile.facts
    ]
    assert profile.source == apec_profile.source


# Elements


def test_known_headings_without_heading_tags_are_headings() -> None:
    profile = _read(
        "<h1>Luthier</h1><p><b>Missions</b></p><p>Choisir les bois.</p>"
        "<p><strong>Le salaire</strong><br>1 800 € par mois</p><div class=titre>À l’étranger</div>"
        "<p>2 000 € par mois</p><p>Formation : Bac +3</p>"
    )
    assert [(s.kind, s.heading, len(s.blocks)) for s in profile.sections] == [
        ("duties", "Missions", 1),
        ("salary", "Le salaire", 1),
        ("other", "À l’étranger", 1),
        ("education", "Formation", 1),
    ]


def test_a_sentence_or_an_amount_in_a_heading_tag_is_content() -> None:
    profile = _read(
        "<h1>Luthier</h1><h2>Le luthier fabrique et répare des instruments.</h2>"
        "<h2>Missions</h2><p>Choisir.</p><h2>Salaire</h2><h3>1 800 € par mois</h3>"
    )
    assert _said(profile, "definition") == ["Le luthier fabrique et répare des instruments."]
    assert _said(profile, "salary") == ["1 800 € par mois"]


def test_cells_that_span_rows_and_columns() -> None:
    profile = _read(
        "<h1>Luthier</h1><h2>Salaire</h2><table><tr><th>Région</th><th>Niveau</th>"
        "<th colspan=2>Brut</th></tr><tr><td rowspan=2>Vosges</td><td>Débutant</td><td>22 k€</td>"
        "<td>24 k€</td></tr><tr><td>Confirmé</td><td>30 k€</td><td></td></tr></table>"
    )
    assert _said(profile, "salary") == [
        "Région : Vosges | Niveau : Débutant | Brut : 22 k€ | Brut : 24 k€",
        "Région : Vosges | Niveau : Confirmé | Brut : 30 k€",
    ]


def test_a_table_that_lays_out_the_page_is_read_through() -> None:
    profile = _read(
        "<table><tr><td><h1>Luthier</h1><h2>Missions</h2><ul><li>Choisir</li></ul></td>"
        "<td><table><tr><th>Salaire</th><td>1 800 €</td></tr></table></td></tr></table>"
    )
    assert _outline(profile) == [
        ("duties", "Missions", ["Choisir"]),
        ("salary", "Salaire", ["1 800 €"]),
    ]


def test_a_page_of_the_nineties() -> None:
    profile = _read(
        "<TABLE><TR><TD class=menu><A href=a>Métiers</A></TD><TD><FONT size=5><B>Luthier</B></FONT>"
        "<BR><BR>Le luthier fabrique des violons.<BR><BR><B>LES MISSIONS</B><BR>- Choisir<BR>"
        "- Assembler<BR><BR><B>Le salaire</B><BR>1 800 &euro; par mois.<BR></TD></TR></TABLE>"
    )
    assert _outline(profile) == [
        ("definition", "Luthier", ["Le luthier fabrique des violons."]),
        ("duties", "LES MISSIONS", ["Choisir", "Assembler"]),
        ("salary", "Le salaire", ["1 800 € par mois."]),
    ]


def test_a_form_around_the_whole_page_is_no_frame() -> None:
    page = (
        "<form><input><h1>Luthier</h1><h2>Missions</h2><p>Choisir.</p><button>Oui</button></form>"
    )
    assert _said(_read(page), "duties") == ["Choisir."]


def test_what_a_class_calls_frame_is_kept_where_it_holds_the_profile() -> None:
    page = "<h1>Luthier</h1><div class='sidebar'><h2>Missions</h2><p>A</p><h2>Salaire</h2></div>"
    assert _said(_read(page), "duties") == ["A"]


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>Luthier - Bois</title>", "<h1>Fiche métier</h1>", "Luthier"),
        ("<title>Luthier - Bois</title>", "<h1>Bois</h1><h1>Luthier</h1>", "Luthier"),
        ("<title>Bois.fr</title>", "<h1>Luthier : salaire, formation</h1>", "Luthier"),
        ("<meta property=og:title content='Luthier | Bois'>", "", "Luthier"),
        ("<title>Fiche métier : Luthier - Bois</title>", "<p>Luthier</p>", "Luthier"),
        ("", "<p>Luthier</p>", "Luthier"),
    ],
)
def test_the_title(head: str, body: str, title: str) -> None:
    profile = _read(f"{body}<h2>Missions</h2><p>Choisir.</p>", head)
    assert profile.title == title
    assert [s.kind for s in profile.sections if s.blocks][-1] == "duties"


@pytest.mark.parametrize(
    ("head", "body", "published", "span"),
    [
        ("", "<p>publié le 13/09/2017</p>", "2017-09-13", "13/09/2017"),
        ("", "<p>Par Ana, <time>13 septembre 2017</time></p>", "2017-09-13", "13 septembre 2017"),
        ("<meta property=article:published_time content=2017-09-13T08:00Z>", "", "2017-09-13", ""),
        ("<meta name=DC.date content=2017-09-13>", "", "2017-09-13", ""),
        (
            '<script type="application/ld+json">{"datePublished": "2017-09-13", [[</script>',
            "",
            "2017-09-13",
            "",
        ),
        ("<meta name=date content=demain>", "<p>Fiche publiée jadis</p>", None, ""),
    ],
)
def test_a_date_is_a_fact_only_where_the_page_shows_it(
    head: str, body: str, published: str | None, span: str
) -> None:
    profile = _read(f"<h1>Luthier</h1>{body}<h2>Missions</h2><p>Choisir.</p>", head)
    assert profile.source.published == published
    facts = [f.span.of(profile.text) for f in profile.facts_named("published")]
    assert facts == ([span] if span else [])
    assert [s.kind for s in profile.sections][-1] == "duties"


def test_a_date_within_the_body_is_not_that_of_the_page() -> None:
    profile = _read("<h1>Luthier</h1><h2>Missions</h2><p>Salon : <time>3 mai 2020</time></p>")
    assert profile.source.published is None


# What no page should do to a reader

PROFILE = "<h1>Luthier</h1><h2>Missions</h2><p>Choisir.</p>"


@pytest.mark.parametrize(
    "page",
    [
        PROFILE.replace("</p>", ""),
        PROFILE.replace("</h2>", ""),
        PROFILE + "<!-- <p>caché</p> --><ul><li>a<li>b<table><tr><td>c",
        PROFILE + "<!-- jamais fermé <p>",
        PROFILE + "<![CDATA[ caché ]]>",
        PROFILE + "</div></div></body></html><p>fin",
        PROFILE + "<p>&unknown; &#0; &#x110000; &eacute &lt;b&gt;</p>",
        PROFILE + "<p>\x00\x0b\ud800</p>",
        "<?xml version='1.0' encoding='iso-8859-1'?><html xmlns='http://www.w3.org/1999/xhtml'>"
        + PROFILE,
        PROFILE + "<td>a</td><dd>b</dd><li>c</li></ul></dl><dt>d",
        PROFILE + "<table><tr><td colspan=99999999999 rowspan=-1>a<td rowspan=٣>b</table>",
        PROFILE + "<p" + " x" * 5000,
    ],
)
def test_malformed_pages_are_read(page: str) -> None:
    profile = read_html(page, "luthier")
    assert profile.title == "Luthier"
    assert {s.kind for s in profile.sections} == {"duties"}
    assert "caché" not in profile.text
    for passage in passages_of(profile):
        assert passage.span.of(profile.text) == passage.text == passage.text.strip() != ""


@pytest.mark.parametrize("tag", ["div", "b", "ul><li", "table><tr><td", "dl><dd", "section"])
def test_a_page_nested_ten_thousand_deep_is_refused(tag: str) -> None:
    with pytest.raises(CorpusError, match="nested too deep"):
        read_html(f"<h1>Luthier</h1>{f'<{tag}>' * 10_000}<h2>Missions</h2><p>Choisir.", "luthier")


@pytest.mark.parametrize("tag", ["div", "ul><li", "table><tr><td", "dl><dd", "div class=title"])
def test_a_page_nested_hundreds_deep_is_read(tag: str) -> None:
    profile = read_html(f"{PROFILE}{f'<{tag}>' * 400}Accorder", "luthier")
    assert _said(profile, "duties") == ["Choisir.", "Accorder"]


@pytest.mark.parametrize("page", ["<!-- rien -->", "<html></html>", "<script>x()</script>", "<"])
def test_a_page_without_words_is_refused(page: str) -> None:
    with pytest.raises(CorpusError, match=r"nothing in this page|no heading of a job profile"):
        read_html(page, "vide")


# Files


def _refusal(path: Path) -> str:
    with pytest.raises(CorpusError) as error:
        read_document(path)
    return str(Refusal.because(path, error.value))


@pytest.mark.parametrize(
    ("declared", "codec"),
    [
        ('<meta charset="utf-8">', "utf-8"),
        ("", "utf-8-sig"),
        ('<meta charset="windows-1252">', "cp1252"),
        ("<META HTTP-EQUIV=Content-Type CONTENT='text/html; charset=ISO-8859-1'>", "cp1252"),
        ("<?xml version='1.0' encoding='ISO-8859-15'?>", "iso8859-15"),
        ('<meta charset="windows-1252">', "utf-8"),
    ],
)
def test_the_declared_charset_is_honoured(tmp_path: Path, declared: str, codec: str) -> None:
    path = tmp_path / "luthière.HTM"
    page = f"{declared}<title>Luthière</title><h2>Rémunération</h2><p>22 k€ à l'atelier</p>"
    path.write_bytes(page.encode(codec))
    profile = read_document(path)
    assert profile.title == "Luthière"
    assert _said(profile, "salary") == ["22 k€ à l'atelier"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<meta charset=utf-8><h2>M\xe9tier</h2>", "it is not UTF-8 (byte 25)"),
        (b"<h2>M\xe9tier</h2>", "save it again as UTF-8"),
        (b"<meta charset=windows-1252><h2>M\xe9tier \x81</h2>", "it is not windows-1252"),
        (b"<meta charset=shift_jis><h2>M\xe9tier</h2>", "it declares the charset shift_jis"),
        (b"<meta charset=unicode_escape><h2>M\xe9tier</h2>", "the charset unicode_escape"),
        ("<h2>Missions</h2>".encode("utf-16"), "it is a binary file"),
    ],
)
def test_a_broken_encoding_is_refused_by_name(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "luthier.html"
    path.write_bytes(content)
    assert said in _refusal(path)


def test_a_page_of_200_megabytes_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "luthier.html"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    assert "it measures 200 MB, more than 5 MB" in _refusal(path)


@pytest.mark.parametrize(
    "part",
    [
        "<p>Choisir les bois</p>",
        "<b>a</b><br>",
        "<ul><li>a</ul>",
        "<div class=title>",
        "<nav></nav>x",
        "<td>a",
        "<dt>a<dd>b",
        "<form><h3>Salaire</h3></form>",
    ],
)
def test_a_page_of_many_parts_is_read_or_refused_in_seconds(part: str) -> None:
    page = PROFILE + part * (LARGEST_DOCUMENT // 20 // len(part))
    start = perf_counter()
    with suppress(CorpusError):
        read_html(page, "luthier")
    assert perf_counter() - start < 10


@pytest.mark.parametrize("parts", ["<p>a</p>", "<table><tr>{}</tr></table>"])
def test_a_page_far_longer_than_a_profile_is_refused(parts: str) -> None:
    page = parts.format("<td>a</td>" * 20_001) if "{}" in parts else parts * 20_001
    with pytest.raises(CorpusError, match="more than 20,000 blocks"):
        read_html(PROFILE + page, "luthier")
