/** What can go wrong: problems that the API answers with (RFC 9457), and no answer at all. */

import type { components } from "./contract.js";

const TRANSIENT = new Set([429, 500, 502, 503, 504]);

type Members = Partial<components["schemas"]["Problem"]>;

/** The API could not be reached, or broke off, however often it was asked. */
export class NoAnswer extends Error {
  override name = "NoAnswer";
}

/** An answer that is read as it comes ended before it was whole. */
export class BrokenOff extends NoAnswer {
  override name = "BrokenOff";
}

/** An answer that is a problem. `title` and `detail` are for people, in `language`; programs go by `status` and `code`. */
export class Problem extends Error {
  override name = "Problem";
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly language: string;
  /** Whether it is worth another try after a while. */
  readonly mayPass: boolean;

  constructor(
    readonly members: Members,
    /** In how many seconds it may be asked for again, where the API said so. */
    readonly retryAfter?: number,
  ) {
    super(`${members.status} ${members.title}: ${members.detail ?? ""}`);
    this.status = members.status ?? 0;
    this.code = members.code ?? "";
    this.title = members.title ?? "";
    this.detail = members.detail ?? "";
    this.language = members.language ?? "";
    this.mayPass = TRANSIENT.has(this.status);
  }
}

/** 404 or 410: it is not public in this language. */
export class NotPublic extends Problem {
  override name = "NotPublic";

  /** Each language in which it is public. */
  get available(): components["schemas"]["Available"][] {
    return this.members.available ?? [];
  }
}

/** 410: it was public and is no more. */
export class Gone extends NotPublic {
  override name = "Gone";

  /** The reason in both languages, where one was given. */
  get notice(): { cy: string; en: string } | undefined {
    return this.members.notice ?? undefined;
  }
}

/** 410 of a token: it has expired, or is not of this installation. What is kept is to be fetched anew. */
export class BeginAgain extends Problem {
  override name = "BeginAgain";
}

/** The exception that a problem document stands for. */
export function problemOf(members: Members, retryAfter?: number): Problem {
  if ("begin_again" in members) return new BeginAgain(members, retryAfter);
  const kind = members.status === 410 ? Gone : members.status === 404 ? NotPublic : Problem;
  return new kind(members, retryAfter);
}
