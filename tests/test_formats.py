"""Formats: what each reader takes from its source. All texts are our own."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import zipfile
from datetime import date
from pathlib import Path

import duckdb
import pytest

from dragoman.model import Article, InputError
from dragoman.readers import About, Columns, Raw, Reading, Rejected, extract
from dragoman.readers.dates import moment
from dragoman.readers.exports import find_export
from dragoman.readers.feeds import entries
from dragoman.readers.sitemaps import pages

TEXT = (
    "The dockers of Norport walked out on Tuesday and accused the governor of breaking her word. "
    "She rejected the charge, and said that talks with the union would go on next week."
)
LONG = "\n\n".join([TEXT, TEXT.replace("Norport", "Southport"), TEXT.replace("Tuesday", "Friday")])


def read(name: str, data: bytes, columns: Columns | None = None) -> list[Raw | Rejected]:
    return list(Reading(columns or Columns()).stream(name, io.BytesIO(data)))


def articles(name: str, data: bytes, columns: Columns | None = None) -> list[Article]:
    raws = read(name, data, columns)
    found = [one if isinstance(one, Rejected) else extract(one) for one in raws]
    rejected = [one for one in found if isinstance(one, Rejected)]
    assert not rejected, rejected
    return [one for one in found if isinstance(one, Article)]


def codes(name: str, data: bytes) -> list[str | None]:
    found = (one if isinstance(one, Rejected) else extract(one) for one in read(name, data))
    return [one.code if isinstance(one, Rejected) else None for one in found]


ROW = {"headline": "Dockers walk out", "body": TEXT, "pub_date": "2021-03-04",
       "source": "Harbour Post", "link": "https://post.example/1", "uuid": "a1"}  # fmt: skip


def check_row(article: Article) -> None:
    assert article.text == f"Dockers walk out\n\n{TEXT}"
    assert (article.date, article.date_source) == (date(2021, 3, 4), "column")
    assert (article.publication, article.title) == ("Harbour Post", "Dockers walk out")
    assert article.url == "https://post.example/1"
    assert article.name.endswith("#a1")


def as_csv(separator: str) -> bytes:
    quoted = [f'"{value}"' for value in ROW.values()]
    return f"{separator.join(ROW)}\r\n{separator.join(quoted)}\r\n".encode("utf-8-sig")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", as_csv(",")),
        ("a.tsv", as_csv("\t")),
        ("a.csv", as_csv(";")),
        ("a.jsonl", json.dumps(ROW).encode()),
        ("a.json", json.dumps([ROW]).encode()),
        ("a.jsonl.gz", gzip.compress(json.dumps(ROW).encode())),
    ],
)
def test_tables_whose_columns_are_guessed(name: str, data: bytes) -> None:
    check_row(*articles(name, data))


def test_parquet(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    (tmp_path / "a.jsonl").write_text(json.dumps(ROW))
    with duckdb.connect() as con:
        con.execute(f"COPY (SELECT * FROM read_json('{tmp_path}/a.jsonl')) TO '{path}'")
    (found,) = Reading().documents([path])
    article = extract(found) if isinstance(found, Raw) else found
    assert isinstance(article, Article)
    check_row(article)


def test_columns_that_are_told() -> None:
    row = {"a": TEXT, "b": "no text at all", "when": "04 Mar 2021"}
    (article,) = articles("a.jsonl", json.dumps(row).encode(), Columns(text="a", date="when"))
    assert (article.text, article.date) == (TEXT, date(2021, 3, 4))


def test_a_column_that_is_not_there_is_told() -> None:
    (found,) = read("a.jsonl", json.dumps(ROW).encode(), Columns(text="txt"))
    assert isinstance(found, Rejected)
    assert (found.code, "'headline'" in found.message) == ("no-column", True)


def test_a_csv_cell_may_hold_lines_and_quotes() -> None:
    data = f'text,date\n"{TEXT}\n\nHe said ""no"".",2021-03-04\n'.encode()
    (article,) = articles("a.csv", data)
    assert article.text.endswith('\n\nHe said "no".')


def test_ragged_rows_are_told_and_the_others_read() -> None:
    data = f'text,date\n"{TEXT}",2021-03-04,x,y\n"{TEXT}",2021-03-05\n'.encode()
    assert codes("a.csv", data) == ["ragged", None]


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2021-03-04", date(2021, 3, 4)),
        ("2021-03-04T23:15:00+01:00", date(2021, 3, 4)),
        ("20210304", date(2021, 3, 4)),
        ("20210304T081500Z", date(2021, 3, 4)),
        ("Thu, 04 Mar 2021 08:15:00 GMT", date(2021, 3, 4)),
        ("4 March 2021", date(2021, 3, 4)),
        ("Mar. 4th, 2021", date(2021, 3, 4)),
        ("1614816000", date(2021, 3, 4)),
        ("25.12.2021", date(2021, 12, 25)),
        ("12/25/2021", date(2021, 12, 25)),
        ("04/03/2021", None),
        ("0000-00-00", None),
        ("2021-02-30", None),
        ("9999-12-31", None),
        ("tomorrow", None),
        (None, None),
    ],
)
def test_days(value: object, day: date | None) -> None:
    assert moment(value)[0] == day


NITF = f"""<?xml version="1.0"?><nitf><head><title>x</title><docdata>
<date.issue norm="20210304T081500Z"/></docdata></head><body><body.head><hedline><hl1>Dockers walk
out</hl1></hedline><byline>Ann Dock</byline><distributor>Harbour Wire</distributor><dateline>NORPORT
</dateline></body.head><body.content><p>{TEXT}</p><p>Second.</p></body.content></body></nitf>"""
NEWSML = f"""<?xml version="1.0"?><newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>
<newsItem guid="urn:1" xml:lang="en"><itemMeta><provider literal="Harbour Wire"/>
<versionCreated>2021-03-04T09:00:00+01:00</versionCreated></itemMeta><contentMeta>
<contentCreated>2021-03-04T08:15:00+01:00</contentCreated><headline>Dockers walk out</headline>
</contentMeta><contentSet><inlineXML><html xmlns="http://www.w3.org/1999/xhtml"><body><p>{TEXT}</p>
</body></html></inlineXML></contentSet></newsItem>
<newsItem guid="urn:2"><contentMeta><headline>A picture</headline></contentMeta>
<contentSet/></newsItem></itemSet></newsMessage>"""
NINJS = {"uri": "urn:1", "headline": "Dockers walk out", "body_html": f"<p>{TEXT}</p>",
         "versioncreated": "2021-03-04T08:15:00+01:00", "byline": "Ann Dock",
         "copyrightholder": "Harbour Wire"}  # fmt: skip


def test_nitf() -> None:
    (article,) = articles("a.xml", NITF.encode())
    assert article.text == f"Dockers walk out\n\nNORPORT\n\n{TEXT}\n\nSecond."
    assert (article.date, article.date_source) == (date(2021, 3, 4), "nitf")
    assert (article.publication, article.authors) == ("Harbour Wire", ("Ann Dock",))


def test_newsml_g2() -> None:
    first, second = read("a.xml", NEWSML.encode())
    article = extract(first) if isinstance(first, Raw) else first
    assert isinstance(article, Article)
    assert article.text == f"Dockers walk out\n\n{TEXT}"
    assert article.published == "2021-03-04T08:15:00+01:00"
    assert article.publication == "Harbour Wire"
    assert isinstance(second, Rejected)
    assert second.code == "no-article"


@pytest.mark.parametrize(
    "body", [{}, {"body_html": None, "body_text": TEXT},
             {"body_html": None, "bodies": [{"role": "text", "value": TEXT}]}],
)  # fmt: skip
def test_ninjs(body: dict[str, object]) -> None:
    (article,) = articles("a.json", json.dumps(NINJS | body).encode())
    assert article.text == f"Dockers walk out\n\n{TEXT}"
    assert (article.date, article.publication) == (date(2021, 3, 4), "Harbour Wire")


FEED = f"""<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>Harbour Post</title><language>en</language>
<item><title>Dockers &amp; governor</title><link>https://post.example/1</link><guid>1</guid>
<pubDate>Thu, 04 Mar 2021 01:15:00 +0300</pubDate>
<content:encoded><![CDATA[{"".join(f"<p>{p}</p>" for p in LONG.split(chr(10) * 2))}]]>
</content:encoded></item>
<item><title>Short</title><link>https://post.example/2</link><description>Only this.</description>
</item>
<item><title>Dockers &amp; governor</title><link>https://post.example/1</link><guid>1</guid></item>
<item></item></channel></rss>"""


def test_entries_of_a_feed() -> None:
    first, second, empty = entries(FEED.encode())
    assert not isinstance(first, Rejected)
    assert not isinstance(second, Rejected)
    assert first.about.published == "2021-03-03T22:15:00+00:00"
    assert (first.about.title, first.about.publication) == ("Dockers & governor", "Harbour Post")
    assert first.text == LONG
    assert (second.about.url, second.about.date) == ("https://post.example/2", None)
    assert isinstance(empty, Rejected)


def test_a_saved_feed_gives_what_it_holds() -> None:
    assert codes("a.xml", FEED.encode()) == [None, "summary-only", "empty"]


def test_sitemap_of_news() -> None:
    data = b"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
    xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://post.example/1</loc>
    <n:news><n:publication><n:name>Harbour Post</n:name><n:language>en</n:language></n:publication>
    <n:publication_date>2021-03-04T08:15Z</n:publication_date><n:title>Dockers</n:title></n:news>
    </url></urlset>"""
    ((entry,), below) = pages(data)
    assert (entry.id, entry.about.title) == ("https://post.example/1", "Dockers")
    assert (entry.about.date, below) == (date(2021, 3, 4), [])


