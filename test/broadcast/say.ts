import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { createSay, type Say } from "../../src/knowledge/texts.ts";
import { SHIPPED } from "../support/knowledge.ts";

/** Speaks the shipped Indonesian texts. */
export async function shippedSay(): Promise<Say> {
  const folder = join(SHIPPED.locales, "id");
  const files = (await readdir(folder)).filter((file) => file.endsWith(".json"));
  const texts = files.map(async (file) => [file.slice(0, -5), JSON.parse(await readFile(join(folder, file), "utf8"))]);
  return createSay(Object.fromEntries(await Promise.all(texts)));
}
