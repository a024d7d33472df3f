import type { Broadcasts } from "../../broadcast/broadcasts.ts";
import type { Campaign } from "../../broadcast/campaign.ts";
import { accountText } from "../../broadcast/card-words.ts";
import { parseCommand, type StaffAct } from "../commands.ts";
import type { Post } from "../telegram-desk.ts";
import { createBoard, readButton, readKey } from "./board.ts";
import { compose, draftOf, isPlain } from "./compose.ts";
import { createControl, readControl } from "./control.ts";
import { createPresses } from "./presses.ts";
import { createPreview } from "./preview.ts";
import { createProgress } from "./progress.ts";
import { takeReply } from "./replies.ts";
import { approvedScreen, audienceScreen, controlButtons, isChangeable } from "./screens.ts";
import type { ComposeAct, DeskKit } from "./words.ts";

/** Newest campaigns that are listed. */
const LISTED = 8;

/** Where staff write to many: what they type, press and answer, and what they see of it. */
export type BroadcastDesk = {
  /**
   * "/siaran" with what follows it: nothing (how it works and what there is), "5", "5 jeda", "jeda 5", "buka" (numbers
   * that were stopped), or a name for the message that it answers. The commands /jeda, /lanjut and /batalsiaran come as "jeda …", "lanjut …" and "batal …".
   */
  command(act: ComposeAct, rest: string): void;
  /** A button was pressed; false when it is none of ours. */
  pressed(data: string, act: StaffAct): boolean;
  /** Something was written in answer to what we posted under that key; false when it was not meant for us. */
  wrote(promptKey: string, act: StaffAct): boolean;
  /** Shows how campaigns stand; to be called every few seconds. */
  tick(): void;
};

export function createBroadcastDesk({
  post,
  postedId,
  later = afterMs,
  ...ports
}: Omit<DeskKit, "board" | "later"> & {
  broadcasts: Broadcasts;
  /** Undefined when there is no group. */
  post: Post | undefined;
  /** The platform id of what we posted under a key, once it was sent. */
  postedId: (key: string) => string | undefined;
  later?: DeskKit["later"];
}): BroadcastDesk {
  const kit: DeskKit = { ...ports, later, board: createBoard({ post, postedId, clock: ports.clock }) };
  const { broadcasts, say, texts } = kit;
  const progress = createProgress(kit);
  const preview = createPreview(kit);
  const control = createControl(kit, progress);
  const presses = createPresses(kit, { control, preview, progress, show });

  /** How one campaign stands, and what can be done. */
  function show(campaign: Campaign, act: ComposeAct): void {
    const { id, state } = campaign;
    if (state === "draft") {
      const { text, buttons } = audienceScreen(campaign, kit);
      return isPlain(act) ? act.back(say("siaran.draft-in-group", { text })) : act.back(text, buttons);
    }
    if (state === "approved") {
      const { text, buttons } = approvedScreen(campaign, kit);
      return act.back(text, buttons);
    }
    const status = broadcasts.status(id);
    if (!status) return act.back(say("siaran.gone", { id }));
    const ended = state === "done" || state === "cancelled";
    const buttons = ended ? presses.receiptButtons(id) : controlButtons(campaign, say);
    // a receipt may name people: under its own key it can be found when one of them asks to be forgotten
    if (ended && kit.board.exists && !isPlain(act))
      kit.board.put(id, "receipt-again", { text: texts.receipt(status), buttons });
    else act.back(ended ? texts.receipt(status) : texts.progress(status), buttons);
  }

  function list({ back }: StaffAct): void {
    const newest = broadcasts.newest(LISTED);
    const lines = newest.map(({ id, name, state }) =>
      say("siaran.list-line", { id, name, state: say(`siaran.state.${state}`) }),
    );
    back(
      [
        say("siaran.how"),
        "",
        ...(newest[0]
          ? [say("siaran.list"), ...lines, "", say("siaran.commands", { id: newest[0].id })]
          : [say("siaran.list-none")]),
      ].join("\n"),
    );
  }

  /** The campaign of that number; says so when there is none. */
  function named(id: number, { back }: StaffAct): Campaign | undefined {
    const campaign = broadcasts.get(id);
    if (!campaign || campaign.kind !== "broadcast") {
      back(say("siaran.gone", { id }));
      return undefined;
    }
    return campaign;
  }

  function command(act: ComposeAct, rest: string): void {
    if (/^\d{1,9}$/.test(rest)) {
      const campaign = named(Number(rest), act);
      if (campaign) show(campaign, act);
      return;
    }
    if (rest.toLowerCase() === "buka") return reopen(act);
    const word = readControl(rest);
    if (word) {
      if (word.id === undefined) return control.runUnnamed(word.control, act, word.sure);
      const campaign = named(word.id, act);
      if (campaign) control.run(word.control, campaign, act, word.sure);
      return;
    }
    const draft = draftOf(act, rest);
    if (draft) return compose(act, draft, kit);
    if (rest === "") return list(act);
    act.back(say("siaran.no-text"));
  }

  /** Lets numbers be used again that were stopped; whoever says so has looked at them. */
  function reopen({ member, back }: StaffAct): void {
    const outcome = broadcasts.reopen(member);
    if (!outcome.ok) return back(texts.remark(outcome.problem));
    kit.log.warn("siaran.reopened", { by: member.id, count: outcome.accounts.length });
    const { accounts } = outcome;
    back(
      accounts.length > 0
        ? say("siaran.reopened", { accounts: accounts.map((account) => accountText(account, say)).join(", ") })
        : say("siaran.none-stopped"),
    );
  }

  /** Words below a message about a campaign mean that campaign. */
  function wroteBelow(campaign: Campaign, act: StaffAct): boolean {
    const typed = parseCommand(act.text);
    if (typed && (typed.name !== "siaran" || typed.rest.includes("\n"))) {
      const word = readControl(`${typed.name} ${typed.rest}`);
      // another number than that of the message is meant as it was typed
      if (!word || word.id !== undefined) return false;
      control.run(word.control, campaign, act, word.sure);
      return true;
    }
    const word = readControl(typed ? typed.rest : act.text);
    if (word && word.id === undefined) control.run(word.control, campaign, act, word.sure);
    else if (typed && typed.rest === "") show(campaign, act);
    else return false;
    return true;
  }

  return {
    command,
    pressed(data, act) {
      const pressed = readButton(data);
      if (!pressed) return false;
      const campaign = named(pressed.id, act);
      if (campaign) presses.press(pressed, campaign, act);
      return true;
    },
    wrote(promptKey, act) {
      const posted = readKey(promptKey);
      if (!posted || act.text.trim() === "" || act.text.startsWith("//")) return false;
      const campaign = broadcasts.get(posted.id);
      if (!campaign) return false;
      if (act.text.startsWith("/") || posted.what !== "ask") return wroteBelow(campaign, act);
      if (posted.more[0] !== "when" && !isChangeable(campaign)) {
        act.back(say("siaran.not-changeable", { id: campaign.id, state: say(`siaran.state.${campaign.state}`) }));
        return true;
      }
      if (!takeReply(posted, campaign, act, kit)) return false;
      if (posted.more[0] === "when") progress.refresh(posted.id);
      return true;
    },
    tick: () => progress.tick(),
  };
}

function afterMs(ms: number, work: () => void): () => void {
  const timer = setTimeout(work, ms);
  timer.unref();
  return () => clearTimeout(timer);
}
