"""What goes out with the records: the letter, the page to start with, and the list of all files. In English, the
language of the requests that are measured."""

import json
import re
import zlib
from urllib.parse import quote

import acknowledgement
from rules import due, sha256, words
from work import agreed_way

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


def files(records, rests):
    """The records of a release under their names, oldest first, those without a date last. What goes out in the place
    of something withheld is not called as it was uploaded."""
    ordered = sorted(records, key=lambda record: (record["service_date"] or "9999-99-99", record["id"]))
    digits = max(len(str(len(ordered))), 3)
    named = []
    for number, record in enumerate(ordered, 1):
        on = f"_{record['service_date']}" if record["service_date"] else ""
        own = "file" if record["id"] in rests else stem(record["name"])
        name = f"{own}.{extension(record['name'], record['state']['format'])}"
        path = f"records/{number:0{digits}}{on}_{record['category']}_{name}"
        named.append((path, "encrypted" in record["state"]["concerns"], record))
    return named


# ---------------------------------------------------------------------------------- documents


def full_name(person):
    return f"{person['given_name']} {person['family_name']}"


def addressee(request):
    asks = request["requester"]
    if asks["who"] == "other":
        return asks["name"]
    return full_name(asks if asks["who"] == "representative" else request)


def additions(request, withheld):
    """What the states where the practices are add to a letter that withholds something."""
    if not withheld or "TX" not in request["states"]:
        return []
    holds_none = request["requester"]["who"] == "patient" and request.get("mental_health") is False
    return ["signature"] if holds_none else ["mental_health", "signature"]


def release(request, practice, files, kept_back, released_on):
    who, states = request["requester"]["who"], additions(request, kept_back["withheld"])
    is_for_third = who == "directed" and bool(files)
    is_given = kept_back["untold"] or who in ("directed", "other")
    return {
        "language": request["language"],
        **({"third_party": True} if is_for_third else {}),
        "practice": practice["name"],
        "contact": practice["contact"],
        "telephone": practice["telephone"],
        "recipient": request["requester"]["to"] if is_for_third else addressee(request),
        "patient": full_name(request) if is_for_third or who == "representative" else None,
        "receipt": request["receipt"],
        "received_on": due(request)["received_on"],
        "released_on": released_on,
        "access": request["access"],
        "way": agreed_way(request),
        "whole": request["scope"]["extent"] == "whole" and not is_given,
        **({"given": True} if is_given else {}),
        "files": len(files),
        "size": sum(record["size"] for _, _, record in files),
        "withheld": kept_back["withheld"],
        "left_out": kept_back["outside"],
        **({"not_held": kept_back["not_held"]} if kept_back["not_held"] else {}),
        **({"states": states} if states else {}),
    }


OUTSIDE = (
    "We left out papers that are not used to decide about care or bills. They are not part of the record that the law "
    "opens to you. Call us if you think that they are."
)


def heading(letter):
    if "says" in letter:
        return acknowledgement.HEADING
    if not letter["files"]:
        return "We can’t give you this record"
    return "A record for you" if letter.get("third_party") else "Your record is here"


def extent(letter):
    if letter.get("given"):
        return "This is the record that we give you."
    if not letter["whole"]:
        return "This is the part of your record that you asked for."
    if letter["withheld"] or letter["left_out"]:
        return "This is your record as we keep it, but for what we name here."
    return "This is your whole record as we keep it."


def contents(letter):
    noun = "file" if letter["files"] == 1 else "files"
    return (
        f"It has {letter['files']} {noun}, {size(letter['size'])} in all. Open START-HERE.html first: it lists each "
        "file. The list in manifest.json lets anyone check that no file was changed."
    )


def given(letter):
    """What the requester gets, which comes first."""
    patient = letter["patient"]
    asked = (
        f"you asked us for the record of {patient}. We said yes. This is what you may have as the one who acts for "
        f"{patient}."
        if patient
        else f"you asked us for your record. We said yes. {extent(letter)}"
    )
    access = (
        "This copy is yours to keep. Save it in a safe place. Anyone who has the file can read it."
        if letter["access"] == "copy"
        else "You asked to look at your record. You can do so here at no cost. You can also come to us and look at it. "
        "Call us to choose a time."
    )
    return [
        ("paragraph", f"On {words(letter['received_on'])}, {asked}"),
        ("paragraph", contents(letter)),
        ("paragraph", access),
    ]


# Why, and under which paragraph of 45 CFR 164.524(a).
GROUNDS = {
    "u1": ("(1)(i)", "These are a therapist’s own notes on counseling, kept apart from the record."),
    "u2": ("(1)(ii)", "This was put together for a legal case."),
    "u3": ("(2)(ii)", "A copy could put someone’s safety at risk in a place of custody. You can ask to look at it."),
    "u4": ("(2)(iii)", "You agreed to wait while a study goes on. You can see it again when the study ends."),
    "u5": ("(2)(iv)", "A federal privacy law keeps this back."),
    "u6": ("(2)(v)", "Someone told us this in confidence, and it would show who that was."),
    "r1": ("(3)(i)", "A licensed professional found that it is likely to put someone’s life or body in danger."),
    "r2": ("(3)(ii)", "A licensed professional found that it is likely to do great harm to a person it names."),
    "r3": ("(3)(iii)", "A licensed professional found that it is likely to do great harm if we give it to you."),
}


