/** Lets a loop sleep until something happens or its time has come, whichever is first. */
export type Waker = {
  /** Ends the present wait, or the next one at once. */
  wake(): void;
  /** Resolves on wake() or after that many milliseconds; without a time only on wake(). */
  wait(ms?: number): Promise<void>;
};

/** Longest single wait: setTimeout counts in 32 bits, and a look now and then costs nothing. */
const LONGEST_MS = 60_000;

export function createWaker(): Waker {
  let pending = false;
  let end: (() => void) | undefined;
  return {
    wake() {
      if (end) end();
      else pending = true;
    },
    async wait(ms) {
      if (pending) {
        pending = false;
        return;
      }
      await new Promise<void>((resolve) => {
        const timer = setTimeout(() => end?.(), Math.min(Math.max(0, ms ?? LONGEST_MS), LONGEST_MS));
        end = () => {
          clearTimeout(timer);
          end = undefined;
          resolve();
        };
      });
    },
  };
}
