"""The letter that acknowledges a request. In English, the language of the requests that are measured."""

from rules import words

UNITS = {"calendar": "days", "working": "working days", "business": "business days"}
WAYS = {
    "download": "A link to download it",
    "paper": "On paper, by mail",
    "in_person": "Pick it up at the practice",
    "email": "By plain e-mail, which others may be able to read",
}
KINDS = {
    "visit_notes": "Visit notes",
    "test_results": "Test results",
    "imaging": "X-rays and other images",
    "photographs": "Photographs",
    "medications": "Medicines",
    "billing": "Bills and payments",
    "other": "Other records",
}
WHY = {
    "limit": "",
    "every_weekday": ". Holidays are counted here, to be safe",
    "oral_ask": ". Counted from the first ask, to be safe; the law counts from the written one",
    "perhaps_mental_health": ". This is the limit if the record holds mental-health care",
}


def figure(line):
    passed = "; ".join(words(on) for on in line.get("holidays", ()))
    passed = f", holidays not counted: {passed}" if passed else ""
    counts = f"{words(line['from'])} + {line['days']} {UNITS[line['unit']]} = {words(line['due_on'])}"
    end = "."
    if line["wins"]:
        is_limit = line["standing"] == "limit"
        end = ". This limit counts: it is the earliest." if is_limit else ". So we aim for this day."
    return f"Received {counts} ({line['citation']}){passed}{WHY[line['standing']]}{end}"


FOUND = {
    "for_another_access": "its own limit is for another kind of access",
    "no_number": "we found no number of days of its own",
}


def state(note):
    doubt = "" if note["is_verified"] else " That is not certain."
    return f"{note['name']}: {FOUND[note['found']]} ({note['citation']}).{doubt}"


def working(due):
    """A line for each figure, first what counts, then by date; and for each state that has none."""
    figures = sorted(due["working"], key=lambda line: (not line["wins"], line["due_on"]))
    return [*map(figure, figures), *map(state, due.get("states", ()))]


def asks(requester):
    if requester["who"] == "directed":
        return {"for": "third_party", "to": requester["to"], "place": requester["place"]}
    return {"for": "own" if requester["who"] == "patient" else "another"}


def made(command, practice, receipt, on, due):
    """The letter as it is kept."""
    person = command["requester"] if command["requester"]["who"] == "representative" else command
    return {
        "language": command["language"],
        "practice": practice["name"],
        "contact": practice["contact"],
        "telephone": practice["telephone"],
        "recipient": f"{person['given_name']} {person['family_name']}",
        "receipt": receipt,
        "received_on": due["received_on"],
        "written_on": on,
        "says": {
            "says": "acknowledgement",
            "asks": asks(command["requester"]),
            **{name: command[name] for name in ("access", "scope", "way", "format")},
            "step": "code" if command["email"] else "person",
            "due_on": due["due_on"],
            "working": working(due),
        },
    }


HEADING = "We have your request"


def part(scope):
    since, until = scope.get("from"), scope.get("until")
    parts = [KINDS[kind] for kind in scope.get("categories", ())]
    if since and until:
        parts.insert(0, f"from {words(since)} until {words(until)}")
    elif since or until:
        parts.insert(0, f"from {words(since)} on" if since else f"until {words(until)}")
    if parts:
        yield f"Only this part: {'; '.join(parts)}."


def asked(says):
    """What was understood."""
    asks, scope, way = says["asks"], says["scope"], says["way"]
    is_whole, is_for_other = scope["extent"] == "whole", asks["for"] == "third_party"
    what = "your whole record" if is_whole else "a part of your record"
    if asks["for"] == "another":
        what = "the whole record" if is_whole else "a part of the record"
        what = f"{what} of the person for whom you act"
    if is_for_other:
        yield f"You asked us to send a copy of {what} to {asks['to']}, {asks['place']}."
    else:
        yield f"You asked {'for a copy of' if says['access'] == 'copy' else 'to come and look at'} {what}."
    if not is_whole:
        yield from part(scope)
    if says["access"] == "copy" and not (is_for_other and way == "download"):
        yield f"How it shall come: {WAYS[way]}."
    if says["format"]:
        yield f"In what form, in your own words: {says['format']}"


STEPS = {
    "code": "One step is left: type the code from our e-mail on the page where you asked, if you have not done so. It "
    "shows us that the address is yours. Your request counts with or without it.",
    "person": "One step is left: before we give out a record, we make sure who asks. We will call or write to you about "
    "it. Your request counts from the day that we got it.",
}
PAPERS = {
    "own": "",
    "another": " We also need a paper that shows that you may act for that person.",
    "third_party": " We also need this in a paper that you signed.",
}


def body(letter):
    """What stands under the heading."""
    says = letter["says"]
    yield "paragraph", f"On {words(letter['received_on'])}, you asked us for a record."
    yield (
        "paragraph",
        f"We must answer by {words(says['due_on'])}. How we worked that out stands at the end of this letter.",
    )
    yield "heading", "What you asked for"
    for line in asked(says):
        yield "paragraph", line
    yield (
        "paragraph",
        f"Did we get something wrong? Do you want less, or more? Call {letter['contact']} at {letter['telephone']}, or "
        "write to us on the page of your request.",
    )
    yield "heading", "What is left for you to do"
    yield "paragraph", STEPS[says["step"]] + PAPERS[says["asks"]["for"]]
    yield "paragraph", "You do not have to fill in another form. You do not have to tell us why you want the record."
    yield "heading", "How we worked out the dates"
    for line in says["working"]:
        yield "paragraph", line
