"""The date that a page gives of itself."""

import pytest

from corpus.dates import iso_date, published_in
from corpus.profile import Span


@pytest.mark.parametrize(
    "written",
    [
        "2017-09-03",
        "2017/09/03",
        "03/09/2017",
        "3.9.2017",
        "3 septembre 2017",
        "3 sept. 2017",
        "3 September 2017",
        "3rd September 2017",
        "September 3, 2017",
        "September 3rd, 2017",
        "Sept. 3, 2017",
    ],
)
def test_a_date_is_read_day_before_month(written: str) -> None:
    text = f"publié le {written} par la rédaction"
    found = published_in(text, Span(0, len(text)))
    assert found is not None
    assert found.iso == "2017-09-03"
    assert found.span.of(text) == written


def test_the_first_of_the_month_in_french() -> None:
    assert iso_date("1er mars 2021") == "2021-03-01"


@pytest.mark.parametrize(
    "written", ["mai 2021", "2021", "32/01/2021", "31 février 2021", "bientôt"]
)
def test_what_names_no_day_is_no_date(written: str) -> None:
    text = f"publié {written}"
    assert published_in(text, Span(0, len(text))) is None


def test_only_the_part_asked_for_is_searched() -> None:
    text = "01/02/2020 puis 03/04/2021"
    found = published_in(text, Span(11, len(text)))
    assert found is not None
    assert found.span == (16, 26)
    assert found.iso == "2021-04-03"
