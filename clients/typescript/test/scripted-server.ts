/** A server that answers what a test says, in that order, and notes what it was asked. */

import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";

export interface Answer {
  status?: number;
  body?: unknown;
  headers?: Record<string, string>;
  compressed?: boolean;
  /** The connection breaks before the end of the body. */
  cut?: boolean;
}

export interface Scripted {
  url: string;
  answers: Answer[];
  asked: { path: string; headers: Record<string, unknown> }[];
}

/** Runs a test beside the server. All that it has to say must have been asked for at the end. */
export async function scripted(answers: Answer[], test: (script: Scripted) => Promise<void>): Promise<void> {
  const script: Scripted = { url: "", answers: [...answers], asked: [] };
  const server = createServer((request, response) => {
    script.asked.push({ path: request.url ?? "", headers: request.headers });
    const { status = 200, body, headers = {}, compressed = false, cut = false } = script.answers.shift() ?? { status: 418 };
    const plain = Buffer.from(typeof body === "string" ? body : JSON.stringify(body ?? null));
    const sent = compressed ? gzipSync(plain) : plain;
    response.writeHead(status, { ...headers, ...(compressed && { "Content-Encoding": "gzip" }), "Content-Length": sent.length });
    if (!cut) response.end(status === 304 ? undefined : sent);
    else response.write(sent.subarray(0, sent.length - 3), () => request.socket.destroy());
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  script.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    await test(script);
    assert.deepEqual(script.answers, []);
  } finally {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  }
}

/** All that comes, in order. */
export async function collected<One>(given: AsyncIterable<One>): Promise<One[]> {
  const all: One[] = [];
  for await (const one of given) all.push(one);
  return all;
}
