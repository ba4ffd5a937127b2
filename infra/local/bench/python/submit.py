"""POST /api/practices/{practice}/requests: a new request, which counts as received with this call."""

import json
import re
from datetime import date, timedelta

import table
from acknowledgement import made
from once import keep, kept
from rules import (
    NO_HEAD,
    day,
    digits,
    due,
    event,
    folded,
    fresh_id,
    instant,
    keyed,
    outbox,
    receipt_folded,
    receipt_number,
    seconds,
)
from runtime import serve
from table import ALONE, Repeated, get
from web import Problem, form, route

ANYONE = "anyone"
ACKNOWLEDGEMENTS_AN_HOUR = 6
EMAIL = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[a-z0-9-]+(\.[a-z0-9-]+)+", re.ASCII)


TELEPHONE = re.compile(r"(?=(\D*\d){7})[A-Za-z0-9 +().,#/-]{1,40}", re.ASCII)
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
RELATIONS = ("parent", "guardian", "executor", "power_of_attorney")
WAYS = ("download", "paper", "in_person", "email")


def line(typed, name):
    return CONTROL.sub(" ", typed.get(name, "").strip())


def cents(text):
    """Dollars into cents; nothing where nothing was said, and below zero where it is no amount."""
    typed = text.strip()
    if not typed:
        return None
    found = re.fullmatch(r"\$?\s*(?:(\d{0,7})(?:\.(\d{1,2}))?)", typed, re.ASCII)
    if not found or typed[-1] not in "$0123456789":
        return -1
    dollars, part = found.groups(default="")
    return int(dollars or 0) * 100 + int(part.ljust(2, "0"))


def born(typed):
    try:
        return date(*(int(typed.get(f"birth_{part}", "")) for part in ("year", "month", "day")))
    except ValueError:
        return None


def requester(typed, need):
    """Who asks. A representative has a name and a relation; a directive names whom and where."""
    match typed.get("requester") or "self":
        case "self":
            return {"who": "patient"}
        case "representative":
            given, family = line(typed, "requester_given_name"), line(typed, "requester_family_name")
            need("requester_given_name", "given_name_missing", 1 <= len(given) <= 100)
            need("requester_family_name", "family_name_missing", 1 <= len(family) <= 100)
            need("relation", "relation_missing", typed.get("relation") in RELATIONS)
            names = {"given_name": given, "family_name": family}
            return {"who": "representative", **names, "relation": typed.get("relation")}
        case "directive":
            to, place = line(typed, "recipient"), line(typed, "recipient_place")
            need("recipient", "recipient_missing", 1 <= len(to) <= 200)
            need("recipient_place", "recipient_place_missing", 1 <= len(place) <= 200)
            return {"who": "directed", "to": to, "place": place}
    need("requester", "requester_missing", False)
    return None


def reached(typed, need):
    """How the requester is reached: what was chosen must be there; of the others, what was typed must be right."""
    reach = typed.get("reach") or "email"
    need("reach", "reach_missing", reach in ("email", "telephone", "mail"))
    email, telephone = line(typed, "email").lower(), line(typed, "telephone")
    address = typed.get("address", "").strip().replace("\r\n", "\n")
    is_email = len(email) <= 254 and EMAIL.fullmatch(email)
    need("email", "email_incomplete", is_email if email else reach != "email")
    need("telephone", "telephone_incomplete", TELEPHONE.fullmatch(telephone) if telephone else reach != "telephone")
    need("address", "address_too_long", len(address) <= 400 if address else reach != "mail")
    return {
        "email": email or None,
        "telephone": telephone or None,
        "address": address or None,
        "is_confidential": typed.get("confidential") == "yes",
    }


def parse(typed, practice, today):
    """The command, or every error of the form at once."""
    errors = []

    def need(field, code, fits):
        if not fits:
            errors.append({"field": field, "code": code})

    given, family, wanted = line(typed, "given_name"), line(typed, "family_name"), line(typed, "format")
    birth_date, location, way = born(typed), typed.get("location"), typed.get("way") or "download"
    need("given_name", "given_name_missing", 1 <= len(given) <= 100)
    need("family_name", "family_name_missing", 1 <= len(family) <= 100)
    need("birth_month", "birth_date_not_real", birth_date)
    need("birth_year", "birth_date_in_future", not birth_date or birth_date <= today)
    asks, contact = requester(typed, need), reached(typed, need)
    known = not location or location in [place["id"] for place in practice["locations"]]
    need("location", "location_unknown", known)
    need("extent", "extent_missing", typed.get("extent") in ("whole", "part"))
    need("access", "access_missing", typed.get("access") in ("copy", "inspection"))
    need("way", "way_missing", way in WAYS)
    need("address", "address_missing", way != "paper" or contact["address"])
    need("email", "email_missing", way != "email" or contact["email"])
    need("format", "line_too_long", len(wanted) <= 200)
    tell_above = cents(typed.get("tell_above", ""))
    need("tell_above", "amount_not_read", tell_above is None or tell_above >= 0)
    need("tell_above", "amount_too_large", tell_above is None or tell_above <= 100_000)
    need("language", "language_unknown", typed.get("language") in ("en", "es"))
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
        "requester": asks,
        **contact,
        "language": typed["language"],
        "interpreter": typed.get("interpreter") == "yes",
        "access": typed["access"],
        "scope": scope,
        "way": way,
        "format": wanted,
        **({} if tell_above is None else {"tell_above": tell_above}),
        "location": location or None,
    }


