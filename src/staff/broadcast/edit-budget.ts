/**
 * Telegram takes about 20 messages a minute in a group, changes of older ones among them, and holds up the whole bot
 * when there are more: its answers to people too. https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
 * Cases and what staff are answered need most of that.
 */
const MOST_A_MINUTE = 8;
/** Of a change that staff wait for: a campaign that stands still, or goes on. */
const MOST_WITH_URGENT = 12;
const MINUTE_MS = 60_000;

/** Says whether one more change may be shown now; asked before each, and counted when it may. */
export function createEditBudget() {
  let recent: number[] = [];
  return {
    /** "counts": only the numbers have moved on. "state": what staff wait for. "last": nothing comes after it that could say it. */
    allows(what: "counts" | "state" | "last", now: Date): boolean {
      const at = now.getTime();
      // a clock that was put back must not hold them up
      recent = recent.filter((time) => time > at - MINUTE_MS && time <= at);
      const most = { counts: MOST_A_MINUTE, state: MOST_WITH_URGENT, last: Infinity }[what];
      if (recent.length >= most) return false;
      recent.push(at);
      return true;
    },
  };
}
