// POST /api/practices/{practice}/requests: a new request, which counts as received with this call.

import { made } from "./acknowledgement.mjs";
import { Problem, form, route } from "./http.mjs";
import { keep, kept } from "./once.mjs";
import {
  DAY,
  HOUR,
  NO_HEAD,
  day,
  digits,
  due,
  event,
  folded,
  freshId,
  instant,
  keyed,
  later,
  outbox,
  plusDays,
  receiptFolded,
  receiptNumber,
  seconds,
} from "./rules.mjs";
import { serve } from "./runtime.mjs";
import { ALONE, Repeated, get, transact, write } from "./table.mjs";

const ANYONE = "anyone";
const ACKNOWLEDGEMENTS_AN_HOUR = 6;
const EMAIL = /^[\w.!#$%&'*+/=?^`{|}~-]+@[a-z0-9-]+(\.[a-z0-9-]+)+$/;
const TELEPHONE = /^(?=(\D*\d){7})[A-Za-z0-9 +().,#/-]{1,40}$/;
const RELATIONS = ["parent", "guardian", "executor", "power_of_attorney"];
const WAYS = ["download", "paper", "in_person", "email"];

const line = (text) => (text ?? "").trim().replace(/\p{Cc}/gu, " ");

// Dollars into cents; null where nothing was said, undefined where it is no amount.
function cents(text) {
  const typed = (text ?? "").trim().replace(/^\$\s*/, "");
  if ((text ?? "").trim() === "") return null;
  const [, dollars, part] = /^(\d{0,7})(?:\.(\d{1,2}))?$/.exec(typed) ?? [];
  if (typed !== "" && !dollars && !part) return undefined;
  return Number(dollars || 0) * 100 + Number((part ?? "").padEnd(2, "0"));
}

// Who asks. A representative has a name and a relation; a directive names whom and where.
function requester(typed, need) {
  switch (typed.requester || "self") {
    case "self":
      return { who: "patient" };
    case "representative": {
      const [given_name, family_name] = [line(typed.requester_given_name), line(typed.requester_family_name)];
      need("requester_given_name", "given_name_missing", given_name && given_name.length <= 100);
      need("requester_family_name", "family_name_missing", family_name && family_name.length <= 100);
      need("relation", "relation_missing", RELATIONS.includes(typed.relation));
      return { who: "representative", given_name, family_name, relation: typed.relation };
    }
    case "directive": {
      const [to, place] = [line(typed.recipient), line(typed.recipient_place)];
      need("recipient", "recipient_missing", to && to.length <= 200);
      need("recipient_place", "recipient_place_missing", place && place.length <= 200);
      return { who: "directed", to, place };
    }
    default:
      need("requester", "requester_missing", false);
      return undefined;
  }
}

// How the requester is reached: what was chosen must be there; of the others, what was typed must be right.
function reached(typed, need) {
  const reach = typed.reach || "email";
  need("reach", "reach_missing", ["email", "telephone", "mail"].includes(reach));
  const email = line(typed.email).toLowerCase();
  const telephone = line(typed.telephone);
  const address = (typed.address ?? "").trim().replaceAll("\r\n", "\n");
  need("email", "email_incomplete", email ? email.length <= 254 && EMAIL.test(email) : reach !== "email");
  need("telephone", "telephone_incomplete", telephone ? TELEPHONE.test(telephone) : reach !== "telephone");
  need("address", "address_too_long", address ? address.length <= 400 : reach !== "mail");
  return {
    email: email || null,
    telephone: telephone || null,
    address: address || null,
    is_confidential: typed.confidential === "yes",
  };
}

// The command, or every error of the form at once.
function parse(typed, practice, today) {
  const errors = [];
  const need = (field, code, fits) => {
    if (!fits) errors.push({ field, code });
  };
  const [given_name, family_name] = [line(typed.given_name), line(typed.family_name)];
  const [month, date] = [typed.birth_month, typed.birth_day].map((part) => String(part ?? "").padStart(2, "0"));
  const born = `${typed.birth_year}-${month}-${date}`;
  const isReal = !Number.isNaN(Date.parse(born)) && new Date(born).toISOString().startsWith(born);
  need("given_name", "given_name_missing", given_name && given_name.length <= 100);
  need("family_name", "family_name_missing", family_name && family_name.length <= 100);
  need("birth_month", "birth_date_not_real", isReal);
  need("birth_year", "birth_date_in_future", !isReal || born <= today);
  const asks = requester(typed, need);
  const contact = reached(typed, need);
  const known = practice.locations.some((place) => place.id === typed.location);
  need("location", "location_unknown", !typed.location || known);
  need("extent", "extent_missing", typed.extent === "whole" || typed.extent === "part");
  need("access", "access_missing", ["copy", "inspection"].includes(typed.access));
  need("way", "way_missing", !typed.way || WAYS.includes(typed.way));
  need("address", "address_missing", typed.way !== "paper" || contact.address);
  need("email", "email_missing", typed.way !== "email" || contact.email);
  need("format", "line_too_long", line(typed.format).length <= 200);
  const tellAbove = cents(typed.tell_above);
  need("tell_above", "amount_not_read", tellAbove !== undefined);
  need("tell_above", "amount_too_large", !(tellAbove > 100_000));
  need("language", "language_unknown", ["en", "es"].includes(typed.language));
  if (errors.length > 0) throw new Problem(422, "answers", { errors });
  const { from, until, categories } = typed;
  const part = { extent: "part", from: from || null, until: until || null, categories: categories ?? [] };
  const scope = typed.extent === "whole" ? { extent: "whole" } : part;
  return {
    given_name,
    family_name,
    birth_date: born,
    requester: asks,
    ...contact,
    language: typed.language,
    interpreter: typed.interpreter === "yes",
    access: typed.access,
    scope,
    way: typed.way || "download",
    format: line(typed.format),
    ...(tellAbove === null ? {} : { tell_above: tellAbove }),
    location: typed.location || null,
  };
}

// At the location that was named, or in the zone of the practice where it is earliest; and the states.
function received(now, practice, location) {
  const named = practice.locations.find((place) => place.id === location);
  const places = named ? [named] : practice.locations;
  const days = places.map((place) => ({ on: day(now, place.time_zone), zone: place.time_zone }));
  const states = [...new Set(places.map(({ state }) => state))].sort();
  return { ...days.reduce((earliest, next) => (next.on < earliest.on ? next : earliest)), states };
}

// The kept answer, with the PIN where there is no e-mail address: it is computed again and never stored.
function withPin({ status, answer: text }) {
  const answer = JSON.parse(text);
  if (!answer.challenge) answer.pin = digits(8, "pin", answer.request);
  return [status, answer];
}

// What proves the contact of a new request.
async function opening(call, request) {
  const { pk, id, contact } = request;
  const at = instant(call.now);
  const challenge = freshId();
  const endsAt = seconds(later(call.now, DAY));
  const writes = [
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
      ends_at_s: endsAt,
      expires_at_s: endsAt,
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
        due_at: null,
        message: null,
      }),
      write.count(mailedPk, seconds(later(call.now, 2 * HOUR))),
    );
  }
  return { challenge, writes };
}

