import { setTimeout as sleep } from "node:timers/promises";
import type { CampaignStatus } from "../broadcast/broadcasts.ts";
import type { Clock } from "../lib/clock.ts";
import { progressLine, progressOf } from "./broadcast-show.ts";
import { known, shown, type Desk } from "./broadcast-tools.ts";

/** What watching happens on, and how it waits. */
export type Watching = {
  output: NodeJS.WritableStream & { isTTY?: boolean };
  /** Ends early, without an error, when the signal is given. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
};

export const systemWatching: Watching = {
  output: process.stdout,
  wait: (ms, signal) => sleep(ms, undefined, { signal }).catch(() => {}),
};

const LOOK_EVERY_MS = 1_000;

/** Where nothing can be drawn over, lines are for a log. */
const LINE_EVERY_MS = 10_000;

/** Steps of the bar: its end is set at once, and the number of recipients still grows while they are looked for. */
const STEPS = 1_000;

/**
 * Shows how a broadcast gets on until it stands still, or until Ctrl-C, which ends no more than the watching. On a
 * terminal this is a bar, elsewhere a line now and then.
 */
export async function watchBroadcast(id: number, { tools, print }: Desk, { output, wait }: Watching): Promise<void> {
  const stopping = new AbortController();
  const stop = () => stopping.abort();
  const { signal } = stopping;
  const looks = { look: () => known(tools.broadcasts.status(id), id), wait, signal };
  const line = (status: CampaignStatus) => progressLine(status, tools);
  const goodbye = `Watching ended; the broadcast itself goes on. Look again: npm run broadcast -- status ${id} --watch`;
  process.once("SIGINT", stop);
  try {
    await (output.isTTY
      ? drawBar(looks, { line, output, goodbye, stop, close: () => tools.close() })
      : printLines(looks, { line, print, clock: tools.clock }));
  } finally {
    process.off("SIGINT", stop);
  }
  if (!signal.aborted) print(shown(tools.texts.progress(known(tools.broadcasts.status(id), id))));
  else if (!output.isTTY) print(`${goodbye}\n`); // the bar has said it already
}

type Looks = { look(): CampaignStatus; wait: Watching["wait"]; signal: AbortSignal };

/** How it stands, each second, as long as it may go on by itself. */
async function* looking({ look, wait, signal }: Looks): AsyncGenerator<CampaignStatus> {
  while (!signal.aborted) {
    const status = look();
    yield status;
    if (status.campaign.state !== "running" && status.campaign.state !== "scheduled") return;
    await wait(LOOK_EVERY_MS, signal);
  }
}

async function printLines(
  looks: Looks,
  { line, print, clock }: { line(status: CampaignStatus): string; print: Desk["print"]; clock: Clock },
): Promise<void> {
  let printedAt = -Infinity;
  for await (const status of looking(looks)) {
    const now = clock().getTime();
    if (now - printedAt < LINE_EVERY_MS) continue;
    print(`${line(status)}\n`);
    printedAt = now;
  }
}

async function drawBar(
  looks: Looks,
  {
    line,
    output,
    goodbye,
    stop,
    close,
  }: {
    line(status: CampaignStatus): string;
    output: Watching["output"];
    goodbye: string;
    stop(): void;
    close(): void;
  },
): Promise<void> {
  const { progress } = await import("@clack/prompts");
  const bar = progress({
    max: STEPS,
    size: 30,
    output: output as NodeJS.WriteStream,
    cancelMessage: goodbye,
    onCancel: stop,
  });
  // at a keyboard it takes Ctrl-C for itself and ends the process at once
  process.once("exit", close);
  try {
    bar.start("");
    let at = 0;
    let last = "";
    for await (const status of looking(looks)) {
      const { settled, total } = progressOf(status.counts);
      const to = total === 0 ? 0 : Math.round((settled / total) * STEPS);
      last = line(status);
      bar.advance(to - at, last);
      at = to;
    }
    if (!looks.signal.aborted) bar.stop(last);
  } catch (error) {
    bar.clear();
    throw error;
  } finally {
    process.off("exit", close);
  }
}
