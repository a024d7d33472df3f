import type { Audience, NamedSegment } from "../../broadcast/audience.ts";
import type { Campaign, Content } from "../../broadcast/campaign.ts";
import type { SavedSegment } from "../../settings/settings.ts";
import type { StaffAct } from "../commands.ts";
import { button, inRows, type Posted, type Screen } from "./board.ts";
import { whyNot } from "./compose.ts";
import { isEmpty, MODES, withCondition, type Mode } from "./conditions.ts";
import { allLike, changeOf, LONGEST_LABEL, occupationsLike, type Option } from "./menus.ts";
import { schedule } from "./schedule.ts";
import { audienceScreen, messageScreen } from "./screens.ts";
import { shortened, type DeskKit } from "./words.ts";

/** Places and occupations that are offered at once. */
const MOST_OFFERED = 10;

/** Most answers that people may be offered. */
const MOST_CHOICES = 6;

/** Longest name of a segment: it has to fit a button. */
const LONGEST_NAME = 40;

/** What staff write in answer to a question of ours, and what becomes of it. */
type Reply = (on: { campaign: Campaign; mode: Mode; card: string | undefined }, act: StaffAct, kit: DeskKit) => void;

/** Takes what was written below a question of ours: "siaran:5:ask:region:i:120:…". False for what is no question. */
export function takeReply(posted: Posted, campaign: Campaign, act: StaffAct, kit: DeskKit): boolean {
  const [what = "", modeWord, card] = posted.more;
  const reply = posted.what === "ask" ? REPLIES[what] : undefined;
  if (!reply) return false;
  const mode = MODES.find((known) => known === modeWord) ?? "i";
  reply({ campaign, mode, card: card === "0" ? undefined : card }, act, kit);
  return true;
}

/** Changes a campaign; says why not. Gives the changed one. */
export function changed(
  { id }: Campaign,
  { member, back }: StaffAct,
  change: { name?: string; content?: Content; audience?: Audience },
  { broadcasts, texts }: Pick<DeskKit, "broadcasts" | "texts">,
): Campaign | undefined {
  const outcome = broadcasts.edit(id, member, change);
  if (outcome.ok) return outcome.campaign;
  back(texts.remark(outcome.problem));
  return undefined;
}

const REPLIES: Readonly<Record<string, Reply>> = {
  region(on, act, kit) {
    const found = kit.regions.find(act.text.trim());
    const options = found.map(({ code, name, within }) => ({
      value: code,
      label: within === undefined ? name : kit.say("siaran.place-within", { name, within }),
    }));
    choose("region", options, on, act, kit);
  },
  occupation(on, act, kit) {
    const found = occupationsLike(act.text, kit);
    const all = found.length > 1 ? allLike(act.text) : undefined;
    const options = found.map(({ id, label }) => ({ value: id, label }));
    const words = { count: found.length, text: shortened(act.text, 16) };
    choose(
      "occupation",
      all ? [{ value: all, label: kit.say("siaran.all-like", words) }, ...options] : options,
      on,
      act,
      kit,
    );
  },
  segment({ campaign, card }, act, kit) {
    const name = shortened(act.text, LONGEST_NAME);
    const { name: _, ...segment } = campaign.audience.include.at(-1) ?? {};
    const { say, settings } = kit;
    if (isEmpty(segment)) return act.back(say("siaran.nothing-to-save"));
    if (!settings.current().broadcast.roles.write.includes(act.member.role))
      return act.back(say("siaran.may-not-write"));
    if (name === "" || whyNot(name)) return act.back(say("siaran.segment-name"));
    const problem = save({ name, segment }, kit);
    if (problem !== undefined) return act.back(say("staff.reply.settings-wrong", { problem }));
    act.back(say("siaran.segment-saved", { name }));
    // it is the saved one now
    const include = [...campaign.audience.include.slice(0, -1), { ...segment, name } satisfies NamedSegment];
    const next = changed(campaign, act, { audience: { ...campaign.audience, include } }, kit);
    if (next) moveCard(next, card, audienceScreen(next, kit), kit);
  },
  choices({ campaign, card }, act, kit) {
    const labels = [...new Set(act.text.split("\n").flatMap((line) => listed(line)))];
    if (labels.length > MOST_CHOICES) return act.back(kit.say("siaran.too-many-choices", { most: MOST_CHOICES }));
    const { choices: _, ...content } = campaign.content;
    const none = labels.length === 0 || (labels.length === 1 && labels[0] === "-");
    rewrite(campaign, none ? content : { ...content, choices: labels }, { act, card, kit });
  },
  variant({ campaign, card }, act, kit) {
    const [, word = "", text = ""] = /^(\p{L}+)\s*:\s*([\s\S]+)$/u.exec(act.text.trim()) ?? [];
    const language = LANGUAGES[word.toLowerCase()];
    if (!language) return act.back(kit.say("siaran.variant-how"));
    const { [language]: _, ...others } = campaign.content.texts;
    const texts = text.trim() === "-" ? others : { ...others, [language]: text.trim() };
    // what is left has the Indonesian text in any case
    rewrite(campaign, { ...campaign.content, texts: { ...texts, id: campaign.content.texts.id } }, { act, card, kit });
  },
  text({ campaign, card }, act, kit) {
    const { content } = campaign;
    const text = act.text.trim();
    if (text === "") return act.back(kit.say("siaran.ask.text"));
    rewrite(campaign, { ...content, texts: { ...content.texts, id: text } }, { act, card, kit });
  },
  name({ campaign, card }, act, kit) {
    const name = shortened(act.text, LONGEST_NAME);
    if (name === "" || whyNot(name)) return act.back(kit.say("siaran.ask.name"));
    const next = changed(campaign, act, { name }, kit);
    if (next) moveCard(next, card, messageScreen(next, kit), kit);
  },
  when: ({ campaign, card }, act, kit) => schedule(campaign, act, card, kit),
};

