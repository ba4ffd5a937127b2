"""Verbs on the deployed desk, as tests/desk.rs has them: people with their sessions, and requests at each stage."""

import json
import os
import re
import time
import uuid
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import requests

ORIGIN = os.environ["ORIGIN"]
PATIENCE_SECONDS = 60
# Of the seed: with two records that are hers and inspected, and with none.
PATIENT, PATIENT_WITHOUT_RECORDS = "johnnie-hermiston", "ana-lopez"
# What must hold for a ground.
CONDITIONS = {"r1": ["r1_danger"], "u2": ["u2_compiled", "u2_chart"]}


def today():
    """The day at the practice: nothing can have come in on a later one."""
    return datetime.now(ZoneInfo("America/Chicago")).date()


class Person:
    """One browser: its cookies, and nothing else. They are kept by hand, since they are for HTTPS alone."""

    def __init__(self):
        self.cookies = {}

    def cookie(self):
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def get(self, path):
        return self._read(requests.get(url(path), headers=self._headers(), allow_redirects=False, timeout=60))

    def post(self, path, form=None, version=None):
        headers = self._headers() | {"Origin": ORIGIN, "X-Access-Desk": "1", "Idempotency-Key": str(uuid.uuid4())}
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        return self._read(requests.post(url(path), json=form or {}, headers=headers, timeout=60))

    def _headers(self):
        return {"Cookie": self.cookie()} if self.cookies else {}

    def _read(self, answer):
        for cookie in answer.raw.headers.getlist("set-cookie"):
            name, value = cookie.split(";")[0].split("=", 1)
            self.cookies[name] = value
            if not value:
                del self.cookies[name]
        return answer


def url(path):
    return path if path.startswith("http") else ORIGIN + path


def done(answer, status=200):
    """The body of an answer that must have this status."""
    if answer.status_code != status:
        raise AssertionError(f"{answer.request.url}: {answer.status_code}, not {status}: {answer.text}")
    return answer.json() if answer.content else None


def eventually(what, look):
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        found = look()
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError(f"{what} did not come within {PATIENCE_SECONDS} s")


