/** Brings a store into step with the API: all of it once, then what changed, until there is nothing new. */

import type { Change, Client, Filters } from "./client.js";
import { BeginAgain, BrokenOff, NoAnswer } from "./problems.js";
import { kept, type Kept, type Store } from "./store.js";

/** Changes that are taken up together; as many as can be asked for by their ids. */
const AT_ONCE = 100;
const ATTEMPTS = 8;
const FIRST_PAUSE = 0.2;

/** A cache on the way gave what was before a change that has been told of. */
class Behind extends Error {
  override message = "answers stay older than the changes told of";
}

/**
 * Brings a store into step; returns how many items it took up or let go.
 *
 * Whenever it dies, the next call goes on from the last place that was written. Where that is known no more, the store becomes
 * equal to the source again, and readers have what was there until then.
 *
 * `wait`: seconds (30 at most) to wait for something new where it is in step already; call it again and again.
 * `filters` narrow the copy: `{lang: "cy"}`, `{type: ["guide", "term"]}`, `audience`, `topic`, `section`. With others than
 * before it begins again.
 */
export async function sync(api: Client, store: Store, { wait = 0, filters = {} as Filters } = {}): Promise<number> {
  let taken = 0;
  let last: Step = { taken: 0, more: true, begun: false };
  for (let failed = 0; last.more; ) {
    try {
      last = await next(api, store, taken || failed ? 0 : wait, filters, !last.begun);
      taken += last.taken;
      failed = 0;
    } catch (error) {
      if (!(error instanceof Behind || error instanceof BrokenOff)) throw error;
      failed += 1;
      if (failed === ATTEMPTS) {
        throw error instanceof NoAnswer ? error : new NoAnswer(`${api.transport.base}: ${error.message}`);
      }
      await api.transport.sleep(FIRST_PAUSE * 2 ** failed);
    }
  }
  return taken;
}

interface Step {
  taken: number;
  more: boolean;
  begun: boolean;
}

/** Takes up one export or one page of changes. */
async function next(api: Client, store: Store, wait: number, filters: Filters, mayBegin: boolean): Promise<Step> {
  const narrowed = narrowing(filters);
  const [token, before] = (await store.place())?.split("?") ?? [];
  if (token === undefined || (before ?? "") !== narrowed) return begin(api, store, filters);
  let page;
  try {
    page = await api.changesPage(token, { ...filters, limit: AT_ONCE }, wait);
  } catch (error) {
    if (error instanceof BeginAgain && mayBegin) return begin(api, store, filters);
    throw error;
  }
  if (page.token !== token) {
    const changed = await whole(api, page.items, filters);
    const put = new Set(changed.map(({ id }) => id));
    const removed = page.items.filter(({ id }) => !put.has(id)).map(({ id }) => id);
    await store.apply(changed, removed, placed(page.token, narrowed));
  }
  return { taken: page.items.length, more: page.more, begun: false };
}

/** Takes up the whole export. What changed while it was sent is told of next. */
async function begin(api: Client, store: Store, filters: Filters): Promise<Step> {
  let token: string | undefined;
  let taken = 0;
  async function* all(): AsyncGenerator<Kept> {
    for await (const line of api.export(filters)) {
      if (!("id" in line)) token = line.token;
      else {
        const one = kept(line.type ?? "", line);
        if (one) yield one;
        taken += 1;
      }
    }
  }
  await store.replace(all(), () => {
    if (token === undefined) throw new BrokenOff(`${api.transport.base}: the export broke off`);
    return placed(token, narrowing(filters));
  });
  return { taken, more: true, begun: true };
}

/** What is public of the items that changed. */
async function whole(api: Client, changes: readonly Change[], filters: Filters): Promise<Kept[]> {
  const types = new Map(changes.map(({ id, type }) => [id, type ?? ""]));
  const published = changes.flatMap(({ id, languages }) =>
    languages.flatMap(({ language, state, version }) => (state === "published" ? [{ id, language, version }] : [])),
  );
  const ids = [...new Set(published.map(({ id }) => id))].sort();
  if (!ids.length) return [];
  const lang = filters["lang"];
  const found = await api.someItems(ids, lang === undefined ? {} : { lang });
  const changed = found.flatMap((both) => kept(types.get(both.id) ?? "", both) ?? []);
  const given = new Map(changed.map((one) => [one.id, one]));
  for (const { id, language, version } of published) {
    if ((given.get(id)?.[language]?.version ?? -1) < (version ?? 0)) throw new Behind();
  }
  return changed;
}

function narrowing(filters: Filters): string {
  const given = Object.entries(filters).filter(([, value]) => value !== undefined);
  return new URLSearchParams(given.map(([name, value]): [string, string] => [name, String(value)]).sort()).toString();
}

function placed(token: string, narrowed: string): string {
  return narrowed ? `${token}?${narrowed}` : token;
}
