// The documented queries with their variables in both languages, and what the server itself says to a query.
import { deepStrictEqual } from "node:assert";
import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

const FOLDER = new URL("../../docs/graphql/", import.meta.url);
export const SCHEMA = fileURLToPath(new URL("../../docs/contracts/schema.graphql", import.meta.url));
export const LANGUAGES = ["CY", "EN"];
export const ENDPOINT = process.argv[2];

function read(file) {
  const text = readFileSync(new URL(file, FOLDER), "utf8");
  const variables = (language) => JSON.parse(text.match(new RegExp(`^# variables ${language}: (.*)$`, "m"))[1]);
  return {
    name: file,
    query: text.slice(text.search(/^query /m)),
    operation: text.match(/^query (\w+)/m)[1],
    variables: { CY: variables("cy"), EN: variables("en") },
  };
}

export const DOCUMENTED = readdirSync(FOLDER).filter((file) => file.endsWith(".graphql")).sort().map(read);

const PAGE = `id title language twin { id title language parent { id title } } parent { id title }
  breadcrumb { id title item { id title } } translations { language title item { id title } } related { id title }
  files { id title } terms { id name term { id name twin { name } } }`;

function asked(operation, selection, item, fragments = "") {
  const query = `query ${operation}($item: ID!, $language: Language!) { ${selection} } ${fragments}`;
  return { name: operation, operation, query, variables: { CY: { item, language: "CY" }, EN: { item, language: "EN" } } };
}

// What no documented query asks, and a client mixes up that takes one language for the other. `whole` is an item in both
// languages, `half` one in English alone.
export function further(whole, half) {
  return [
    asked("WithTwin", "item(item: $item, language: $language) { title twin { title } }", whole),
    asked("WithIds", `item(item: $item, language: $language) { ${PAGE} }`, whole),
    asked("WithChildren", `framework(language: $language) { children {
      nodes { ...Child } edges { cursor node { ...Child } } } }
      item(item: $item, language: $language) { id }`, whole, "fragment Child on Section { id item title number }"),
    asked("StandingIn", `item(item: $item, language: $language, fallback: EN) {
      id title language fallback { asked served } }`, half),
  ];
}

// An item in both languages, and one in English alone.
export async function items() {
  const { guides, items: all } = await served(`{ guides(language: CY, first: 1) { nodes { item } }
    items(language: EN, first: 100) { nodes { item twin { id } } } }`);
  return { whole: guides.nodes[0].item, half: all.nodes.find(({ twin }) => twin === null).item };
}

// The data that the server gives to a query, without any client between.
export async function served(query, variables) {
  const response = await fetch(ENDPOINT, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await response.json();
  if (errors) throw new Error(`The server: ${JSON.stringify(errors)}`);
  return data;
}

// A value without the `__typename`s that clients add of their own accord, in members of any order.
export function plain(value) {
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== "__typename").map(([name, one]) => [name, plain(one)]));
}

async function compared(cache, document, language, readBack, what) {
  const kept = await readBack(cache, document, document.variables[language]);
  const expected = await served(document.query, document.variables[language]);
  try {
    deepStrictEqual(plain(kept), plain(expected));
    return [];
  } catch (error) {
    return [`${document.name} in ${language}, ${what}: ${error.message.slice(0, 600)}`];
  }
}

// Asks for both languages through one cache, whichever comes first, and reads them back: each document alone from the cache and
// nowhere else, then all documents together as a site would. A client may then ask again for what it did not keep.
export async function keepsLanguagesApart({ client, ask, readBack }, documents) {
  const wrong = [];
  for (const languages of [LANGUAGES, [...LANGUAGES].reverse()]) {
    const shared = client();
    for (const document of documents) {
      const own = client();
      for (const cache of [own, shared]) {
        for (const language of languages) await ask(cache, document, document.variables[language]);
      }
      for (const language of languages) wrong.push(...(await compared(own, document, language, readBack, "from its own cache")));
    }
    for (const language of languages) {
      for (const document of documents) wrong.push(...(await compared(shared, document, language, ask, "from a shared cache")));
    }
  }
  return wrong;
}
