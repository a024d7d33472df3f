import type { Campaign } from "../../broadcast/campaign.ts";
import { zoneShort } from "../../handoff/office-hours.ts";
import type { StaffAct } from "../commands.ts";
import { parseMoment } from "./moment.ts";
import { isRepeat, parseRepeat } from "./repeat.ts";
import { shortened, type DeskKit } from "./words.ts";

/** Words of staff that are repeated to them. */
const LONGEST_WORDS = 60;

/**
 * Starts an approved campaign at the time that somebody wrote, once or again and again. Says when that is, in place of the
 * card whose button was pressed.
 */
export function schedule(
  { id, name }: Campaign,
  { text, member, back }: StaffAct,
  card: string | undefined,
  kit: DeskKit,
): void {
  const { broadcasts, board, say, texts, clock, timeZone, moment, log } = kit;
  const again = isRepeat(text);
  const repeat = again ? parseRepeat(text, timeZone()) : undefined;
  const at = again ? undefined : parseMoment(text, clock(), timeZone());
  if (!at && !repeat)
    return back(say(again ? "siaran.repeat-how" : "siaran.when-how", { zone: zoneShort(timeZone()) }));
  if (at && at <= clock()) return back(say("siaran.past", { moment: moment(at) }));
  const outcome = broadcasts.start(id, member, { ...(at ? { at } : {}), ...(repeat ? { repeat } : {}) });
  if (!outcome.ok) return back(texts.remark(outcome.problem));
  log.info("siaran.scheduled", { campaign: id, by: member.id, repeats: again });
  const { startAt = clock() } = outcome.campaign;
  const words = shortened(text.replace(/^\s*berulang:?\s*/i, ""), LONGEST_WORDS);
  const told = say(again ? "siaran.scheduled-again" : "siaran.scheduled", { id, name, moment: moment(startAt), words });
  // the buttons of the card would start it now
  if (card === undefined) back(told);
  else board.change(id, card, { text: told });
}
