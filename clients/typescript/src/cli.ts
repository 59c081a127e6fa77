#!/usr/bin/env node
/** `cynnwys sync FOLDER --url URL`: keeps a copy in a folder from a shell. */

import { parseArgs } from "node:util";

import { Client } from "./client.js";
import { FolderStore } from "./folder.js";
import { NoAnswer, Problem } from "./problems.js";
import { sync } from "./sync.js";

const USAGE = "cynnwys sync FOLDER --url https://api.example.org [--follow] [--lang cy|en] [--type guide] [--key KEY]";
const LONG_POLL = 25;
const PAUSE = 30;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    url: { type: "string" },
    key: { type: "string" },
    lang: { type: "string" },
    type: { type: "string", multiple: true },
    follow: { type: "boolean", default: false },
  },
});
const [command, folder, ...rest] = positionals;
if (command !== "sync" || !folder || !values.url || rest.length) {
  console.error(USAGE);
  process.exit(2);
}
const api = new Client(values.url, values.key ? { key: values.key } : {});
const filters = { lang: values.lang, type: values.type };
do {
  try {
    const taken = await sync(api, new FolderStore(folder), { wait: values.follow ? LONG_POLL : 0, filters });
    if (taken || !values.follow) console.log(`${folder}: ${taken} changes taken up`);
  } catch (error) {
    if (!(error instanceof NoAnswer || error instanceof Problem)) throw error;
    console.error(error.message);
    if (!values.follow || error instanceof Problem) process.exit(1);
    await api.transport.sleep(PAUSE);
  }
} while (values.follow);
