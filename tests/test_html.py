"""Reads saved web pages: what is content, what is frame, and what each element becomes."""

from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path

import pytest

from corpus.html import read_html
from corpus.passages import passages_of
from corpus.profile import CorpusError, Profile, Refusal, SectionKind
from corpus.readers import LARGEST_DOCUMENT, read_document, read_documents

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
<details><summary>What you'll do</summary><p>You'll climb trees.</p><p>You'll cut them.</p></details>
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
        ("education", "Formation", ["Durée : Trois ans"]),
        ("education", "Diplôme métier", ["Bac\u00a0+3"]),
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
        ("salary", "Salary", ["Week : 38 hours"]),
    ]
