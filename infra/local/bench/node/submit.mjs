// POST /api/practices/{practice}/requests: a new request, which counts as received with this call.

import { Problem, form, route } from "./http.mjs";
import { keep, kept } from "./once.mjs";
import {
  DAY,
  HOUR,
  NO_HEAD,
  day,
  due,
  event,
  freshId,
  instant,
  keyed,
  later,
  outbox,
  receiptNumber,
  seconds,
} from "./rules.mjs";
import { serve } from "./runtime.mjs";
import { ALONE, Repeated, get, transact, write } from "./table.mjs";

const ANYONE = "anyone";
const ACKNOWLEDGEMENTS_AN_HOUR = 6;
const EMAIL = /^[\w.!#$%&'*+/=?^`{|}~-]+@[a-z0-9-]+(\.[a-z0-9-]+)+$/;

// The command, or every error of the form at once.
function parse(typed, practice, today) {
  const errors = [];
  const need = (field, code, fits) => {
    if (!fits) errors.push({ field, code });
  };
  const given = (typed.given_name ?? "").trim();
  const family = (typed.family_name ?? "").trim();
  const email = (typed.email ?? "").trim().toLowerCase();
  const [month, date] = [typed.birth_month, typed.birth_day].map((part) => String(part ?? "").padStart(2, "0"));
  const born = `${typed.birth_year}-${month}-${date}`;
  const isReal = !Number.isNaN(Date.parse(born)) && new Date(born).toISOString().startsWith(born);
  need("given_name", "given_name_missing", given && given.length <= 100);
  need("family_name", "family_name_missing", family && family.length <= 100);
  need("birth_month", "birth_date_not_real", isReal);
  need("birth_year", "birth_date_in_future", !isReal || born <= today);
  need("email", "email_incomplete", email.length <= 254 && EMAIL.test(email));
  const known = practice.locations.some((place) => place.id === typed.location);
  need("location", "location_unknown", !typed.location || known);
  need("extent", "extent_missing", typed.extent === "whole" || typed.extent === "part");
  need("access", "access_missing", ["copy", "inspection"].includes(typed.access));
  need("language", "language_unknown", ["en", "es"].includes(typed.language));
  if (errors.length > 0) throw new Problem(422, "answers", { errors });
  const { from, until, categories } = typed;
  const part = { extent: "part", from: from || null, until: until || null, categories: categories ?? [] };
  const scope = typed.extent === "whole" ? { extent: "whole" } : part;
  return { given, family, born, email, location: typed.location || null, scope, typed };
}

// At the location that was named, or in the zone of the practice where it is earliest.
function received(now, practice, location) {
  const named = practice.locations.find((place) => place.id === location);
  const places = named ? [named] : practice.locations;
  const days = places.map((place) => ({ on: day(now, place.time_zone), zone: place.time_zone }));
  return days.reduce((earliest, next) => (next.on < earliest.on ? next : earliest));
}

async function submit(call) {
  const practice = await get(`PRACTICE#${call.ids[0]}`, "SETTINGS");
  if (!practice) throw new Problem(404, "not-found");
  const repeated = await kept(call, ANYONE);
  if (repeated) return [repeated.status, repeated.answer];
  const today = practice.locations.map((place) => day(call.now, place.time_zone)).sort().at(-1);
  const command = parse(form(call), practice, today);
  const { on, zone } = received(call.now, practice, command.location);
  const at = instant(call.now);
  const id = freshId();
  const pk = `REQUEST#${id}`;
  const legal = due(on, zone);
  const contact = keyed("contact", practice.id, command.email);
  const challenge = freshId();
  const challengeEnds = seconds(later(call.now, DAY));
  const submitted = event(pk, NO_HEAD, 1, {
    request: id,
    seq: 1,
    at,
    on,
    actor: { kind: "requester" },
    happened: { what: "submitted" },
  });
  const request = {
    pk,
    sk: "REQUEST",
    party_pk: `CONTACT#${practice.id}#${contact}`,
    party_sk: `${on}#${id}`,
    worklist_pk: `${practice.id}#OPEN#0`,
    worklist_sk: `${legal.due_on}#${id}`,
    id,
    practice: practice.id,
    receipt: receiptNumber(),
    version: 1,
    seq: 1,
    head: submitted.head,
    law: "2026-11",
    work: "received",
    outcome: null,
    given_name: command.given,
    family_name: command.family,
    birth_date: command.born,
    email: command.email,
    contact,
    contact_proven: false,
    language: command.typed.language,
    access: command.typed.access,
    scope: command.scope,
    location: command.location,
    received_at: at,
    received_on: on,
    time_zone: zone,
    due_on: legal.due_on,
    patient: null,
    evidence: [],
    passcodes: 0,
    job: null,
    delivery: null,
    answered_on: null,
  };
  const answer = { request: id, receipt: request.receipt, challenge, due: legal };
  const repeat = keep(call, ANYONE, 201, answer);
  const writes = [
    write.first(repeat),
    write.fresh(request),
    write.fresh(submitted),
    write.fresh({
      pk: `CODE#${challenge}`,
      sk: ALONE,
      id: challenge,
      request: id,
      contact,
      issue: 1,
      issued_at: at,
      tries: 0,
      proven: false,
      ends_at_s: challengeEnds,
      expires_at_s: challengeEnds,
    }),
  ];
  const mailedPk = `MAILED#acknowledgements#${contact}#${at.slice(0, 13)}`;
  const mailed = await get(mailedPk, ALONE);
  if ((mailed?.mails ?? 0) < ACKNOWLEDGEMENTS_AN_HOUR) {
    const notice = freshId();
    writes.push(
      write.fresh({
        pk,
        sk: `NOTICE#${notice}`,
        ...outbox(call.now, notice),
        id: notice,
        request: id,
        kind: { kind: "acknowledgement", challenge },
        state: "queued",
        queued_at: at,
        message: null,
      }),
      write.count(mailedPk, seconds(later(call.now, 2 * HOUR))),
    );
  }
  try {
    await transact(writes, true);
  } catch (error) {
    if (!(error instanceof Repeated)) throw error;
    const first = await kept(call, ANYONE);
    if (!first) throw new Problem(503, "busy");
    return [first.status, first.answer];
  }
  return [201, repeat.answer];
}

serve(route("/api/practices/{practice}/requests", submit));
