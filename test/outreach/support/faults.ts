import { seededRandom } from "../../../src/lib/hash.ts";
import type { FreeFault } from "../../support/telegram/free-server.ts";

/** What happens to the message to one recipient. "busy": the server fails twice, and takes it then. */
export type Trouble = "too-many" | "blocked" | "busy" | "drop-before" | "drop-after";

/** One message in so many gets no answer: two of a block's neighbours may touch, three never do. */
const BLOCK = 25;

/** How long the server asks to be left alone, in seconds. */
export const RETRY_AFTER = 1;

/** So many times in all: each of them holds up everything. */
const TOO_MANY = 3;

/**
 * Sprinkles trouble over recipients, who are given in the order of sending: fewer than one message in twenty stays
 * without an answer wherever one looks, which is no reason to stop a number.
 */
export function sprinkle(chatIds: readonly string[], seed: number): Map<string, Trouble> {
  const random = seededRandom(seed);
  const troubles = new Map<string, Trouble>();
  const blocks = Math.floor(chatIds.length / BLOCK);
  const patient = new Set(
    Array.from({ length: TOO_MANY }, (_, index) => Math.floor(((index + 0.5) * blocks) / TOO_MANY)),
  );
  for (let block = 0; block < blocks; block++) {
    const places = Array.from({ length: BLOCK }, (_, place) => chatIds[block * BLOCK + place] ?? "");
    const take = (trouble: Trouble) => {
      const [chatId = ""] = places.splice(Math.floor(random() * places.length), 1);
      troubles.set(chatId, trouble);
    };
    take(random() < 0.5 ? "drop-before" : "drop-after");
    if (random() < 0.7) take("blocked");
    // what is tried again takes some seconds, so it begins early enough to be over with the rest
    if (random() < 0.5 && block < blocks / 2) take("busy");
    if (patient.has(block)) take("too-many");
  }
  return troubles;
}

/** What the server does at an attempt to send. */
export function faultOf(trouble: Trouble | undefined, attempt: number): FreeFault | undefined {
  switch (trouble) {
    case "blocked":
      return { code: 403 };
    case "busy":
      return attempt <= 2 ? { code: 500 } : undefined;
    case "too-many":
      return attempt === 1 ? { code: 429, retryAfter: RETRY_AFTER } : undefined;
    default:
      return trouble;
  }
}
