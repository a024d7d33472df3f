import { setTimeout as sleep } from "node:timers/promises";

const FIRST_MS = 1_000;
const LONGEST_MS = 60_000;

/** How long to wait after so many failures in a row: doubling up to a minute, half of it left to chance. */
export function growingPauseMs(failures: number, chance: number = Math.random()): number {
  return Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.max(0, failures - 1)) * (0.5 + chance / 2);
}

/** Waits; `false` when it was cut short. */
export async function pause(ms: number, life: AbortSignal): Promise<boolean> {
  return sleep(ms, true, { signal: life }).catch(() => false);
}