/** Languages as staff name them; Indonesian has a button of its own. */
const LANGUAGES: Readonly<Record<string, string>> = {
  su: "su",
  sunda: "su",
  jv: "jv",
  jawa: "jv",
  en: "en",
  inggris: "en",
};

/** Takes the only one there is, or lets staff choose. */
function choose(
  condition: "region" | "occupation",
  options: readonly Option[],
  { campaign, mode, card }: Parameters<Reply>[0],
  act: StaffAct,
  kit: DeskKit,
): void {
  const { say, board } = kit;
  const [only, ...others] = options;
  const text = shortened(act.text, LONGEST_NAME);
  if (!only) return act.back(say(`siaran.not-found.${condition}`, { text }));
  if (others.length === 0) {
    const change = changeOf(condition, only.value, kit);
    const next = change && changed(campaign, act, { audience: withCondition(campaign.audience, mode, change) }, kit);
    if (next) moveCard(next, card, audienceScreen(next, kit), kit);
    return;
  }
  leaveCard(campaign, card, kit);
  const buttons = options
    .slice(0, MOST_OFFERED)
    .map(({ value, label }) => button(campaign.id, shortened(label, LONGEST_LABEL), "set", condition, mode, value));
  board.put(campaign.id, "pick", {
    text: say(options.length > MOST_OFFERED ? "siaran.pick-more" : "siaran.pick", { text, count: options.length }),
    // long names need the whole width
    buttons: [
      ...(condition === "region" ? buttons.map((one) => [one]) : inRows(buttons)),
      [button(campaign.id, say("siaran.button.back"), "audience")],
    ],
  });
}

function rewrite(
  campaign: Campaign,
  content: Content,
  { act, card, kit }: { act: StaffAct; card: string | undefined; kit: DeskKit },
): void {
  if (whyNot(JSON.stringify([content.texts, content.choices]))) return act.back(kit.say("siaran.no-id-number"));
  const next = changed(campaign, act, { content }, kit);
  if (next) moveCard(next, card, messageScreen(next, kit), kit);
}

/** After something was written the card goes on below it, and the one above says so. */
function moveCard(campaign: Campaign, card: string | undefined, screen: Screen, kit: DeskKit): void {
  leaveCard(campaign, card, kit);
  kit.board.put(campaign.id, "card", screen);
}

function leaveCard({ id, name }: Campaign, card: string | undefined, { board, say }: DeskKit): void {
  if (card !== undefined) board.change(id, card, { text: say("siaran.card-moved", { id, name }) });
}

/** "1. Ya, saya datang" → "Ya, saya datang". */
function listed(line: string): string[] {
  const label = line.replace(/^\s*(?:[-•*]|\d{1,2}[.)])\s+/, "").trim();
  return label === "" ? [] : [label];
}

/** Keeps a segment under a name, in place of one that has it. Gives what is wrong with it. */
function save(saved: SavedSegment, { settings }: DeskKit): string | undefined {
  try {
    settings.change((now) => ({
      ...now,
      broadcast: {
        ...now.broadcast,
        segments: [...now.broadcast.segments.filter(({ name }) => name !== saved.name), saved],
      },
    }));
    return undefined;
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "DocumentError") throw error;
    return error.message;
  }
}
