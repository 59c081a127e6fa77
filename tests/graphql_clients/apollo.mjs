// Apollo Client with its InMemoryCache as it comes: nothing is said of types, keys or fields.
import { ApolloClient, ApolloLink, HttpLink, InMemoryCache, gql } from "@apollo/client";
import { PersistedQueryLink } from "@apollo/client/link/persisted-queries";
import { createHash } from "node:crypto";
import { ENDPOINT } from "./documents.mjs";

export const name = "Apollo Client";

function made(link = new HttpLink({ uri: ENDPOINT })) {
  return new ApolloClient({ cache: new InMemoryCache(), link });
}

export const client = () => made();

export async function ask(apollo, { query }, variables) {
  const { data, error } = await apollo.query({ query: gql(query), variables });
  if (error) throw error;
  return data;
}

export function readBack(apollo, { query }, variables) {
  return apollo.readQuery({ query: gql(query), variables });
}

// A query that the server does not know yet, by its hash, by GET and by POST; then again, when it knows it.
export async function persisted({ query }, variables) {
  const sha256 = (text) => createHash("sha256").update(text).digest("hex");
  for (const useGETForHashedQueries of [false, true]) {
    const asked = query.replace(/^query (\w+)/, `query $1At${Date.now()}`);
    for (const sent of [2, 1]) {
      let requests = 0;
      const counted = new ApolloLink((operation, forward) => ((requests += 1), forward(operation)));
      const link = ApolloLink.from([
        new PersistedQueryLink({ sha256, useGETForHashedQueries }), counted, new HttpLink({ uri: ENDPOINT }),
      ]);
      await ask(made(link), { query: asked }, variables);
      if (requests !== sent) throw new Error(`${requests} requests where ${sent} would do`);
    }
  }
}
