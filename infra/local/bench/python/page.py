"""The request page of staff, as the state and the history make it."""

import json
from datetime import date, datetime, timedelta

from letter import heading, text, written_on
from rules import day, extendable, folded
from table import get, indexed, prefixed
from work import has_task, next_action, shown

CLAIMS = 5


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


HANDINGS = {"posted": "posted", "in_person": "handed_over", "inspected": "inspected", "emailed": "emailed"}


def what(happened):
    """What happened, for people to read."""
    match happened:
        case {"what": "record_judged", "judgement": judgement}:
            return "record_kept" if judgement == "keep" else "record_set_aside"
        case {"what": "determined", "stands": stands}:
            return "determined" if stands else "determined_out"
        case {"what": "approved", "stands": stands}:
            return "approved" if stands else "approval_refused"
        case {"what": "assigned", "to": to}:
            return "assigned" if to else "unassigned"
        case {"what": "handed_over", "handing": handing}:
            return HANDINGS[handing]
        case {"what": "arrival_confirmed", "opened": opened}:
            return "opened" if opened else "not_opened"
    return happened["what"]


def words(happened):
    """What a person wrote in it."""
    match happened:
        case {"what": "note_written" | "message_sent" | "message_received", "text": said}:
            return said
        case {"what": "withheld" | "reopened", "reason": said}:
            return said
        case {"what": "determined", "rationale": said} | {"what": "routed", "to": said}:
            return said
        case {"what": "handed_over", "note": said} | {"what": "verified", "authority": said}:
            return said
        case {"what": "task_added", "task": {"text": said}} | {"what": "arranged", "agreed": {"appointment": said}}:
            return said
        case {"what": "assigned", "to": {"name": said}}:
            return said
    return None


def line(event):
    happened = event["happened"]
    said = words(happened)
    return {
        "at": event["at"],
        "on": event["on"],
        "what": what(happened),
        "by": event["actor"].get("name"),
        "file": happened.get("file"),
        **({"words": said} if said else {}),
    }


def letters(events):
    """The letters of a history, the newest first, without those that were taken back. Releases and acknowledgements: the
    requests that are measured have no other."""
    written = []
    for event in events:
        happened = event["happened"]
        if happened["what"] == "undone" and written:
            written.pop()
        if "letter" in happened:
            letter = happened["letter"]
            seen = {"on": written_on(letter), "heading": heading(letter), "text": text(letter)}
            written.append({"seq": event["seq"], **seen})
    return written[::-1]


def scans(events):
    """Pictures of what came on paper."""
    return [
        {"scan": happened["scan"], "name": happened["file"], "on": event["on"]}
        for event in events
        if (happened := event["happened"])["what"] == "scan_attached"
    ]


def can_undo(request, notices):
    """What was decided last has not gone out and can be taken back."""
    if request["work"] == "assembling":
        return not request["delivery"]
    waiting = any(notice["kind"]["kind"] == "letter" and notice["state"] == "queued" for notice in notices)
    return request["work"] == "answered" and (waiting or has_task(request, "post_letter"))


def candidate(patient, request, records):
    ours, theirs = (folded(f"{person['given_name']} {person['family_name']}") for person in (patient, request))
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


def keep(request, events):
    """How long it must be kept, 45 CFR 164.530(j)(2). The requests that are measured are open, not held and without a
    link."""

    def six_years_after(on):
        first = date.fromisoformat(on)
        try:
            return str(first.replace(year=first.year + 6))
        except ValueError:
            return f"{first.year + 6}-03-01"

    since = [
        ({"since": "received"}, request["received_on"]),
        ({"since": "happened", "what": what(events[-1]["happened"])}, events[-1]["on"]),
    ]
    begins = max(on for _, on in since)
    return {
        "standing": "open",
        "until": six_years_after(begins),
        "citation": "45 CFR 164.530(j)(2)",
        "working": [
            {"since": of, "on": on, "until": six_years_after(on), "wins": on == begins} for of, on in since
        ],
    }


SAME = ("version", "practice", "outcome", "given_name", "family_name", "birth_date", "email", "telephone", "address")
SAME += ("is_confidential", "interpreter", "language", "way", "format", "agreed", "linked", "evidence")


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
    events = [*(json.loads(row["body"]) for row in prefixed(pk, "EVENT#")), event]
    deliveries = indexed("party", f"DELIVERIES#{request['id']}")
    newest = max(notices, key=lambda notice: notice["queued_at"], default=None)
    scope, listed = request["scope"], shown(request, practice, call.now)
    is_open = request["work"] in ("received", "gathering")
    return {
        **listed,
        **{name: request[name] for name in SAME},
        **{name: request[name] for name in ("tell_above",) if name in request},
        "practice_name": practice["name"],
        "scope": {
            "whole": scope["extent"] == "whole",
            "from": scope.get("from"),
            "until": scope.get("until"),
            "categories": scope.get("categories", []),
        },
        "requester": request["requester"],
        "states": request["states"],
        **request["intake"],
        "extendable": extendable(request, listed["clock"]["today"]) if is_open else None,
        "can_undo": can_undo(request, notices),
        "letters": letters(events),
        "scans": scans(events),
        "patient": candidate(patient, request, records) if patient else None,
        "next": next_action(request),
        "job": {"done": progress["done"], "total": progress["total"]} if progress else None,
        "deliveries": [card(delivery, request["time_zone"], call.now) for delivery in deliveries],
        "mail_failed": bool(newest and newest["state"] in ("failed", "bounced")),
        "fee_terms": {
            "schedule": practice["fees"],
            "states": request["states"],
            "way": (request["agreed"] or request)["way"],
        },
        "keep": keep(request, events),
        "history": [line(happened) for happened in events],
    }
