"""Decodes a saved web page by the charset that it declares."""

import re

from corpus.profile import CorpusError

_DECLARED = re.compile(
    rb"""<(?:meta|\?xml)\b[^>]{0,400}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.I
)
_LOOKED_AT = 4096  # bytes; HTML asks for the declaration in the first 1,024
# Charsets of French and English pages → codec. Browsers take the first row for windows-1252 too.
_CODECS = {
    **dict.fromkeys(("iso-8859-1", "iso8859-1", "latin1", "latin-1", "ascii"), "cp1252"),
    **dict.fromkeys(("windows-1252", "cp1252", "x-cp1252"), "cp1252"),
    **dict.fromkeys(("iso-8859-15", "iso8859-15", "latin-9"), "iso8859-15"),
    **dict.fromkeys(("macintosh", "x-mac-roman"), "mac-roman"),
    **dict.fromkeys(("utf-8", "utf8"), "utf-8"),
}
_REMEDY = "save it again as UTF-8"


def decode_page(content: bytes) -> str:
    """Return the text of a page. Raises CorpusError naming the charset that does not fit.

    What is valid UTF-8 is UTF-8, whatever it declares: pages keep their declaration when an
    editor saves them again, and accents in any other charset are hardly ever valid UTF-8.
    """
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        declared = _DECLARED.search(content, 0, _LOOKED_AT)
        charset = declared[1].decode("ascii", "replace").lower() if declared else "utf-8"
        place = error.start
    codec = _CODECS.get(charset)
    if codec is None:
        raise CorpusError(f"it declares the charset {charset}, not one of those read; {_REMEDY}")
    if codec == "utf-8":
        raise CorpusError(
            f"it is not UTF-8 (byte {place}) and declares no other charset; {_REMEDY}"
        )
    try:
        return content.decode(codec)
    except UnicodeDecodeError as error:
        raise CorpusError(
            f"it is not {charset}, as it declares (byte {error.start}); {_REMEDY}"
        ) from error
