import type { Answer, Kit } from "./answer.ts";
import { compose } from "./compose.ts";
import { choice, handoffChoice } from "./next-steps.ts";

/** What came in without words. */
export type WordlessKind = "voice" | "image" | "video" | "sticker" | "location" | "document" | "contact" | "other";

/** Says which kind of message cannot be read, and what can be done instead. */
export function answerWordless(kind: WordlessKind, kit: Kit): Answer {
  const { say } = kit;
  return compose(
    [
      {
        lead: say(`media.${kind}`),
        rests: [],
        next: say("media.next"),
        choices: [choice(say, "menu"), handoffChoice(say)],
      },
    ],
    kit,
  );
}
