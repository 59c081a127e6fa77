/** Whether a webhook is ours: its signature after Standard Webhooks 1.0. */

/** Seconds by which a webhook may be older or newer than now; older ones may be somebody's who listened. */
const TOLERANCE = 300;

/** Bytes. What is shorter was cut off, or never set: anybody could sign with it. */
const SHORTEST_SECRET = 16;

/** A webhook that is not to be believed. */
export class NotSigned extends Error {
  override name = "NotSigned";
}

/**
 * The event of a webhook whose signature holds; else throws NotSigned, or TypeError where a secret of yours is none.
 *
 * `body` is what came, byte for byte. While a secret is changed, give the old and the new one.
 */
export async function verify(
  secrets: string | readonly string[],
  headers: Headers | Record<string, string | string[] | undefined>,
  body: string | Uint8Array,
  now: number = Date.now() / 1000,
): Promise<unknown> {
  const keys = await Promise.all((typeof secrets === "string" ? [secrets] : secrets).map(hmacKey));
  const named = headers instanceof Headers ? headers : new Headers(given(headers));
  const [id, timestamp, signatures] = ["id", "timestamp", "signature"].map((part) => named.get(`webhook-${part}`));
  if (!id || !timestamp || !signatures || !/^\d{1,15}$/.test(timestamp)) {
    throw new NotSigned("It lacks webhook-id, webhook-timestamp or webhook-signature.");
  }
  if (Math.abs(now - Number(timestamp)) > TOLERANCE) throw new NotSigned("It was not sent just now.");
  const text = typeof body === "string" ? body : new TextDecoder().decode(body);
  const signed = joined(new TextEncoder().encode(`${id}.${timestamp}.`), body);
  const versioned = signatures.split(" ").filter((one) => one.startsWith("v1,"));
  for (const key of keys) {
    for (const one of versioned) {
      const signature = bytes(one.slice("v1,".length));
      // WebCrypto compares in constant time.
      if (signature && (await crypto.subtle.verify("HMAC", key, signature, signed))) return JSON.parse(text);
    }
  }
  throw new NotSigned("No signature is by the secret.");
}

function given(headers: Record<string, string | string[] | undefined>): [string, string][] {
  return Object.entries(headers).flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : []));
}

function joined(before: Uint8Array, body: string | Uint8Array): Uint8Array<ArrayBuffer> {
  const after = typeof body === "string" ? new TextEncoder().encode(body) : body;
  const all = new Uint8Array(before.length + after.length);
  all.set(before);
  all.set(after, before.length);
  return all;
}

async function hmacKey(secret: string): Promise<CryptoKey> {
  const raw = bytes(secret.replace(/^whsec_/, ""));
  if (!raw || raw.length < SHORTEST_SECRET) {
    throw new TypeError(`A secret is whsec_ and base64 of at least ${SHORTEST_SECRET} bytes.`);
  }
  return crypto.subtle.importKey("raw", raw, { name: "HMAC", hash: "SHA-256" }, false, ["verify"]);
}

function bytes(base64: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}