def signed_in(email):
    """A member, through the pool's own page."""
    person = Person()
    page = requests.get(person.get("/api/sign-in").headers["location"], timeout=60).text
    fields = dict(re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', page))
    fields = {name: value.replace("&amp;", "&") for name, value in fields.items()}
    fields |= {"username": email, "password": os.environ["PASSWORD"]}
    login = os.environ["SIGN_IN_ORIGIN"] + "/login"
    signed = requests.post(login, data=fields, allow_redirects=False, timeout=60)
    finished = person.get(signed.headers["location"])
    assert finished.headers["location"].endswith("/staff"), finished.headers["location"]
    return person


class Request:
    """A request that a clerk entered, as the officer sees it now."""

    def __init__(self, officer, entered):
        self.officer, self.id = officer, entered["request"]
        self.receipt, self.pin = entered["receipt"], entered["pin"]
        self.path = f"/api/requests/{self.id}"
        self.passcode, self.recipient, self.requester = None, None, None
        self.page = None

    def look(self):
        """As it is now, which is how the verbs below know it."""
        self.page = done(self.officer.get(self.path))
        return self.page

    def change(self, verb, form=None):
        return done(self.officer.post(f"{self.path}/{verb}", form, self.look()["version"]))

    def records(self):
        return done(self.officer.get(f"{self.path}/records"))["records"]

    def scan(self):
        """A picture that lies with it."""
        form = {"name": "letter.pdf", "size": 5, "crc32": "3610a686"}
        granted = done(self.officer.post(f"{self.path}/scans", form), 201)
        headers = {name: value for name, value in granted["headers"] if name not in ("content-length", "host")}
        done(requests.put(granted["url"], data=b"hello", headers=headers, timeout=60))
        return granted["scan"]

    def misdirection(self):
        """The number of a case of a wrong release of it."""
        if not self.page["misdirections"]:
            wrong = {"on": str(today()), "to": "Another patient", "what": "A visit note", "why": "Two envelopes were mixed up."}
            done(self.officer.post(f"{self.path}/misdirections", wrong))
            self.look()
        return self.page["misdirections"][-1]["number"]

    def asked_after(self):
        """The requester has come back with receipt number and PIN."""
        self.requester = Person()
        pin = {"receipt": self.receipt, "pin": self.pin}
        done(self.requester.post("/api/practices/lakeside/pins", pin))
        return self

    def findings(self):
        """What the reviewer finds about each record of the review."""
        items = done(self.officer.get(f"{self.path}/review"))["items"]
        return [{"record": item["record"], "stands": "no", "rationale": "No danger is left."} for item in items]

    def delivery(self):
        """The link that works, if there is one."""
        return next((card["delivery"] for card in self.page["deliveries"] if card["state"] == "open"), None)


class Desk:
    def __init__(self):
        self.anyone = Person()
        self.officer = signed_in("officer@lakeside.example")
        self.clinician = signed_in("clinician@lakeside.example")
        self.reviewer = signed_in("reviewer@lakeside.example")
        self._kept = {}

    def member(self, email):
        return next(member["sub"] for member in json.loads(os.environ["MEMBERS"]) if member["email"] == email)

    def calendar(self):
        """The sealed name of the officer's calendar."""
        return done(self.officer.get("/api/practices/lakeside/calendar"))["url"].rsplit("/", 1)[1]

    def at(self, stage):
        """A request at a stage: the one of the last call, or a new one where that moved on."""
        make, fits = STAGES[stage]
        kept = self._kept.get(stage)
        if kept is None or not fits(kept, kept.look()):
            self._kept[stage] = kept = make(self)
            kept.look()
        return kept

    def enter(self, form, **more):
        entry = {"ask": form, "kind": "access", "channel": "telephone", "oral_on": str(today() - timedelta(days=1))}
        return Request(self.officer, done(self.officer.post("/api/practices/lakeside/entries", entry | more), 201))

    def received(self):
        return self.enter(ask())

    def gathering(self, patient=PATIENT):
        return self.verified(self.received(), patient)

    def verified(self, request, patient=PATIENT):
        request.passcode = request.change("verification", {"patient": patient, "evidence": ["id_seen"]})["passcode"]
        return request

    def withheld(self, ground):
        request = self.gathering()
        record = request.records()[0]["record"]
        form = {"ground": ground, "what": "A note", "reason": "It would harm.", "duration": "Until June 1", "extent": "whole", "conditions": CONDITIONS[ground]}
        request.change(f"records/{record}/withholding", form)
        return request

    def promised(self):
        """With a file that is expected and never comes."""
        request = self.gathering(PATIENT_WITHOUT_RECORDS)
        form = {"files": [{"name": "a.txt", "size": 2, "crc32": "00000000"}]}
        done(self.officer.post(f"{request.path}/uploads", form), 201)
        return request

    def releasable(self):
        request = self.gathering()
        for card in request.records():
            # What other tests may have left behind.
            if card["placement"] == "needs_judgement":
                request.change(f"records/{card['record']}/judgement", {"judgement": "keep"})
            if card["placement"] in ("waiting", "rejected"):
                request.change(f"records/{card['record']}/discard")
        return request

    def ready(self):
        request = self.releasable()
        request.change("release")
        eventually("the package", lambda: request.look()["work"] == "ready")
        request.recipient = Person()
        proof = {"passcode": request.passcode}
        done(request.recipient.post(f"/api/deliveries/{request.delivery()}/proof", proof))
        return request.asked_after()

    def delivered(self):
        request = self.ready()
        done(request.recipient.post(f"/api/deliveries/{request.delivery()}/claims"))
        return request

    def answered(self):
        """With a letter whose e-mail waits, so that it can be taken back."""
        form = ask() | {"reach": "email", "email": fresh_email()}
        request = self.enter(form)
        request.change("answer", {"ending": "not_held"})
        return request


    def denied(self):
        """A file of it is withheld on a ground that another professional may judge again."""
        request = self.releasable()
        record = next(card["record"] for card in request.records() if card["placement"] == "in")
        path = f"records/{record}"
        form = {"ground": "r1", "what": "A note", "reason": "It would harm.", "duration": "Until June 1", "extent": "whole", "conditions": CONDITIONS["r1"]}
        request.change(f"{path}/withholding", form)
        found = {"stands": "yes", "rationale": "She said what she would do."}
        done(self.clinician.post(f"{request.path}/{path}/determination", found, request.look()["version"]))
        request.change(f"{path}/approval", {"stands": "yes"})
        request.change("release")
        eventually("the package", lambda: request.look()["work"] == "ready")
        return request.asked_after()

    def to_review(self):
        request = self.denied()
        request.change("review", {"channel": "telephone", "asked_on": str(today())})
        return request

    def in_review(self):
        request = self.to_review()
        request.change("review/reviewer", {"member": self.member("reviewer@lakeside.example")})
        return request

    def reviewed(self):
        request = self.in_review()
        form = {"findings": request.findings()}
        done(self.reviewer.post(f"{request.path}/review/decision", form, request.look()["version"]))
        return request

    def quoted(self):
        """With a fee that the requester was asked about."""
        request = self.verified(self.received())
        request.change("fee", {"medium": "electronic", "method": "flat"})
        return request.asked_after()

    def told(self):
        """With a letter that the requester can read."""
        request = self.received()
        request.change("answer", {"ending": "not_held"})
        return request.asked_after()


# How a request gets to a stage, and whether it is there still.
STAGES = {
    "received": (Desk.received, lambda request, page: page["work"] == "received"),
    "subpoena": (
        lambda desk: desk.enter(ask(), kind="subpoena", sender="Counsel for the other side"),
        lambda request, page: page["work"] == "received",
    ),
    "gathering": (Desk.gathering, lambda request, page: page["work"] == "gathering"),
    "releasable": (Desk.releasable, lambda request, page: page["work"] == "gathering"),
    "promised": (Desk.promised, lambda request, page: any(card["state"]["state"] == "expected" for card in request.records())),
    "to determine": (
        lambda desk: desk.withheld("r1"),
        lambda request, page: any(card["placement"] == "waits_for_determination" for card in request.records()),
    ),
    "to approve": (
        lambda desk: desk.withheld("u2"),
        lambda request, page: any(card["placement"] == "waits_for_approval" for card in request.records()),
    ),
    "ready": (Desk.ready, lambda request, page: page["work"] == "ready" and request.delivery()),
    "delivered": (Desk.delivered, lambda request, page: page["work"] == "delivered" and request.delivery()),
    "quoted": (Desk.quoted, lambda request, page: page["fee"]["standing"] == "asked"),
    "told": (Desk.told, lambda request, page: page["work"] == "answered" and page["letters"]),
    "denied": (Desk.denied, lambda request, page: page["reviewable"]),
    "to review": (Desk.to_review, lambda request, page: is_reviewed(page, reviewer=False, outcome=False)),
    "in review": (Desk.in_review, lambda request, page: is_reviewed(page, reviewer=True, outcome=False)),
    "reviewed": (Desk.reviewed, lambda request, page: is_reviewed(page, reviewer=True, outcome=True)),
    "answered": (Desk.answered, lambda request, page: page["can_undo"]),
}


def is_reviewed(page, reviewer, outcome):
    """How far the review of a request is; one of which the requester was told is done."""
    review = page.get("review")
    told = review and review["notified_on"]
    return review and not told and (bool(review["reviewer"]), bool(review["outcome"])) == (reviewer, outcome)


def ask():
    return {
        "given_name": "Johnnie679", "family_name": "Hermiston71",
        "birth_month": "6", "birth_day": "20", "birth_year": "1972",
        "reach": "telephone", "telephone": "512-555-0199",
        "location": "austin", "extent": "whole", "access": "copy", "language": "en",
    }


def fresh_email():
    return f"p{uuid.uuid4().hex}@patient.example"


class Submitted:
    """A request of a patient's own, and the code that was sent to her."""

    def __init__(self):
        self.email = fresh_email()
        form = ask() | {"reach": "email", "email": self.email}
        answer = done(Person().post("/api/practices/lakeside/requests", form), 201)
        self.receipt, self.challenge = answer["receipt"], answer["challenge"]
        self.code = eventually("the code", self._code)

    def _code(self):
        accounts = requests.get(os.environ["MAIL"], timeout=60).json()["messages"].values()
        texts = [mail["BodyText"] for mails in accounts for mail in mails if self.email in mail["To"]]
        codes = re.findall(r"code is (\d{6})", " ".join(texts))
        return codes[-1] if codes else None
