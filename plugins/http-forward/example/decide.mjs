// A function behind http-forward: tags that begin with GUEST may not charge. Runs with Node.js alone:
//
//   SECRET=change-me node decide.mjs
//
// Take `decide` into any serverless platform; the rest is its HTTP server.
import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";

const SECRET = process.env.SECRET ?? "change-me";

/** What the charge point is answered. */
export function decide({ action, payload }) {
  const tag = payload.idTag ?? payload.idToken?.idToken ?? "";
  if (!tag.startsWith("GUEST")) return { outcome: "keep" };
  const info = action === "StartTransaction" || payload.idTag ? "idTagInfo" : "idTokenInfo";
  return { outcome: { change: { [info]: { status: "Blocked" } } } };
}

/** Whether the request comes from the server that knows the secret. */
export function isSigned(headers, body) {
  const expected = createHmac("sha256", SECRET).update(`${headers["x-ocpp-timestamp"]}.`).update(body).digest("hex");
  const given = Buffer.from(headers["x-ocpp-signature"] ?? "");
  const wanted = Buffer.from(`v1=${expected}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

const server = createServer(async (request, response) => {
  const parts = [];
  for await (const part of request) parts.push(part);
  const body = Buffer.concat(parts);
  if (!isSigned(request.headers, body)) {
    response.writeHead(401).end();
    return;
  }
  const message = JSON.parse(body);
  // Events have a kind, messages an action. An event is taken by any status 2xx.
  const answer = message.kind ? undefined : JSON.stringify(decide(message));
  response.writeHead(answer ? 200 : 204, { "content-type": "application/json" }).end(answer);
});

server.listen(Number(process.env.PORT ?? 8080), "127.0.0.1", () => {
  console.log(`listening on 127.0.0.1:${server.address().port}`);
});
