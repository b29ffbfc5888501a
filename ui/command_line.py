"""The command line: `career`."""

import os
import socket
import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from assistant.answer import Answer
from assistant.career_assistant import CareerAssistant
from assistant.errors import AssistantError
from corpus.profile import CorpusError
from index.embedding import SHIPPED_MODEL
from index.errors import IndexFault
from index.shipped import shipped_data
from ui.keys_command import feedback, insights, keys
from ui.progress import ProgressBar

app = typer.Typer(
    help="Answers questions about professions from job profiles, with the passage behind each.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

app.add_typer(keys, name="keys")
app.command()(insights)
app.command()(feedback)

DataOption = Annotated[
    Path | None,
    typer.Option(
        "--data",
        envvar="CAREER_DATA",
        help="The one folder where everything lives; without it, the shipped profiles.",
        file_okay=False,
    ),
]


SourceOption = Annotated[
    str | None,
    typer.Option("--source", help="One catalogue: rome, esco, onet."),
]


def main() -> None:
    """Run `career`; what goes wrong in the user's world is one line and exit status 1."""
    # Nothing is fetched or reported: set before the libraries that read these are imported.
    os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
    try:
        app()
    except BrokenPipeError:
        sys.exit(1)  # what read the output has gone, as in « career profiles | head »
    except (CorpusError, IndexFault, AssistantError) as error:
        _fail(str(error))


@app.command()
def ingest(
    paths: Annotated[list[Path], typer.Argument(help="Documents or folders of documents.")],
    data: DataOption = None,
    prune: Annotated[
        bool, typer.Option("--prune", help="Remove the profiles of documents that are gone.")
    ] = False,
    catalogue: Annotated[
        str | None,
        typer.Option("--as", help="What PATH is, instead of recognising it: rome, esco."),
    ] = None,
) -> None:
    """Read documents into the index; a profile read before is replaced."""
    from corpus.readable import CATALOGUES  # the readers' libraries, which no answer needs
    from index.ingest import ingest as ingest_documents

    if catalogue is not None and catalogue not in CATALOGUES:
        raise typer.BadParameter(f"--as takes one of {', '.join(CATALOGUES)}")
    if data is None:
        raise typer.BadParameter("say where to keep the index: --data DIR, or CAREER_DATA=DIR")
    with ProgressBar() as progress:
        done = ingest_documents(paths, data, _model(), progress, prune, catalogue)
    for notice in done.notices:
        typer.echo(f"note     {notice}", err=True)
    for refusal in done.refused:
        typer.echo(f"refused  {refusal}", err=True)
    typer.echo(
        f"{len(done.new)} new, {len(done.replaced)} replaced, {len(done.unchanged)} unchanged, "
        f"{len(done.removed)} removed, {len(done.refused)} refused; "
        f"{done.embedded_passages} passages embedded"
    )
    if done.refused:
        raise typer.Exit(1)


@app.command()
def remove(
    profile: Annotated[str, typer.Argument(help="The id of a profile.")], data: DataOption = None
) -> None:
    """Remove a profile from the index."""
    from index.ingest import remove as remove_profile

    if data is None:
        raise typer.BadParameter("say which index: --data DIR, or CAREER_DATA=DIR")
    with ProgressBar() as progress:
        remove_profile(profile, data, progress)
    typer.echo(f"removed {profile}")


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="A question in French or English.")],
    profile: Annotated[str | None, typer.Option(help="Answer from this profile only.")] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="The answer as the API gives it.")
    ] = False,
    data: DataOption = None,
    source: SourceOption = None,
) -> None:
    """Answer one question."""
    assistant = _opened(data, source)
    answer = assistant.answer(question, profile_id=profile)
    if as_json:
        from api.answer_shapes import AnswerShape  # pydantic models, for this alone

        typer.echo(AnswerShape.of(answer).model_dump_json(indent=2))
    else:
        typer.echo(_readable(answer))


@app.command()
def profiles(
    query: Annotated[str, typer.Argument(help="Title, other title or code.")] = "",
    data: DataOption = None,
    source: SourceOption = None,
) -> None:
    """List profiles."""
    found = _opened(data, source).generation.titles.search(query)
    for profile in found:
        typer.echo(f"{profile.id}\t{profile.title}\t{profile.language}")
    if not found:
        _fail(f"no profile is called {query!r}; career profiles lists them all")


