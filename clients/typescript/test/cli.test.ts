/** The command line: what goes wrong is said in a line or two, in the language that was asked for, never with a trace. */

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const CLI = fileURLToPath(new URL("../src/cli.js", import.meta.url));
const NOBODY = "http://127.0.0.1:1";

const cases: [string[], number, RegExp][] = [
  [["--help"], 0, /the language of messages/],
  [["sync", "-h", "--language", "cy"], 0, /iaith y negeseuon/],
  [["sync", "folder", "--unknown"], 2, /^cynnwys sync FOLDER/],
  [[], 2, /^cynnwys sync FOLDER/],
  [["sync", "folder", "--url", "api.example.org", "--language=cy"], 2, /^Nid cyfeiriad API yw hwn/],
  [["sync", CLI, "--url", NOBODY], 1, /^The folder cannot be used/],
  [["sync", CLI, "--url", NOBODY, "--language", "cy"], 1, /^Ni ellir defnyddio'r ffolder/],
];
for (const [given, status, words] of cases) {
  test(`cynnwys ${given.join(" ").replace(CLI, "FILE")}`, async () => {
    const ended = await new Promise<{ code: unknown; said: string }>((done) => {
      execFile(process.execPath, [CLI, ...given], (error, out, err) => done({ code: error?.code ?? 0, said: out + err }));
    });
    assert.equal(ended.code, status, ended.said);
    assert.match(ended.said, words);
    assert.doesNotMatch(ended.said, / {4}at /);
  });
}
