// Ids, secrets, dates and the chain of events, as the desk has them.

import { createHash, createHmac, randomBytes } from "node:crypto";

// ------------------------------------------------------------------------------ ids and secrets

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

// Crockford's base 32 in lower case.
function base32(bytes) {
  let text = "";
  let buffer = 0;
  let bits = 0;
  for (const byte of bytes) {
    buffer = (buffer << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += ALPHABET[(buffer >> bits) & 31];
    }
    buffer &= (1 << bits) - 1;
  }
  return bits > 0 ? text + ALPHABET[(buffer << (5 - bits)) & 31] : text;
}

export const freshId = () => base32(randomBytes(16));
export const freshToken = () => randomBytes(32).toString("base64url");

export function receiptNumber() {
  const text = base32(randomBytes(7)).toUpperCase();
  return `${text.slice(0, 4)}-${text.slice(4, 8)}-${text.slice(8, 10)}`;
}

// A keyed hash; the length keeps lists of parts apart that read the same when joined.
export function keyed(...parts) {
  const hmac = createHmac("sha256", process.env.HMAC_KEY);
  for (const part of parts) {
    const bytes = Buffer.from(part);
    const length = Buffer.alloc(8);
    length.writeBigUInt64BE(BigInt(bytes.length));
    hmac.update(length).update(bytes);
  }
  return hmac.digest("hex");
}

export const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");

// What a key is bound to: the same method, path and body.
export function fingerprint(call) {
  const hash = createHash("sha256").update(call.method);
  for (const id of call.ids) hash.update(id).update("\0");
  return hash.update(call.path).update("\0").update(call.body).digest("hex");
}

// ----------------------------------------------------------------------------------------- time

export const instant = (date) => date.toISOString().replace(".000Z", "Z");
export const seconds = (date) => Math.floor(date.getTime() / 1000);
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
export const later = (date, milliseconds) => new Date(date.getTime() + milliseconds);

const formats = new Map();

// The day that it is at a place.
export function day(date, timeZone) {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
    formats.set(timeZone, format);
  }
  return format.format(date);
}

const plusDays = (day, days) => new Date(Date.parse(day) + days * DAY).toISOString().slice(0, 10);

const FEDERAL_DAYS = 30;

// The legal due date, 45 CFR 164.524(b)(2)(i): the day of receipt is day 0.
export function due(receivedOn, timeZone) {
  const dueOn = plusDays(receivedOn, FEDERAL_DAYS);
  const back = { 6: 1, 0: 2 }[new Date(dueOn).getUTCDay()];
  return {
    received_on: receivedOn,
    time_zone: timeZone,
    due_on: dueOn,
    last_weekday: back ? plusDays(dueOn, -back) : null,
    working: [{ citation: "45 CFR 164.524(b)(2)(i)", days: FEDERAL_DAYS, due_on: dueOn, wins: true }],
  };
}

function reading(dueOn, answeredOn, today) {
  const left = Math.round((Date.parse(dueOn) - Date.parse(answeredOn ?? today)) / DAY);
  if (answeredOn) return left < 0 ? { state: "answered_late", days: -left } : { state: "answered" };
  if (left < 0) return { state: "overdue", days: -left };
  if (left === 0) return { state: "due_today" };
  return { state: left <= 7 ? "due_soon" : "on_time", days: left };
}

// The clock of a request as of now, at its location.
export function clock(request, now) {
  const legal = due(request.received_on, request.time_zone);
  const today = day(now, request.time_zone);
  return { due: legal, today, reading: reading(legal.due_on, request.answered_on, today) };
}

// --------------------------------------------------------------------------------------- events

export const NO_HEAD = "0".repeat(64);

// An event's row and the head of the chain after it.
export function event(owner, head, seq, body) {
  const text = JSON.stringify(body);
  const next = createHash("sha256")
    .update("access-desk-event-1")
    .update(Buffer.from(head, "hex"))
    .update(text)
    .digest("hex");
  return { pk: owner, sk: `EVENT#${String(seq).padStart(8, "0")}`, owner, seq, body: text, head: next };
}

// ------------------------------------------------------------------------------------ the outbox

// Keys of the index in which notices and jobs stand that are not done.
export const outbox = (since, id) => ({ party_pk: "OUTBOX", party_sk: `${instant(since)}#${id}` });
