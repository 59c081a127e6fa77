#!/usr/bin/env node
/** `cynnwys sync FOLDER --url URL`: keeps a copy in a folder from a shell. */

import { parseArgs } from "node:util";

import { Client, type Language } from "./client.js";
import { FolderStore } from "./folder.js";
import { NoAnswer, Problem } from "./problems.js";
import { sync } from "./sync.js";

const LONG_POLL = 25;
const PAUSE = 30;
const OPTIONS = {
  url: { type: "string" },
  key: { type: "string" },
  lang: { type: "string" },
  type: { type: "string", multiple: true },
  language: { type: "string" },
  follow: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;
const USAGE = "cynnwys sync FOLDER --url URL [--follow] [--lang cy|en] [--type TYPE]... [--key KEY] [--language cy|en]";
const WORDS = {
  en: {
    help: `${USAGE}

Brings a copy in a folder into step: a JSON file for each item, both languages in it.

  --url       the address of the API, such as https://api.example.org
  --follow    stay, and take up each change as it happens
  --lang      keep one language only
  --type      keep this type of item only; may be repeated
  --key       a partner's key; everything can be read without one
  --language  the language of messages
  --help      show this help and end`,
    taken: (folder: string, count: number) => `${folder}: ${count} changes taken up`,
    noAnswer: "There was no answer: ",
    notAnAddress: "This is not the address of an API: ",
    notAFolder: "The folder cannot be used: ",
  },
  cy: {
    help: `${USAGE}

Mae'n dod â chopi mewn ffolder yn gyfredol: ffeil JSON ar gyfer pob eitem, a'r ddwy iaith ynddi.

  --url       cyfeiriad yr API, fel https://api.example.org
  --follow    aros, a derbyn pob newid wrth iddo ddigwydd
  --lang      cadw un iaith yn unig
  --type      cadw'r math hwn o eitem yn unig; gellir ei ailadrodd
  --key       allwedd partner; gellir darllen popeth heb un
  --language  iaith y negeseuon
  --help      dangos y cymorth hwn a gorffen`,
    taken: (folder: string, count: number) => `${folder}: nifer y newidiadau a dderbyniwyd: ${count}`,
    noAnswer: "Ni chafwyd ateb: ",
    notAnAddress: "Nid cyfeiriad API yw hwn: ",
    notAFolder: "Ni ellir defnyddio'r ffolder: ",
  },
};

const language: Language = /(^| )--language[ =]cy( |$)/.test(process.argv.join(" ")) ? "cy" : "en";
const words = WORDS[language];

function given(): ReturnType<typeof parseArgs<{ allowPositionals: true; options: typeof OPTIONS }>> {
  try {
    return parseArgs({ allowPositionals: true, options: OPTIONS });
  } catch {
    return end(USAGE, 2);
  }
}

function end(message: string, status: number): never {
  if (status) console.error(message);
  else console.log(message);
  process.exit(status);
}

function client(url: string, key: string | undefined): Client {
  try {
    return new Client(url, key ? { key, language } : { language });
  } catch {
    return end(words.notAnAddress + url, 2);
  }
}

const { values, positionals } = given();
if (values.help) end(words.help, 0);
const [command, folder, ...rest] = positionals;
if (command !== "sync" || !folder || !values.url || rest.length) end(USAGE, 2);
const api = client(values.url, values.key);
const filters = { lang: values.lang, type: values.type };
do {
  try {
    const taken = await sync(api, new FolderStore(folder), { wait: values.follow ? LONG_POLL : 0, filters });
    if (taken || !values.follow) console.log(words.taken(folder, taken));
  } catch (error) {
    const mayPass = error instanceof NoAnswer || (error instanceof Problem && error.mayPass);
    if (error instanceof NoAnswer) console.error(words.noAnswer + error.message);
    else if (error instanceof Problem) console.error(error.message);
    else if ((error as NodeJS.ErrnoException).syscall) end(words.notAFolder + (error as Error).message, 1);
    else throw error;
    if (!values.follow || !mayPass) process.exit(1);
    await api.transport.sleep(PAUSE);
  }
} while (values.follow);
