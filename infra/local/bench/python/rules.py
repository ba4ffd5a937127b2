"""Ids, secrets, dates and the chain of events, as the desk has them."""

import base64
import hashlib
import hmac
import os
import secrets
import unicodedata
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from web import dumps

# ---------------------------------------------------------------------------- ids and secrets

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
HMAC_KEY = os.environ["HMAC_KEY"].encode()


def base32(data):
    """Crockford's base 32 in lower case."""
    digits = -(-len(data) * 8 // 5)
    number = int.from_bytes(data, "big") << (digits * 5 - len(data) * 8)
    return "".join(ALPHABET[number >> shift & 31] for shift in range((digits - 1) * 5, -1, -5))


def fresh_id():
    return base32(secrets.token_bytes(16))


def fresh_token():
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).rstrip(b"=").decode()


def receipt_number():
    text = base32(secrets.token_bytes(7)).upper()
    return f"{text[:4]}-{text[4:8]}-{text[8:10]}"


def keyed(*parts):
    """A keyed hash; the length keeps lists of parts apart that read the same when joined."""
    message = b"".join(len(part.encode()).to_bytes(8, "big") + part.encode() for part in parts)
    return hmac.new(HMAC_KEY, message, hashlib.sha256).hexdigest()


def digits(count, *parts):
    """The first digits of a keyed hash's number."""
    return f"{int(keyed(*parts)[:32], 16) % 10**count:0{count}}"


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def fingerprint(call):
    """What a key is bound to: the same method, path and body."""
    ids = "".join(f"{id}\0" for id in call.ids)
    return sha256(f"{call.method}{ids}{call.path}\0{call.body}".encode())


# -------------------------------------------------------------------------------------- names


def folded(text):
    """A name as it is compared and indexed: lower case, letters and digits only, Latin letters without their marks."""
    letters = unicodedata.normalize("NFD", text.lower()).replace("ø", "o")
    return "".join(letter for letter in letters if letter.isalnum())


READ_AS = str.maketrans("OIL", "011")


def receipt_folded(text):
    """A receipt number as it is found: capitals and digits alone."""
    return "".join(letter for letter in text if letter.isascii() and letter.isalnum()).upper().translate(READ_AS)


# --------------------------------------------------------------------------------------- time


def instant(at):
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def seconds(at):
    return int(at.timestamp())


def day(at, zone):
    """The day that it is at a place."""
    return at.astimezone(ZoneInfo(zone)).date()


def words(text):
    on = date.fromisoformat(text)
    return f"{on:%A, %B} {on.day}, {on.year}"


WRITTEN = "written"
RECEIPT = "receipt"


def rule(citation, days, unit="calendar", starts=WRITTEN, covers="anything", reach=None):
    return {"citation": citation, "days": days, "unit": unit, "starts": starts, "covers": covers, "reach": reach}


FEDERAL = rule("45 CFR 164.524(b)(2)(i)", 30, starts=RECEIPT, reach=60)
EXTENSION = "45 CFR 164.524(b)(2)(ii)"
AMENDMENT = rule("45 CFR 164.526(b)(2)(i)", 60, starts=RECEIPT)
# Of the states where the practices are that this is measured with: their limits, and what was found about them.
STATES = {
    "CA": [
        rule("Cal. Health & Safety Code 123110", 15, covers="copy"),
        rule("Cal. Health & Safety Code 123110", 5, "working", covers="inspection"),
    ],
    "TX": [
        rule("Tex. Occ. Code 159.006", 15, "business"),
        rule("Tex. Health & Safety Code 181.102", 15, "business", covers="electronic"),
        rule("Tex. Health & Safety Code 611.008", 15, covers="mental_health"),
    ],
}


def note(name, found, citation, is_verified):
    return {"name": name, "found": found, "citation": citation, "is_verified": is_verified}


