// urql with its normalised cache (graphcache) as it comes, but for its advice, which is not shown; and with its exchange for persisted queries.
import { Client, fetchExchange } from "@urql/core";
import { cacheExchange } from "@urql/exchange-graphcache";
import { persistedExchange } from "@urql/exchange-persisted";
import { ENDPOINT } from "./documents.mjs";

export const name = "urql";

export const client = () => new Client({ url: ENDPOINT, preferGetMethod: false, exchanges: [cacheExchange({ logger: () => {} }), fetchExchange] });

async function result(urql, { query }, variables, requestPolicy) {
  const { data, error } = await urql.query(query, variables, { requestPolicy }).toPromise();
  if (error) throw error;
  return data;
}

export const ask = (urql, document, variables) => result(urql, document, variables, "cache-first");
export const readBack = (urql, document, variables) => result(urql, document, variables, "cache-only");

// urql knows that a hash is unknown only by the message `PersistedQueryNotFound`.
export async function persisted({ query }, variables) {
  for (const preferGetForPersistedQueries of [false, true]) {
    const asked = query.replace(/^query (\w+)/, `query $1By${Date.now()}`);
    for (const sent of [2, 1]) {
      let requests = 0;
      const counted = (...request) => ((requests += 1), fetch(...request));
      const exchanges = [persistedExchange({ preferGetForPersistedQueries }), fetchExchange];
      const urql = new Client({ url: ENDPOINT, fetch: counted, preferGetMethod: preferGetForPersistedQueries, exchanges });
      await result(urql, { query: asked }, variables, "network-only");
      if (requests !== sent) throw new Error(`${requests} requests where ${sent} would do`);
    }
  }
}
