/** Where copies are kept: readers have something whole, and a death in the middle is made good by doing it again. */

import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { FolderStore } from "../src/folder.js";
import { MemoryStore, type Kept, type Store } from "../src/index.js";
import { collected } from "./scripted-server.js";

const one = (id: string, title: string): Kept => ({ id, type: "guide", cy: { id, title } as never, en: null });
async function* all(...given: Kept[]): AsyncGenerator<Kept> {
  yield* given;
}

async function inFolder(run: (store: FolderStore) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "cynnwys-"));
  try {
    await run(new FolderStore(join(folder, "copy")));
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function keeps(store: Store): Promise<void> {
  assert.equal(await store.place(), undefined);
  await store.replace(all(one("a", "1"), one("b", "1")), () => "first");
  assert.equal(await store.place(), "first");
  await store.apply([one("a", "2"), one("c", "1")], ["b", "d"], "second");
  assert.deepEqual([await store.get("a"), await store.get("b"), await store.place()], [one("a", "2"), undefined, "second"]);
  await assert.rejects(
    store.replace(all(one("a", "3")), () => {
      throw new Error("broken off");
    }),
  );
  assert.deepEqual([await store.get("a"), await store.place()], [one("a", "2"), "second"]);
  await store.replace(all(one("a", "4")), () => "third");
  assert.deepEqual([await store.get("a"), await store.get("c"), await store.place()], [one("a", "4"), undefined, "third"]);
}

test("memory keeps a copy", () => keeps(new MemoryStore()));
test("a folder keeps a copy", () => inFolder(keeps));

test("a folder that was left in the middle begins again, and nothing of it stays", () =>
  inFolder(async (store) => {
    await store.replace(all(one("a", "1"), one("b", "1")), () => "first");
    await rm(join(store.folder, "place.json"));
    await writeFile(join(store.folder, "c.json.new"), "{");
    assert.equal(await store.place(), undefined);
    await store.replace(all(one("b", "2")), () => "second");
    assert.deepEqual(await collected(store.all()), [one("b", "2")]);
    assert.deepEqual((await readdir(store.folder)).sort(), ["b.json", "place.json"]);
  }));

test("a folder has no room for what is no id", () =>
  inFolder(async (store) => {
    for (const id of ["../../etc/passwd", "a/../../b", ""]) await assert.rejects(store.get(id), TypeError);
  }));

test("a folder that dies while it takes up the export has no place, and what cannot be read is no absence", () =>
  inFolder(async (store) => {
    await store.replace(all(one("a", "1"), one("b", "1")), () => "first");
    await rm(join(store.folder, "b.json"));
    await mkdir(join(store.folder, "b.json"));
    await assert.rejects(store.get("b"));
    await assert.rejects(store.replace(all(one("b", "2")), () => "second"));
    assert.equal(await store.place(), undefined);
  }));