NEXIS = f"""Documents (3)

Dockers walk out of Norport talks
Harbour Post (Norport)
March 4, 2021 Thursday

Copyright 2021 Harbour Post All Rights Reserved
Section: NEWS; Pg. 3
Length: 312 words
Byline: Ann Dock

Body

{LONG}

Load-Date: March 5, 2021

End of Document

Governor answers
Harbour Post (Norport)
March 6, 2021 Saturday

Length: 200 words

Body

{LONG}

Load-Date: March 7, 2021

End of Document
"""
OLD_NEXIS = f"""                               1 of 2 DOCUMENTS

                               Harbour Post

                             March 4, 2021 Thursday

HEADLINE: Dockers walk out

BYLINE: Ann Dock

LENGTH: 312 words

   {LONG}

LOAD-DATE: March 5, 2021

                               2 of 2 DOCUMENTS

                               Harbour Post

                             March 6, 2021 Saturday

HEADLINE: Governor answers

LENGTH: 200 words

   {LONG}

LOAD-DATE: March 7, 2021
"""
FACTIVA = f"""Dockers walk out
312 words
4 March 2021
08:15
Harbour Post
HARPOS
English
(c) 2021 Harbour Post

{LONG}

Document HARPOS0020210304eh340001a

Governor answers
200 words
6 March 2021
Harbour Post
HARPOS
English

{LONG}

Document HARPOS0020210306eh340001b
"""


