"""POST /api/practices/{practice}/requests: a new request, which counts as received with this call."""

import re
from datetime import date, timedelta

import table
from once import keep, kept
from rules import NO_HEAD, day, due, event, fresh_id, instant, keyed, outbox, receipt_number, seconds
from runtime import serve
from table import ALONE, Repeated, get
from web import Problem, form, route

ANYONE = "anyone"
ACKNOWLEDGEMENTS_AN_HOUR = 6
EMAIL = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[a-z0-9-]+(\.[a-z0-9-]+)+", re.ASCII)


def born(typed):
    try:
        return date(*(int(typed.get(f"birth_{part}", "")) for part in ("year", "month", "day")))
    except ValueError:
        return None


def parse(typed, practice, today):
    """The command, or every error of the form at once."""
    given, family = (typed.get(name, "").strip() for name in ("given_name", "family_name"))
    email, location = typed.get("email", "").strip().lower(), typed.get("location", "")
    birth_date = born(typed)
    checks = [
        ("given_name", "given_name_missing", 1 <= len(given) <= 100),
        ("family_name", "family_name_missing", 1 <= len(family) <= 100),
        ("birth_month", "birth_date_not_real", birth_date),
        ("birth_year", "birth_date_in_future", not birth_date or birth_date <= today),
        ("email", "email_incomplete", len(email) <= 254 and EMAIL.fullmatch(email)),
        ("location", "location_unknown", not location or location in [place["id"] for place in practice["locations"]]),
        ("extent", "extent_missing", typed.get("extent") in ("whole", "part")),
        ("access", "access_missing", typed.get("access") in ("copy", "inspection")),
        ("language", "language_unknown", typed.get("language") in ("en", "es")),
    ]
    errors = [{"field": field, "code": code} for field, code, fits in checks if not fits]
    if errors:
        raise Problem(422, "answers", errors=errors)
    scope = {"extent": "whole"}
    if typed["extent"] == "part":
        dates = {name: typed.get(name) or None for name in ("from", "until")}
        scope = {"extent": "part", **dates, "categories": typed.get("categories", [])}
    return {
        "given_name": given,
        "family_name": family,
        "birth_date": str(birth_date),
        "email": email,
        "language": typed["language"],
        "access": typed["access"],
        "scope": scope,
        "location": location or None,
    }


def received(now, practice, location):
    """At the location that was named, or in the zone of the practice where it is earliest."""
    places = practice["locations"]
    named = [place for place in places if place["id"] == location]
    return min(((day(now, place["time_zone"]), place["time_zone"]) for place in named or places), key=lambda on: on[0])


def submit(call):
    practice = get(f"PRACTICE#{call.ids[0]}", "SETTINGS")
    if not practice:
        raise Problem(404, "not-found")
    repeated = kept(call, ANYONE)
    if repeated:
        return repeated["status"], repeated["answer"]
    today = max(day(call.now, place["time_zone"]) for place in practice["locations"])
    command = parse(form(call), practice, today)
    on, zone = received(call.now, practice, command["location"])
    at, id, challenge = instant(call.now), fresh_id(), fresh_id()
    pk, legal = f"REQUEST#{id}", due(on, zone)
    contact = keyed("contact", practice["id"], command["email"])
    challenge_ends = seconds(call.now + timedelta(days=1))
    body = {"request": id, "seq": 1, "at": at, "on": str(on), "actor": {"kind": "requester"}}
    submitted = event(pk, NO_HEAD, 1, {**body, "happened": {"what": "submitted"}})
    request = {
        "pk": pk,
        "sk": "REQUEST",
        "party_pk": f"CONTACT#{practice['id']}#{contact}",
        "party_sk": f"{on}#{id}",
        "worklist_pk": f"{practice['id']}#OPEN#0",
        "worklist_sk": f"{legal['due_on']}#{id}",
        "id": id,
        "practice": practice["id"],
        "receipt": receipt_number(),
        "version": 1,
        "seq": 1,
        "head": submitted["head"],
        "law": "2026-11",
        "work": "received",
        "outcome": None,
        **command,
        "contact": contact,
        "contact_proven": False,
        "received_at": at,
        "received_on": str(on),
        "time_zone": zone,
        "due_on": legal["due_on"],
        "patient": None,
        "evidence": [],
        "passcodes": 0,
        "job": None,
        "delivery": None,
        "answered_on": None,
    }
    answer = {"request": id, "receipt": request["receipt"], "challenge": challenge, "due": legal}
    repeat = keep(call, ANYONE, 201, answer)
    code = {
        "pk": f"CODE#{challenge}",
        "sk": ALONE,
        "id": challenge,
        "request": id,
        "contact": contact,
        "issue": 1,
        "issued_at": at,
        "tries": 0,
        "proven": False,
        "ends_at_s": challenge_ends,
        "expires_at_s": challenge_ends,
    }
    writes = [table.first(repeat), table.fresh(request), table.fresh(submitted), table.fresh(code)]
    mailed_pk = f"MAILED#acknowledgements#{contact}#{at[:13]}"
    mailed = get(mailed_pk, ALONE)
    if not mailed or mailed["mails"] < ACKNOWLEDGEMENTS_AN_HOUR:
        notice = fresh_id()
        row = {
            "pk": pk,
            "sk": f"NOTICE#{notice}",
            **outbox(call.now, notice),
            "id": notice,
            "request": id,
            "kind": {"kind": "acknowledgement", "challenge": challenge},
            "state": "queued",
            "queued_at": at,
            "message": None,
        }
        writes += [table.fresh(row), table.count(mailed_pk, seconds(call.now + timedelta(hours=2)))]
    try:
        table.transact(writes, first_is_repeat=True)
    except Repeated:
        earlier = kept(call, ANYONE)
        if not earlier:
            raise Problem(503, "busy") from None
        return earlier["status"], earlier["answer"]
    return 201, repeat["answer"]


serve(route("/api/practices/{practice}/requests", submit))
