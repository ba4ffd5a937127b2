// POST /api/deliveries/{delivery}/claims: answers with a link of minutes.

import { Problem, route } from "./http.mjs";
import { exists, signDownload } from "./packages.mjs";
import { addressee } from "./letter.mjs";
import { claimsLeft, resumableUntil, state } from "./page.mjs";
import { DAY, day, event, freshId, instant, later, outbox } from "./rules.mjs";
import { serve } from "./runtime.mjs";
import { recipient } from "./session.mjs";
import { Conflict, get, transact, write } from "./table.mjs";

const ATTEMPTS = 8;
const LINK_SECONDS = 300;
// So long after the record was taken it is asked whether it can be opened.
const ASK_AFTER = 2 * DAY;
const TAKEN = ["hand_over_record", "reach_requester", "ask_arrival", "answer_late"];

// The request hears of the first claim alone.
function collected(request, delivery, now) {
  const seq = request.seq + 1;
  const on = day(now, request.time_zone);
  const row = event(request.pk, request.head, seq, {
    request: request.id,
    seq,
    at: instant(now),
    on,
    actor: { kind: "requester" },
    happened: { what: "collected", delivery: delivery.id },
  });
  const answered = request.answered_on ?? on;
  const next = {
    ...request,
    seq,
    head: row.head,
    work: "delivered",
    answered_on: answered,
    calendar_pk: `${request.practice}#ANSWERED#${answered.slice(0, 7)}`,
    calendar_sk: `${answered}#${request.id}`,
    tasks: request.tasks.filter(({ kind }) => !TAKEN.includes(kind)),
  };
  return [write.version(next, request), write.fresh(row)];
}

// The question whether what was collected can be opened waits for two days.
function asked(request, now) {
  const notice = freshId();
  const dueAt = later(now, ASK_AFTER);
  return write.fresh({
    pk: request.pk,
    sk: `NOTICE#${notice}`,
    ...outbox(dueAt, notice),
    id: notice,
    request: request.id,
    kind: { kind: "could_open", delivery: request.delivery },
    state: "queued",
    queued_at: instant(now),
    due_at: instant(dueAt),
    message: null,
  });
}

// The line of the log of what went out.
function line(request, delivery, seq, how, now) {
  const on = day(now, request.time_zone);
  const id = `${delivery.id}#${String(seq).padStart(8, "0")}`;
  const place = `${on}#${request.id}#${id}`;
  const isDirected = request.requester.who === "directed";
  return write.fresh({
    pk: request.pk,
    sk: `DISCLOSURE#${id}`,
    calendar_pk: `${request.practice}#DISCLOSED#${on.slice(0, 7)}`,
    calendar_sk: place,
    ...(request.patient ? { party_pk: `DISCLOSED#${request.practice}#${request.patient}`, party_sk: place } : {}),
    id,
    practice: request.practice,
    request: request.id,
    receipt: request.receipt,
    patient: request.patient,
    at: instant(now),
    on,
    how,
    to: isDirected ? request.requester.to : addressee(request),
    place: isDirected ? request.requester.place : "",
    by: null,
    what: "",
    why: "",
  });
}

async function once(call) {
  const [id] = call.ids;
  await recipient(call, id);
  const delivery = await get(`DELIVERY#${id}`, "DELIVERY");
  const request = delivery && (await get(`REQUEST#${delivery.request}`, "REQUEST"));
  if (!request) throw new Problem(404, "not-found");
  const closed = state(delivery, call.now);
  const isThere = closed === "open" && (await exists(delivery.package_key));
  if (!isThere) throw new Problem(409, "delivery-closed");
  const isResumed = Boolean(resumableUntil(delivery, call.now));
  const at = instant(call.now);
  const seq = delivery.seq + 1;
  const what = isResumed ? "resumed" : "claimed";
  const row = event(delivery.pk, delivery.head, seq, { delivery: id, seq, at, what });
  const claimed = { ...delivery, seq, head: row.head };
  if (!isResumed) {
    claimed.claimed += 1;
    claimed.last_claim_at = at;
  }
  const isFirst = request.work === "ready" && request.delivery === id;
  await transact([
    ...(isFirst ? collected(request, delivery, call.now) : []),
    write.seq(claimed, delivery.seq),
    write.fresh(row),
    line(request, delivery, seq, isResumed ? "downloaded_again" : "downloaded", call.now),
    ...(isFirst && request.email ? [asked(request, call.now)] : []),
  ]);
  const answer = {
    url: await signDownload(delivery.package_key, delivery.file_name, LINK_SECONDS),
    claims_left: claimsLeft(claimed),
    resumable_until: instant(resumableUntil(claimed, call.now) ?? call.now),
  };
  return [200, answer];
}

async function handle(call) {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    try {
      return await once(call);
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
    }
  }
  throw new Problem(503, "busy");
}

serve(route("/api/deliveries/{delivery}/claims", handle));
