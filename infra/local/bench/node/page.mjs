// The request page of staff, as the state and the history make it.

import { heading, text } from "./letter.mjs";
import { DAY, day, extendable, folded, later } from "./rules.mjs";
import { get, indexed, prefixed } from "./table.mjs";
import { hasTask, next, shown } from "./work.mjs";

const CLAIMS = 5;

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

const HANDINGS = { posted: "posted", in_person: "handed_over", inspected: "inspected", emailed: "emailed" };

// What happened, where its name alone does not tell.
const WHAT = {
  record_judged: ({ judgement }) => (judgement === "keep" ? "record_kept" : "record_set_aside"),
  determined: ({ stands }) => (stands ? "determined" : "determined_out"),
  approved: ({ stands }) => (stands ? "approved" : "approval_refused"),
  assigned: ({ to }) => (to ? "assigned" : "unassigned"),
  handed_over: ({ handing }) => HANDINGS[handing],
  arrival_confirmed: ({ opened }) => (opened ? "opened" : "not_opened"),
};

// What a person wrote in it.
const WORDS = {
  note_written: ({ text }) => text,
  message_sent: ({ text }) => text,
  message_received: ({ text }) => text,
  withheld: ({ reason }) => reason,
  reopened: ({ reason }) => reason,
  determined: ({ rationale }) => rationale,
  routed: ({ to }) => to,
  handed_over: ({ note }) => note,
  task_added: ({ task }) => task.text,
  arranged: ({ agreed }) => agreed.appointment,
  verified: ({ authority }) => authority,
  assigned: ({ to }) => to?.name,
};

function line({ at, on, actor, happened }) {
  const { what } = happened;
  const words = WORDS[what]?.(happened);
  return {
    at,
    on,
    what: WHAT[what]?.(happened) ?? what,
    by: actor.name ?? null,
    file: happened.file ?? null,
    ...(words && { words }),
  };
}

// The letters of a history, the newest first, without those that were taken back. Releases and acknowledgements: the
// requests that are measured have no other.
function letters(events) {
  const written = [];
  for (const { seq, happened } of events) {
    if (happened.what === "undone") written.pop();
    const { letter } = happened;
    if (!letter) continue;
    const on = letter.released_on ?? letter.written_on;
    written.push({ seq, on, heading: heading(letter), text: text(letter) });
  }
  return written.reverse();
}

// Pictures of what came on paper.
function scans(events) {
  const attached = events.filter(({ happened }) => happened.what === "scan_attached");
  return attached.map(({ on, happened: { scan, file } }) => ({ scan, name: file, on }));
}

// What was decided last has not gone out and can be taken back.
function canUndo(request, notices) {
  if (request.work === "assembling") return !request.delivery;
  const isWaiting = notices.some(({ kind, state }) => kind.kind === "letter" && state === "queued");
  return request.work === "answered" && (isWaiting || hasTask(request, "post_letter"));
}

function candidate(patient, request, records) {
  const name = ({ given_name, family_name }) => folded(`${given_name} ${family_name}`);
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

// How long it must be kept, 45 CFR 164.530(j)(2). The requests that are measured are open, not held and without a link.
function keep(request, events) {
  const last = events.at(-1);
  const sixYearsAfter = (on) => {
    const [year, month, day] = on.split("-").map(Number);
    return new Date(Date.UTC(year + 6, month - 1, day)).toISOString().slice(0, 10);
  };
  const since = [
    [{ since: "received" }, request.received_on],
    [{ since: "happened", what: line(last).what }, last.on],
  ];
  const from = since.map(([, on]) => on).toSorted().at(-1);
  const figure = ([since, on]) => ({ since, on, until: sixYearsAfter(on), wins: on === from });
  return {
    standing: "open",
    until: sixYearsAfter(from),
    citation: "45 CFR 164.530(j)(2)",
    working: since.map(figure),
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
  const before = (await prefixed(pk, "EVENT#")).map((row) => JSON.parse(row.body));
  const deliveries = await indexed("party", `DELIVERIES#${request.id}`);
  const events = [...before, event];
  const newest = notices.toSorted((left, right) => (left.queued_at < right.queued_at ? -1 : 1)).at(-1);
  const listed = shown(request, practice, call.now);
  const { extent, from = null, until = null, categories = [] } = request.scope;
  const isOpen = request.work === "received" || request.work === "gathering";
  return {
    ...listed,
    version: request.version,
    practice: request.practice,
    practice_name: practice.name,
    outcome: request.outcome,
    given_name: request.given_name,
    family_name: request.family_name,
    birth_date: request.birth_date,
    requester: request.requester,
    email: request.email,
    telephone: request.telephone,
    address: request.address,
    is_confidential: request.is_confidential,
    interpreter: request.interpreter,
    language: request.language,
    scope: { whole: extent === "whole", from, until, categories },
    way: request.way,
    format: request.format,
    agreed: request.agreed,
    tell_above: request.tell_above,
    channel: request.intake.channel,
    oral_on: request.intake.oral_on,
    written_on: request.intake.written_on,
    linked: request.linked,
    states: request.states,
    // No request here is extended.
    extendable: isOpen ? extendable(request, listed.clock.today) : null,
    can_undo: canUndo(request, notices),
    letters: letters(events),
    scans: scans(events),
    patient: patient ? candidate(patient, request, records) : null,
    evidence: request.evidence,
    next: next(request),
    job: progress ? { done: progress.done, total: progress.total } : null,
    deliveries: deliveries.map((delivery) => ({
      delivery: delivery.id,
      state: state(delivery, call.now),
      expires_on: day(new Date(delivery.expires_at), request.time_zone),
      claims_left: claimsLeft(delivery),
      claimed: delivery.claimed,
    })),
    mail_failed: ["failed", "bounced"].includes(newest?.state),
    fee_terms: {
      schedule: practice.fees,
      states: request.states,
      way: (request.agreed ?? request).way,
    },
    keep: keep(request, events),
    history: events.map(line),
  };
}
