"""Draws the report's plots."""

from pathlib import Path

import matplotlib
from matplotlib.figure import Figure

from eval.evaluation import Evaluated
from eval.figures import Mean, risk_and_coverage


def write_plots(evaluated: Evaluated, folder: Path) -> None:
    """Write risk.svg and styles.svg, the same bytes for the same figures."""
    with matplotlib.rc_context({"svg.hashsalt": "evaluation"}):
        _save(_risk(evaluated), folder / "risk.svg")
        _save(_styles(evaluated), folder / "styles.svg")


def _save(figure: Figure, path: Path) -> None:
    figure.savefig(path, metadata={"Date": None}, bbox_inches="tight")


def _risk(evaluated: Evaluated) -> Figure:
    figure = Figure(figsize=(7, 4))
    axes = figure.subplots()
    reported = [o for o in evaluated.outcomes if o.case.half == "reported"]
    for name, some in {
        "all": reported,
        "French": [o for o in reported if o.case.language == "fr"],
        "English": [o for o in reported if o.case.language == "en"],
    }.items():
        coverage, risk = zip(*risk_and_coverage(some), strict=True)
        axes.plot(coverage, risk, label=name)
    answered = sum(not o.abstained for o in reported) / len(reported)
    axes.axvline(answered, color="grey", linestyle=":", label="answered now")
    axes.set(xlabel="share of the questions answered", ylabel="share of the answers wrong")
    axes.set(xlim=(0, 1), ylim=(0, 1))
    axes.legend()
    return figure


def _styles(evaluated: Evaluated) -> Figure:
    figure = Figure(figsize=(7, 4))
    axes = figure.subplots()
    answerable = [o for o in evaluated.outcomes if o.is_answerable and o.case.half == "reported"]
    styles = sorted({outcome.case.style for outcome in answerable})
    means = [
        Mean.of([float(o.first) for o in answerable if o.case.style == style]) for style in styles
    ]
    for place, mean in enumerate(means):
        assert mean is not None
        spread = [[mean.value - mean.low], [mean.high - mean.value]]
        axes.errorbar([mean.value], [place], xerr=spread, fmt="o", color="tab:blue")
    axes.set(xlim=(0, 1), xlabel="right line first", yticks=range(len(styles)))
    axes.set_yticklabels(styles)
    return figure
