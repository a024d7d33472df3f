import { createInterface } from "node:readline";
import { z } from "zod";
import { ask, toMoment, type AskResult } from "./ask.ts";
import type { Router } from "./router.ts";

const CHANNELS = ["telegram", "whatsapp", "terminal"] as const;

const lineSchema = z.looseObject({
  id: z.union([z.string(), z.number()]).optional(),
  text: z.string("needs a text"),
  conversation: z.union([z.string(), z.number()]).nullish(),
  channel: z.enum(CHANNELS, `channel must be one of ${CHANNELS.join(", ")}`).nullish(),
  at: z
    .string()
    .refine((text) => toMoment(text) !== undefined, "at must be a date such as 2026-11-24 or 2026-11-24T09:00:00+07:00")
    .nullish(),
});

/**
 * Answers JSON lines one by one, in order: {"id", "text", "conversation"?, "channel"?, "at"?}. A broken line gets
 * {"id"?, "error"} and the rest goes on. Resolves when the input ends.
 */
export async function askLines(
  router: Router,
  { input, write, now }: { input: NodeJS.ReadableStream; write: (line: string) => void; now: () => Date },
): Promise<void> {
  for await (const line of createInterface({ input, crlfDelay: Infinity })) {
    if (line.trim() !== "") write(JSON.stringify(answerLine(router, line, now)));
  }
}

function answerLine(router: Router, line: string, now: () => Date): AskResult | { id?: unknown; error: string } {
  let data: unknown;
  try {
    data = JSON.parse(line.replace(/^\uFEFF/, ""));
  } catch (error) {
    return { error: `no valid JSON: ${(error as Error).message}` };
  }
  const checked = lineSchema.safeParse(data);
  if (!checked.success) {
    const id = (data as { id?: unknown } | null)?.id;
    return {
      ...(typeof id === "string" || typeof id === "number" ? { id } : {}),
      error: checked.error.issues
        .map(({ path, message }) => [path.join("."), message].filter(Boolean).join(": "))
        .join("; "),
    };
  }
  const { id, text, conversation, channel, at } = checked.data;
  return ask(router, {
    text,
    at: (at && toMoment(at)) || now(),
    ...(id === undefined ? {} : { id }),
    ...(conversation === undefined || conversation === null ? {} : { conversation: String(conversation) }),
    ...(channel ? { channel } : {}),
  });
}
