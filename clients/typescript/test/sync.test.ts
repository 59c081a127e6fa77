/** Keeping in step: what a cache gives too old is not taken up, and a place that is known no more leads to the export, once. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { BeginAgain, Client, MemoryStore, NoAnswer, sync } from "../src/index.js";
import { scripted, type Answer } from "./scripted-server.js";

const sleep = async (): Promise<void> => undefined;
const item = (version: number) => ({ id: "a", cy: { id: "a", version, title: `fersiwn ${version}` }, en: null });
const published = [{ language: "cy", state: "published", version: 5 }];
const change = { id: "a", type: "guide", languages: published };
const changes = (token: string, items: unknown[], more = false): Answer => ({ body: { items, token, more } });
const items = (...found: unknown[]): Answer => ({ body: { items: found, next: null, total: found.length } });
const exported = (version: number, token: string): Answer => ({
  body: `${JSON.stringify({ ...change, ...item(version) })}\n${JSON.stringify({ token, items: 1 })}\n`,
});
const refused: Answer = { status: 410, body: { status: 410, code: "expired-token", begin_again: "/export" } };

async function inStep(): Promise<MemoryStore> {
  const store = new MemoryStore();
  await store.apply([], [], "t1");
  return store;
}

test("it begins with the export and goes on with what changed", () =>
  scripted([exported(1, "t1"), changes("t2", [change]), items(item(5))], async ({ url, asked }) => {
    const store = new MemoryStore();
    assert.equal(await sync(new Client(url), store), 2);
    assert.deepEqual([(await store.get("a"))?.cy?.version, await store.place()], [5, "t2"]);
    assert.deepEqual(asked.map(({ path }) => path), [
      "/api/v1/export", "/api/v1/changes?since=t1&limit=100", "/api/v1/items?id=a",
    ]);
  }));

test("an answer older than its change is asked for again, and never taken up", () =>
  scripted([changes("t2", [change]), items(item(4)), changes("t2", [change]), items(item(5))], async ({ url }) => {
    const store = await inStep();
    await sync(new Client(url, { sleep }), store);
    assert.equal((await store.get("a"))?.cy?.version, 5);
  }));

test("it waits for something new only where it has taken nothing, and longer each time that an answer is old", () =>
  scripted(
    [changes("t2", [change]), items(item(4)), changes("t2", [change]), items(item(4)), changes("t2", [change], true), items(item(5)), changes("t3", [])],
    async ({ url, asked }) => {
      const pauses: number[] = [];
      const store = await inStep();
      const api = new Client(url, { sleep: async (seconds) => void pauses.push(seconds) });
      assert.equal(await sync(api, store, { wait: 25, filters: {} }), 1);
      const asks = asked.filter(({ path }) => path.includes("/changes")).map(({ path }) => /wait=/.test(path));
      assert.deepEqual(asks, [true, false, false, false]);
      assert.ok(Number(pauses[1]) > Number(pauses[0]));
      assert.equal(await store.place(), "t3");
    },
  ));

test("a narrowed copy asks for its languages alone, however its filters are written, and keeps the place after changes of others", () =>
  scripted([exported(1, "t1"), changes("t2", [change]), items(item(5)), changes("t3", [])], async ({ url, asked }) => {
    const store = new MemoryStore();
    await sync(new Client(url), store, { filters: { type: "guide", lang: "cy" } });
    assert.equal(asked[2]?.path, "/api/v1/items?id=a&lang=cy");
    await sync(new Client(url), store, { filters: { lang: "cy", type: "guide" } });
    assert.match(String(asked[3]?.path), /changes\?since=t2/);
    assert.equal((await store.place())?.split("?")[0], "t3");
  }));

test("where answers stay older, the copy stays as it was", () => {
  const answers = Array.from({ length: 8 }, () => [changes("t2", [change]), items(item(4))]).flat();
  return scripted(answers, async ({ url }) => {
    const store = await inStep();
    await assert.rejects(sync(new Client(url, { sleep }), store), NoAnswer);
    assert.deepEqual([await store.get("a"), await store.place()], [undefined, "t1"]);
  });
});

test("what is public no more goes", () =>
  scripted([changes("t2", [{ ...change, languages: [{ ...published[0], state: "gone" }] }])], async ({ url }) => {
    const store = await inStep();
    await store.apply([{ ...item(1), type: "guide" } as never], [], "t1");
    await sync(new Client(url), store);
    assert.equal(await store.get("a"), undefined);
  }));

test("a place that is known no more leads to the export, but not for ever", () =>
  scripted([refused, exported(7, "t9"), changes("t9", []), refused, exported(7, "t9"), refused], async ({ url }) => {
    const store = await inStep();
    await sync(new Client(url), store);
    assert.deepEqual([(await store.get("a"))?.cy?.version, await store.place()], [7, "t9"]);
    await assert.rejects(sync(new Client(url), store), BeginAgain);
  }));

test("an export that breaks off is begun again, and changes nothing while it is not whole", () => {
  const broken: Answer = { body: JSON.stringify({ ...change, ...item(1) }) };
  const cut: Answer = { ...exported(1, "t1"), cut: true };
  return scripted([broken, cut, exported(1, "t1"), changes("t1", []), ...Array<Answer>(8).fill(broken)], async ({ url }) => {
    const store = new MemoryStore();
    await sync(new Client(url, { sleep }), store);
    assert.deepEqual([(await store.get("a"))?.cy?.version, await store.place()], [1, "t1"]);
    const other = new MemoryStore();
    await assert.rejects(sync(new Client(url, { sleep }), other), NoAnswer);
    assert.deepEqual([await other.get("a"), await other.place()], [undefined, undefined]);
  });
});

test("another choice begins again", () =>
  scripted([exported(1, "t1"), changes("t1", []), exported(1, "t1"), changes("t1", [])], async ({ url, asked }) => {
    const store = new MemoryStore();
    await sync(new Client(url), store, { filters: { lang: "cy", type: ["guide", "term"] } });
    await sync(new Client(url), store);
    assert.equal(asked[0]?.path, "/api/v1/export?lang=cy&type=guide%2Cterm");
    assert.equal(asked[2]?.path, "/api/v1/export");
  }));
