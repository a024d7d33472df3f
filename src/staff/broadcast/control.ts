import type { Campaign, CampaignState } from "../../broadcast/campaign.ts";
import type { StaffAct } from "../commands.ts";
import { button } from "./board.ts";
import type { Progress } from "./progress.ts";
import type { DeskKit } from "./words.ts";

/** What one word does to a campaign. */
export type Control = "pause" | "resume" | "cancel";

/** Campaigns that are looked through for the one that is meant. */
const AMONG = 50;

/** Whoever is in a hurry writes "stop": that stops it, and can be undone. */
const WORDS: Readonly<Record<string, Control>> = {
  jeda: "pause",
  stop: "pause",
  setop: "pause",
  berhenti: "pause",
  lanjut: "resume",
  lanjutkan: "resume",
  batal: "cancel",
  batalkan: "cancel",
  batalsiaran: "cancel",
};

/** States in which a word may be meant for a campaign that is not named; the first that any campaign is in counts. */
const MEANT: Readonly<Record<Control, readonly (readonly CampaignState[])[]>> = {
  pause: [["running"], ["scheduled"]],
  resume: [["paused"]],
  cancel: [["running", "paused", "scheduled"]],
};

/** "jeda", "jeda 5", "5 jeda", "batal 5 ya"; undefined for anything else. `sure`: it needs no further question. */
export function readControl(text: string): { control: Control; id?: number; sure: boolean } | undefined {
  const [, before, word = "", after, sure] =
    /^\/?(?:(\d{1,9})\s+)?([a-z]+)(?:\s+(\d{1,9}))?(?:\s+(ya))?[.!]*$/.exec(text.trim().toLowerCase()) ?? [];
  const control = Object.hasOwn(WORDS, word) ? WORDS[word] : undefined;
  if (!control || (before !== undefined && after !== undefined)) return undefined;
  const id = before ?? after;
  return { control, ...(id === undefined ? {} : { id: Number(id) }), sure: sure !== undefined };
}

/** Stops campaigns, lets them go on, ends them. */
export function createControl(kit: DeskKit, progress: Pick<Progress, "refresh">) {
  const { broadcasts, texts, say, log } = kit;

  function run(control: Control, campaign: Campaign, { member, back }: StaffAct, sure: boolean): void {
    const { id, name } = campaign;
    if (control === "cancel" && !sure && isLive(campaign))
      return back(say("siaran.confirm-cancel", { id, name }), [
        [button(id, say("siaran.button.yes-cancel"), "yes"), button(id, say("siaran.button.no-cancel"), "no")],
      ]);
    const outcome = broadcasts[control](id, member);
    if (!outcome.ok) return back(texts.remark(outcome.problem));
    log.info("siaran.controlled", { campaign: id, what: control, by: member.id });
    back(say(`siaran.did.${control}`, { id, name, by: member.name }));
    progress.refresh(id);
  }

  return {
    run,
    /** Does it to the one campaign that can be meant; asks when there are several. */
    runUnnamed(control: Control, act: StaffAct, sure: boolean): void {
      const newest = broadcasts.newest(AMONG);
      const meant = MEANT[control]
        .map((states) => newest.filter(({ state }) => states.includes(state)))
        .find((found) => found.length > 0);
      const [only, ...others] = meant ?? [];
      if (!only) return act.back(say(`siaran.none-to.${control}`));
      if (others.length === 0) return run(control, only, act, sure);
      act.back(
        say(`siaran.which.${control}`, {
          list: [only, ...others].map(({ id, name }) => say("siaran.which-line", { id, name })).join("\n"),
        }),
        [only, ...others].map(({ id, name }) => [
          button(id, say(`siaran.which-button.${control}`, { id, name }), control === "cancel" ? "stop" : control),
        ]),
      );
    },
  };
}

/** Whether calling it off takes something away from somebody: the question comes first then. */
function isLive({ state }: Campaign): boolean {
  return state !== "done" && state !== "cancelled";
}
