"""Compares embedding models by themselves: `python -m eval.models index/model OTHER…`.

How often the right line comes first among all lines of its profession, by the cosine alone, over
all answerable cases: training again should give a model that is as good.
"""

import argparse
from collections.abc import Sequence

import numpy as np

from eval.cases import Case, read_cases
from eval.corpora import Corpus, opened_corpora
from eval.evaluation import CATALOGUE, TEMPLATE_CASES
from eval.template_cases import template_cases
from index.embedding import as_vectors, load_embeddings
from index.publish import embedding_text


def main() -> None:
    """Print each model's share, and how often they disagree with the first."""
    parser = argparse.ArgumentParser(description="Compares embedding models.")
    parser.add_argument("models", nargs="+", help="names or paths, the first to compare with")
    models = parser.parse_args().models
    cases = [case for case in read_cases() if case.status == "answered"]
    with opened_corpora([case.document for case in cases]) as (corpora, absent):
        for corpus in corpora:
            if corpus.name == CATALOGUE:
                cases += template_cases(corpus.generation.profiles, CATALOGUE, TEMPLATE_CASES)
        right = [first_is_right(model, cases, corpora) for model in models]
    for model, answers in zip(models, right, strict=True):
        disagrees = np.mean(np.array(answers) != np.array(right[0]))
        print(
            f"{np.mean(answers):.4f} of {len(answers)} cases, {disagrees:.4f} other than the first"
            f" model: {model}"
        )
    for name in absent:
        print(f"left out, not here: {name}")


def first_is_right(model: str, cases: Sequence[Case], corpora: Sequence[Corpus]) -> list[bool]:
    """Tell for each case whether a right line comes first in its profession."""
    embeddings = load_embeddings(model)
    right: list[bool] = []
    for corpus in corpora:
        generation = corpus.generation
        for profile_id, asked in _by_profile(cases, corpus).items():
            profile, passages = generation.profiles[profile_id], generation.passages_of(profile_id)
            lines = embeddings.embed_documents([embedding_text(profile, p) for p in passages])
            for case in asked:
                nearness = (
                    as_vectors(lines) @ as_vectors([embeddings.embed_query(case.question)])[0]
                )
                right.append(case.is_right(passages[int(nearness.argmax())]))
    return right


def _by_profile(cases: Sequence[Case], corpus: Corpus) -> dict[str, list[Case]]:
    found: dict[str, list[Case]] = {}
    for case in cases:
        profile_id = case.profile_id
        here = Corpus.name_of(case.document) == corpus.name
        if here and profile_id is not None and profile_id in corpus.generation.profiles:
            found.setdefault(profile_id, []).append(case)
    return found


if __name__ == "__main__":
    main()
