import type { Audience } from "../../broadcast/audience.ts";
import type { Campaign } from "../../broadcast/campaign.ts";
import { TOPICS } from "../../contacts/consent.ts";
import { zoneShort } from "../../handoff/office-hours.ts";
import type { Button } from "../../message.ts";
import type { StaffAct } from "../commands.ts";
import { button, type Posted, type Screen } from "./board.ts";
import { MODES, withCondition, withSegment, type Mode } from "./conditions.ts";
import type { createControl } from "./control.ts";
import { changeOf, CONDITIONS, shortId } from "./menus.ts";
import type { Preview } from "./preview.ts";
import type { Progress } from "./progress.ts";
import { changed } from "./replies.ts";
import {
  audienceScreen,
  audienceText,
  conditionScreen,
  isChangeable,
  messageScreen,
  moreScreen,
  plainChoice,
} from "./screens.ts";
import type { DeskKit } from "./words.ts";

type Press = (campaign: Campaign, more: readonly string[], act: StaffAct) => void;

/** What each button of a campaign does. */
export function createPresses(
  kit: DeskKit,
  {
    control,
    preview,
    progress,
    show,
  }: {
    control: ReturnType<typeof createControl>;
    preview: Preview;
    progress: Progress;
    show: (campaign: Campaign, act: StaffAct) => void;
  },
) {
  const { broadcasts, board, settings, texts, say, log } = kit;

  /** Shows it in place of the message whose button was pressed. */
  function turn({ id }: Campaign, act: StaffAct, screen: Screen): void {
    if (act.quotedId === undefined) board.put(id, "card", screen);
    else board.change(id, act.quotedId, screen);
  }

  function edit(campaign: Campaign, act: StaffAct, audience: Audience): void {
    const next = changed(campaign, act, { audience }, kit);
    if (next) turn(next, act, audienceScreen(next, kit));
  }

  /** What is said in answer takes the place of the question. */
  function inPlace(campaign: Campaign, act: StaffAct): StaffAct {
    return { ...act, back: (text, buttons) => turn(campaign, act, { text, ...(buttons ? { buttons } : {}) }) };
  }

  /** Buttons that change a campaign, and those that lead to them. */
  const changing: Readonly<Record<string, Press>> = {
    audience: (campaign, _, act) => turn(campaign, act, audienceScreen(campaign, kit)),
    message: (campaign, _, act) => turn(campaign, act, messageScreen(campaign, kit)),
    more: (campaign, [mode], act) => turn(campaign, act, moreScreen(campaign, modeOf(mode), kit)),
    topic(campaign, [value], act) {
      const topic = TOPICS.find((known) => known === value);
      if (topic) edit(campaign, act, { ...campaign.audience, topic });
      else turn(campaign, act, plainChoice(campaign, "topic", kit));
    },
    channel(campaign, [value], act) {
      if (value === undefined) return turn(campaign, act, plainChoice(campaign, "channel", kit));
      const { channels: _, ...audience } = campaign.audience;
      edit(campaign, act, value === "whatsapp" || value === "telegram" ? { ...audience, channels: [value] } : audience);
    },
    set(campaign, [name, modeWord, value], act) {
      const condition = CONDITIONS.find((known) => known === name);
      const mode = modeOf(modeWord);
      if (!condition) return;
      if (value === undefined) return turn(campaign, act, conditionScreen(campaign, condition, mode, kit));
      if (condition === "saved") {
        const saved = settings.current().broadcast.segments.find((segment) => shortId(segment.name) === value);
        if (!saved) return act.back(say("siaran.choice-gone"));
        return edit(campaign, act, withSegment(campaign.audience, mode, { ...saved.segment, name: saved.name }));
      }
      const change = changeOf(condition, value, kit);
      if (!change) return act.back(say("siaran.choice-gone"));
      edit(campaign, act, withCondition(campaign.audience, mode, change));
    },
    reset: (campaign, _, act) => edit(campaign, act, { ...campaign.audience, include: [], exclude: [] }),
    card(campaign, _, act) {
      // the card comes below; what leads to it needs no buttons any more
      turn(campaign, act, { text: audienceText(campaign, kit) });
      preview.show(campaign.id, act.back);
    },
  };

  const others: Readonly<Record<string, Press>> = {
    ask(campaign, [what = "", modeWord], act) {
      if (what !== "when" && !isChangeable(campaign)) return refuse(campaign, act);
      board.put(campaign.id, `ask:${what}:${modeOf(modeWord)}:${act.quotedId ?? "0"}`, {
        text: say(`siaran.ask.${what}`, { id: campaign.id, zone: zoneShort(kit.timeZone()) }),
      });
    },
    test(campaign, _, { member, back }) {
      const account = kit.testAccount();
      if (account === undefined || member.telegram === undefined) return back(say("siaran.no-test"));
      const address = { channel: "telegram", chatId: member.telegram } as const;
      const outcome = broadcasts.test(campaign.id, member, { account, address });
      back(outcome.ok ? say("siaran.tested", { name: member.name }) : texts.remark(outcome.problem));
    },
    ok: (campaign, [recipients, print = ""], act) =>
      preview.approve(campaign, act, { recipients: Number(recipients), print }),
    go(campaign, _, act) {
      const { id, name } = campaign;
      const outcome = broadcasts.start(id, act.member);
      if (!outcome.ok) return act.back(texts.remark(outcome.problem));
      log.info("siaran.started", { campaign: id, by: act.member.id });
      const text = say("siaran.started", { id, name, by: act.member.name });
      // the progress message changes by itself
      if (act.quotedId === undefined || act.quotedId === board.idOf(id, "progress")) act.back(text);
      else board.change(id, act.quotedId, { text });
      progress.refresh(id);
    },
    pause: (campaign, _, act) => control.run("pause", campaign, act, true),
    resume: (campaign, _, act) => control.run("resume", campaign, act, true),
    stop: (campaign, _, act) => control.run("cancel", campaign, act, false),
    yes: (campaign, _, act) => control.run("cancel", campaign, inPlace(campaign, act), true),
    no: ({ id, name, ...rest }, _, act) =>
      turn({ id, name, ...rest }, act, { text: say("siaran.not-cancelled", { id, name }) }),
    csv: ({ id }) => progress.receipt(id),
    show: (campaign, _, act) => show(campaign, act),
  };

  function refuse({ id, state }: Campaign, { back }: StaffAct): void {
    back(say("siaran.not-changeable", { id, state: say(`siaran.state.${state}`) }));
  }

  return {
    press({ what, more }: Posted, campaign: Campaign, act: StaffAct): void {
      const change = Object.hasOwn(changing, what) ? changing[what] : undefined;
      if (change) return isChangeable(campaign) ? change(campaign, more, act) : refuse(campaign, act);
      const press = Object.hasOwn(others, what) ? others[what] : undefined;
      press?.(campaign, more, act);
    },
    receiptButtons: (id: number): Button[][] => [[button(id, say("siaran.button.csv"), "csv")]],
  };
}

function modeOf(word: string | undefined): Mode {
  return MODES.find((mode) => mode === word) ?? "i";
}
