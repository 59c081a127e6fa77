// Reads answers by the types that openapi-typescript made of the contract and by openapi-fetch: it must compile, and read on.
import createClient from "openapi-fetch";
import { answers } from "./answers.js";
import type { components, paths } from "./contract.js";

type Item = components["schemas"]["Item"];
type Block = Item["body"][number];
const is = <T extends string>(block: Block, type: T): block is Extract<Block, { type: T }> => block.type === type;

const asked: string[] = [];
const answering = (name: string) =>
  createClient<paths>({
    baseUrl: "https://api.example.org",
    fetch: async (request: Request) => {
      asked.push(request.url);
      const { status, body } = answers[name];
      return new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });
    },
  });

function check(name: string, found: unknown, expected: unknown): void {
  if (JSON.stringify(found) !== JSON.stringify(expected)) {
    throw new Error(`openapi-typescript, ${name}: ${JSON.stringify(found)} instead of ${JSON.stringify(expected)}`);
  }
}

const path = { language: "cy", id: answers.item.body.id } as const;
const { data } = await answering("item").GET("/api/v1/{language}/items/{id}", { params: { path } });
const texts = (data?.body ?? []).flatMap((block) => (is(block, "text") ? [block.text.plain] : []));
check("known and unknown blocks", texts, [answers.plain]);
check("an unknown member", (data as Record<string, unknown> | undefined)?.novel, "x");

const { error } = await answering("problem").GET("/api/v1/{language}/items/{id}", { params: { path } });
check("an unknown problem", [error?.code, error?.status], ["new", 451]);

// One operation, one type: a list is a list.
const list = await answering("list").GET("/api/v1/{language}/items", {
  params: { path: { language: "cy" }, query: { audience: ["parents", "carers"] } },
});
check("a list", list.data?.items.map((one) => one.type), ["podcast", "podcast"]);
check("how openapi-fetch writes lists", asked.at(-1)?.split("?")[1], "audience=parents&audience=carers");
const found = await answering("item").GET("/api/v1/{language}/items/by-path", {
  params: { path: { language: "cy" }, query: { path: "/cy/" } },
});
check("an item at a path", found.data?.id, answers.item.body.id);
