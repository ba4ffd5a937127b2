// The request page of staff, as the state and the history make it.

import { heading, text } from "./letter.mjs";
import { DAY, day, folded, later, linked } from "./rules.mjs";
import { get, indexed, prefixed } from "./table.mjs";
import { next, shown } from "./work.mjs";

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

const JUDGED = {
  keep: "record_kept",
  set_aside: "record_set_aside",
  duplicate: "record_duplicate",
  outside_record_set: "record_outside",
};
const HANDINGS = { posted: "posted", in_person: "handed_over", inspected: "inspected", emailed: "emailed" };

// What happened, where its name alone does not tell.
const WHAT = {
  record_judged: ({ judgement }) => JUDGED[judgement],
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
  corrected: ({ reason }) => reason,
  delay_explained: ({ reason }) => reason,
  hold_placed: ({ reason }) => reason,
  hold_lifted: ({ reason }) => reason,
  determined: ({ rationale }) => rationale,
  approved: ({ note }) => note,
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
  let written = [];
  for (const { seq, happened } of events) {
    if (happened.what === "undone") {
      const last = written.findLast(({ what }) => what === "released" || what === "answered");
      written = written.filter((one) => one !== last);
    }
    if (happened.letter) written.push({ seq, what: happened.what, letter: happened.letter });
  }
  return written.reverse().map(({ seq, letter }) => {
    const on = letter.released_on ?? letter.written_on;
    return { seq, on, heading: heading(letter), text: text(letter) };
  });
}

// Pictures of what came on paper.
function scans(events) {
  const attached = events.filter(({ happened }) => happened.what === "scan_attached");
  return attached.map(({ on, happened: { scan, file } }) => ({ scan, name: file, on }));
}

// Whether the newest message was lost. What was queued in one second with the acknowledgement came after it.
function mailFailed(notices, events) {
  const order = ({ queued_at, due_at, kind: { kind } }) =>
    `${queued_at}#${due_at ?? ""}#${kind === "acknowledgement" ? 0 : 1}`;
  const ours = notices.filter(({ kind }) => kind.kind !== "contact_changed");
  const newest = ours.toSorted((left, right) => (order(left) < order(right) ? -1 : 1)).at(-1);
  const isLoss = ({ what, notice }) => ["mail_failed", "mail_bounced"].includes(what) && notice === newest?.id;
  return events.some(({ happened }) => isLoss(happened));
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

// How long it must be kept, 45 CFR 164.530(j)(2). What is released is open.
function keep(request, events, deliveries) {
  const last = events.findLast(({ happened: { what } }) => what !== "hold_placed" && what !== "hold_lifted");
  const links = deliveries.filter(({ revoked }) => !revoked);
  const ends = links.map(({ expires_at }) => day(new Date(expires_at), request.time_zone)).sort().at(-1);
  const sixYearsAfter = (on) => {
    const [year, month, day] = on.split("-").map(Number);
    return new Date(Date.UTC(year + 6, month - 1, day)).toISOString().slice(0, 10);
  };
  const since = [
    [{ since: "received" }, request.received_on],
    [{ since: "happened", what: line(last).what }, last.on],
    ...(ends ? [[{ since: "link_ends" }, ends]] : []),
  ];
  const from = since.map(([, on]) => on).toSorted().at(-1);
  const figure = ([since, on]) => ({ since, on, until: sixYearsAfter(on), wins: on === from });
  return {
    standing: request.hold ? "held" : "open",
    until: sixYearsAfter(from),
    citation: "45 CFR 164.530(j)(2)",
    working: since.map(figure),
    ...(request.hold && { hold: request.hold }),
  };
}

const bound = ({ pages, records, size }) => ({ pages, files: records, size });

// The page after a release that is not committed yet. No request that is measured has more time, a fee, a review or a
// wrong release.
export async function pageAfter(call, request, event) {
  const pk = `REQUEST#${request.id}`;
  const before = (await prefixed(pk, "EVENT#")).map((row) => JSON.parse(row.body));
  const practice = await get(`PRACTICE#${request.practice}`, "SETTINGS");
  const patientPk = `PATIENT#${request.practice}#${request.patient}`;
  const patient = request.patient && (await get(patientPk, "PROFILE"));
  const records = patient ? (await prefixed(patientPk, "RECORD#")).length : 0;
  const progress = await get(pk, `PROGRESS#${request.job}`);
  const notices = await prefixed(pk, "NOTICE#");
  const deliveries = await indexed("party", `DELIVERIES#${request.id}`);
  const events = [...before.filter(({ seq }) => seq <= request.seq), event];
  const listed = shown(request, practice, call.now);
  const { extent, from = null, until = null, categories = [] } = request.scope;
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
    mental_health: request.mental_health,
    linked: linked(request),
    states: request.states,
    extendable: null,
    // What waits for its package has not gone out.
    can_undo: !request.delivery,
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
      bound: delivery.bound ? bound(delivery.bound) : null,
    })),
    mail_failed: mailFailed(notices, events),
    // Only what has gone out.
    reviewable: false,
    fee_terms: {
      schedule: practice.fees,
      states: request.states,
      way: (request.agreed ?? request).way,
    },
    misdirections: [],
    keep: keep(request, events, deliveries),
    history: events.map(line),
  };
}
