"""Fits the weights that tell whether a question can be answered: `python -m eval.calibrate`.

From the development half of the cases, and from their questions on one line asked again of other
professions, which do not answer them. Prints what assistant/answerability.py holds.
"""

import random
from collections.abc import Iterator

import numpy as np
from sklearn.linear_model import LogisticRegression

from assistant.answerability import features
from assistant.career_assistant import Findings
from eval.cases import Case, read_cases
from eval.corpora import Corpus, opened_corpora

_SEED = 7


def main() -> None:
    """Fit, and print the weights and the curve that the threshold is chosen on."""
    cases = [case for case in read_cases() if case.half == "development"]
    chance = random.Random(_SEED)
    with opened_corpora([case.document for case in cases]) as (corpora, _):
        found = [row for corpus in corpora for row in _examples(corpus, cases, chance)]
    names = list(found[0][0])
    table = np.array([list(row.values()) for row, _ in found])
    answerable = np.array([label for _, label in found])
    model = LogisticRegression(fit_intercept=False, class_weight="balanced", max_iter=1000)
    model.fit(table, answerable)
    for name, weight in zip(names, model.coef_[0], strict=True):
        print(f'    "{name}": {weight:.2f},')
    sure = model.predict_proba(table)[:, 1]
    print("threshold  refused though answerable  refused rightly")
    for threshold in np.arange(0.1, 0.9, 0.05):
        wrong, right = (sure[answerable == known] < threshold for known in (1, 0))
        print(f"{threshold:9.2f}  {wrong.mean():25.3f}  {right.mean():15.3f}")


def _examples(
    corpus: Corpus, cases: list[Case], chance: random.Random
) -> Iterator[tuple[dict[str, float], int]]:
    profiles = list(corpus.generation.profiles)
    for case in cases:
        if Corpus.name_of(case.document) != corpus.name:
            continue
        findings = corpus.assistant.find(case.question)
        if findings.matches:
            yield from _row(findings, int(case.status == "answered"))
        if case.status == "answered" and len(case.gold) == 1 and len(profiles) > 1:
            other = chance.choice([i for i in profiles if i != case.profile_id])
            yield from _row(corpus.assistant.find(case.question, profile_id=other), 0)


def _row(findings: Findings, label: int) -> Iterator[tuple[dict[str, float], int]]:
    if findings.profile is not None:
        yield features(findings.asked, findings.profile, findings.matches), label


if __name__ == "__main__":
    main()
