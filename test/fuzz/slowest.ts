import { table } from "../../src/lib/table.ts";
import type { Odd } from "./messages.ts";

/** A message with the processor time it took. */
export type Timed = { odd: Odd; ms: number };

/** Keeps the messages that took longest. */
export function createSlowest(most: number) {
  let kept: Timed[] = [];
  const isAmong = (ms: number) => kept.length < most || ms > (kept.at(-1)?.ms ?? 0);
  return {
    isAmong,
    add(timed: Timed): void {
      if (!isAmong(timed.ms)) return;
      kept = [...kept, timed].sort((a, b) => b.ms - a.ms).slice(0, most);
    },
    all: (): readonly Timed[] => kept,
  };
}

/** As a table: how long, how many characters, what kind, and how it begins. */
export function slowestTable(timed: readonly Timed[]): string {
  return table(
    ["begins", "kind", "characters", "CPU ms"],
    timed.map(({ odd: { text, kind }, ms }) => [
      JSON.stringify(text.slice(0, 28)).replace(/[^\u0020-\u007e]/g, "?"),
      kind,
      String(text.length),
      ms.toFixed(1),
    ]),
  );
}