FOUND = {
    "CA": note("California", "for_another_access", "Cal. Health & Safety Code 123110, 123130", True),
    "CO": note("Colorado", "no_number", "Colo. Rev. Stat. 25-1-802", False),
    "TX": note("Texas", "for_another_access", "Tex. Occ. Code 159.006, 159.008", True),
}


def is_access(request):
    """Whether the limit of 45 CFR 164.524(b)(2) runs."""
    return request["kind"] in ("access", "directive")


def is_weekend(on):
    return on.weekday() > 4


def is_holiday(on):
    """Whether federal offices are closed on this day of the week, 5 U.S.C. 6103."""
    near = [on]
    near += [on + timedelta(days=1)] if on.weekday() == 4 else []
    near += [on - timedelta(days=1)] if on.weekday() == 0 else []
    if any((day.month, day.day) in ((1, 1), (6, 19), (7, 4), (11, 11), (12, 25)) for day in near):
        return True
    if (on.month, on.weekday()) == (5, 0) and on.day > 24:
        return True
    return (on.month, on.weekday(), (on.day - 1) // 7 + 1) in (
        (1, 0, 3),
        (2, 0, 3),
        (9, 0, 1),
        (10, 0, 2),
        (11, 3, 4),
    )


def count(start, days, unit, holidays_too):
    """The last of so many days after the first, and the holidays that were passed over."""
    if unit == "calendar":
        return start + timedelta(days=days), []
    on, passed = start, []
    while days:
        on += timedelta(days=1)
        if is_weekend(on):
            continue
        if holidays_too and is_holiday(on):
            passed.append(str(on))
            continue
        days -= 1
    return on, passed


def runs(limit, request):
    """Whether a limit runs for such an ask; none where nobody has said what the record holds."""
    covers, access = limit["covers"], request["access"]
    if covers == "mental_health":
        return request.get("mental_health")
    is_electronic = request["way"] in ("download", "email")
    return covers in ("anything", access) or (covers == "electronic" and access == "copy" and is_electronic)


def figure(limit, start, days, standing, holidays_too):
    on, passed = count(start, days, limit["unit"], holidays_too)
    holidays = {"holidays": passed} if passed else {}
    return {
        "citation": limit["citation"],
        "from": str(start),
        "days": days,
        "unit": limit["unit"],
        **holidays,
        "due_on": str(on),
        "standing": standing,
        "wins": False,
    }


def moved(limit, start, first, request):
    """The federal limit as its extension moves it, where the letter of that went in time. The states here have none."""
    extensions = request.get("extensions", ()) if limit["reach"] else ()
    federal = [extension for extension in extensions if extension["of"] == "federal" and extension["given_on"]]
    in_time = [extension for extension in federal if extension["given_on"] <= first["due_on"]]
    if not in_time:
        return None
    most = figure(limit, start, limit["reach"], "extension", True)
    due_on = min(most["due_on"], in_time[0]["until"])
    return {**most, "citation": EXTENSION, "due_on": due_on} if due_on > first["due_on"] else None


def figures(limit, received, request):
    is_running = runs(limit, request)
    if is_running is False:
        return []
    written = request["intake"]["written_on"] and date.fromisoformat(request["intake"]["written_on"])
    start = received if limit["starts"] == RECEIPT else written
    found = []
    if start and is_running:
        first = figure(limit, start, limit["days"], "limit", True)
        later = moved(limit, start, first, request)
        found = [{**first, "standing": "moved"}, later] if later else [first]
    standing = "oral_ask" if start != received else "every_weekday"
    standing = standing if is_running else "perhaps_mental_health"
    cautious = figure(limit, received, limit["days"], standing, False)
    if not found or (found[-1]["standing"] == "limit" and cautious["due_on"] < found[-1]["due_on"]):
        found.append(cautious)
    return found


def notes(request, working):
    """What is said of the states that have no figure here."""
    cited = {line["citation"] for line in working}
    ours = {state: {limit["citation"] for limit in STATES.get(state, ())} for state in request["states"]}
    return [FOUND[state] for state, citations in ours.items() if state in FOUND and not cited & citations]


