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


FEDERAL = {"citation": "45 CFR 164.524(b)(2)(i)", "days": 30}
EXTENSION = {"citation": "45 CFR 164.524(b)(2)(ii)", "days": 30}
AMENDMENT = {"citation": "45 CFR 164.526(b)(2)(i)", "days": 60}


def is_access(request):
    """Whether the limit of 45 CFR 164.524(b)(2) runs."""
    return request["kind"] in ("access", "directive")


def limit(request):
    if is_access(request):
        return FEDERAL
    return AMENDMENT if request["kind"] == "amendment" else None


def due(request):
    """The legal due date with its working: from the earliest receipt, whose day is day 0, with the extension if there
    is one. A limit that is not ours has no working."""
    linked = request["linked"]
    received_on = min(request["received_on"], linked["received_on"]) if linked else request["received_on"]
    start, rule = date.fromisoformat(received_on), limit(request)
    first_on = start + timedelta(days=(rule or FEDERAL)["days"])
    extension = request["extension"] and date.fromisoformat(request["extension"])
    due_on = extension or first_on
    working = [{**rule, "due_on": str(first_on), "wins": not extension}] if rule else []
    if extension:
        until = {"days": (extension - start).days, "due_on": str(extension), "wins": True}
        working.append({"citation": EXTENSION["citation"], **until})
    back = {5: 1, 6: 2}.get(due_on.weekday())
    return {
        "received_on": received_on,
        "time_zone": request["time_zone"],
        "due_on": str(due_on),
        "last_weekday": str(due_on - timedelta(days=back)) if back else None,
        "working": working,
    }


def extendable_until(request, clock):
    """The last day that an extension may promise, where one may still be given today."""
    legal = clock["due"]
    if not is_access(request) or request["extension"] or clock["today"] > legal["due_on"]:
        return None
    return str(date.fromisoformat(legal["received_on"]) + timedelta(days=FEDERAL["days"] + EXTENSION["days"]))


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
    read = {"state": "not_counted"}
    if legal["working"]:
        read = reading(date.fromisoformat(legal["due_on"]), answered, today)
    return {"due": legal, "today": str(today), "reading": read}


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
