/** What the API gives, as plain JSON with types. A language is `cy` or `en`. */

import type { components } from "./contract.js";
import { Transport, type Options, type Parameters } from "./transport.js";

type Schemas = components["schemas"];
export type Language = "cy" | "en";
export type Item = Schemas["Item"];
export type ItemSummary = Schemas["ItemSummary"];
export type Term = Schemas["Term"];
export type Both = Schemas["Both"];
export type BothOfTerm = Schemas["BothOfTerm"];
export type SearchHit = Schemas["SearchHit"];
export type SearchResults = Schemas["SearchResults"];
export type Suggestion = Schemas["Suggestion"];
export type Release = Schemas["Release"];

/** What narrows a copy, and the changes told of: `lang`, `type`, `audience`, `topic`, `section`. */
export type Filters = Parameters;
export type Change = Schemas["Change"];
export type ChangeList = Schemas["ChangeList"];
/** A line of the export: an item, or at last the token to follow from. */
export type Exported = Schemas["ExportLine"] | Schemas["ExportEnd"];

interface Page<Entry> {
  items: Entry[];
  next: string | null;
}

/** Reads an API. It throws `NotPublic` or another `Problem` for what the API refuses, and `NoAnswer` where there is none. */
export class Client {
  readonly transport: Transport;

  constructor(url: string, options: Options = {}) {
    this.transport = new Transport(url, options);
  }

  /**
   * An item in a language. Where it is not public in it: `NotPublic`, or with `fallback` the other language, of which the
   * payload then says so in `fallback`. English is never given for Welsh unasked, nor Welsh for English.
   */
  item(id: string, language: Language, { fallback = false } = {}): Promise<Item> {
    return this.transport.get(`${language}/items/${encodeURIComponent(id)}`, fallingBack(language, fallback));
  }

  /** The item at a public path, which may be that of either language, or a former one. */
  itemAt(path: string, language: Language, { fallback = false } = {}): Promise<Item> {
    return this.transport.get(`${language}/items/by-path`, { path, ...fallingBack(language, fallback) });
  }

  /** An item in both languages, of one moment: `cy` and `en` are null where it is not public in them. */
  both(id: string): Promise<Both> {
    return this.transport.get(`items/${encodeURIComponent(id)}`, { lang: "cy,en" });
  }

  /** Items and terms by their ids, 100 at most, both languages of each. What never was public is left out. */
  async someItems(ids: readonly string[], filters: Filters = {}): Promise<(Both | BothOfTerm)[]> {
    return (await this.transport.get<Schemas["BothList"]>("items", { id: ids, ...filters }, true)).items;
  }

  /**
   * All items as lists show them, page by page as they are asked for. `filters` are the parameters of lists:
   * `{type: "guide", audience: ["parents", "carers"], sort: "-updated"}` ...
   */
  items(language: Language, filters: Parameters = {}): AsyncGenerator<ItemSummary> {
    return this.#pages(`${language}/items`, filters);
  }

  /** The same, whole. */
  wholeItems(language: Language, filters: Parameters = {}): AsyncGenerator<Item> {
    return this.#pages(`${language}/items`, { ...filters, fields: "full" });
  }

  /** The glossary, in alphabetical order. */
  terms(language: Language, filters: Parameters = {}): AsyncGenerator<Term> {
    return this.#pages(`${language}/terms`, filters);
  }

  /** A term of the glossary. */
  term(id: string, language: Language): Promise<Term> {
    return this.transport.get(`${language}/terms/${encodeURIComponent(id)}`);
  }

  /** What went out when, the newest first. */
  releases(filters: Parameters = {}): AsyncGenerator<Release> {
    return this.#pages("releases", filters);
  }

  /** How much of what is public is in both languages, by language and type. */
  async parity(): Promise<Schemas["LanguageParity"][]> {
    return (await this.transport.get<Schemas["ParityReport"]>("parity")).languages;
  }

  /** What is found, the best first, from page to page. */
  search(language: Language, words: string, filters: Parameters = {}): AsyncGenerator<SearchHit> {
    return this.#pages(`${language}/search`, { q: words, ...filters });
  }

  /** The first page of it with all that goes with it: `total`, `facets`, `also_in`, `did_you_mean`. */
  searchPage(language: Language, words: string, filters: Parameters = {}): Promise<SearchResults> {
    return this.transport.get(`${language}/search`, { q: words, ...filters });
  }

  /** Titles and terms with words that begin so. */
  async suggestions(language: Language, beginning: string, filters: Parameters = {}): Promise<Suggestion[]> {
    const answer = await this.transport.get<Schemas["Suggestions"]>(`${language}/suggest`, { q: beginning, ...filters });
    return answer.items;
  }

  /**
   * What changed after a token, each item as it is now, until there is nothing new; from the beginning without a token.
   * Keep the `token` of the last one. `BeginAgain` where the token can be followed from no more: then take the export.
   */
  async *changes(since?: string, filters: Filters = {}): AsyncGenerator<Change> {
    for (let more = true; more; ) {
      const page: ChangeList = await this.changesPage(since, filters);
      yield* page.items;
      ({ token: since, more } = page);
    }
  }

  /** A page of them with the `token` after it. Where there is nothing yet it is waited for, `wait` seconds at most. */
  changesPage(since?: string, filters: Filters = {}, wait = 0): Promise<ChangeList> {
    return this.transport.get("changes", { since, wait: wait || undefined, ...filters }, true);
  }

  /** All there is, of one moment: an item after the other, and at last the `token` to follow from. */
  async *export(filters: Filters = {}): AsyncGenerator<Exported> {
    for await (const line of this.transport.lines("export", filters)) yield line as Exported;
  }

  async *#pages<Entry>(path: string, parameters: Parameters): AsyncGenerator<Entry> {
    let page = await this.transport.get<Page<Entry>>(path, parameters);
    yield* page.items;
    while (page.next) {
      page = await this.transport.get<Page<Entry>>(page.next);
      yield* page.items;
    }
  }
}

function fallingBack(language: Language, fallback: boolean): Parameters {
  return fallback ? { fallback: language === "cy" ? "en" : "cy" } : {};
}
