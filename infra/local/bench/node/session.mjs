// Who calls: a session's row is found by the keyed hash of its cookie.

import { Problem } from "./http.mjs";
import { freshToken, instant, keyed, seconds } from "./rules.mjs";
import { ALONE, get, put, touch } from "./table.mjs";

const MINUTE = 60_000;

async function whose(call, cookie) {
  const token = call.cookies.get(cookie);
  if (!token) throw new Problem(401, "signed-out");
  const pk = `SESSION#${keyed("session", token)}`;
  const session = await get(pk, ALONE);
  const idle = call.now - Date.parse(session?.seen_at);
  if (!session || session.ends_at_s <= seconds(call.now) || idle >= 30 * MINUTE) {
    throw new Problem(401, "signed-out");
  }
  if (idle >= 2 * MINUTE) await touch(pk, instant(call.now));
  return session.whose;
}

async function staff(call) {
  const caller = await whose(call, "__Host-staff");
  if (caller.kind !== "staff") throw new Problem(401, "signed-out");
  return caller.member;
}

const READERS = ["clerk", "officer", "clinician", "reviewer"];
const CLERKS = ["clerk", "officer"];

async function member(practice, id, admitted) {
  const found = await get(`PRACTICE#${practice}`, `MEMBER#${id}`);
  if (!found) throw new Problem(404, "not-found");
  const may = found.active && found.roles.some((role) => admitted.includes(role));
  if (!may) throw new Problem(403, "not-permitted");
  return found;
}

// The caller as one who may see the requests of a practice.
export async function reader(call, practice) {
  return member(practice, await staff(call), READERS);
}

// The request of the call's path, and the caller as one who may work on it.
export async function clerkOfRequest(call) {
  const caller = await staff(call);
  const request = await get(`REQUEST#${call.ids[0]}`, "REQUEST");
  if (!request) throw new Problem(404, "not-found");
  return { clerk: await member(request.practice, caller, CLERKS), request };
}

// Whether the caller proved the second factor of this delivery.
export async function recipient(call, delivery) {
  const caller = await whose(call, "__Host-recipient");
  if (caller.kind !== "recipient" || caller.delivery !== delivery) throw new Problem(401, "signed-out");
}

// Writes down who reads what, before it is read.
export async function noteAccess(call, caller) {
  const id = freshToken();
  const at = call.now.toISOString().replace("Z", "000Z");
  await put({
    pk: `ACCESS#${caller.practice}#${at.slice(0, 10)}`,
    sk: `${at}#${id}`,
    practice: caller.practice,
    at: instant(call.now),
    id,
    member: caller.id,
    route: call.path,
    request: null,
  });
}
