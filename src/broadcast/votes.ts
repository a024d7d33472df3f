import type { Clock } from "../lib/clock.ts";
import type { CampaignStore } from "./campaign.ts";
import type { LedgerStore } from "./ledger.ts";

/** How long an answer to a broadcast is taken for one. */
const OPEN_MS = 7 * 86_400_000;

/** "2", "2.", "2)", "no 2", "pilih 2". */
const NUMBER = /^(?:(?:no|nomor|nomer|pilih|jawab|jawaban)\s+)?(\d)\s*[.)]?$/;

/** Takes what people answer to the choices of a broadcast, and counts it. */
export function createVotes({
  campaigns,
  ledger,
  clock,
}: {
  campaigns: Pick<CampaignStore, "get">;
  ledger: Pick<LedgerStore, "lastAsked" | "answered">;
  clock: Clock;
}) {
  return {
    /**
     * The choice that a message stands for, counted for the contact in place of an earlier one; undefined when it is no
     * answer to a broadcast. `numbered`: the chat has numbered choices of its own by now, which a bare number means.
     */
    vote(
      contactId: string,
      { text, quotedId, numbered }: { text: string; quotedId?: string | undefined; numbered: boolean },
    ): { campaign: number; choice: string } | undefined {
      const said = plain(text);
      const number = NUMBER.exec(said)?.[1];
      if (said === "" || said.length > LONGEST) return undefined;
      const now = clock();
      const asked = ledger.lastAsked(contactId, new Date(now.getTime() - OPEN_MS), quotedId);
      const choices = asked && campaigns.get(asked.campaign)?.content.choices;
      if (!asked || !choices) return undefined;
      const byLabel = choices.findIndex((label) => plain(label) === said);
      const byNumber = number === undefined || (numbered && quotedId === undefined) ? -1 : Number(number) - 1;
      const index = byLabel >= 0 ? byLabel : byNumber;
      const choice = choices[index];
      if (choice === undefined) return undefined;
      ledger.answered(asked.seq, index, now);
      return { campaign: asked.campaign, choice };
    },
  };
}

/** Longer than any label. */
const LONGEST = 80;

function plain(text: string): string {
  return (
    text
      .toLowerCase()
      .replace(/[*_~`"'!?]+/g, "")
      .replace(/\s+/g, " ")
      // begins where the signs begin, and not anew at each of them
      .replace(/(?<![.,\s])[.,\s]+$/, "")
      .trim()
  );
}
