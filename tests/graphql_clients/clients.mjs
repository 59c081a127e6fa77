// Lets real clients ask the server at the address given. Exits with 1 unless each reads what the server says.
import * as apollo from "./apollo.mjs";
import { DOCUMENTED, further, items, keepsLanguagesApart } from "./documents.mjs";
import * as relay from "./relay.mjs";
import * as urql from "./urql.mjs";

const { whole, half } = await items();
const documents = [...DOCUMENTED, ...further(whole, half)];
let failed = 0;

async function tried(what, work) {
  let wrong;
  try {
    wrong = (await work()) ?? [];
  } catch (error) {
    wrong = [error.stack];
  }
  failed += wrong.length;
  console.log(wrong.length ? `${what}: NO\n  ${wrong.join("\n  ")}` : `${what}: yes`);
}

for (const one of [apollo, urql, relay]) {
  const what = `${one.name} reads both languages of ${documents.length} queries from one cache`;
  await tried(what, async () => {
    await one.prepare?.(documents);
    return keepsLanguagesApart(one, documents);
  });
}
for (const one of [apollo, urql]) {
  await tried(`${one.name} sends a persisted query that is not known`, () => one.persisted(DOCUMENTED[0], { language: "CY" }));
}
await tried(`${relay.name} compiles and fetches again by node`, () => relay.refetches(whole));
process.exit(failed ? 1 : 0);