@pytest.mark.parametrize(
    ("vendor", "text"), [("Nexis", NEXIS), ("Nexis", OLD_NEXIS), ("Factiva", FACTIVA)]
)
def test_exports(vendor: str, text: str) -> None:
    export = find_export(text)
    assert export is not None
    assert (export.vendor, len(export.parts)) == (vendor, 2)
    raws = [one for one in read("a.txt", text.encode()) if isinstance(one, Raw)]
    titles = [raw.about.title for raw in raws]
    assert [title and title.split()[0] for title in titles] == ["Dockers", "Governor"]
    assert [raw.about.date for raw in raws] == [date(2021, 3, 4), date(2021, 3, 6)]
    assert {raw.about.publication for raw in raws} <= {"Harbour Post", "Harbour Post (Norport)"}
    article = extract(raws[0])
    assert isinstance(article, Article)
    assert article.text.split("\n\n")[1:] == LONG.split("\n\n")


def test_an_export_that_promises_more_is_told() -> None:
    *_, last = read("a.txt", NEXIS.encode())
    assert isinstance(last, Rejected)
    assert "found 2 of 3 promised" in last.message


def test_an_export_as_rtf_and_as_word_document(tmp_path: Path) -> None:
    import docx

    rtf = "{\\rtf1\\ansi " + NEXIS.replace("\n", "\\par\n") + "}"
    assert len([one for one in read("a.rtf", rtf.encode()) if isinstance(one, Raw)]) == 2
    document = docx.Document()
    for line in NEXIS.splitlines():
        document.add_paragraph(line)
    document.save(str(tmp_path / "a.docx"))
    found = list(Reading().documents([tmp_path / "a.docx"]))
    assert [one.about.date for one in found if isinstance(one, Raw)][:1] == [date(2021, 3, 4)]


def test_plain_text_is_no_export() -> None:
    assert find_export(LONG) is None


