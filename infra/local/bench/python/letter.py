"""What goes out with the records: the letter, the page to start with, and the list of all files. In English, the
language of the requests that are measured."""

import json
import re
import zlib
from datetime import date
from urllib.parse import quote

from rules import sha256

MEDIA_TYPES = {
    "pdf": ("application/pdf", "pdf"),
    "png": ("image/png", "png"),
    "jpeg": ("image/jpeg", "jpg"),
    "heic": ("image/heic", "heic"),
    "tiff": ("image/tiff", "tif"),
    "dicom": ("application/dicom", "dcm"),
    "clinical_document": ("application/xml", "xml"),
    "fhir_bundle": ("application/fhir+json", "json"),
    "text": ("text/plain", "txt"),
    "other": ("application/octet-stream", "bin"),
}
CATEGORIES = {
    "visit_notes": "Visit notes",
    "test_results": "Test results",
    "imaging": "X-rays and other images",
    "photographs": "Photographs",
    "medications": "Medicines",
    "billing": "Bills and payments",
    "other": "Other records",
}

# -------------------------------------------------------------------------------------- words


def words(text):
    on = date.fromisoformat(text)
    return f"{on:%A, %B} {on.day}, {on.year}"


def escape_text(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def escape_attribute(text):
    return escape_text(text).replace('"', "&quot;")


def size(count):
    for unit, scale in (("GB", 10**9), ("MB", 10**6), ("KB", 10**3)):
        if count >= scale:
            whole, tenth = divmod(count * 10 // scale, 10)
            return f"{whole}.{tenth} {unit}" if whole < 10 and tenth else f"{whole} {unit}"
    return f"{count} bytes"


# -------------------------------------------------------------------------------------- files


def stem(name):
    own, dot, ending = name.rpartition(".")
    own = own if own and len(ending) <= 5 and " " not in ending else name
    return re.sub(r"[\W_]+", "-", own[:60]).strip("-") or "file"


def extension(name, format):
    own = re.search(r"\.([A-Za-z0-9]{1,5})$", name)
    return own[1].lower() if format == "other" and own else MEDIA_TYPES[format][1]


def files(records):
    """The records of a release under their names, oldest first, those without a date last."""
    ordered = sorted(records, key=lambda record: (record["service_date"] or "9999-99-99", record["id"]))
    digits = max(len(str(len(ordered))), 3)
    named = []
    for number, record in enumerate(ordered, 1):
        on = f"_{record['service_date']}" if record["service_date"] else ""
        name = f"{stem(record['name'])}.{extension(record['name'], record['state']['format'])}"
        path = f"records/{number:0{digits}}{on}_{record['category']}_{name}"
        named.append((path, "encrypted" in record["state"]["concerns"], record))
    return named


# ---------------------------------------------------------------------------------- documents


def release(request, practice, files, released_on):
    return {
        "language": request["language"],
        "practice": practice["name"],
        "contact": practice["contact"],
        "telephone": practice["telephone"],
        "recipient": f"{request['given_name']} {request['family_name']}",
        "receipt": request["receipt"],
        "received_on": request["received_on"],
        "released_on": released_on,
        "access": request["access"],
        "whole": request["scope"]["extent"] == "whole",
        "files": len(files),
        "size": sum(record["size"] for _, _, record in files),
    }


def blocks(letter):
    extent = (
        "This is your whole record as we keep it."
        if letter["whole"]
        else "This is the part of your record that you asked for."
    )
    access = (
        "This copy is yours to keep. Save it in a safe place. Anyone who has the file can read it."
        if letter["access"] == "copy"
        else "You asked to look at your record. You can do so here at no cost. You can also come to us and look at it. "
        "Call us to choose a time."
    )
    noun = "file" if letter["files"] == 1 else "files"
    return [
        ("line", letter["practice"]),
        ("line", words(letter["released_on"])),
        ("line", f"To: {letter['recipient']}"),
        ("line", f"Receipt number: {letter['receipt']}"),
        ("heading", "Your record is here"),
        (
            "paragraph",
            f"On {words(letter['received_on'])}, you asked us for your record. We said yes. {extent}",
        ),
        (
            "paragraph",
            f"It has {letter['files']} {noun}, {size(letter['size'])} in all. Open START-HERE.html first: it lists "
            "each file. The list in manifest.json lets anyone check that no file was changed.",
        ),
        ("paragraph", access),
        (
            "paragraph",
            f"Is something missing, or can’t you open a file? Call {letter['contact']} at {letter['telephone']}. "
            "We will help you, and we can give you your record in another form.",
        ),
    ]


def text(letter):
    return "".join(f"{words}\n" if kind == "line" else f"\n{words}\n" for kind, words in blocks(letter))


TAGS = {
    "line": ('<p class="line">', "</p>"),
    "heading": ("<h1>", "</h1>"),
    "paragraph": ("<p>", "</p>"),
}


def html(letter):
    lines = (f"{TAGS[kind][0]}{escape_text(words)}{TAGS[kind][1]}\n" for kind, words in blocks(letter))
    return page(f"Letter from {letter['practice']}", "".join(lines))


STYLE = """
body { font: 1.125rem/1.5 system-ui, sans-serif; color: #1b2430; background: #fff; max-width: 42rem; \
margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere; }
.line { margin: 0; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: 0.5rem 0.75rem 0.5rem 0; border-bottom: 1px solid #8a94a3; vertical-align: top; }
a { color: #0b5c7a; }
"""


def page(title, body):
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape_text(title)}</title>
<style>{STYLE}</style>
</head>
<body>
<main>
{body}</main>
</body>
</html>
"""


def start(letter, files):
    intro = (
        f"This is your record from {letter['practice']}. If you need help, call {letter['contact']} at "
        f"{letter['telephone']}."
    )
    head = "".join(f'<th scope="col">{column}</th>' for column in ("File", "What it is", "Date of service", "Size"))
    rows = []
    for path, locked, record in files:
        url = escape_attribute(quote(path, safe="/"))
        note = "<br>Opens only with a password. If you don’t know it, call us." if locked else ""
        on = words(record["service_date"]) if record["service_date"] else "not known"
        rows.append(
            f'<tr><td><a href="{url}">{escape_text(path.removeprefix("records/"))}</a>{note}</td>'
            f"<td>{CATEGORIES[record['category']]}</td><td>{on}</td><td>{size(record['size'])}</td></tr>\n"
        )
    return page(
        "Start here",
        f'<h1>Start here</h1>\n<p>{escape_text(intro)}</p>\n<p><a href="letter.html">Read our letter</a></p>\n'
        f"<table>\n<caption>Your files</caption>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{''.join(rows)}"
        "</tbody>\n</table>\n",
    )


def manifest(letter, files):
    """The list of every file in the package with its hash."""
    documents = [
        ("START-HERE.html", "text/html", start(letter, files)),
        ("letter.txt", "text/plain", text(letter)),
        ("letter.html", "text/html", html(letter)),
    ]
    entries = []
    for path, media_type, content in documents:
        data = content.encode()
        sums = {"crc32": f"{zlib.crc32(data):08x}", "sha256": sha256(data)}
        entries.append({"path": path, "size": len(data), **sums, "media_type": media_type})
    for path, locked, record in files:
        state = record["state"]
        source = {name: record[name] for name in ("id", "category", "service_date")}
        source = {"id": source["id"], "format": state["format"], **source, **({"locked": True} if locked else {})}
        entries.append(
            {
                "path": path,
                "size": record["size"],
                "crc32": f"{record['crc32']:08x}",
                "sha256": state["sha256"],
                "media_type": MEDIA_TYPES[state["format"]][0],
                "record": source,
            }
        )
    common = {name: letter[name] for name in ("practice", "receipt", "released_on")}
    return json.dumps({"schema": 1, **common, "files": entries}, indent=2, ensure_ascii=False).encode()
