// The request page of staff, as the state and the history make it.

import { DAY, clock, day, later } from "./rules.mjs";
import { get, indexed, prefixed } from "./table.mjs";

const NEXT = {
  received: "verify",
  gathering: "add_records",
  assembling: "wait_for_package",
  ready: "wait_for_collection",
  delivered: "close",
  closed: "nothing",
};
const CLAIMS = 5;

const plain = (text) =>
  text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/[^\p{L}\p{N}]/gu, "").replaceAll("ø", "o");

// Until when the last download may be taken up again.
export function resumableUntil(delivery, now) {
  if (!delivery.last_claim_at) return undefined;
  const expires = new Date(delivery.expires_at);
  const day = later(new Date(delivery.last_claim_at), DAY);
  const until = day < expires ? day : expires;
  return now < until ? until : undefined;
}

export function state(delivery, now) {
  if (delivery.revoked) return "revoked";
  if (new Date(delivery.expires_at) <= now) return "expired";
  return claimsLeft(delivery) === 0 && !resumableUntil(delivery, now) ? "exhausted" : "open";
}

export const claimsLeft = (delivery) => Math.max(CLAIMS - delivery.claimed, 0);

function line(event) {
  const { what, judgement, file } = event.happened;
  const judged = judgement === "keep" ? "record_kept" : "record_set_aside";
  return {
    at: event.at,
    on: event.on,
    what: what === "record_judged" ? judged : what,
    by: event.actor.name ?? null,
    file: file ?? null,
  };
}

function candidate(patient, request, records) {
  const name = ({ given_name, family_name }) => plain(`${given_name} ${family_name}`);
  return {
    patient: patient.id,
    given_name: patient.given_name,
    family_name: patient.family_name,
    birth_date: patient.birth_date,
    name_matches: name(patient) === name(request),
    birth_date_matches: patient.birth_date === request.birth_date,
    contact_matches: patient.contacts.includes(request.email),
    records,
  };
}

// The page after an event that is not committed yet.
export async function pageAfter(call, request, event) {
  const pk = `REQUEST#${request.id}`;
  const practice = await get(`PRACTICE#${request.practice}`, "SETTINGS");
  const patientPk = `PATIENT#${request.practice}#${request.patient}`;
  const patient = request.patient && (await get(patientPk, "PROFILE"));
  const records = patient ? (await prefixed(patientPk, "RECORD#")).length : 0;
  const isUnderWay = request.job && request.work === "assembling";
  const progress = isUnderWay && (await get(pk, `PROGRESS#${request.job}`));
  const notices = await prefixed(pk, "NOTICE#");
  const events = (await prefixed(pk, "EVENT#")).map((row) => JSON.parse(row.body));
  const deliveries = await indexed("party", `DELIVERIES#${request.id}`);
  const newest = notices.toSorted((left, right) => (left.queued_at < right.queued_at ? -1 : 1)).at(-1);
  const place = practice.locations.find(({ id }) => id === request.location);
  const { extent, from = null, until = null, categories = [] } = request.scope;
  return {
    request: request.id,
    version: request.version,
    practice: request.practice,
    practice_name: practice.name,
    receipt: request.receipt,
    work: request.work,
    outcome: request.outcome,
    given_name: request.given_name,
    family_name: request.family_name,
    birth_date: request.birth_date,
    email: request.email,
    contact_proven: request.contact_proven,
    language: request.language,
    access: request.access,
    scope: { whole: extent === "whole", from, until, categories },
    location_name: place?.name ?? null,
    clock: clock(request, call.now),
    patient: patient ? candidate(patient, request, records) : null,
    evidence: request.evidence,
    next: NEXT[request.work],
    job: progress ? { done: progress.done, total: progress.total } : null,
    deliveries: deliveries.map((delivery) => ({
      delivery: delivery.id,
      state: state(delivery, call.now),
      expires_on: day(new Date(delivery.expires_at), request.time_zone),
      claims_left: claimsLeft(delivery),
      claimed: delivery.claimed,
    })),
    mail_failed: newest?.state === "failed",
    history: [...events, event].map(line),
  };
}
