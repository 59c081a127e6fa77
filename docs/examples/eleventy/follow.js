// Keeps the site in step: each change is waited for, taken up, and the site built anew.
import { rename, rm } from "node:fs/promises";
import Eleventy from "@11ty/eleventy";
import { Client, sync } from "cynnwys";
import { FolderStore } from "cynnwys/folder";

const api = new Client(process.env.CYNNWYS_URL ?? "http://127.0.0.1:8000");
for (;;) {
  try {
    if (await sync(api, new FolderStore("content"), { wait: 25 })) {
      await new Eleventy("pages", "next", { configPath: "eleventy.config.js", quietMode: true }).write();
      await rm("site", { recursive: true, force: true });
      await rename("next", "site"); // whole: what is gone has no page any more
      console.log("built");
    }
  } catch (error) {
    console.error(error.message);
    await api.transport.sleep(30);
  }
}
