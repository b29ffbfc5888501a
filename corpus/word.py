"""Reads a Word document (DOCX): its styles tell headings and lists, as mark-up of a web page."""

import zipfile
from io import BytesIO

from corpus.html import read_html
from corpus.profile import CorpusError, Profile

LARGEST_UNPACKED = 100 * 1024 * 1024  # bytes
_STYLES = "p[style-name='Title'] => h1:fresh\np[style-name='Subtitle'] => p:fresh"


def read_docx(content: bytes, profile_id: str) -> Profile:
    """Read a Word document. The profile's text is what it says, laid out as plain text.

    Macros, pictures and what it links to are left alone: nothing is run and nothing fetched.
    Raises CorpusError with the reason and the remedy.
    """
    import mammoth

    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
        if unpacked > LARGEST_UNPACKED:
            raise CorpusError(f"it unpacks to {unpacked / 1e6:.0f} MB; leave its pictures out")
        page = mammoth.convert_to_html(
            BytesIO(content),
            style_map=_STYLES,
            convert_image=mammoth.images.img_element(lambda _: {}),
            external_file_access=False,
        ).value
    except (zipfile.BadZipFile, KeyError, OSError, ValueError, SyntaxError) as error:
        raise CorpusError(
            "it is no readable Word document: it is damaged or protected by a password; "
            "save it again as .docx"
        ) from error
    return read_html(f"<html><body>{page}</body></html>", profile_id)