def test_word_document_and_pdf(tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    for paragraph in LONG.split("\n\n"):
        document.add_paragraph(paragraph)
    document.save(str(tmp_path / "a.docx"))
    (found,) = Reading().documents([tmp_path / "a.docx"])
    assert isinstance(found, Raw)
    assert found.data.decode() == LONG
    (article,) = articles("a.pdf", pdf("The governor of Norport said that the talks had failed."))
    assert article.text == "The governor of Norport said that the talks had failed."


def pdf(words: str) -> bytes:
    """A PDF of one line."""
    drawn = f"BT /F1 12 Tf 20 100 Td ({words}) Tj ET".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 200]/Contents 4 0 R"
        b"/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn),
    ]
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(body)
    return body + b"xref\n0 5\n0000000000 65535 f \n%strailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (table, start)  # noqa: E501


def zipped(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


def tarred(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        for name, data in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return stream.getvalue()


def test_archives_in_archives() -> None:
    import zstandard

    inner = {"b.jsonl": json.dumps(ROW).encode(), "a.txt": TEXT.encode()}
    for name, data in [
        ("a.zip", zipped(inner)),
        ("a.tar", tarred(inner)),
        ("a.tgz", gzip.compress(tarred(inner))),
        ("a.tar.zst", zstandard.compress(tarred(inner))),
        ("a.zip", zipped({"x/in.zip": zipped(inner)})),
    ]:
        found = articles(name, data)
        assert {one.title for one in found} == {None, "Dockers walk out"}, name
        assert all(one.name.startswith("a.") for one in found)


def test_what_is_given_wins_over_what_the_source_says() -> None:
    about = About(date(2022, 1, 1), "given", publication="Wire")
    (found,) = Reading(about=about).stream("a.jsonl", io.BytesIO(json.dumps(ROW).encode()))
    assert isinstance(found, Raw)
    assert (found.about.date, found.about.publication) == (date(2022, 1, 1), "Wire")
    assert found.about.title == "Dockers walk out"


def warc_record(html: str, kind: str = "text/html", status: str = "200 OK") -> bytes:
    answer = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n{html}".encode()
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2024-01-01T00:00:00Z\r\n"
        "WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000001>\r\n"
        "WARC-Target-URI: https://post.example/1\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    )
    return head.encode() + answer + b"\r\n\r\n"


PAGE = (
    "<html lang=en><head><title>Dockers</title><script type='application/ld+json'>"
    '{"@graph":[{"@type":"WebSite","name":"x"},{"@type":"NewsArticle",'
    '"headline":"Dockers walk out","datePublished":"2021-03-04T08:15:00+01:00",'
    '"dateModified":"2021-06-01","author":'
    '[{"name":"Ann Dock"}],"publisher":{"name":"Harbour Post"},"articleSection":"Port"}]}</script>'
    "<link rel=canonical href='https://post.example/canonical'></head><body><article>"
    + "".join(f"<p>{p}</p>" for p in LONG.split("\n\n"))
    + "</article></body></html>"
)


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_web_archive(pack: object) -> None:
    records = [
        warc_record(PAGE),
        warc_record("x", kind="image/png"),
        warc_record("gone", status="404 Not Found"),
    ]
    data = b"".join(pack(record) for record in records)  # type: ignore[operator]
    first, second, third = read("a.warc", data)
    article = extract(first) if isinstance(first, Raw) else first
    assert isinstance(article, Article)
    assert (article.title, article.publication) == ("Dockers walk out", "Harbour Post")
    assert (article.published, article.date_source) == ("2021-03-04T08:15:00+01:00", "json-ld")
    assert (article.url, article.section) == ("https://post.example/1", "Port")
    assert article.authors == ("Ann Dock",)
    assert [one.code for one in (second, third) if isinstance(one, Rejected)] == [
        "not-text", "http-status",
    ]  # fmt: skip


def test_unknown_xml_is_told() -> None:
    (found,) = read("a.xml", b"<?xml version='1.0'?><sms><p>hello</p></sms>")
    assert isinstance(found, Rejected)
    assert (found.code, "<sms>" in found.message) == ("unknown-xml", True)


def test_dates_of_a_sitemap_that_is_no_xml() -> None:
    with pytest.raises(InputError):
        pages(b"<urlset><url>")


def test_object_stores() -> None:
    fsspec = pytest.importorskip("fsspec", reason="fsspec is not installed")
    fsspec.filesystem("memory").pipe("/news/a.jsonl.gz", gzip.compress(json.dumps(ROW).encode()))
    (found,) = Reading().documents(["memory://news/a.jsonl.gz"])
    article = extract(found) if isinstance(found, Raw) else found
    assert isinstance(article, Article)
    check_row(article)
    told = list(Reading().documents(["memory://news/none.txt", "https://post.example/a.html"]))
    assert [one.code for one in told if isinstance(one, Rejected)] == ["unreadable", "remote"]
