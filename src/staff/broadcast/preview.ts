import type { Campaign } from "../../broadcast/campaign.ts";
import type { Preflight } from "../../broadcast/broadcasts.ts";
import { fnv1a } from "../../lib/hash.ts";
import type { StaffAct } from "../commands.ts";
import { button, inRows } from "./board.ts";
import { approvedScreen } from "./screens.ts";
import type { DeskKit } from "./words.ts";

/** Whoever waits longer than this is told that it goes on. */
const PATIENCE_MS = 1_000;

/** The card on which somebody decides: who gets it, how it looks, how long it takes. */
export type Preview = {
  /** Counts and posts the card. Returns at once. */
  show(id: number, back: StaffAct["back"]): void;
  /** Somebody who was shown a card approves it; what was changed since is shown again instead. */
  approve(campaign: Campaign, act: StaffAct, shown: { recipients: number; print: string }): void;
};

export function createPreview(kit: DeskKit): Preview {
  const { broadcasts, board, texts, say, log } = kit;
  const counting = new Set<number>();

  function show(id: number, back: StaffAct["back"]): void {
    if (counting.has(id)) return back(say("siaran.counting", { id }));
    counting.add(id);
    const callOff = kit.later(PATIENCE_MS, () => board.put(id, "counting", { text: say("siaran.counting", { id }) }));
    count(id, back).finally(() => {
      callOff();
      counting.delete(id);
    });
  }

  async function count(id: number, back: StaffAct["back"]): Promise<void> {
    try {
      const preflight = await broadcasts.preflight(id);
      // names whose messages it shows, so that it can be found again when one of them asks to be forgotten
      const shown = preflight?.samples.map(({ contactId }) => contactId).join(",");
      if (preflight)
        board.put(id, `preflight:${shown}`, { text: texts.preflight(preflight), buttons: buttonsOf(preflight) });
      else back(say("siaran.gone", { id }));
    } catch (error) {
      log.error("siaran.no-preflight", { campaign: id, error: error instanceof Error ? error.name : "error" });
      back(say("siaran.not-counted", { id }));
    }
  }

  function buttonsOf({ campaign, recipients, problems }: Preflight) {
    const { id, state } = campaign;
    const of = (label: string, ...what: (string | number)[]) => button(id, say(`siaran.button.${label}`), ...what);
    return inRows([
      of("test", "test"),
      ...(state === "draft" && problems.length === 0 ? [of("approve", "ok", recipients, printOf(campaign))] : []),
      ...(state === "approved" ? [of("go", "go"), of("when", "ask", "when", "i")] : []),
      of("audience", "audience"),
      of("cancel", "stop"),
    ]);
  }

  return {
    show,
    approve(campaign, { member, back }, { recipients, print }) {
      const { id } = campaign;
      if (print !== printOf(campaign)) {
        back(say("siaran.changed-since", { id }));
        return show(id, back);
      }
      const outcome = broadcasts.approve(id, member, recipients);
      if (!outcome.ok) return back(texts.remark(outcome.problem));
      log.info("siaran.approved", { campaign: id, by: member.id });
      board.put(id, "approved", approvedScreen(outcome.campaign, kit));
    },
  };
}

/** Tells two forms of a campaign apart: nobody may approve what they were not shown. */
function printOf({ content, audience }: Campaign): string {
  return fnv1a(JSON.stringify([content, audience])).toString(36);
}
