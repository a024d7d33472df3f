import type { CampaignStatus } from "../../broadcast/broadcasts.ts";
import type { Campaign, CampaignState } from "../../broadcast/campaign.ts";
import type { Picture } from "../../message.ts";
import { button, type Screen } from "./board.ts";
import { createEditBudget } from "./edit-budget.ts";
import { controlButtons } from "./screens.ts";
import type { DeskKit } from "./words.ts";

/** Newest campaigns that are looked at. */
const AMONG = 50;

const LIVE: readonly CampaignState[] = ["scheduled", "running", "paused"];

/** Shows staff how campaigns stand, tells them what went wrong, and gives them the receipt. */
export type Progress = {
  /** Looks at all campaigns; to be called every few seconds. */
  tick(): void;
  /** Looks at one, now. */
  refresh(id: number): void;
  /** Posts the receipt again, with the ledger of now. */
  receipt(id: number): void;
};

export function createProgress(kit: DeskKit): Progress {
  const { broadcasts, board, texts, say, done, clock, log } = kit;
  /** What the progress message of each campaign shows, as far as this run knows. */
  const shown = new Map<number, { looks: string; state: CampaignState; turn: number }>();
  /** Counts what was shown. */
  let turns = 0;
  const budget = createEditBudget();

  function look(campaign: Campaign): void {
    const { id, state } = campaign;
    const ended = state === "done" || state === "cancelled";
    if (!board.exists || (!ended && !LIVE.includes(state))) return;
    if (ended && done.last(receiptMark(id))) return;
    const status = broadcasts.status(id);
    if (!status) return;
    alarm(status);
    show(status);
    if (!ended) return;
    if (campaign.startedAt) postReceipt(status, "receipt");
    done.mark(receiptMark(id), clock());
    shown.delete(id);
  }

  /** One message for each campaign, which changes with it. */
  function show(status: CampaignStatus): void {
    const { campaign } = status;
    const { id } = campaign;
    const screen: Screen = { text: texts.progress(status), buttons: controlButtons(campaign, say) };
    const now = clock();
    const next = { looks: JSON.stringify(screen), state: campaign.state, turn: ++turns };
    const last = shown.get(id);
    const posted = board.idOf(id, "progress");
    if (posted === undefined) {
      // one that never ran has nothing to show when it is called off
      if (!last && LIVE.includes(campaign.state) && budget.allows("state", now)) {
        board.putOnce(id, "progress", screen);
        shown.set(id, next);
      }
    } else if (last?.looks !== next.looks) {
      const change = !LIVE.includes(campaign.state) ? "last" : last?.state === campaign.state ? "counts" : "state";
      // what is not shown now is at the next look, with the numbers of then
      if (!budget.allows(change, now)) return;
      board.change(id, posted, screen);
      shown.set(id, next);
    }
  }

  /** What stopped by itself is told loudly, once. */
  function alarm(status: CampaignStatus): void {
    const { id, name, state, pause, startAt } = status.campaign;
    if (state !== "paused" || !pause || pause.reason === "staff") return;
    const mark = `siaran-alarm:${id}:${pause.at.getTime()}`;
    if (done.last(mark)) return;
    const startedAt = startAt ? kit.moment(startAt) : "";
    board.putOnce(id, `alarm:${pause.at.getTime()}`, {
      text: [
        say(`siaran.alarm.${pause.reason}`, { id, name, moment: startedAt }),
        "",
        texts.progress(status),
        "",
        say(`siaran.alarm-what-to-do.${pause.reason}`, { id }),
      ].join("\n"),
      buttons: controlButtons(status.campaign, say),
    });
    done.mark(mark, clock());
    log.warn("siaran.alarm", { campaign: id, reason: pause.reason });
  }

  function postReceipt(status: CampaignStatus, what: string): void {
    const { id } = status.campaign;
    const again = [[button(id, say("siaran.button.csv"), "csv")]];
    const put = (picture?: Picture) => {
      const screen: Screen = {
        text: picture ? texts.receipt(status) : `${texts.receipt(status)}\n\n${say("siaran.no-csv", { id })}`,
        buttons: again,
        ...(picture ? { picture } : {}),
      };
      if (what === "receipt") board.putOnce(id, what, screen);
      else board.put(id, what, screen);
    };
    const without = (error: unknown) => {
      log.error("siaran.no-csv", { campaign: id, error: error instanceof Error ? error.name : "error" });
      put();
    };
    try {
      const file = kit.saveReceipt(id);
      if (file instanceof Promise) file.then(put).catch(without);
      else put(file);
    } catch (error) {
      without(error);
    }
  }

  function guarded(campaign: Campaign): void {
    try {
      look(campaign);
    } catch (error) {
      // one that cannot be shown must not hide the others
      log.error("siaran.not-shown", { campaign: campaign.id, error: error instanceof Error ? error.name : "error" });
    }
  }

  return {
    // whatever has waited longest comes first, so that none stands still while others move
    tick: () =>
      broadcasts
        .newest(AMONG)
        .toSorted((a, b) => (shown.get(a.id)?.turn ?? 0) - (shown.get(b.id)?.turn ?? 0))
        .forEach(guarded),
    refresh(id) {
      const campaign = broadcasts.get(id);
      if (campaign) guarded(campaign);
    },
    receipt(id) {
      const status = broadcasts.status(id);
      if (status) postReceipt(status, "receipt-again");
    },
  };
}

function receiptMark(id: number): string {
  return `siaran-receipt:${id}`;
}