@app.command()
def check(
    paths: Annotated[list[Path], typer.Argument(help="Documents or folders of documents.")],
    language: Annotated[
        str | None, typer.Option(help="fr or en; without it, each profile's own.")
    ] = None,
) -> None:
    """Say which kinds of question profiles can answer, and how to mend the rest."""
    from corpus.profile import LANGUAGES, Notice, Profile, Refusal
    from corpus.readable import read_all
    from ui.check_report import report

    said_in = next((known for known in LANGUAGES if known == language), None)
    if language is not None and said_in is None:
        raise typer.BadParameter(f"--language takes one of {', '.join(LANGUAGES)}")
    refused = False
    for found in read_all(paths):
        if isinstance(found, Profile):
            typer.echo(report(found, said_in or found.language))
        elif isinstance(found, Notice):
            refused = refused or isinstance(found, Refusal)
            typer.echo(str(found), err=True)
    if refused:
        raise typer.Exit(1)


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes a free one.")] = 8000,
    data: DataOption = None,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Processes that answer.")] = 1,
    open_to_everyone: Annotated[
        bool,
        typer.Option(
            "--open-to-everyone", help="Beyond this machine, answer whoever has no key too."
        ),
    ] = False,
    require_keys: Annotated[
        bool,
        typer.Option(
            "--require-keys", help="On this machine too, as behind a proxy that the public reaches."
        ),
    ] = False,
) -> None:
    """Serve the API and the chat page on one port."""
    from ui.served import is_loopback, run

    if open_to_everyone and require_keys:
        raise typer.BadParameter("--open-to-everyone and --require-keys are opposites")
    listening = _listen(host, port)
    address = f"http://{host}:{listening.getsockname()[1]}"
    folder = _data(data)
    beyond = require_keys or not is_loopback(host)
    door = "limited" if open_to_everyone else "keys" if beyond else "open"
    typer.echo(f"Career assistant: {address}  (API: {address}/docs; Ctrl-C stops)")
    run(listening, folder, door, workers)


@app.command()
def doctor(data: DataOption = None) -> None:
    """Check the index against what was read, and say how to mend what is wrong."""
    from index.doctor import examine

    found = examine(_data(data))
    for finding in found:
        typer.echo(str(finding), err=True)
    if found:
        raise typer.Exit(1)
    typer.echo("documents, manifest, vectors and words agree")


@app.command("eval")
def evaluate(
    output: Annotated[Path, typer.Option(help="Folder of the report.")] = Path("eval/reports"),
    short: Annotated[
        bool,
        typer.Option("--short", help="Without the catalogue: prints, and fails below the floors."),
    ] = False,
    chat: Annotated[
        bool,
        typer.Option("--chat", help="With the chat model of CAREER_CHAT_MODEL, or scripted ones."),
    ] = False,
) -> None:
    """Measure how good the answers are, and write a report."""
    try:
        from eval.report import measure_and_report, short_report
    except ModuleNotFoundError as error:
        _fail(f"{error.name} is not installed; pip install 'career-assistant[measure]'")
    with ProgressBar() as progress:
        if chat:
            from eval.chat_evaluation import measure_chat  # with LangChain's chat models

            typer.echo(measure_chat(output, progress))
            return
        if not short:
            typer.echo(measure_and_report(output, progress))
            return
        report, below = short_report(progress)
    typer.echo(report)
    for line in below:
        typer.echo(line, err=True)
    if below:
        raise typer.Exit(1)


@app.command()
def bench(
    path: Annotated[
        Path | None, typer.Argument(help="Documents or a catalogue; by default the data folder's.")
    ] = None,
    output: Annotated[Path, typer.Option(help="Folder of the report.")] = Path("eval/reports"),
) -> None:
    """Measure how fast the assistant is beside bare Chroma, and write a report."""
    try:
        from eval.bench_report import bench_and_report
    except ModuleNotFoundError as error:
        _fail(f"{error.name} is not installed; pip install 'career-assistant[measure]'")
    from eval.cases import document_path

    measured = path or document_path("rome_v460")
    if not measured.exists():
        _fail(f"{measured}: no such file or folder; give a PATH, or set CAREER_SHARED_DATA")
    with ProgressBar() as progress:
        typer.echo(bench_and_report(measured, output, progress=progress))


def _opened(data: Path | None, source: str | None) -> CareerAssistant:
    assistant = CareerAssistant.open(_data(data), source)
    if source is not None and not assistant.generation.titles.search(""):
        _fail(f"there is no profile of the catalogue {source!r}; career profiles lists all")
    return assistant


def _data(data: Path | None) -> Path:
    if data is not None:
        return data
    with ProgressBar() as progress:
        return shipped_data(progress)


def _model() -> str:
    return os.environ.get("CAREER_EMBEDDING_MODEL", SHIPPED_MODEL)


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen()  # from here on a visitor waits for the server instead of being refused
    except OSError as error:
        _fail(f"cannot listen on {host}:{port} ({error.strerror}); choose another with --port")
    return listening


def _readable(answer: Answer) -> str:
    lines = [answer.text]
    for citation in answer.citations:
        source = citation.source
        year = (source.published or "")[:4]
        origin = ", ".join(
            part for part in (citation.profile_title, source.publisher, year) if part
        )
        quote = " ".join(citation.quote.split())
        shown = quote if len(quote) <= 160 else quote[:159] + "…"
        heading = f"{citation.heading}, " if citation.heading else ""
        page = f", p. {citation.page}" if citation.page else ""
        lines.append(f"[{citation.number}] {shown}\n    {heading}{origin}{page}")
    return "\n".join(lines[:1] + ([""] if lines[1:] else []) + lines[1:])


def _fail(line: str) -> NoReturn:
    typer.echo(f"career: {' '.join(line.split())}", err=True)
    sys.exit(1)
