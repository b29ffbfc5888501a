"""Fits the weights that tell whether a question can be answered: `python -m eval.calibrate`.

From the development half of the cases that name a profession which is there. Prints what
assistant/answerability.py holds.
"""

from collections.abc import Iterator

import numpy as np
from sklearn.linear_model import LogisticRegression

from assistant.answerability import features
from eval.cases import Case, read_cases
from eval.corpora import Corpus, opened_corpora


def main() -> None:
    """Fit, and print the weights and the curve that the threshold is chosen on."""
    cases = [case for case in read_cases() if case.half == "development"]
    with opened_corpora([case.document for case in cases]) as (corpora, _):
        found = [row for corpus in corpora for row in _examples(corpus, cases)]
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


def _examples(corpus: Corpus, cases: list[Case]) -> Iterator[tuple[dict[str, float], int]]:
    """Yield what is found for each case, and whether the profile answers it."""
    for case in cases:
        if Corpus.name_of(case.document) == corpus.name:
            found = corpus.assistant.find(case.question)
            if found.profile is not None and found.matches:
                answered = int(case.status == "answered")
                yield features(found.asked, found.profile, found.matches), answered


if __name__ == "__main__":
    main()
