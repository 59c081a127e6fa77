// Every public item becomes a page at its own path, in each language in which it is public.
import { FolderStore } from "cynnwys/folder";

export default function (eleventy) {
  eleventy.addGlobalData("items", async () => {
    const items = [];
    for await (const { type, cy, en } of new FolderStore("content").all()) {
      if (type !== "term") items.push(...[cy, en].filter(Boolean));
    }
    return items;
  });
}
