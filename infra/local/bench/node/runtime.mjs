// The loop of a Lambda runtime: asks for the next event, hands it to the handler, sends what it answers.

import { Agent, request } from "node:http";

const [hostname, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(":");
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
const INVOCATION = "/2018-06-01/runtime/invocation";

function call(method, path, body = "") {
  return new Promise((resolve, reject) => {
    const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
    const sent = request({ agent, hostname, port, method, path, headers }, (answer) => {
      const chunks = [];
      answer.on("data", (chunk) => chunks.push(chunk));
      answer.on("end", () => resolve({ headers: answer.headers, body: Buffer.concat(chunks).toString() }));
      answer.on("error", reject);
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

export async function serve(handler) {
  for (;;) {
    const { headers, body } = await call("GET", `${INVOCATION}/next`);
    const invocation = `${INVOCATION}/${headers["lambda-runtime-aws-request-id"]}`;
    try {
      const answer = await handler(JSON.parse(body));
      await call("POST", `${invocation}/response`, JSON.stringify(answer));
    } catch (error) {
      const told = { errorType: error.name, errorMessage: error.message };
      await call("POST", `${invocation}/error`, JSON.stringify(told));
    }
  }
}
