"""The request page of staff, as the state and the history make it."""

import json
import unicodedata
from datetime import datetime, timedelta

from rules import clock, day
from table import get, indexed, prefixed

NEXT = {
    "received": "verify",
    "gathering": "add_records",
    "assembling": "wait_for_package",
    "ready": "wait_for_collection",
    "delivered": "close",
    "closed": "nothing",
}
CLAIMS = 5


def plain(text):
    """A name as it is compared: lower case, letters and digits only, Latin letters without their marks."""
    letters = unicodedata.normalize("NFD", text.lower()).replace("ø", "o")
    return "".join(letter for letter in letters if letter.isalnum())


def resumable_until(delivery, now):
    """Until when the last download may be taken up again."""
    if not delivery["last_claim_at"]:
        return None
    last, expires = (datetime.fromisoformat(delivery[name]) for name in ("last_claim_at", "expires_at"))
    until = min(last + timedelta(hours=24), expires)
    return until if now < until else None


def claims_left(delivery):
    return max(CLAIMS - delivery["claimed"], 0)


def state(delivery, now):
    if delivery["revoked"]:
        return "revoked"
    if datetime.fromisoformat(delivery["expires_at"]) <= now:
        return "expired"
    return "open" if claims_left(delivery) or resumable_until(delivery, now) else "exhausted"


def line(event):
    happened = event["happened"]
    what = happened["what"]
    if what == "record_judged":
        what = "record_kept" if happened["judgement"] == "keep" else "record_set_aside"
    return {
        "at": event["at"],
        "on": event["on"],
        "what": what,
        "by": event["actor"].get("name"),
        "file": happened.get("file"),
    }


def candidate(patient, request, records):
    ours, theirs = (plain(f"{person['given_name']} {person['family_name']}") for person in (patient, request))
    return {
        "patient": patient["id"],
        **{name: patient[name] for name in ("given_name", "family_name", "birth_date")},
        "name_matches": ours == theirs,
        "birth_date_matches": patient["birth_date"] == request["birth_date"],
        "contact_matches": request["email"] in patient["contacts"],
        "records": records,
    }


def card(delivery, zone, now):
    return {
        "delivery": delivery["id"],
        "state": state(delivery, now),
        "expires_on": str(day(datetime.fromisoformat(delivery["expires_at"]), zone)),
        "claims_left": claims_left(delivery),
        "claimed": delivery["claimed"],
    }


SAME = ("version", "practice", "receipt", "work", "outcome", "given_name", "family_name", "birth_date", "email")
SAME += ("contact_proven", "language", "access", "evidence")


def page_after(call, request, event):
    """The page after an event that is not committed yet."""
    pk = f"REQUEST#{request['id']}"
    practice = get(f"PRACTICE#{request['practice']}", "SETTINGS")
    patient_pk = f"PATIENT#{request['practice']}#{request['patient']}"
    patient = get(patient_pk, "PROFILE") if request["patient"] else None
    records = len(prefixed(patient_pk, "RECORD#")) if patient else 0
    is_under_way = request["job"] and request["work"] == "assembling"
    progress = get(pk, f"PROGRESS#{request['job']}") if is_under_way else None
    notices = prefixed(pk, "NOTICE#")
    events = [json.loads(row["body"]) for row in prefixed(pk, "EVENT#")]
    deliveries = indexed("party", f"DELIVERIES#{request['id']}")
    newest = max(notices, key=lambda notice: notice["queued_at"], default=None)
    names = {place["id"]: place["name"] for place in practice["locations"]}
    scope = request["scope"]
    return {
        "request": request["id"],
        **{name: request[name] for name in SAME},
        "practice_name": practice["name"],
        "scope": {
            "whole": scope["extent"] == "whole",
            "from": scope.get("from"),
            "until": scope.get("until"),
            "categories": scope.get("categories", []),
        },
        "location_name": names.get(request["location"]),
        "clock": clock(request, call.now),
        "patient": candidate(patient, request, records) if patient else None,
        "next": NEXT[request["work"]],
        "job": {"done": progress["done"], "total": progress["total"]} if progress else None,
        "deliveries": [card(delivery, request["time_zone"], call.now) for delivery in deliveries],
        "mail_failed": bool(newest and newest["state"] == "failed"),
        "history": [line(happened) for happened in (*events, event)],
    }
