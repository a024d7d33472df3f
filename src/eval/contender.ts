import { z } from "zod";
import { readJsonLines } from "./json-lines.ts";

/** A text with what it is to be called. */
export type Labelled = { text: string; label: string };

/** A labelled text to be tested with; other labels may be as good. */
export type TestItem = Labelled & { alsoOk?: readonly string[] | undefined };

/** Labels one text. */
export type Labeller = (text: string) => string | Promise<string>;

/** Something that learns to label texts, to be held against others in the same run. */
export type Contender = { name: string; learn(examples: readonly Labelled[]): Promise<Labeller> };

const labelledSchema = z.object({ text: z.string().min(1), label: z.string().min(1) });

/** Reads a file with one `{"text", "label"}` a line; other fields are passed over. Throws naming file and line. */
export function readLabelled(path: string): Promise<Labelled[]> {
  return readJsonLines(path, labelledSchema);
}
