"""The request page of staff, as the state and the history make it."""

import json
from datetime import date, datetime, timedelta

from letter import heading, text, written_on
from rules import day, folded, linked
from table import get, indexed, prefixed
from work import next_action, shown

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


JUDGED = {
    "keep": "record_kept",
    "set_aside": "record_set_aside",
    "duplicate": "record_duplicate",
    "outside_record_set": "record_outside",
}
HANDINGS = {"posted": "posted", "in_person": "handed_over", "inspected": "inspected", "emailed": "emailed"}


def what(happened):
    """What happened, for people to read."""
    match happened:
        case {"what": "record_judged", "judgement": judgement}:
            return JUDGED[judgement]
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
        case {"what": "withheld" | "reopened" | "corrected" | "delay_explained", "reason": said}:
            return said
        case {"what": "hold_placed" | "hold_lifted", "reason": said}:
            return said
        case {"what": "determined", "rationale": said} | {"what": "routed", "to": said}:
            return said
        case {"what": "handed_over" | "approved", "note": said} | {"what": "verified", "authority": said}:
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


def view(seq, letter):
    return {"seq": seq, "on": written_on(letter), "heading": heading(letter), "text": text(letter)}


def letters(events):
    """The letters of a history, the newest first, without those that were taken back. Releases and acknowledgements: the
    requests that are measured have no other."""
    written = []
    for event in events:
        happened = event["happened"]
        if happened["what"] == "undone":
            taken_back = [one for one in written if one["happened"]["what"] in ("released", "answered")][-1:]
            written = [one for one in written if one not in taken_back]
        if happened.get("letter"):
            written.append(event)
    return [view(event["seq"], event["happened"]["letter"]) for event in reversed(written)]


def scans(events):
    """Pictures of what came on paper."""
    return [
        {"scan": happened["scan"], "name": happened["file"], "on": event["on"]}
        for event in events
        if (happened := event["happened"])["what"] == "scan_attached"
    ]


def mail_failed(notices, events):
    """Whether the newest message was lost. What was queued in one second with the acknowledgement came after it."""

    def order(notice):
        return notice["queued_at"], notice["due_at"] or "", notice["kind"]["kind"] != "acknowledgement"

    ours = [notice for notice in notices if notice["kind"]["kind"] != "contact_changed"]
    newest = max(ours, key=order, default=None)
    lost = [event["happened"] for event in events if event["happened"]["what"] in ("mail_failed", "mail_bounced")]
    return bool(newest) and newest["id"] in [happened["notice"] for happened in lost]


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
        "bound": bound(delivery["bound"]) if delivery.get("bound") else None,
    }


def bound(pdf):
    return {"pages": pdf["pages"], "files": pdf["records"], "size": pdf["size"]}


def keep(request, events, cards):
    """How long it must be kept, 45 CFR 164.530(j)(2). What is released is open."""

    def six_years_after(on):
        first = date.fromisoformat(on)
        try:
            return str(first.replace(year=first.year + 6))
        except ValueError:
            return f"{first.year + 6}-03-01"

    last = [event for event in events if event["happened"]["what"] not in ("hold_placed", "hold_lifted")][-1]
    since = [
        ({"since": "received"}, request["received_on"]),
        ({"since": "happened", "what": what(last["happened"])}, last["on"]),
    ]
    links = [card["expires_on"] for card in cards if card["state"] != "revoked"]
    if links:
        since.append(({"since": "link_ends"}, max(links)))
    begins = max(on for _, on in since)
    return {
        "standing": "held" if request.get("hold") else "open",
        "until": six_years_after(begins),
        "citation": "45 CFR 164.530(j)(2)",
        "working": [
            {"since": of, "on": on, "until": six_years_after(on), "wins": on == begins} for of, on in since
        ],
        **{name: request[name] for name in ("hold",) if request.get(name)},
    }


SAME = ("version", "practice", "outcome", "given_name", "family_name", "birth_date", "email", "telephone", "address")
SAME += ("is_confidential", "interpreter", "language", "way", "format", "agreed", "evidence")


def page_after(call, request, event):
    """The page after a release that is not committed yet. No request that is measured has more time, a fee, a review or
    a wrong release."""
    pk = f"REQUEST#{request['id']}"
    before = [json.loads(row["body"]) for row in prefixed(pk, "EVENT#")]
    practice = get(f"PRACTICE#{request['practice']}", "SETTINGS")
    patient_pk = f"PATIENT#{request['practice']}#{request['patient']}"
    patient = get(patient_pk, "PROFILE") if request["patient"] else None
    records = len(prefixed(patient_pk, "RECORD#")) if patient else 0
    progress = get(pk, f"PROGRESS#{request['job']}")
    notices = prefixed(pk, "NOTICE#")
    deliveries = indexed("party", f"DELIVERIES#{request['id']}")
    cards = [card(delivery, request["time_zone"], call.now) for delivery in deliveries]
    events = [*(earlier for earlier in before if earlier["seq"] <= request["seq"]), event]
    scope, listed = request["scope"], shown(request, practice, call.now)
    return {
        **listed,
        **{name: request[name] for name in SAME},
        "linked": linked(request),
        **{name: request[name] for name in ("tell_above", "mental_health") if name in request},
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
        "extendable": None,
        # What waits for its package has not gone out.
        "can_undo": not request["delivery"],
        "letters": letters(events),
        "scans": scans(events),
        "patient": candidate(patient, request, records) if patient else None,
        "next": next_action(request),
        "job": {"done": progress["done"], "total": progress["total"]} if progress else None,
        "deliveries": cards,
        "mail_failed": mail_failed(notices, events),
        # Only what has gone out.
        "reviewable": False,
        "fee_terms": {
            "schedule": practice["fees"],
            "states": request["states"],
            "way": (request["agreed"] or request)["way"],
        },
        "misdirections": [],
        "keep": keep(request, events, cards),
        "history": [line(happened) for happened in events],
    }
