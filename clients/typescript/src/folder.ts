/** A copy in a folder, for Node.js: a JSON file for each item, both languages in it, and the place in the log. */

import { mkdir, open, readFile, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";

import type { Kept, Store } from "./store.js";

const PLACE = "place.json";
const NEW = ".new";

export class FolderStore implements Store {
  constructor(readonly folder: string) {}

  async place(): Promise<string | undefined> {
    return (await this.#read<{ place: string }>(PLACE))?.place;
  }

  async get(id: string): Promise<Kept | undefined> {
    return this.#read<Kept>(fileOf(id));
  }

  /** All items, in the order of their ids. */
  async *all(): AsyncGenerator<Kept> {
    for (const name of await this.#names()) {
      const one = await this.#read<Kept>(name);
      if (one) yield one;
    }
  }

  async apply(changed: readonly Kept[], removed: readonly string[], place: string): Promise<void> {
    for (const one of changed) await this.#write(fileOf(one.id), one);
    for (const id of removed) await rm(join(this.folder, fileOf(id)), { force: true });
    await this.#write(PLACE, { place });
  }

  async replace(all: AsyncIterable<Kept>, place: () => string): Promise<void> {
    for (const name of await this.#names(NEW)) await rm(join(this.folder, name));
    const given = new Set<string>();
    for await (const one of all) {
      given.add(fileOf(one.id));
      await this.#write(fileOf(one.id) + NEW, one, false);
    }
    const reached = place();
    // Nothing is as it was any more: a death from here on is to begin again.
    await rm(join(this.folder, PLACE), { force: true });
    for (const name of given) await rename(join(this.folder, name + NEW), join(this.folder, name));
    for (const name of await this.#names()) {
      if (!given.has(name)) await rm(join(this.folder, name), { force: true });
    }
    await this.#write(PLACE, { place: reached });
  }

  async #names(ending = ".json"): Promise<string[]> {
    const names = await readdir(this.folder).catch(() => []);
    return names.filter((name) => name.endsWith(ending) && name !== PLACE).sort();
  }

  async #read<Content>(name: string): Promise<Content | undefined> {
    try {
      return JSON.parse(await readFile(join(this.folder, name), "utf8")) as Content;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      throw error;
    }
  }

  /** A reader has the old file or the new one, whole; also after a power cut. */
  async #write(name: string, content: unknown, intoPlace = true): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    const path = join(this.folder, name);
    const file = await open(intoPlace ? path + NEW : path, "w");
    try {
      await file.writeFile(JSON.stringify(content));
      await file.sync();
    } finally {
      await file.close();
    }
    if (intoPlace) await rename(path + NEW, path);
  }
}

function fileOf(id: string): string {
  if (!/^[0-9a-f-]+$/i.test(id)) throw new TypeError(`Not an id: ${id}`);
  return `${id}.json`;
}
