import { TOPICS } from "../../contacts/consent.ts";
import { moved, type Campaign } from "../../broadcast/campaign.ts";
import type { Button } from "../../message.ts";
import { nameOf } from "../members.ts";
import { numberText } from "../../lib/numbers.ts";
import { button, inRows, type Screen } from "./board.ts";
import type { Mode } from "./conditions.ts";
import { CONDITIONS, optionsOf, WRITTEN, type Condition } from "./menus.ts";
import { shortened, type DeskKit } from "./words.ts";

/** Of the text of a campaign so much is shown where something else is decided. */
const LONGEST_EXCERPT = 300;

/** What the screens of a draft need. */
type Kit = Pick<DeskKit, "say" | "texts" | "tags" | "settings">;

/** The first question of a new campaign: only those who agreed to its topic get it. */
export function topicScreen({ id, name, content }: Campaign, { say }: Pick<DeskKit, "say">): Screen {
  return {
    text: [
      say("siaran.head", { id, name }),
      shortened(content.texts.id, LONGEST_EXCERPT),
      "",
      say("siaran.ask.topic"),
    ].join("\n"),
    buttons: TOPICS.map((topic) => [button(id, say(`siaran.topic.${topic}`), "topic", topic)]),
  };
}

/** Who gets it, in words, and what can be changed about it. */
export function audienceScreen(campaign: Campaign, kit: Kit): Screen {
  const { id } = campaign;
  const { say } = kit;
  const go = (label: string, ...what: string[]) => button(id, say(`siaran.button.${label}`), ...what);
  const { include, exclude } = campaign.audience;
  return {
    text: `${audienceText(campaign, kit)}\n\n${say("siaran.audience-how")}`,
    buttons: inRows([
      go("topic", "topic"),
      go("channel", "channel"),
      ...conditionButtons(campaign, "i", kit),
      go("except", "more", "x"),
      ...(include.length > 0 ? [go("or", "more", "o"), go("save", "ask", "segment", "i")] : []),
      ...(include.length + exclude.length > 0 ? [go("reset", "reset")] : []),
      go("message", "message"),
      go("card", "card"),
    ]),
  };
}

/** By what others are meant too ("o"), or some are left out ("x"). */
export function moreScreen(campaign: Campaign, mode: Mode, kit: Kit): Screen {
  return {
    text: `${audienceText(campaign, kit)}\n\n${kit.say(`siaran.mode.${mode}`)}`,
    buttons: [...inRows(conditionButtons(campaign, mode, kit)), backRow(campaign, kit)],
  };
}

/** What can be chosen of one condition. */
export function conditionScreen(campaign: Campaign, condition: Condition, mode: Mode, kit: Kit): Screen {
  const options = optionsOf(condition, mode, kit);
  return {
    text: `${audienceText(campaign, kit)}\n\n${kit.say(`siaran.choose.${condition}`)}`,
    buttons: [
      ...inRows(options.map(({ value, label }) => button(campaign.id, label, "set", condition, mode, value))),
      backRow(campaign, kit),
    ],
  };
}

/** Topics, or channels, to change to. */
export function plainChoice(campaign: Campaign, what: "topic" | "channel", kit: Kit): Screen {
  const values = what === "topic" ? TOPICS : (["all", "whatsapp", "telegram"] as const);
  return {
    text: `${audienceText(campaign, kit)}\n\n${kit.say(`siaran.choose.${what}`)}`,
    buttons: [
      ...values.map((value) => [button(campaign.id, kit.say(`siaran.${what}.${value}`), what, value)]),
      backRow(campaign, kit),
    ],
  };
}

/** What it says, and what can be changed about that. */
export function messageScreen(campaign: Campaign, kit: Kit): Screen {
  const { id, name, content } = campaign;
  const { say } = kit;
  const others = Object.entries(content.texts).filter(([language]) => language !== "id");
  const ask = (what: string) => button(id, say(`siaran.button.${what}`), "ask", what, "i");
  return {
    text: [
      say("siaran.head", { id, name }),
      content.texts.id,
      ...others.flatMap(([language, text]) => [
        "",
        say("siaran.variant", { language: say(`siaran.option.language.${language}`), text }),
      ]),
      ...(content.choices ? ["", say("siaran.choices", { list: content.choices.join(" · ") })] : []),
      ...(content.file ? ["", say(`siaran.file.${content.file.kind}`)] : []),
      ...approvalNotice(campaign, kit),
    ].join("\n"),
    buttons: [...inRows(["text", "name", "choices", "variant"].map(ask)), backRow(campaign, kit)],
  };
}

/** It may go: when? */
export function approvedScreen(campaign: Campaign, { say, settings }: Pick<DeskKit, "say" | "settings">): Screen {
  const { id, name, approvedBy = "", approvedFor = 0 } = campaign;
  return {
    text: say("siaran.approved", {
      id,
      name,
      by: nameOf(settings.current(), approvedBy) ?? approvedBy,
      count: numberText(approvedFor),
    }),
    buttons: inRows([
      button(id, say("siaran.button.go"), "go"),
      button(id, say("siaran.button.when"), "ask", "when", "i"),
      button(id, say("siaran.button.audience"), "audience"),
      button(id, say("siaran.button.cancel"), "stop"),
    ]),
  };
}

/** The buttons below what is said of a campaign that was approved. */
export function controlButtons({ id, state }: Campaign, say: DeskKit["say"]): Button[][] {
  const of = (label: string, what: string) => button(id, say(`siaran.button.${label}`), what);
  if (state === "scheduled") return [[of("go", "go"), of("cancel", "stop")]];
  if (state === "running") return [[of("pause", "pause"), of("cancel", "stop")]];
  if (state === "paused") return [[of("resume", "resume"), of("cancel", "stop")]];
  return [];
}

/** Whether what it says and who gets it can still be changed. */
export function isChangeable({ state }: Campaign): boolean {
  return moved(state, "edit") !== undefined;
}

function conditionButtons(campaign: Campaign, mode: Mode, kit: Kit): Button[] {
  return CONDITIONS.flatMap((condition) => {
    const label = kit.say(`siaran.button.${condition}`);
    if (WRITTEN.includes(condition)) return [button(campaign.id, label, "ask", condition, mode)];
    // no button for what there is nothing to choose of
    return optionsOf(condition, mode, kit).length > 0 ? [button(campaign.id, label, "set", condition, mode)] : [];
  });
}

/** Who gets it, in words. */
export function audienceText(campaign: Campaign, kit: Kit): string {
  const { id, name, audience } = campaign;
  return [kit.say("siaran.head", { id, name }), kit.texts.audience(audience), ...approvalNotice(campaign, kit)].join(
    "\n",
  );
}

function approvalNotice({ state }: Campaign, { say }: Pick<DeskKit, "say">): string[] {
  return state === "draft" ? [] : [say("siaran.needs-approval-again")];
}

function backRow({ id }: Campaign, { say }: Pick<DeskKit, "say">): Button[] {
  return [button(id, say("siaran.button.back"), "audience")];
}
