/** Wales's early-permanence content in Welsh and English: read it, search it, keep a copy of it, verify its webhooks. */

export * from "./client.js";
export type { components } from "./contract.js";
export * from "./problems.js";
export { MemoryStore, type Kept, type Store } from "./store.js";
export { sync } from "./sync.js";
export type { Options } from "./transport.js";
export { NotSigned, verify } from "./webhooks.js";
