// From an event of an HTTP API to a call, and from an answer or a problem back.

export class Problem extends Error {
  constructor(status, kind, more = {}) {
    super(kind);
    this.status = status;
    this.more = more;
  }
}

const COMMON = {
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
};

function cookies(event) {
  const all = [...(event.cookies ?? []), ...(event.headers.cookie ?? "").split(";")];
  return new Map(
    all.filter((pair) => pair.includes("=")).map((pair) => {
      const at = pair.indexOf("=");
      return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
    }),
  );
}

function read(event, path) {
  const { method } = event.requestContext.http;
  const { headers } = event;
  const pattern = new RegExp(`^${path.replaceAll(/\{\w+\}/g, "([a-z0-9-]{1,64})")}$`);
  const ids = pattern.exec(event.rawPath)?.slice(1);
  if (!ids) throw new Problem(404, "not-found");
  if (method === "POST" && (headers.origin !== process.env.PAGE_ORIGIN || !headers["x-access-desk"])) {
    throw new Problem(403, "foreign-origin");
  }
  const body = event.isBase64Encoded ? Buffer.from(event.body, "base64").toString() : (event.body ?? "");
  return {
    method,
    path,
    ids,
    body,
    query: event.queryStringParameters ?? {},
    cookies: cookies(event),
    key: headers["idempotency-key"],
    version: /^"(\d+)"$/.exec(headers["if-match"] ?? "")?.[1],
    now: new Date(Math.floor(Date.now() / 1000) * 1000),
  };
}

export function form(call) {
  try {
    const value = JSON.parse(call.body);
    if (value && typeof value === "object" && !Array.isArray(value)) return value;
  } catch {
    // Told below.
  }
  throw new Problem(400, "malformed");
}

// The key of a change that must not happen twice.
export function key(call) {
  if (!/^[A-Za-z0-9-]{16,64}$/.test(call.key ?? "")) throw new Problem(400, "key-missing");
  return call.key;
}

function reply(status, mediaType, body, correlation) {
  const headers = { ...COMMON, "x-correlation-id": correlation, "content-type": mediaType };
  return { statusCode: status, headers, body, isBase64Encoded: false };
}

// A handler of one route. `handle` answers with a status and a body, or throws a problem.
export function route(path, handle) {
  return async (event) => {
    const begun = Date.now();
    const correlation = event.requestContext.requestId;
    let answer;
    try {
      const [status, body] = await handle(read(event, path));
      answer = reply(status, "application/json", typeof body === "string" ? body : JSON.stringify(body), correlation);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const told = { type: `urn:access-desk:problem:${error.message}`, status: error.status, ...error.more };
      answer = reply(error.status, "application/problem+json", JSON.stringify(told), correlation);
    }
    const line = { level: "INFO", message: "answered", correlation, route: path, status: answer.statusCode };
    console.log(JSON.stringify({ ...line, duration_ms: Date.now() - begun }));
    return answer;
  };
}
