/** Requests: tried again where that may help, and conditional where an answer is remembered. */

import { BrokenOff, NoAnswer, Problem, problemOf } from "./problems.js";

export type Parameter = string | number | boolean | readonly (string | number)[] | undefined;
export type Parameters = Record<string, Parameter>;

export interface Options {
  /** The language of problems where the address asked has none. */
  language?: "cy" | "en";
  /** A partner's key. Everything can be read without one. */
  key?: string;
  /** How often one thing is asked for. */
  attempts?: number;
  /** Seconds until an answer has to begin. */
  timeout?: number;
  /** How many answers are remembered, to be asked for again by their ETags. */
  remembered?: number;
  fetch?: typeof fetch;
  sleep?: (seconds: number) => Promise<unknown>;
}

const LARGEST_REMEMBERED = 500_000;
const FIRST_PAUSE = 0.5;
const LONGEST_PAUSE = 30;
/** Seconds that it waits at a server's word; where it is told to wait longer, the problem is thrown instead. */
const LONGEST_WAIT = 120;

const after = (seconds: number): Promise<unknown> => new Promise((done) => setTimeout(done, seconds * 1000));

/** Asks an API below one address. */
export class Transport {
  readonly base: string;
  readonly sleep: (seconds: number) => Promise<unknown>;
  readonly #headers: Record<string, string>;
  readonly #options: Required<Pick<Options, "attempts" | "timeout" | "remembered" | "fetch">>;
  readonly #remembered = new Map<string, { etag: string; body: string }>();

  constructor(url: string, options: Options = {}) {
    const address = new URL(url);
    if (!/^https?:$/.test(address.protocol)) throw new TypeError(`Not the address of an API: ${url}`);
    const path = address.pathname.replace(/\/+$/, "");
    this.base = `${address.origin}${path.endsWith("/api/v1") ? path : `${path}/api/v1`}/`;
    this.#headers = { "Accept-Language": options.language ?? "en" };
    if (options.key) this.#headers["Authorization"] = `Bearer ${options.key}`;
    this.sleep = options.sleep ?? after;
    this.#options = {
      attempts: options.attempts ?? 6,
      timeout: options.timeout ?? 60,
      remembered: options.remembered ?? 128,
      fetch: options.fetch ?? ((...given) => fetch(...given)),
    };
  }

  /**
   * The JSON at an address. Where it has not changed since it was last asked for, only that is sent.
   * With `once` nothing is remembered, and caches on the way are to ask whether they are up to date.
   */
  async get<Answer>(path: string, parameters: Parameters = {}, once = false): Promise<Answer> {
    const url = this.#address(path, parameters);
    const known = this.#remembered.get(url);
    const headers: Record<string, string> = known ? { "If-None-Match": known.etag } : {};
    return this.#again(url, async () => {
      const answer = await this.#ask(url, headers, once);
      if (answer.status === 304 && known) return JSON.parse(known.body) as Answer;
      const text = await answer.text();
      const given = JSON.parse(text) as Answer; // what was cut off is none, whatever its headers said
      if (!once) this.#remember(url, answer.headers.get("ETag"), text);
      return given;
    });
  }

  /** The JSON of each line at an address, one by one as they come. Throws BrokenOff where they end too soon. */
  async *lines(path: string, parameters: Parameters = {}): AsyncGenerator<unknown> {
    const broken = (error: unknown): never => {
      throw new BrokenOff(`${path}: ${String(error)}`, { cause: error });
    };
    const parsed = (line: string): unknown => {
      try {
        return JSON.parse(line);
      } catch (error) {
        return broken(error);
      }
    };
    const url = this.#address(path, parameters);
    const answer = await this.#again(url, () => this.#ask(url, {}, false));
    if (!answer.body) throw new NoAnswer(url);
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    let left = "";
    try {
      for (;;) {
        const { done, value } = await reader.read().catch(broken);
        if (done) break;
        const lines = (left + value).split("\n");
        left = lines.pop() ?? "";
        for (const line of lines) yield parsed(line);
      }
      if (left) yield parsed(left);
    } finally {
      await reader.cancel().catch(() => undefined);
    }
  }

  #address(path: string, parameters: Parameters): string {
    const url = new URL(path, this.base);
    for (const [name, value] of Object.entries(parameters)) {
      if (value !== undefined) url.searchParams.set(name, String(value));
    }
    return url.href;
  }

  /** An answer to be read, or 304; a problem is thrown. */
  async #ask(url: string, headers: Record<string, string>, once: boolean): Promise<Response> {
    const given = once ? { ...headers, "Cache-Control": "no-cache" } : headers;
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), this.#options.timeout * 1000);
    let answer: Response;
    try {
      answer = await this.#options.fetch(url, { headers: { ...this.#headers, ...given }, signal: stop.signal });
    } finally {
      clearTimeout(timer);
    }
    if (answer.ok || answer.status === 304) return answer;
    const members: unknown = await answer.json().catch(() => ({}));
    const said = typeof members === "object" && members !== null ? members : {};
    const problem = { title: answer.statusText, ...said, status: answer.status };
    throw problemOf(problem as ConstructorParameters<typeof Problem>[0], seconds(answer.headers.get("Retry-After")));
  }

  async #again<Answer>(url: string, ask: () => Promise<Answer>): Promise<Answer> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await ask();
      } catch (error) {
        const problem = error instanceof Problem ? error : undefined;
        const wait = problem?.retryAfter;
        const mayPass = !problem || problem.mayPass;
        if (!mayPass || attempt >= this.#options.attempts || (wait ?? 0) > LONGEST_WAIT) {
          throw problem ?? new NoAnswer(`${url}: ${String(error)}`, { cause: error });
        }
        const pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (attempt - 1)) * (0.5 + Math.random() / 2);
        await this.sleep((wait ?? 0) + pause);
      }
    }
  }

  #remember(url: string, etag: string | null, body: string): void {
    this.#remembered.delete(url);
    if (etag && body.length < LARGEST_REMEMBERED) this.#remembered.set(url, { etag, body });
    for (const oldest of this.#remembered.keys()) {
      if (this.#remembered.size <= this.#options.remembered) break;
      this.#remembered.delete(oldest);
    }
  }
}

/** Retry-After in seconds, whether it is a number or a moment (RFC 9110, 10.2.3). */
function seconds(retryAfter: string | null): number | undefined {
  if (!retryAfter) return undefined;
  const value = /^\s*\d+\s*$/.test(retryAfter) ? Number(retryAfter) : (Date.parse(retryAfter) - Date.now()) / 1000;
  return Number.isNaN(value) ? undefined : Math.max(0, value);
}