def passage(item):
    paragraph, why = GROUNDS[item["ground"]]
    said = [f"{item['what'] or 'A part of the record'}. {why}"]
    said += [f"We expect that to be on {words(item['ends_on'])}."] if "ends_on" in item else []
    said += [item["reason"]] if item["reason"] else []
    said += [f"How long we keep it back: {item['duration'].rstrip('.')}."] if "duration" in item else []
    return f"{' '.join(said)} (45 CFR 164.524(a){paragraph})"


def not_held(letter):
    """What we do not have, and where it can be asked for."""
    if "not_held" in letter:
        yield "heading", "What we do not have"
    for pointer in letter.get("not_held", ()):
        where = f"You can ask here: {pointer['ask']}." if pointer["ask"] else "We do not know who has it."
        yield "paragraph", f"We looked for this, and we do not have it: {pointer['what']}. {where}"


def withheld(letter):
    """What is withheld and why, whether another professional will look again, and where to complain."""
    call = f"call {letter['contact']} at {letter['telephone']}, or write to us."
    if not letter["files"]:
        yield "paragraph", f"On {words(letter['received_on'])}, you asked us for a record. We looked at all of it."
    yield "heading", "What we can’t give you, and why"
    for item in letter["withheld"]:
        yield "paragraph", passage(item)
    if any(item["ground"].startswith("r") for item in letter["withheld"]):
        yield "heading", "You can ask us to look again"
        yield (
            "paragraph",
            "You can ask for a review of what a licensed professional decided. Another licensed professional, who had "
            "no part in it, will look at it again. We do what that person decides, and we write to you. To ask, "
            f"{call}",
        )
    if "mental_health" in letter.get("states", ()):
        yield (
            "paragraph",
            "In Texas, another professional who treats you may look at what we kept back of a mental health record. "
            f"Call {letter['contact']} at {letter['telephone']} to tell us who that is. Each time that you ask, we "
            "decide again.",
        )
    yield "heading", "If you think that this is wrong"
    yield "paragraph", f"You can complain to us: {call} No one will treat you worse for it."
    yield (
        "paragraph",
        "You can also complain to the government: U.S. Department of Health and Human Services, Office for Civil "
        "Rights, 200 Independence Avenue SW, Room 509F HHH Building, Washington, DC 20201, or ocrportal.hhs.gov. Do it "
        "within 180 days.",
    )


def to_third_party(letter):
    """For whom the patient directed it to, who is told nothing of what is withheld."""
    yield (
        "paragraph",
        f"On {words(letter['received_on'])}, {letter['patient']} asked us in a signed paper to send you a copy of the "
        "record that we keep. We said yes, and this is the copy.",
    )
    yield "paragraph", contents(letter)
    yield (
        "paragraph",
        "It may not be all that we keep. Save it in a safe place. Anyone who has the file can read it. If it is not "
        "meant for you, do not read it, and call us.",
    )
    yield from not_held(letter)
    yield "paragraph", f"{helped(letter)}."


def helped(letter):
    call = f"Call {letter['contact']} at {letter['telephone']}."
    return f"Is something missing, or can’t you open a file? {call} We will help you"


def released(letter):
    if letter["files"]:
        yield from given(letter)
    if letter["left_out"]:
        yield "paragraph", OUTSIDE
    yield from not_held(letter)
    if letter["withheld"]:
        yield from withheld(letter)
    if letter["files"]:
        yield "paragraph", f"{helped(letter)}, and we can give you your record in another form."
    if "signature" in letter.get("states", ()):
        on = words(letter["released_on"])
        yield "paragraph", f"Signed: {letter['contact']}, for {letter['practice']}. Date: {on}."


def body(letter):
    if "says" in letter:
        return acknowledgement.body(letter)
    return to_third_party(letter) if letter.get("third_party") else released(letter)


def written_on(letter):
    return letter["written_on"] if "says" in letter else letter["released_on"]


def blocks(letter):
    yield "line", letter["practice"]
    yield "line", words(written_on(letter))
    yield "line", f"To: {letter['recipient']}"
    yield "line", f"Receipt number: {letter['receipt']}"
    yield "heading", heading(letter)
    yield from body(letter)
    yield (
        "paragraph",
        f"Do you need this in another language, in large print or read to you? Call {letter['telephone']}. This help is "
        "free.",
    )


def text(letter):
    return "".join(f"{words}\n" if kind == "line" else f"\n{words}\n" for kind, words in blocks(letter))


def html(letter):
    lines, level = [], 1
    for kind, words in blocks(letter):
        match kind:
            case "line":
                lines.append(f'<p class="line">{escape_text(words)}</p>\n')
            case "heading":
                lines.append(f"<h{level}>{escape_text(words)}</h{level}>\n")
                level = 2
            case "paragraph":
                lines.append(f"<p>{escape_text(words)}</p>\n")
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
    record = "a record for you" if letter.get("third_party") else "your record"
    intro = (
        f"This is {record if files else 'our answer'} from {letter['practice']}. If you need help, call "
        f"{letter['contact']} at {letter['telephone']}."
    )
    top = f'<h1>Start here</h1>\n<p>{escape_text(intro)}</p>\n<p><a href="letter.html">Read our letter</a></p>\n'
    if not files:
        return page("Start here", top)
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
        f"{top}<table>\n<caption>Your files</caption>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{''.join(rows)}"
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
