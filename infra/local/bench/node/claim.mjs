// POST /api/deliveries/{delivery}/claims: answers with a link of minutes.

import { Problem, route } from "./http.mjs";
import { exists, signDownload } from "./packages.mjs";
import { claimsLeft, resumableUntil, state } from "./page.mjs";
import { day, event, instant } from "./rules.mjs";
import { serve } from "./runtime.mjs";
import { recipient } from "./session.mjs";
import { Conflict, get, transact, write } from "./table.mjs";

const ATTEMPTS = 8;
const LINK_SECONDS = 300;

// The request hears of the first claim alone.
function collected(request, delivery, now) {
  const seq = request.seq + 1;
  const row = event(request.pk, request.head, seq, {
    request: request.id,
    seq,
    at: instant(now),
    on: day(now, request.time_zone),
    actor: { kind: "requester" },
    happened: { what: "collected", delivery: delivery.id },
  });
  return [write.version({ ...request, seq, head: row.head, work: "delivered" }, request), write.fresh(row)];
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
  const writes = request.work === "ready" ? collected(request, delivery, call.now) : [];
  await transact([...writes, write.seq(claimed, delivery.seq), write.fresh(row)]);
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
