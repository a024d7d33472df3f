import { PassThrough } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeEach, describe, expect, it } from "vitest";
import type { CampaignStatus } from "../../src/broadcast/broadcasts.ts";
import type { CampaignState } from "../../src/broadcast/campaign.ts";
import { countsOf, createDesk, NOW } from "./broadcast-desk.ts";

let desk: ReturnType<typeof createDesk>;
beforeEach(() => {
  desk = createDesk();
});

/** One message a second goes out to so many people; `atSecond` may do something else at some second. */
function world({ people = 25, atSecond = () => {} }: { people?: number; atSecond?: (second: number) => void } = {}) {
  let second = 0;
  const show = (more: Partial<CampaignStatus> = {}) => {
    const sent = Math.min(second, people);
    desk.shows({ status: { counts: countsOf({ sent, queued: people - sent }), ...more } });
  };
  show({ endsAt: new Date("2026-11-24T07:05:00Z") });
  return {
    output: new PassThrough(),
    async wait(ms: number) {
      second += ms / 1000;
      desk.desk.now = new Date(NOW.getTime() + second * 1000);
      show();
      if (second === people) turn("done");
      atSecond(second);
    },
  };
}

function turn(state: CampaignState): void {
  const campaign = desk.campaigns.get(1);
  if (campaign) desk.campaigns.set(1, { ...campaign, state });
}

describe("watching a broadcast on a stream that is no terminal", () => {
  it("prints a line each ten seconds until it is done", async () => {
    desk.add({ state: "running" });
    const { out, code } = await desk.run(["status", "1", "--watch"], world());
    expect(out).toBe(
      [
        "running: 0 of 25 (0 %), ends about 2026-11-24 14:05",
        "running: 10 of 25 (40 %)",
        "running: 20 of 25 (80 %)",
        "Siaran 1: done",
        "",
      ].join("\n"),
    );
    expect(code).toBe(0);
  });

  it("begins with the start", async () => {
    desk.add({ state: "approved" });
    desk.desk.running = false;
    const { out } = await desk.run(["start", "1", "--by", "rina", "--watch"], world({ people: 3 }));
    expect(out).toMatch(
      /^Broadcast 1 "Diskon Desember": running\.\nThe program is not running: .*\nrunning: 0 of 3 .*\nSiaran 1: done\n$/,
    );
  });

  it.each<CampaignState>(["paused", "cancelled"])("ends when it is %s", async (state) => {
    desk.add({ state: "running" });
    const atSecond = (second: number) => {
      if (second === 12) turn(state);
    };
    const { out } = await desk.run(["status", "1", "--watch"], world({ atSecond }));
    expect(out.trimEnd().split("\n")).toEqual([
      expect.stringMatching(/^running: 0 of 25/),
      "running: 10 of 25 (40 %)",
      `Siaran 1: ${state}`,
    ]);
  });

  it("waits for one that is to start later", async () => {
    desk.add({ state: "scheduled", startAt: new Date("2026-11-24T05:00:05Z") });
    const atSecond = (second: number) => {
      if (second === 5) turn("running");
    };
    const { out } = await desk.run(["status", "1", "--watch"], world({ people: 11, atSecond }));
    expect(out).toMatch(/^scheduled for 2026-11-24 12:00 \(Asia\/Jakarta\).*\nrunning: 10 of 11 .*\nSiaran 1: done\n$/);
  });

  it("tells what goes wrong", async () => {
    desk.add({ state: "paused", filled: false });
    desk.shows({
      status: {
        counts: countsOf({ sent: 5, failed: 2, unknown: 1, skipped: 3, queued: 9 }),
        stopped: [{ account: "wa-main", at: NOW, why: "463" }],
      },
    });
    const still = { output: new PassThrough(), wait: () => Promise.reject(new Error("it stands still")) };
    const { out } = await desk.run(["status", "1", "--watch"], still);
    expect(out).toBe(
      "paused: 11 of 20 (55 %), still counting people, 2 failed, 1 unknown, 3 skipped, outreach on wa-main is stopped: 463\n" +
        "Siaran 1: paused\n",
    );
  });

  it("ends with Ctrl-C, which stops nothing else", async () => {
    desk.add({ state: "running" });
    const atSecond = (second: number) => {
      if (second === 3) process.emit("SIGINT");
    };
    const before = process.listenerCount("SIGINT");
    const { out, code } = await desk.run(["status", "1", "--watch"], world({ atSecond }));
    expect(out).toMatch(/\nWatching ended; the broadcast itself goes on\. .*status 1 --watch\n$/);
    expect([code, desk.campaigns.get(1)?.state]).toEqual([0, "running"]);
    expect(process.listenerCount("SIGINT")).toBe(before);
  });

  it.each([
    [["status", "--watch"], /--watch: say which broadcast/],
    [["status", "1", "--watch", "--json"], /--watch: goes without --json/],
    [["status", "1", "--watch"], /There is no broadcast 1/],
  ])("%j is refused", async (args, said) => {
    const { complaint, code } = await desk.run(args, world());
    expect(complaint).toMatch(said);
    expect(code).toBe(1);
  });
});

describe("watching a broadcast on a terminal", () => {
  /** A terminal that keeps what is drawn on it; waiting leaves the bar time to be drawn. */
  function terminal(options: Parameters<typeof world>[0]) {
    const { output, wait } = world(options);
    let drawn = "";
    output.on("data", (chunk: Buffer) => (drawn += chunk.toString()));
    const watching = {
      output: Object.assign(output, { isTTY: true, columns: 120 }),
      async wait(ms: number) {
        await sleep(150);
        await wait(ms);
      },
    };
    return { watching, drawn: () => drawn };
  }

  it("draws a bar and ends with how it went", async () => {
    desk.add({ state: "running" });
    const { watching, drawn } = terminal({ people: 4 });
    const { out } = await desk.run(["status", "1", "--watch"], watching);
    expect(out).toBe("Siaran 1: done\n");
    expect(drawn()).toMatch(/running: 2 of 4 \(50 %\)/);
    expect(drawn()).toMatch(/done: 4 of 4 \(100 %\)/);
  });

  it("ends with Ctrl-C, and says that once", async () => {
    desk.add({ state: "running" });
    const atSecond = (second: number) => {
      if (second === 2) process.emit("SIGINT");
    };
    const before = process.listenerCount("SIGINT") + process.listenerCount("exit");
    const { watching, drawn } = terminal({ people: 9, atSecond });
    const { out, code } = await desk.run(["status", "1", "--watch"], watching);
    expect([out, code]).toEqual(["", 0]);
    expect(drawn().match(/Watching ended/g)).toHaveLength(1);
    expect(process.listenerCount("SIGINT") + process.listenerCount("exit")).toBe(before);
  });
});
