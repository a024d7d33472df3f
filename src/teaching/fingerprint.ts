import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Folders } from "../knowledge/load.ts";
import type { Intent } from "../lib/intent.ts";
import { LEARNED_WITH } from "./material-digest.ts";
import { LEARNER_VERSION } from "../understanding/learn.ts";

/** One way of asking and what it means. */
export type Example = { intent: Intent; text: string };

/**
 * How often a taught example is learned from. Pieces of words that only one message has teach nothing (see RAREST in
 * train.ts), so a way of asking with a word of its own would not be learned the first time it is added.
 */
const TIMES = 2;

/** What the model is learned from: the shipped examples, then the taught ones. What is taught and shipped counts once. */
export function examplesWithTaught(shipped: readonly Example[], taught: readonly Example[]): Example[] {
  const known = new Set(shipped.map(keyOf));
  const added = taught.filter((example) => !known.has(keyOf(example))).map(({ intent, text }) => ({ intent, text }));
  return [...shipped, ...added.flatMap((example) => Array.from({ length: TIMES }, () => example))];
}

function keyOf({ intent, text }: Example): string {
  return `${intent} ${text}`;
}

/**
 * Reads what a model depends on besides its examples, and gives the function that names the model of a list of examples.
 * Two lists with the same fingerprint give the same model.
 */
export async function createFingerprint({
  data,
}: Pick<Folders, "data">): Promise<(examples: readonly Example[]) => string> {
  const documents = await Promise.all(LEARNED_WITH.map((file) => readFile(join(data, file))));
  return (examples) => {
    const hash = createHash("sha256").update(LEARNER_VERSION).update(JSON.stringify(examples));
    for (const document of documents) hash.update(document);
    return hash.digest("hex");
  };
}
