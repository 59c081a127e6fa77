/** Where a copy is kept. Any place will do that can write some items and a place in the log together. */

import type { Both, Item, Language, Term } from "./client.js";

/** An item or a term in both languages; null where it is not public. */
export interface Kept {
  id: string;
  /** The type of the item, or `term`. */
  type: string;
  cy: Item | Term | null;
  en: Item | Term | null;
}

export interface Store {
  /** Up to where it has followed, as it was last told; undefined where it has not begun. */
  place(): Promise<string | undefined>;
  /**
   * Takes up what changed, and the place after it: in one transaction where it has such a thing, else the place last of all.
   * The same may be given again.
   */
  apply(changed: readonly Kept[], removed: readonly string[], place: string): Promise<void>;
  /**
   * Becomes equal to all that is given; `place` is asked for at the end of it, and throws where it broke off. Readers have
   * what was there until then.
   */
  replace(all: AsyncIterable<Kept>, place: () => string): Promise<void>;
  /** What it has of an item. */
  get(id: string): Promise<Kept | undefined>;
}

/** A copy in memory. */
export class MemoryStore implements Store {
  items: ReadonlyMap<string, Kept> = new Map();
  #place: string | undefined;

  async place(): Promise<string | undefined> {
    return this.#place;
  }

  async apply(changed: readonly Kept[], removed: readonly string[], place: string): Promise<void> {
    const items = new Map(this.items);
    for (const one of changed) items.set(one.id, one);
    for (const id of removed) items.delete(id);
    this.items = items;
    this.#place = place;
  }

  async replace(all: AsyncIterable<Kept>, place: () => string): Promise<void> {
    const items = new Map<string, Kept>();
    for await (const one of all) items.set(one.id, one);
    this.#place = place();
    this.items = items;
  }

  async get(id: string): Promise<Kept | undefined> {
    return this.items.get(id);
  }
}

/** Both languages side by side, as a store keeps them; undefined where it is public in neither. */
export function kept(type: string, both: Pick<Both, "id"> & { [code in Language]?: unknown }): Kept | undefined {
  const cy = (both.cy ?? null) as Item | null;
  const en = (both.en ?? null) as Item | null;
  return cy || en ? { id: both.id, type, cy, en } : undefined;
}
