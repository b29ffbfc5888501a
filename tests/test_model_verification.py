"""A chat model's sentence stays only where its passages say it."""

import pytest

from assistant.draft import Evidence, evidence_of
from assistant.model_sentences import Sentence
from assistant.model_verification import introduces, verdict_on
from corpus.passages import passages_of
from corpus.plain_text import read_plain_text
from corpus.profile import Language
from index.generation import Generation

FRENCH = """Luthier / Luthière

Missions

- Choisir les bois, puis les laisser sécher
- Vernir la caisse ; régler le chevalet
- Accorder l’instrument avec le musicien

Rémunération

- Débutant : 24 k€ ; confirmé : 40 k€
- Entre 2 000 et 3 000 € par mois

Formation

- Un CAP ou un diplôme des métiers d’art ouvre l’accès au métier
- Aucun diplôme n’est exigé dans les petits ateliers
- L’oreille musicale est indispensable

Qui recrute ?

- Les ateliers Vuillaume, à Mirecourt

Rémunération des maîtres

- Maître luthier : entre 45 et 65 k€
"""
ENGLISH = """Violin maker

Duties

- Choose the wood and let it dry
- Varnish the body; adjust the bridge

Salary

- Beginners: £24,000; experienced makers: £40,000

Education

- A diploma in musical instrument making is required
- No degree is needed in small workshops
"""


def _numbered(text: str) -> list[Evidence]:
    profile = read_plain_text(text, "luthier")
    return [evidence_of(profile, [passage]) for passage in passages_of(profile)]


@pytest.fixture(scope="module")
def french() -> list[Evidence]:
    return _numbered(FRENCH)


@pytest.fixture(scope="module")
def english() -> list[Evidence]:
    return _numbered(ENGLISH)


def _is_kept(said: str, evidence: list[Evidence], language: Language, *numbers: int) -> bool:
    cited = [evidence[number - 1] for number in numbers]
    return bool(verdict_on(Sentence(said, numbers, ""), cited, language).evidence)


@pytest.mark.parametrize(
    ("said", "numbers"),
    [
        ("Le luthier choisit les bois et les laisse sécher.", [1]),
        ("Vous vernissez la caisse et réglez le chevalet.", [2]),
        ("Il vernit la caisse, puis accorde l’instrument avec le musicien.", [2, 3]),
        ("Un débutant : 24 k€.", [4]),
        ("24 000 € pour un débutant.", [4]),
        ("Débutant : 24 k€ ; confirmé : 40 k€", [4]),
        ("Entre 2000 et 3000 € par mois.", [5]),
        ("Un CAP ouvre l’accès au métier.", [6]),
        ("Maître luthier : entre 45 et 65 k€.", [10]),
        ("Aucun diplôme n’est exigé dans les petits ateliers.", [7]),
        ("L’oreille musicale est indispensable.", [8]),
        ("Il faut l’oreille musicale.", [8]),
        ("Les ateliers Vuillaume recrutent, à Mirecourt.", [9]),
        ("La fiche dit : «\u00a0Vernir la caisse\u00a0».", [2]),
    ],
)
def test_what_a_passage_says_stays(said: str, numbers: list[int], french: list[Evidence]) -> None:
    assert _is_kept(said, french, "fr", *numbers)


