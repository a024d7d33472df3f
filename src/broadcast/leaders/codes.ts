import type { Clock } from "../../lib/clock.ts";
import type { LeaderStore } from "../ledger.ts";

/** How long somebody may wait before they use a code that makes them a leader. */
const VALID_DAYS = 7;

/** The signs of codes: none that is taken for another one, and no vowels, which spell words. */
const ALPHABET = "CDFGHJKMNPRTWXY34679";
const LENGTH = 6;

/** Makes the codes by which staff make somebody a leader. */
export type LeaderInvites = {
  /** `by`: id of the member of staff. The code is good for one person. */
  make(by: string): { code: string; expiresAt: Date };
};

/** `random`: a whole number from 0 up to but not including `below`, that nobody can guess. */
export function createLeaderInvites({
  leaders,
  clock,
  random,
}: {
  leaders: Pick<LeaderStore, "addInvite" | "leaderOfLink">;
  clock: Clock;
  random: (below: number) => number;
}): LeaderInvites {
  return {
    make(by) {
      let code: string;
      do code = Array.from({ length: LENGTH }, () => ALPHABET[random(ALPHABET.length)] ?? "").join("");
      while (leaders.leaderOfLink(code) !== undefined); // the same letters would mean two things
      const at = clock();
      const expiresAt = new Date(at.getTime() + VALID_DAYS * 24 * 60 * 60 * 1000);
      leaders.addInvite({ code, by, at, expiresAt });
      return { code, expiresAt };
    },
  };
}

/** Words that may stand before the word "kode", and between it and the code. */
const BEFORE = "(?:(?:halo|assalamualaikum|min|pak|bu|kak|ini|saya|punya|dapat|mau|pakai|masukkan|masuk)\\s+)*";
const BETWEEN = "(?:\\s+(?:kader|ketua|penggerak|saya|nya|dari|petugas|undangan|adalah))*";
const WHOLE = new RegExp(`^${BEFORE}kode${BETWEEN}\\s+([a-z0-9]{6}|[a-z0-9]{3} [a-z0-9]{3})$`);

/**
 * The code of a message that is nothing else: "KODE CDF346", "kode kader: cdf-346". undefined for other messages, and
 * for "kode kartu" and the like: six letters are a code only when they are letters of codes.
 */
export function codeIn(text: string): string | undefined {
  const bare = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, " ")
    .trim();
  const code = WHOLE.exec(bare)?.[1]?.replace(" ", "").toUpperCase();
  if (code === undefined) return undefined;
  return /\d/.test(code) || [...code].every((sign) => ALPHABET.includes(sign)) ? code : undefined;
}
