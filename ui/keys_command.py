"""What an operator does with the database: keys, insights, feedback."""

import csv
import sys
from pathlib import Path
from typing import Annotated

import typer

from ui.kept_conversations import open_database

keys = typer.Typer(help="The keys by which sites use the API.", no_args_is_help=True)

DataOption = Annotated[
    Path, typer.Option("--data", envvar="CAREER_DATA", help="The data folder.", file_okay=False)
]


@keys.command()
def create(
    name: Annotated[str, typer.Option(help="Who uses it.")],
    data: DataOption,
    origins: Annotated[
        str, typer.Option(help="Sites whose pages hold it, with commas; it is then publishable.")
    ] = "",
    daily: Annotated[
        int | None, typer.Option(min=1, help="Answers a day; 1000 for a publishable key.")
    ] = None,
) -> None:
    """Make a key, and show it this once."""
    from assistant.keys import Keys

    sites = [origin.strip() for origin in origins.split(",") if origin.strip()]
    key, said = Keys(open_database(data)).create(name, sites, daily)
    typer.echo(said)
    kind = "publishable" if key.publishable else "secret"
    typer.echo(f"{kind} key {key.id}; it is not shown again", err=True)


@keys.command("list")
def list_keys(data: DataOption) -> None:
    """List keys, without what they say."""
    from assistant.keys import Keys

    for key in Keys(open_database(data)).list():
        kind = "publishable" if key.publishable else "secret"
        state = f"revoked {key.revoked_at}" if key.revoked_at else "in use"
        daily = f"{key.daily} a day" if key.daily else "no quota"
        typer.echo("\t".join((key.id, key.name, kind, ",".join(key.origins), daily, state)))


@keys.command()
def revoke(key: Annotated[str, typer.Argument(help="The id of a key.")], data: DataOption) -> None:
    """End the use of a key, at once."""
    from assistant.keys import Keys

    if not Keys(open_database(data)).revoke(key):
        typer.echo(f"career: no key in use has the id {key!r}; see career keys list", err=True)
        raise typer.Exit(1)
    typer.echo(f"revoked {key}")


def insights(data: DataOption) -> None:
    """Count what was asked that the profiles do not cover, by profile and kind; no words."""
    from assistant.stored_conversations import StoredConversations

    counted = StoredConversations(open_database(data)).uncovered()
    writer = csv.writer(sys.stdout)
    writer.writerow(("count", "status", "profile", "kind"))
    for (status, profile, kind), count in counted.most_common():
        writer.writerow((count, status, profile, kind))


def feedback(data: DataOption) -> None:
    """Write what people think of answers, as CSV."""
    from assistant.stored_conversations import StoredConversations

    writer = csv.writer(sys.stdout)
    writer.writerow(("created_at", "answer_id", "rating", "reason", "comment"))
    for moment, said in StoredConversations(open_database(data)).feedback():
        words = (_cell(said.reason), _cell(said.comment))
        writer.writerow((moment, said.answer_id, said.rating, *words))


def _cell(said: str | None) -> str:
    """Return a cell that a spreadsheet shows, and never runs."""
    return f"'{said}" if said and said[0] in "=+-@\t\r" else said or ""