def received(now, practice, location):
    """At the location that was named, or in the zone of the practice where it is earliest; and the states."""
    places = [place for place in practice["locations"] if place["id"] == location] or practice["locations"]
    on, zone = min(((day(now, place["time_zone"]), place["time_zone"]) for place in places), key=lambda on: on[0])
    return on, zone, sorted({place["state"] for place in places})


def with_pin(repeat):
    """The kept answer, with the PIN where there is no e-mail address: it is computed again and never stored."""
    answer = json.loads(repeat["answer"])
    if not answer["challenge"]:
        answer["pin"] = digits(8, "pin", answer["request"])
    return repeat["status"], answer


def opening(call, request):
    """What proves the contact of a new request: its challenge, and the rows."""
    at, challenge, contact = instant(call.now), fresh_id(), request["contact"]
    ends_at_s = seconds(call.now + timedelta(days=1))
    code = {
        "pk": f"CODE#{challenge}",
        "sk": ALONE,
        "id": challenge,
        "request": request["id"],
        "contact": contact,
        "issue": 1,
        "issued_at": at,
        "tries": 0,
        "proven": False,
        "ends_at_s": ends_at_s,
        "expires_at_s": ends_at_s,
    }
    writes = [table.fresh(code)]
    mailed_pk = f"MAILED#acknowledgements#{contact}#{at[:13]}"
    mailed = get(mailed_pk, ALONE)
    if not mailed or mailed["mails"] < ACKNOWLEDGEMENTS_AN_HOUR:
        notice = fresh_id()
        row = {
            "pk": request["pk"],
            "sk": f"NOTICE#{notice}",
            **outbox(call.now, notice),
            "id": notice,
            "request": request["id"],
            "kind": {"kind": "acknowledgement", "challenge": challenge},
            "state": "queued",
            "queued_at": at,
            "due_at": None,
            "message": None,
        }
        writes += [table.fresh(row), table.count(mailed_pk, seconds(call.now + timedelta(hours=2)))]
    return challenge, writes


def submit(call):
    practice = get(f"PRACTICE#{call.ids[0]}", "SETTINGS")
    if not practice:
        raise Problem(404, "not-found")
    repeated = kept(call, ANYONE)
    if repeated:
        return with_pin(repeated)
    today = max(day(call.now, place["time_zone"]) for place in practice["locations"])
    command = parse(form(call), practice, today)
    on, zone, states = received(call.now, practice, command["location"])
    at, id, on, receipt = instant(call.now), fresh_id(), str(on), receipt_number()
    pk, kind = f"REQUEST#{id}", "directive" if command["requester"]["who"] == "directed" else "access"
    intake = {"channel": "web", "oral_on": None, "written_on": on}
    place = {"received_on": on, "time_zone": zone, "states": states, "intake": intake}
    legal = due({**command, **place, "kind": kind, "linked": None})
    contact = keyed("contact", practice["id"], command["email"]) if command["email"] else f"NONE#{id}"
    family, given = folded(command["family_name"]), folded(command["given_name"])
    body = {"request": id, "seq": 1, "at": at, "on": on, "actor": {"kind": "requester"}}
    happened = {"what": "submitted", "letter": made(command, practice, receipt, on, legal)}
    submitted = event(pk, NO_HEAD, 1, {**body, "happened": happened})
    request = {
        "pk": pk,
        "sk": "REQUEST",
        "party_pk": f"CONTACT#{practice['id']}#{contact}",
        "party_sk": f"{on}#{id}",
        "patient_pk": f"{practice['id']}#NAME#{family[:2]}",
        "patient_sk": f"{family}#{given}#{on}#{id}",
        "worklist_pk": f"{practice['id']}#OPEN#0",
        "worklist_sk": f"{legal['target_on']}#{id}",
        "id": id,
        "practice": practice["id"],
        "receipt": receipt,
        "version": 1,
        "seq": 1,
        "head": submitted["head"],
        "law": "2026-11",
        "kind": kind,
        "work": "received",
        "outcome": None,
        **command,
        "contact": contact,
        "contact_epoch": 0,
        "contact_proven": False,
        "agreed": None,
        "intake": intake,
        "linked": None,
        "extension": None,
        "assignee": None,
        "tasks": [],
        "determinations": 0,
        "approvals": 0,
        "is_asked": False,
        "received_at": at,
        "received_on": on,
        "time_zone": zone,
        "states": states,
        "due_on": legal["target_on"],
        "patient": None,
        "evidence": [],
        "passcodes": 0,
        "job": None,
        "delivery": None,
        "answered_on": None,
        "fee": None,
    }
    challenge, writes = opening(call, request) if command["email"] else (None, [])
    answer = {"request": id, "receipt": receipt, "challenge": challenge, "due": legal}
    repeat, number = keep(call, ANYONE, 201, answer), receipt_folded(receipt)
    found = {"practice": practice["id"], "receipt": number, "request": id}
    warn_on = str(date.fromisoformat(legal["target_on"]) - timedelta(days=7))
    warning = {"request": id, "on": warn_on}
    rows = [
        table.first(repeat),
        table.fresh(request),
        table.fresh(submitted),
        table.anyhow({"pk": pk, "sk": "WARNING", "party_pk": "WARNINGS", "party_sk": f"{warn_on}#{id}", **warning}),
        table.fresh({"pk": f"RECEIPT#{practice['id']}#{number}", "sk": ALONE, **found}),
        *writes,
    ]
    try:
        table.transact(rows, first_is_repeat=True)
    except Repeated:
        earlier = kept(call, ANYONE)
        if not earlier:
            raise Problem(503, "busy") from None
        return with_pin(earlier)
    return with_pin(repeat)


serve(route("/api/practices/{practice}/requests", submit))
