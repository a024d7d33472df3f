import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { HOME } from "../app.ts";
import { EvalError } from "./json-lines.ts";
import type { SmsForms } from "./noise.ts";

const schema = z.record(z.string().regex(/^[a-z]+$/), z.array(z.string().regex(/^[a-z]+\d?$/)).min(1));

/**
 * Reads the short forms the noise tests use. They are a list of their own, written without looking at data/lexicon.json:
 * a test that shortens with the same list that lengthens would only test that list.
 */
export async function readSmsForms(path: string = join(HOME, "test", "eval", "sms-forms.json")): Promise<SmsForms> {
  const checked = schema.safeParse(JSON.parse(await readFile(path, "utf8")));
  if (checked.success) return checked.data;
  throw new EvalError(
    `sms-forms.json: ${checked.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`).join("; ")}`,
  );
}
