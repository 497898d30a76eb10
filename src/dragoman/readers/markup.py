"""XML and JSON of news agencies: NewsML-G2, NITF, ninjs; and feeds that were saved to a file."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from dragoman.model import InputError
from dragoman.readers.dates import moment
from dragoman.readers.raw import About, Raw, Rejected, joined, text_raw

# Nothing outside the file is fetched, no entity is replaced, no tree grows without bounds.
_SAFE = etree.XMLParser(
    resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True,
    remove_pis=True,
)  # fmt: skip
PARAGRAPHS = ("p", "hl2", "h1", "h2", "h3", "h4", "li", "blockquote", "pre")
FEEDS = ("rss", "feed", "RDF")
Element = Any


def parse_xml(data: bytes) -> Element:
    """The root of an XML document. Raises InputError for what is none, or not safe to read."""
    try:
        root = etree.fromstring(data, _SAFE)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InputError("damaged", f"no well-formed XML ({str(error)[:160]})") from error
    if root.getroottree().docinfo.internalDTD is not None and _entities(root):
        raise InputError("entities", "XML with entities of its own is not read")
    return root


def xml_documents(name: str, data: bytes) -> Iterator[Raw | Rejected]:
    """The articles in an XML file. Raises InputError when it is of no kind that is known."""
    root = parse_xml(data)
    kind = etree.QName(root).localname
    if kind in FEEDS:
        from dragoman.readers.feeds import saved_feed

        yield from saved_feed(name, data)
    elif kind == "nitf":
        yield _nitf(name, root, About())
    elif kind in {"newsItem", "newsMessage", "packageItem"}:
        items = [root] if kind == "newsItem" else list(all_of(root, "newsItem"))
        for number, item in enumerate(items, 1):
            yield _news_item(name if len(items) == 1 else f"{name}#{number}", item)
        if not items:
            yield Rejected(name, "no-article", "a NewsML-G2 message without a news item")
    else:
        raise InputError(
            "unknown-xml", f"XML of an unknown kind (<{kind}>); NewsML-G2, NITF, RSS and Atom are"
        )


def _news_item(name: str, item: Element) -> Raw | Rejected:
    meta = first(item, "contentMeta")
    created = _said(item, "itemMeta", "versionCreated") or _said(item, "itemMeta", "firstCreated")
    day, published = moment(_said(item, "contentMeta", "contentCreated") or created)
    about = About(
        date=day,
        date_source="newsml" if day else None,
        published=published,
        publication=words_of(first(item, "provider")) or _of(first(item, "provider"), "literal"),
        title=words_of(first(meta, "headline")),
        url=None,
        language=_of(first(meta, "language"), "tag") or _of(item, "lang"),
        authors=tuple(w for w in [words_of(first(meta, "by"))] if w),
    )
    content = first(item, "contentSet")
    nitf = first(content, "nitf")
    if nitf is not None:
        return _nitf(name, nitf, about)
    body = _paragraphs(first(content, "body")) or words_of(first(content, "inlineData"))
    if not body:
        return Rejected(name, "no-article", "a news item without text (a picture or a package?)")
    text = joined(about.title, words_of(first(meta, "dateline")), body)
    return text_raw(name, text, about)


def _nitf(name: str, root: Element, about: About) -> Raw | Rejected:
    title = words_of(first(root, "hl1")) or words_of(first(root, "title")) or about.title
    released = first(root, "date.issue")
    day, published = moment(_of(released, "norm")) if released is not None else (None, None)
    told = About(
        date=day,
        date_source="nitf" if day else None,
        published=published,
        publication=words_of(first(root, "distributor")) or None,
        title=title,
        authors=tuple(w for w in [words_of(first(root, "byline"))] if w),
    ).over(about)
    body = _paragraphs(first(root, "body.content"))
    if not body:
        return Rejected(name, "no-article", "an NITF document without body.content")
    text = joined(title, words_of(first(root, "dateline")), body)
    return text_raw(name, text, told)


def ninjs_document(name: str, data: Mapping[str, Any]) -> Raw | Rejected:
    """An article in ninjs 1.x to 3.x. A picture, or one without text, is rejected."""
    heads = data.get("headlines")
    title = data.get("headline") or _value(heads, "main") or data.get("title")
    day, published = moment(
        data.get("contentcreated") or data.get("firstcreated") or data.get("versioncreated")
    )
    text = _ninjs_text(data)
    if not text:
        return Rejected(name, "no-article", "a ninjs item without text (a picture or a package?)")
    about = About(
        date=day,
        date_source="ninjs" if day else None,
        published=published,
        publication=_value([data.get("provider")], None) or data.get("copyrightholder"),
        title=title,
        url=_value(data.get("altids"), "url") or data.get("uri"),
        language=data.get("language"),
        authors=(str(data["byline"]),) if data.get("byline") else (),
    )
    return text_raw(name, joined(title, text), about)


def is_ninjs(data: object) -> bool:
    """Is this JSON a ninjs item?"""
    keys = {"versioncreated", "body_text", "body_html", "body_xhtml", "bodies", "headlines"}
    return isinstance(data, dict) and "uri" in data and bool(keys & data.keys())


def json_documents(name: str, data: bytes) -> Iterator[Raw | Rejected | Mapping[str, Any]]:
    """The articles in a JSON file: ninjs items as documents, other objects as rows."""
    try:
        found = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise InputError("damaged", f"no JSON ({error})") from error
    items = found if isinstance(found, list) else [found]
    for number, item in enumerate(items, 1):
        where = name if len(items) == 1 else f"{name}#{number}"
        if is_ninjs(item):
            yield ninjs_document(where, item)
        elif isinstance(item, dict):
            yield item | {"": where}
        else:
            yield Rejected(where, "damaged", "no JSON object")


def _ninjs_text(data: Mapping[str, Any]) -> str:
    bodies = data.get("bodies")
    options = bodies if isinstance(bodies, list) else []
    plain = data.get("body_text") or _value(options, "text") or _value(options, "text/plain")
    if plain:
        return str(plain)
    marked = data.get("body_xhtml") or data.get("body_html") or _value(options, None)
    return html_text(str(marked)) if marked else ""


def html_text(markup: str) -> str:
    """The paragraphs of a piece of HTML."""
    from lxml import html

    try:
        root = html.fromstring(f"<div>{markup}</div>")
    except (etree.ParserError, ValueError):
        return ""
    return _paragraphs(root) or " ".join(root.text_content().split())


def _value(options: Any, role: str | None) -> str | None:
    """The value of the entry with a role in a list of ninjs; the first without a role asked."""
    for one in options if isinstance(options, list) else ():
        if not isinstance(one, dict):
            continue
        roles = (one.get("role"), one.get("contenttype"), one.get("charcount") and None)
        if role is None or role in roles:
            value = one.get("value") or one.get("name") or one.get("literal") or one.get("body")
            if value:
                return str(value)
    return None


def _entities(root: Element) -> bool:
    return any(isinstance(node, etree._Entity) for node in root.iter())


def all_of(root: Element | None, name: str) -> Iterator[Element]:
    """Elements of a name at and below one, whatever their namespace."""
    if root is None:
        return
    for node in root.iter():
        if isinstance(node.tag, str) and etree.QName(node).localname == name:
            yield node


def first(root: Element | None, name: str) -> Element | None:
    """The first element of a name."""
    return next(all_of(root, name), None)


def _said(root: Element, part: str, name: str) -> str | None:
    return words_of(first(first(root, part), name))


def words_of(node: Element | None) -> str | None:
    """The text in an element, in one line; None where there is none."""
    return " ".join("".join(node.itertext()).split()) or None if node is not None else None


def _of(node: Element | None, name: str) -> str | None:
    if node is None:
        return None
    return next((v for k, v in node.attrib.items() if etree.QName(k).localname == name), None)


def _paragraphs(node: Element | None) -> str:
    """Paragraphs below a node, one behind the other; paragraphs in paragraphs once."""
    if node is None:
        return ""
    found, seen = [], set()
    for part in node.iter():
        is_one = isinstance(part.tag, str) and etree.QName(part).localname in PARAGRAPHS
        if is_one and not any(above in seen for above in part.iterancestors()):
            seen.add(part)
            found.append(words_of(part))
    return "\n\n".join(words for words in found if words)


def html_lines(page: str) -> str:
    """The text of a page with its line breaks, as it would look printed."""
    from lxml import html

    try:
        root = html.fromstring(page)
    except (etree.ParserError, ValueError):
        return ""
    for node in root.iter("p", "div", "br", "h1", "h2", "h3", "tr", "li"):
        node.tail = "\n" + (node.tail or "")
    return str(root.text_content())
