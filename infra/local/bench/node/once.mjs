// A change that happens once for its actor's key, however often it is sent.

import { Problem, key } from "./http.mjs";
import { DAY, fingerprint, later, seconds } from "./rules.mjs";
import { ALONE, get } from "./table.mjs";

// What the key answered, where it was used within a day and with the same body.
export async function kept(call, actor) {
  const repeat = await get(`IDEMPOTENCY#${actor}#${key(call)}`, ALONE);
  if (!repeat || repeat.ends_at_s <= seconds(call.now)) return undefined;
  if (repeat.fingerprint !== fingerprint(call)) throw new Problem(422, "key-reused");
  return repeat;
}

// The row that keeps an answer for the key.
export function keep(call, actor, status, answer) {
  const endsAt = seconds(later(call.now, DAY));
  return {
    pk: `IDEMPOTENCY#${actor}#${call.key}`,
    sk: ALONE,
    actor,
    key: call.key,
    fingerprint: fingerprint(call),
    status,
    answer: JSON.stringify(answer),
    passcode: null,
    made_at_s: seconds(call.now),
    ends_at_s: endsAt,
    expires_at_s: endsAt,
  };
}