@pytest.mark.parametrize(
    ("said", "numbers"),
    [
        # A number, a name, a word, another passage's.
        ("Un débutant : 34 k€.", [4]),
        ("Les ateliers Stradivari recrutent.", [9]),
        ("Les ateliers Vuillaume, à Crémone.", [9]),
        ("Il vernit la caisse avec patience.", [2]),
        ("Il vernit la caisse.", [1]),
        ("C’est le plus beau des métiers.", [1]),
        # True words, put together untruly.
        ("Un débutant : 40 k€.", [4]),
        ("Un confirmé : 24 k€.", [4]),
        ("Confirmé : 3 000 € par mois.", [4, 5]),
        ("Un débutant : entre 2 000 et 3 000 €.", [4, 5]),
        ("Il vernit le musicien.", [2, 3]),
        # Denied, or no longer denied.
        ("Un CAP n’ouvre pas l’accès au métier.", [6]),
        ("Un diplôme est exigé dans les petits ateliers.", [7]),
        ("L’oreille musicale n’est jamais indispensable.", [8]),
        ("Pas exigé : aucun diplôme dans les petits ateliers.", [7]),
        # Demanded or promised where a passage only says.
        ("Il faut un CAP.", [6]),
        ("Un CAP est obligatoire.", [6]),
        ("Seul un CAP ouvre l’accès au métier.", [6]),
        ("Les ateliers Vuillaume recrutent toujours.", [9]),
        ("Entre 2 000 et 3 000 € par mois garantis.", [5]),
        # Nothing that a passage says.
        ("Le luthier est un luthier.", [1]),
        ("Voici la fiche du métier.", [1]),
        ("Il vernit la caisse.", []),
        # Another language.
        ("The violin maker varnishes the body.", [2]),
        ("Der Geigenbauer lackiert den Korpus.", [2]),
        # Quoted otherwise than it is written.
        ("La fiche dit : «\u00a0la caisse Vernir\u00a0».", [2]),
        # Mark-up and what cannot be seen.
        ("Vernir <b>la caisse</b>.", [2]),
        ("Vernir [la caisse](https://x.example).", [2]),
        ("Vernir `la caisse`.", [2]),
        ("Vernir la caisse https://x.example.", [2]),
        ("Vernir la\u200b caisse.", [2]),
        ("Vernir la caisse\u202e.", [2]),
        ("Vernir &lt;la caisse.", [2]),
    ],
)
def test_what_no_passage_says_is_taken_out(
    said: str, numbers: list[int], french: list[Evidence]
) -> None:
    assert not _is_kept(said, french, "fr", *numbers)


@pytest.mark.parametrize(
    ("said", "number", "is_kept"),
    [
        ("A violin maker chooses the wood and lets it dry.", 1, True),
        ("The work involves varnishing the body.", 2, True),
        ("Beginners: £24,000.", 3, True),
        ("A diploma in musical instrument making is required.", 4, True),
        ("No degree is needed in small workshops.", 5, True),
        ("Beginners: £40,000.", 3, False),
        ("A degree is needed in small workshops.", 5, False),
        ("A diploma in musical instrument making isn’t required.", 4, False),
        ("You must varnish the body.", 2, False),
        ("The body is varnished by Amati.", 2, False),
        ("Le luthier vernit la caisse.", 2, False),
    ],
)
def test_english_is_verified_alike(
    said: str, number: int, is_kept: bool, english: list[Evidence]
) -> None:
    assert _is_kept(said, english, "en", number) is is_kept


def test_a_marker_that_supports_nothing_is_dropped(french: list[Evidence]) -> None:
    sentence = Sentence("Il vernit la caisse.", (1, 2, 9), "")
    assert verdict_on(sentence, [french[0], french[1], french[8]], "fr").evidence == (french[1],)


@pytest.mark.parametrize(
    ("said", "leads"),
    [
        ("Voici les missions principales :", True),
        ("Le luthier travaille ainsi :", True),
        ("Voici les missions principales.", False),
        ("Voici les 3 missions :", False),
        ("Il faut :", False),
        ("Zorglub recommande :", False),
    ],
)
def test_only_what_asserts_nothing_introduces(
    said: str, leads: bool, french: list[Evidence]
) -> None:
    assert introduces(Sentence(said, (), ""), french, "fr") is leads


def test_every_passage_of_the_shipped_profiles_may_be_said(
    shipped_generation: Generation,
) -> None:
    lost = [
        passage.text
        for profile in shipped_generation.profiles.values()
        for passage in shipped_generation.passages_of(profile.id)
        if not _is_kept(passage.text, [evidence_of(profile, [passage])], profile.language, 1)
    ]
    assert lost == []