async function submit(call) {
  const practice = await get(`PRACTICE#${call.ids[0]}`, "SETTINGS");
  if (!practice) throw new Problem(404, "not-found");
  const repeated = await kept(call, ANYONE);
  if (repeated) return withPin(repeated);
  const today = practice.locations.map((place) => day(call.now, place.time_zone)).sort().at(-1);
  const command = parse(form(call), practice, today);
  const { on, zone, states } = received(call.now, practice, command.location);
  const at = instant(call.now);
  const id = freshId();
  const pk = `REQUEST#${id}`;
  const kind = command.requester.who === "directed" ? "directive" : "access";
  const receipt = receiptNumber();
  const intake = { channel: "web", oral_on: null, written_on: on };
  const { access, way } = command;
  const legal = due({ received_on: on, time_zone: zone, kind, states, access, way, intake });
  const contact = command.email ? keyed("contact", practice.id, command.email) : `NONE#${id}`;
  const [family, given] = [folded(command.family_name), folded(command.given_name)];
  const submitted = event(pk, NO_HEAD, 1, {
    request: id,
    seq: 1,
    at,
    on,
    actor: { kind: "requester" },
    happened: { what: "submitted", letter: made(command, practice, receipt, on, legal) },
  });
  const request = {
    pk,
    sk: "REQUEST",
    party_pk: `CONTACT#${practice.id}#${contact}`,
    party_sk: `${on}#${id}`,
    patient_pk: `${practice.id}#NAME#${[...family].slice(0, 2).join("")}`,
    patient_sk: `${family}#${given}#${on}#${id}`,
    worklist_pk: `${practice.id}#OPEN#0`,
    worklist_sk: `${legal.target_on}#${id}`,
    id,
    practice: practice.id,
    receipt,
    version: 1,
    seq: 1,
    head: submitted.head,
    law: "2026-11",
    kind,
    work: "received",
    outcome: null,
    ...command,
    contact,
    contact_epoch: 0,
    contact_proven: false,
    agreed: null,
    intake,
    linked: null,
    extension: null,
    assignee: null,
    tasks: [],
    determinations: 0,
    approvals: 0,
    is_asked: false,
    received_at: at,
    received_on: on,
    time_zone: zone,
    states,
    due_on: legal.target_on,
    patient: null,
    evidence: [],
    passcodes: 0,
    job: null,
    delivery: null,
    answered_on: null,
    fee: null,
  };
  const receiptKey = receiptFolded(receipt);
  const { challenge, writes } = command.email ? await opening(call, request) : { challenge: null, writes: [] };
  const answer = { request: id, receipt, challenge, due: legal };
  const repeat = keep(call, ANYONE, 201, answer);
  const warnOn = plusDays(legal.target_on, -7);
  const rows = [
    write.first(repeat),
    write.fresh(request),
    write.fresh(submitted),
    write.any({ pk, sk: "WARNING", party_pk: "WARNINGS", party_sk: `${warnOn}#${id}`, request: id, on: warnOn }),
    write.fresh({
      pk: `RECEIPT#${practice.id}#${receiptKey}`,
      sk: ALONE,
      practice: practice.id,
      receipt: receiptKey,
      request: id,
    }),
    ...writes,
  ];
  try {
    await transact(rows, true);
  } catch (error) {
    if (!(error instanceof Repeated)) throw error;
    const first = await kept(call, ANYONE);
    if (!first) throw new Problem(503, "busy");
    return withPin(first);
  }
  return withPin(repeat);
}

serve(route("/api/practices/{practice}/requests", submit));
