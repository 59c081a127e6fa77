/** Requests: conditional, tried again politely; problems are exceptions in the reader's language. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { BeginAgain, BrokenOff, Client, Gone, NoAnswer, NotPublic, Problem } from "../src/index.js";
import { collected, scripted, type Answer } from "./scripted-server.js";

const ITEM = { id: "a", language: "cy", title: "Gwybodaeth i rieni" };

function waiting(): { pauses: number[]; sleep: (seconds: number) => Promise<void> } {
  const pauses: number[] = [];
  return { pauses, sleep: async (seconds) => void pauses.push(seconds) };
}

test("what has not changed is not sent again", () =>
  scripted([{ body: ITEM, headers: { ETag: '"1-a"' }, compressed: true }, { status: 304 }], async ({ url, asked }) => {
    const api = new Client(url);
    (await api.item("a", "cy")).title = "changed by who was given it";
    assert.equal((await api.item("a", "cy")).title, ITEM.title);
    assert.deepEqual(asked.map(({ headers }) => headers["if-none-match"]), [undefined, '"1-a"']);
    assert.match(String(asked[0]?.headers["accept-encoding"]), /gzip/);
  }));

const broken: [string, Answer][] = [
  ["a 503", { status: 503 }],
  ["a 502 of no JSON", { status: 502, body: "<html>" }],
  ["a 429", { status: 429 }],
  ["a 500", { status: 500 }],
  ["a 504", { status: 504 }],
  ["what breaks off", { body: ITEM, cut: true }],
  ["what breaks off compressed", { body: ITEM, cut: true, compressed: true }],
];
for (const [name, answer] of broken) {
  test(`${name} is tried again after growing pauses`, () =>
    scripted([answer, answer, { body: ITEM }], async ({ url }) => {
      const { pauses, sleep } = waiting();
      assert.deepEqual(await new Client(url, { sleep }).item("a", "cy"), ITEM);
      assert.equal(pauses.length, 2);
      pauses.forEach((pause, n) => assert.ok(pause >= 0.25 * 2 ** n && pause <= 0.5 * 2 ** n));
    }));
}

for (const isMoment of [false, true]) {
  test(`it waits as long as it is told to: ${isMoment ? "a moment" : "seconds"}`, () => {
    const said = isMoment ? new Date(Date.now() + 110_000).toUTCString() : "110";
    return scripted([{ status: 429, headers: { "Retry-After": said } }, { body: ITEM }], async ({ url }) => {
      const { pauses, sleep } = waiting();
      await new Client(url, { sleep }).item("a", "cy");
      assert.ok(Number(pauses[0]) > 10 && Number(pauses[0]) < 111);
    });
  });
}

test("it does not wait for an hour but says how long", () =>
  scripted([{ status: 503, headers: { "Retry-After": "3600" } }], ({ url }) =>
    assert.rejects(new Client(url, waiting()).item("a", "cy"), { status: 503, retryAfter: 3600 })));

const refused: [number, object, new (...given: never[]) => Problem][] = [
  [404, { code: "not-in-language", language: "cy", detail: "Yn Saesneg yn unig.", available: [{ language: "en" }] }, NotPublic],
  [410, { code: "gone", notice: { cy: "Disodlwyd.", en: "Replaced." } }, Gone],
  [410, { code: "expired-token", begin_again: "/export" }, BeginAgain],
  [400, { code: "invalid-parameter" }, Problem],
];
for (const [status, members, kind] of refused) {
  test(`a problem is an exception and is not tried again: ${status} ${kind.name}`, () =>
    scripted([{ status, body: { status, ...members } }], async ({ url, asked }) => {
      const error: unknown = await new Client(url, { language: "cy" }).item("a", "cy").catch((thrown: unknown) => thrown);
      assert.ok(error instanceof Problem);
      assert.equal(error.constructor, kind);
      assert.deepEqual({ ...error.members, status }, { status, ...members, title: error.title });
      if (error instanceof NotPublic && status === 404) assert.equal(error.available[0]?.language, "en");
      if (error instanceof Gone) assert.equal(error.notice?.cy, "Disodlwyd.");
      assert.equal(asked[0]?.headers["accept-language"], "cy");
    }));
}

test("where nobody answers it ends with a word of it", async () => {
  const { pauses, sleep } = waiting();
  await assert.rejects(new Client("http://127.0.0.1:1", { sleep, attempts: 3 }).item("a", "cy"), NoAnswer);
  assert.equal(pauses.length, 2);
});

test("another language is asked for only if it is wanted, with the key if there is one", () =>
  scripted([{ body: ITEM }, { body: ITEM }], async ({ url, asked }) => {
    const api = new Client(`${url}/api/v1/`, { key: "abc" });
    await api.item("a", "cy");
    await api.item("a", "cy", { fallback: true });
    assert.deepEqual(asked.map(({ path }) => path), ["/api/v1/cy/items/a", "/api/v1/cy/items/a?fallback=en"]);
    assert.equal(asked[0]?.headers["authorization"], "Bearer abc");
  }));

test("lists are followed to their end as they are read", () =>
  scripted([], async (script) => {
    script.answers.push(
      { body: { items: [{ id: "1" }, { id: "2" }], next: `${script.url}/api/v1/cy/items?cursor=x`, total: 3 } },
      { body: { items: [{ id: "3" }], next: null, total: 3 } },
    );
    const ids: string[] = [];
    for await (const { id } of new Client(script.url).items("cy", { audience: ["parents", "carers"], new: true })) {
      if (ids.push(id) === 1) assert.equal(script.asked.length, 1);
    }
    assert.deepEqual(ids, ["1", "2", "3"]);
    assert.equal(script.asked[0]?.path, "/api/v1/cy/items?audience=parents%2Ccarers&new=true");
  }));

test("lines come one by one, whatever they hold and wherever they are cut", () =>
  scripted([{ body: '{"id":"ŵ"}\n{"token":"ŷ"}', compressed: true }, { body: '{"id":1}\n{"id":2}\n', cut: true }], async ({ url }) => {
    const api = new Client(url);
    assert.deepEqual(await collected(api.transport.lines("export")), [{ id: "ŵ" }, { token: "ŷ" }]);
    await assert.rejects(collected(api.transport.lines("export")), BrokenOff);
  }));

test("what was cut off without a word of it is tried again", () =>
  scripted([{ body: '{"id":"' }, { body: '{"id":"ŵ"}' }, { body: '{"id":1}\n{"id' }], async ({ url }) => {
    const api = new Client(url, { sleep: async () => undefined });
    assert.deepEqual(await api.item("ŵ", "cy"), { id: "ŵ" });
    await assert.rejects(collected(api.export()), BrokenOff);
  }));

test("what is no address is refused at once", () => {
  for (const url of ["api.example.org", "file:///etc/passwd"]) assert.throws(() => new Client(url), TypeError);
});

test("pauses grow no longer than half a minute", () =>
  scripted([...Array.from({ length: 9 }, () => ({ status: 503 })), { body: ITEM }], async ({ url }) => {
    const { pauses, sleep } = waiting();
    await new Client(url, { sleep, attempts: 10 }).item("a", "cy");
    assert.equal(pauses.length, 9);
    assert.ok(pauses.every((pause) => pause <= 30));
  }));

test("an answer that does not begin in time is given up", async () => {
  const never: typeof fetch = (_, init) =>
    new Promise((_, refused) => init?.signal?.addEventListener("abort", () => refused(new Error("aborted"))));
  const api = new Client("https://api.example.org", { fetch: never, timeout: 0.01, attempts: 1 });
  const late = new Promise((_, refused) => setTimeout(() => refused(new Error("never given up")), 5000).unref());
  await assert.rejects(Promise.race([api.item("a", "cy"), late]), NoAnswer);
});

test("only so many answers are remembered, the latest ones, and none that is very long", () => {
  const long = { ...ITEM, title: "x".repeat(500_001) };
  const tagged = (etag: string, body: object = ITEM): Answer => ({ body, headers: { ETag: etag } });
  return scripted([tagged('"a"'), tagged('"b"'), tagged('"a"'), tagged('"c"', long), tagged('"c"')], async ({ url, asked }) => {
    const api = new Client(url, { remembered: 1 });
    for (const id of ["a", "b", "a", "c", "c"]) await api.item(id, "cy");
    assert.deepEqual(asked.map(({ headers }) => headers["if-none-match"]), Array(5).fill(undefined));
  });
});

test("what follows the log is asked for past caches, and not remembered", () =>
  scripted([...Array(3).fill({ body: { items: [], token: "t", more: false }, headers: { ETag: '"1"' } }), ...Array(2).fill({ body: { items: [] } })], async ({ url, asked }) => {
    const api = new Client(url);
    for (const wait of [0, 25, 25]) await api.changesPage("t", {}, wait);
    for (const ids of [["a"], ["a", "b"]]) await api.someItems(ids, { lang: "cy" });
    assert.deepEqual(asked.map(({ path }) => path.replace("/api/v1/", "")), [
      "changes?since=t", "changes?since=t&wait=25", "changes?since=t&wait=25", "items?id=a&lang=cy", "items?id=a%2Cb&lang=cy",
    ]);
    for (const { headers } of asked) {
      assert.deepEqual([headers["cache-control"], headers["if-none-match"]], ["no-cache", undefined]);
    }
  }));

test("all changes are followed from page to page, each from the token of the one before", () =>
  scripted(
    [
      { body: { items: [{ id: "1" }], token: "t1", more: true } },
      { body: { items: [{ id: "2" }], token: "t2", more: true } },
      { body: { items: [], token: "t2", more: false } },
    ],
    async ({ url, asked }) => {
      assert.deepEqual((await collected(new Client(url).changes())).map(({ id }) => id), ["1", "2"]);
      assert.deepEqual(asked.map(({ path }) => path.split("?")[1]), [undefined, "since=t1", "since=t2"]);
    },
  ));

test("lists have as many pages as there are, whole where that is asked for", () =>
  scripted([], async (script) => {
    const page = (id: string, next: string | null): Answer => ({ body: { items: [{ id }], next, total: 3 } });
    const at = (cursor: string): string => `${script.url}/api/v1/en/items?cursor=${cursor}`;
    script.answers.push(page("1", at("x")), page("2", at("y")), page("3", null));
    const all = await collected(new Client(script.url).wholeItems("en"));
    assert.deepEqual(all.map(({ id }) => id), ["1", "2", "3"]);
    assert.equal(script.asked[0]?.path, "/api/v1/en/items?fields=full");
  }));

test("both languages are asked for together; Welsh stands in for English, and ids cannot lead elsewhere", () =>
  scripted([{ body: {} }, { body: ITEM }, { body: ITEM }], async ({ url, asked }) => {
    const api = new Client(url);
    await api.both("a");
    await api.item("a", "en", { fallback: true });
    await api.item("../terms?x", "en");
    assert.deepEqual(asked.map(({ path }) => path.replace("/api/v1/", "")), [
      "items/a?lang=cy%2Cen", "en/items/a?fallback=cy", "en/items/..%2Fterms%3Fx",
    ]);
  }));