def is_legal(line):
    return line["standing"] in ("limit", "extension")


def linked(request):
    """The other asks for the same record; one alone is stored as itself."""
    links = request["linked"] or []
    return links if isinstance(links, list) else [links]


def due(request):
    """The legal due date and the day to act by, with their working. A limit that is not ours has no working."""
    received_on = min([request["received_on"], *(other["received_on"] for other in linked(request))])
    received = date.fromisoformat(received_on)
    limits = [AMENDMENT] if request["kind"] == "amendment" else []
    if is_access(request):
        limits = [FEDERAL, *(limit for state in request["states"] for limit in STATES.get(state, ()))]
    working = [line for limit in limits for line in figures(limit, received, request)]
    legal = [line for line in working if is_legal(line)]
    cautious = [line for line in working if not is_legal(line) and line["standing"] != "moved"]
    due_on = min((line["due_on"] for line in legal), default=str(received + timedelta(days=30)))
    target_on = min([due_on, *(line["due_on"] for line in cautious)])
    for lines, on in ((legal, due_on), (cautious, target_on if target_on < due_on else None)):
        winner = next((line for line in lines if line["due_on"] == on), None)
        if winner:
            winner["wins"] = True
    of_limit = last_open(due_on) if legal else None
    states = notes(request, working) if is_access(request) else []
    return {
        "received_on": received_on,
        "time_zone": request["time_zone"],
        "due_on": due_on,
        "target_on": target_on,
        "last_open": last_open(target_on),
        **({"due_last_open": of_limit} if of_limit else {}),
        "working": working,
        **({"states": states} if states else {}),
    }


def last_open(on):
    """The last open day before a closed one."""
    open_day = date.fromisoformat(on)
    while is_weekend(open_day) or is_holiday(open_day):
        open_day -= timedelta(days=1)
    return None if str(open_day) == on else str(open_day)


def reading(due_on, answered_on, today):
    left = (due_on - (answered_on or today)).days
    if answered_on:
        return {"state": "answered_late", "days": -left} if left < 0 else {"state": "answered"}
    if left < 0:
        return {"state": "overdue", "days": -left}
    if left == 0:
        return {"state": "due_today"}
    return {"state": "due_soon" if left <= 7 else "on_time", "days": left}


def clock(request, now):
    """The clock of a request as of now, at its location."""
    legal = due(request)
    today = day(now, request["time_zone"])
    answered = request["answered_on"] and date.fromisoformat(request["answered_on"])
    read = target = {"state": "not_counted"}
    if any(map(is_legal, legal["working"])):
        read = reading(date.fromisoformat(legal["due_on"]), answered, today)
    if legal["working"]:
        target = reading(date.fromisoformat(legal["target_on"]), answered, today)
    return {"due": legal, "today": str(today), "reading": read, "target": target}


def fits(clock, wanted):
    """Whether a clock is overdue, or, by the day that a person goes by, for today or soon."""
    read, target = clock["reading"]["state"], clock["target"]["state"]
    if wanted == "overdue" or read not in ("on_time", "due_soon"):
        return read == {"overdue": "overdue", "today": "due_today"}.get(wanted)
    if target == "overdue":
        return wanted == "today"
    return target == {"today": "due_today", "soon": "due_soon"}[wanted]


# ------------------------------------------------------------------------------------- events

NO_HEAD = "0" * 64


def event(owner, head, seq, body):
    """An event's row, with the head of the chain after it."""
    text = dumps(body)
    after = sha256(b"access-desk-event-1" + bytes.fromhex(head) + text.encode())
    return {"pk": owner, "sk": f"EVENT#{seq:08}", "owner": owner, "seq": seq, "body": text, "head": after}


def outbox(since, id):
    """Keys of the index in which notices and jobs stand that are not done."""
    return {"party_pk": "OUTBOX", "party_sk": f"{instant(since)}#{id}"}
