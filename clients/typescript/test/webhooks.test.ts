/** Signatures after Standard Webhooks 1.0: its own example holds, and nothing that differs from it. */

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { Webhook } from "standardwebhooks";

import { NotSigned, verify } from "../src/index.js";

// The example of the specification.
const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const BODY = '{"test": 2432232314}';
const NOW = 1614265330;
const HEADERS = {
  "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
  "webhook-timestamp": String(NOW),
  "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
};
const OTHER = `whsec_${"AAAA".repeat(8)}`;

interface Vector {
  name: string;
  holds: boolean;
  secret: string;
  seconds_later: number;
  headers: Record<string, string>;
}
const VECTORS = new URL("../../../../tests/webhooks/standard_vectors.json", import.meta.url);
for (const vector of (JSON.parse(readFileSync(VECTORS, "utf8")) as { verified: Vector[] }).verified) {
  test(`as the libraries of the standard: ${vector.name}`, async () => {
    const verified = verify(vector.secret, vector.headers, BODY, NOW + vector.seconds_later);
    await (vector.holds ? verified : assert.rejects(verified, NotSigned));
  });
}

test("what the standard's own library signs is believed", async () => {
  const moment = new Date();
  const headers = {
    "webhook-id": "msg_1",
    "webhook-timestamp": String(Math.floor(moment.getTime() / 1000)),
    "webhook-signature": new Webhook(OTHER).sign("msg_1", moment, '{"type":"ŵ"}'),
  };
  assert.deepEqual(await verify(OTHER, headers, '{"type":"ŵ"}'), { type: "ŵ" });
  assert.deepEqual(new Webhook(OTHER).verify('{"type":"ŵ"}', headers), { type: "ŵ" });
});

test("the example of the specification holds", async () => {
  assert.deepEqual(await verify(SECRET, HEADERS, BODY, NOW), { test: 2432232314 });
  assert.deepEqual(await verify(SECRET, new Headers(HEADERS), new TextEncoder().encode(BODY), NOW + 299), { test: 2432232314 });
});

test("while a secret is changed either will do", async () => {
  const several = { ...HEADERS, "webhook-signature": `v1a,x v2,y v1,AAAA v1,! ${HEADERS["webhook-signature"]}` };
  assert.ok(await verify([OTHER, SECRET], several, BODY, NOW));
});

const differing: [string, string, Record<string, string>, string, number][] = [
  ["another secret", OTHER, {}, BODY, NOW],
  ["another body", SECRET, {}, `${BODY} `, NOW],
  ["long ago", SECRET, {}, BODY, NOW + 301],
  ["yet to come", SECRET, {}, BODY, NOW - 301],
  ["another id", SECRET, { "webhook-id": "msg_other" }, BODY, NOW],
  ["another time", SECRET, { "webhook-timestamp": String(NOW + 1) }, BODY, NOW],
  ["no time", SECRET, { "webhook-timestamp": "now" }, BODY, NOW],
  ["no signature", SECRET, { "webhook-signature": "" }, BODY, NOW],
  ["another version", SECRET, { "webhook-signature": HEADERS["webhook-signature"].replace("v1,", "v2,") }, BODY, NOW],
  ["a part of it", SECRET, { "webhook-signature": "v1,g0hM" }, BODY, NOW],
];
for (const [name, secret, headers, body, now] of differing) {
  test(`what differs is not believed: ${name}`, () =>
    assert.rejects(verify(secret, { ...HEADERS, ...headers }, body, now), NotSigned));
}

for (const secret of ["", "whsec_", " ", "whsec_!", "whsec_====", "whsec_AAAA", SECRET.slice(0, 24)]) {
  test(`what is no secret is a mistake of ours and opens nothing: ${secret}`, async () => {
    const forged = createHmac("sha256", "").update(`${HEADERS["webhook-id"]}.${NOW}.${BODY}`).digest("base64");
    for (const secrets of [secret, [secret, SECRET], [SECRET, secret]]) {
      for (const headers of [HEADERS, { ...HEADERS, "webhook-signature": `v1,${forged}` }]) {
        await assert.rejects(verify(secrets, headers, BODY, NOW), TypeError);
      }
    }
  });
}
