"""What the chat page says on its own account, in French and English."""

from corpus.profile import Language

# No-break spaces, U+00A0, stand before : ; ? ! and inside « » in French.
_LABELS: dict[Language, dict[str, str]] = {
    "fr": {
        "title": "Assistant métiers",
        "purpose": "Posez une question sur un métier\u00a0: la réponse montre le passage de la "
        "fiche sur lequel elle s’appuie.",
        "start": "Que voulez-vous savoir\u00a0?",
        "notice": "Assistant automatique\u00a0: il ne répond qu’à partir des fiches métiers. Vos "
        "questions sont gardées un temps, sans données personnelles.",
        "erase": "Effacer la conversation",
        "find": "Chercher un métier",
        "find_hint": "Chercher un métier…",
        "partial": "Réponse en partie seulement",
        "not_covered": "Les fiches n’en disent rien",
        "out_of_scope": "Hors de mon domaine",
        "refused": "Hors de mon domaine",
        "question": "Votre question",
        "hint": "Votre question…",
        "send": "Envoyer",
        "other_language": "English",
        "sources": "Sources",
        "source": "Source {number}",
        "waiting": "Je cherche dans les fiches…",
        "helpful": "Cette réponse vous aide-t-elle\u00a0?",
        "up": "Oui, elle m’aide",
        "down": "Non",
        "why": "Qu’est-ce qui ne va pas\u00a0?",
        "reason_wrong": "C’est inexact",
        "reason_incomplete": "C’est incomplet",
        "reason_off_topic": "Ce n’est pas ma question",
        "reason_unclear": "Ce n’est pas clair",
        "comment": "Un commentaire (facultatif, sans données personnelles)",
        "tell": "Envoyer mon avis",
        "thanks": "Merci de votre avis.",
        "unsaid": "Votre avis n’a pas pu être gardé. Réessayez dans un moment.",
        "lost": "La connexion est perdue. La conversation reprendra ici dès qu’elle reviendra.",
        "back": "La connexion est revenue.",
        "failed": "L’assistant n’a pas pu répondre. Réessayez dans un moment.",
        "bad_question": "Je n’ai pas pu lire cette question\u00a0: écrivez-la en quelques mots, "
        "en {longest} caractères au plus. Par exemple\u00a0: «\u00a0Quel est le "
        "salaire\u00a0?\u00a0»",
        "index_fault": "Je ne peux pas répondre pour le moment\u00a0: les fiches métiers ne sont "
        "pas disponibles. Réessayez un peu plus tard.",
        "fault": "Je n’ai pas pu répondre à cause d’une panne de mon côté. Réessayez, ou posez la "
        "question autrement.",
    },
    "en": {
        "title": "Career assistant",
        "purpose": "Ask about a job: the answer shows the passage of the job profile that it "
        "rests on.",
        "start": "What would you like to know?",
        "notice": "Automated assistant: it only answers from the job profiles. Your questions are "
        "kept for a while, without personal data.",
        "erase": "Erase the conversation",
        "find": "Find a profession",
        "find_hint": "Find a profession…",
        "partial": "A partial answer",
        "not_covered": "The profiles say nothing on this",
        "out_of_scope": "Not something I answer",
        "refused": "Not something I answer",
        "question": "Your question",
        "hint": "Your question…",
        "send": "Send",
        "other_language": "Français",
        "sources": "Sources",
        "source": "Source {number}",
        "waiting": "Looking in the profiles…",
        "helpful": "Does this answer help?",
        "up": "Yes, it helps",
        "down": "No",
        "why": "What is wrong with it?",
        "reason_wrong": "It is inaccurate",
        "reason_incomplete": "It is incomplete",
        "reason_off_topic": "It is not what I asked",
        "reason_unclear": "It is not clear",
        "comment": "A comment (optional, no personal data)",
        "tell": "Send my opinion",
        "thanks": "Thank you for telling us.",
        "unsaid": "Your opinion could not be kept. Please try again in a moment.",
        "lost": "The connection is lost. The conversation goes on here as soon as it is back.",
        "back": "The connection is back.",
        "failed": "The assistant could not answer. Please try again in a moment.",
        "bad_question": "I could not read this question: ask it in a few words, {longest} "
        "characters at most. For example: “What does it pay?”",
        "index_fault": "I cannot answer right now: the job profiles are not available. Please try "
        "again a little later.",
        "fault": "I could not answer because something failed on my side. Please try again, or "
        "ask in other words.",
    },
}


def label(name: str, language: Language, **values: object) -> str:
    """Return a label with its values filled in."""
    return _LABELS[language][name].format(**values)


def browser_language(accepted: str) -> Language:
    """Return the language that an Accept-Language header ranks first; French if it names none.

    Qualities are read as RFC 9110 §12.5.4 gives them; equal ones rank in the order written.
    """
    ranked: list[tuple[float, Language]] = []
    for choice in accepted.lower().split(","):
        tag, _, quality = choice.partition(";")
        code = tag.strip().partition("-")[0]
        try:
            weight = float(quality.strip().removeprefix("q=") or 1)
        except ValueError:
            continue
        if weight > 0 and (code == "fr" or code == "en"):
            ranked.append((-weight, "fr" if code == "fr" else "en"))
    return min(ranked, key=lambda pair: pair[0])[1] if ranked else "fr"
