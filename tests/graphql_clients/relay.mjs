// Relay: the queries compiled by relay-compiler against the schema that is checked in, and asked through a store that keeps
// objects by their ids alone, whatever type they are of.
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import runtime from "relay-runtime";
import { ENDPOINT, SCHEMA, served } from "./documents.mjs";

const { Environment, Network, RecordSource, Store, createOperationDescriptor, fetchQuery } = runtime;
const FOLDER = pathToFileURL(`${mkdtempSync(join(tmpdir(), "relay-"))}/`);
const COMPILER = fileURLToPath(new URL("./node_modules/relay-compiler/cli.js", import.meta.url));

export const name = "Relay";

// What Relay's own clients do beside asking: fetch a fragment again by `node`, and page on in a connection.
const REFETCHED = {
  RefetchedGuide: `fragment RefetchedGuide_guide on Guide @refetchable(queryName: "RefetchedGuideQuery") {
    title language chapters { title } }`,
  RefetchedItem: `fragment RefetchedItem_item on Item @refetchable(queryName: "RefetchedItemQuery") { title language }`,
  RefetchedChapter: `fragment RefetchedChapter_chapter on Chapter @refetchable(queryName: "RefetchedChapterQuery") { title }`,
  RefetchedTerm: `fragment RefetchedTerm_term on Term @refetchable(queryName: "RefetchedTermQuery") { name twin { name } }`,
  PagedGuides: `fragment PagedGuides_query on Query @refetchable(queryName: "PagedGuidesNextQuery")
    @argumentDefinitions(language: {type: "Language!"}, first: {type: "Int", defaultValue: 2}, after: {type: "String"}) {
    guides(language: $language, first: $first, after: $after) @connection(key: "PagedGuides_guides") {
      edges { node { title } } } }`,
  Entry: `query EntryQuery($item: ID!, $language: Language!) {
    item(item: $item, language: $language) { id ...RefetchedItem_item
      ... on Guide { ...RefetchedGuide_guide @dangerously_unaliased_fixme chapters { ...RefetchedChapter_chapter } terms { term { ...RefetchedTerm_term } } } }
    ...PagedGuides_query @arguments(language: $language) }`,
};

// As Relay wants names: a query's of its module, a fragment's of its module and what it is of. Its own queries would see each
// fragment under an alias; here the answers have the form that the server gives.
function named({ operation, query }) {
  return query
    .replace(/^query \w+/, `query ${operation}Query`)
    .replace(/fragment (\w+) on/g, (_, fragment) => `fragment ${operation}_${fragment.toLowerCase()} on`)
    .replace(/\.\.\.([A-Z]\w*)/g, (_, fragment) => `...${operation}_${fragment.toLowerCase()} @relay(mask: false) @dangerously_unaliased_fixme`);
}

function compile(documents) {
  process.on("exit", () => rmSync(FOLDER, { recursive: true, force: true }));
  const texts = { ...REFETCHED, ...Object.fromEntries(documents.map((one) => [one.operation, named(one)])) };
  for (const [module, text] of Object.entries(texts)) {
    writeFileSync(new URL(`${module}.js`, FOLDER), `graphql\`${text}\`;\n`);
  }
  const config = { src: ".", schema: "./schema.graphql", language: "javascript", eagerEsModules: true, noSourceControl: true };
  writeFileSync(new URL("relay.config.json", FOLDER), JSON.stringify(config));
  writeFileSync(new URL("package.json", FOLDER), '{"type": "module"}');
  copyFileSync(SCHEMA, new URL("schema.graphql", FOLDER));
  const { status, stdout, stderr } = spawnSync(process.execPath, [COMPILER, "relay.config.json"], { cwd: FOLDER, encoding: "utf8" });
  if (status) throw new Error(`relay-compiler: ${stdout}${stderr}`);
}

async function artifact(module) {
  return (await import(new URL(`__generated__/${module}.graphql.js`, FOLDER))).default;
}

async function network({ text }, variables) {
  const response = await fetch(ENDPOINT, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query: text, variables }),
  });
  return response.json();
}

// What Relay complains of while it takes answers into its store: two objects with one id among it.
const complaints = [];

export async function prepare(documents) {
  compile(documents);
  console.error = console.warn = (...said) => complaints.push(said.join(" "));
}

export function client() {
  return new Environment({ network: Network.create(network), store: new Store(new RecordSource(), { gcReleaseBufferSize: 1000 }) });
}

export async function ask(environment, { operation }, variables) {
  const query = await artifact(`${operation}Query`);
  environment.retain(createOperationDescriptor(query, variables));
  return fetchQuery(environment, query, variables, { fetchPolicy: "store-or-network" }).toPromise();
}

export async function readBack(environment, { operation }, variables) {
  const asked = createOperationDescriptor(await artifact(`${operation}Query`), variables);
  if (environment.check(asked).status !== "available") return "not all of it is in the store";
  return environment.lookup(asked.fragment).data;
}

// Fetches by `node` what was found in either language, and pages on. Gives what is then otherwise than the server says.
export async function refetches(item) {
  const environment = client();
  const fetched = async (query, variables) => fetchQuery(environment, await artifact(query), variables).toPromise();
  const expected = [];
  for (const language of ["CY", "EN"]) {
    await ask(environment, { operation: "Entry" }, { item, language });
    const text = `query ($item: ID!, $language: Language!) {
      item(item: $item, language: $language) {
        id title ... on Guide { chapters { id title } terms { term { id name } } }
      }
      guides(language: $language, first: 2) { pageInfo { endCursor } }
    }`;
    const { item: guide, guides } = await served(text, { item, language });
    expected.push(["Guide", guide], ["Item", guide]);
    expected.push(...guide.chapters.map((chapter) => ["Chapter", chapter]), ...guide.terms.map(({ term }) => ["Term", term]));
    await fetched("PagedGuidesNextQuery", { language, first: 2, after: guides.pageInfo.endCursor });
  }
  for (const [type, { id }] of expected) {
    const { node } = await fetched(`Refetched${type}Query`, { id });
    if (!node) complaints.push(`${type} ${id} is not there`);
  }
  const kept = environment.getStore().getSource();
  for (const [type, { id, title, name }] of expected) {
    if (kept.get(id).title !== title || kept.get(id).name !== name) complaints.push(`${type} ${id} is not ${title ?? name}`);
  }
  return [...new Set(complaints)].map((said) => `Relay: ${said.slice(0, 600)}`);
}
