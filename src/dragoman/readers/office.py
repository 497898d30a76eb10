"""Word, RTF and PDF documents to text."""

from __future__ import annotations

import io
import re
import zipfile

from dragoman.model import InputError
from dragoman.readers.limits import MAX_BYTES, MAX_CHARACTERS

_BROKEN = re.compile(r"(?<=[\w,;])-?\n(?=[a-z(])")
MAX_PAGES = 500


def docx_text(data: bytes) -> str:
    """The paragraphs of a Word document, tables left out. Raises InputError when it is none."""
    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > 10 * MAX_BYTES:
                raise InputError("bomb", "a Word document that unpacks beyond all measure")
        found = Document(io.BytesIO(data))
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError, SyntaxError) as error:
        raise InputError("damaged", f"no Word document ({error}); save it again") from error
    return "\n\n".join(p.text.strip() for p in found.paragraphs if p.text.strip())


def rtf_text(data: bytes) -> str:
    """The text of an RTF document. Raises InputError when it is none."""
    from striprtf.striprtf import rtf_to_text

    try:
        return str(rtf_to_text(data.decode("latin-1"), errors="ignore"))  # type: ignore[no-untyped-call]
    except (ValueError, IndexError, LookupError, RecursionError) as error:
        raise InputError("damaged", f"no RTF ({error}); save it again") from error


def pdf_text(data: bytes) -> str:
    """The text layer of a PDF, lines joined to paragraphs.

    Raises InputError when it has none (a scan), is locked or damaged.
    """
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise InputError("encrypted", "a PDF with a password; save it without")
        if len(reader.pages) > MAX_PAGES:
            raise InputError("too-long", f"more than {MAX_PAGES} pages; split it into its articles")
        text = _pages(reader)
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError, OSError) as error:
        raise InputError("damaged", f"a PDF that cannot be read ({error})") from error
    if not text.strip():
        raise InputError("no-text", "a PDF without a text layer (a scan); recognise its text first")
    return _BROKEN.sub(lambda m: "" if m[0].startswith("-") else " ", text)


def _pages(reader: object) -> str:
    pages: list[str] = []
    for page in reader.pages:  # type: ignore[attr-defined]
        pages.append(page.extract_text())
        if sum(map(len, pages)) > MAX_CHARACTERS:
            break
    return "\n\n".join(pages)
