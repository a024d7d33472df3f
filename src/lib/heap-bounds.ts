import { setFlagsFromString } from "node:v8";

/**
 * Keeps the heap from growing far beyond what is in use, from now on. Node lets the space for new objects grow to three
 * times 16 MB and what is old to about twice what is needed, which a program that answers one message after the other
 * never gets anything from. The flags are read whenever a space wants to grow, so they can be set while it runs; those
 * that name sizes are read at the start only, and there is no one place to give them for npm, the command and tests.
 */
export function boundHeap(): void {
  // new objects keep the space they have by now; it is doubled otherwise
  setFlagsFromString("--semi-space-growth-factor=1");
  setFlagsFromString("--heap-growing-percent=20");
  // with so little to clear, to wake other threads for it takes longer than to do it
  setFlagsFromString("--no-parallel-scavenge");
}

/** Ends that, for work that needs several times as much: bounds would have it cleared away again and again. */
export function freeHeap(): void {
  setFlagsFromString("--semi-space-growth-factor=2");
  setFlagsFromString("--heap-growing-percent=0");
  setFlagsFromString("--parallel-scavenge");
}
