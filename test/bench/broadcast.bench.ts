import { Api } from "grammy";
import { setTimeout as pause } from "node:timers/promises";
import { expect, it } from "vitest";
import { limitsOf } from "../../src/broadcast/pace.ts";
import type { Channel } from "../../src/channels/channel.ts";
import { table } from "../../src/lib/table.ts";
import { DEFAULT_SETTINGS } from "../../src/settings/defaults.ts";
import { openOutreach } from "../support/outreach.ts";
import { until } from "../support/wait.ts";
import { goThrough, type Pass } from "./audience.ts";
import {
  EVERYBODY,
  fill,
  freeChannel,
  openCampaignService,
  startCampaign,
  telegramOn,
  TEXT,
  TOKEN,
} from "./campaign-service.ts";
import { startFarServer, type Arrival, type FarServer } from "./far-server.ts";
import { printTrips } from "./measure.ts";
import { FIRST_CHAT, seedPeople } from "./people.ts";

/** Sizes of the audience; a million takes a minute or two, BENCH_CONTACTS=100000 leaves it out. */
const MOST_CONTACTS = Number(process.env["BENCH_CONTACTS"] ?? 1_000_000);
const SIZES = [10_000, 100_000, 1_000_000].filter((size) => size <= MOST_CONTACTS);
const DELIVERIES = 4_000;
/** Each is measured so often, in turn, and the best counts: the others say how busy the machine was. */
const ROUNDS = 3;
const WARM_UP = 500;
/** Milliseconds that a server far away takes to answer. */
const FAR = [5, 40] as const;
const PACES = [10, 25, 30];
const PACE_SECONDS = 15;
const QUESTIONS = 120;

const print = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  process.stdout.write(
    `\n${table(
      [...head],
      rows.map((row) => [...row]),
    )}\n`,
  );

it("broadcast: going through all contacts", { timeout: 900_000 }, async () => {
  const rows: string[][] = [];
  const growth: number[] = [];
  for (const size of SIZES) {
    const { everybody, segments, filled, total, countMs, seedMs } = await goThrough(size, new Date());
    const row = (what: string, { recipients, pages, resident, heap }: Pass) => {
      const sorted = pages.toSorted((a, b) => a - b);
      const seconds = pages.reduce((sum, ms) => sum + ms, 0) / 1000;
      growth.push(resident);
      return [
        what,
        String(recipients),
        seconds.toFixed(2),
        (sorted[Math.floor(sorted.length / 2)] ?? 0).toFixed(1),
        (sorted[Math.floor(sorted.length * 0.99)] ?? 0).toFixed(1),
        (sorted.at(-1) ?? 0).toFixed(1),
        (resident / 1e6).toFixed(1),
        (heap / 1e6).toFixed(1),
      ];
    };
    rows.push(
      row(`${size}: preview, everybody`, everybody),
      row(`${size}: preview, segments`, segments),
      row(`${size}: ledger filled`, filled),
      [`${size}: ledger counted`, String(total), (countMs / 1000).toFixed(2), "", "", "", "", ""],
      [`${size}: (people made up)`, "", (seedMs / 1000).toFixed(2), "", "", "", "", ""],
    );
    // what is shown before is what gets it
    expect([filled.recipients, total]).toEqual([everybody.recipients, everybody.recipients]);
  }
  print(
    ["contacts (at most BENCH_CONTACTS)", "recipients", "s", "page p50 ms", "p99", "worst", "memory MB", "heap MB"],
    rows,
  );
  // a hundred times the contacts, and no more memory
  expect(Math.max(...growth)).toBeLessThan(40e6);
});

it("broadcast: deliveries a second", { timeout: 600_000 }, async () => {
  const count = WARM_UP + DELIVERIES;
  const ways: readonly [name: string, deliver: () => Promise<number[]>][] = [
    [
      "engine, a channel that costs nothing",
      async () => {
        const times: number[] = [];
        await campaignTo(
          count,
          freeChannel("tg-free", () => times.push(performance.now())),
        );
        return times;
      },
    ],
    [
      "the calls to Telegram alone, nothing kept",
      () =>
        withServer(async (server) => {
          const channel = telegramOn(server.apiRoot);
          for (let chat = FIRST_CHAT; chat < FIRST_CHAT + count; chat++)
            await channel.send({ to: { channel: "telegram", chatId: String(chat) }, text: TEXT, choices: [] });
          return (await server.arrivals()).map(({ at }) => at);
        }),
    ],
    [
      "engine, Telegram to a free server",
      () =>
        withServer(async (server) => {
          await campaignTo(count, telegramOn(server.apiRoot));
          return (await server.arrivals()).map(({ at }) => at);
        }),
    ],
    [
      "bare loop over grammY, nothing kept",
      () =>
        withServer(async (server) => {
          const api = new Api(TOKEN, { apiRoot: server.apiRoot });
          for (let chat = FIRST_CHAT; chat < FIRST_CHAT + count; chat++) await api.sendMessage(chat, TEXT);
          return (await server.arrivals()).map(({ at }) => at);
        }),
    ],
  ];
  const rates = ways.map((): number[] => []);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [way, [, deliver]] of ways.entries()) {
      const times = await deliver();
      expect(times).toHaveLength(count);
      rates[way]?.push(held(times.slice(WARM_UP)));
    }
  }
  const best = rates.map((each) => Math.max(...each));
  const peer = best.at(-1) ?? NaN;
  print(
    [
      `${DELIVERIES} deliveries, the store on disk; best of ${ROUNDS}`,
      "deliveries/s",
      "ms each",
      "ratio",
      "in each round",
    ],
    ways.map(([name], way) => {
      const rate = best[way] ?? NaN;
      const each = (rates[way] ?? []).map((one) => one.toFixed(0)).join(" ");
      return [name, rate.toFixed(0), (1000 / rate).toFixed(3), (rate / peer).toFixed(2), each];
    }),
  );
});

it("broadcast: the pace on Telegram", { timeout: 300_000 }, async () => {
  const rows: string[][] = [];
  const off: number[] = [];
  for (const pace of PACES) {
    const times = await withServer(async (server) => {
      await server.answerWithin(...FAR);
      await campaignTo(pace * (PACE_SECONDS + 1), telegramOn(server.apiRoot), pace);
      // the first second goes to connecting
      return (await server.arrivals()).slice(pace).map(({ at }) => at);
    });
    const rate = held(times);
    off.push(Math.abs(rate / pace - 1));
    const most = Math.max(...times.map((at, first) => times.slice(first).filter((time) => time < at + 1000).length));
    rows.push([String(pace), rate.toFixed(2), `${((rate / pace - 1) * 100).toFixed(2)} %`, String(most)]);
  }
  print([`set pace, answers after ${FAR.join("–")} ms`, "held pace", "off by", "most in any second"], rows);
  expect(Math.max(...off)).toBeLessThan(0.02);
});

it("broadcast: the ceilings on WhatsApp, in days that pass at once", async () => {
  const { pace, quiet } = DEFAULT_SETTINGS.broadcast;
  const rows: string[][] = [];
  for (const [name, since, days] of [
    ["a new number, its first 28 days", "2026-12-01", 28],
    ["a number of a year, 7 days", "2025-12-01", 7],
  ] as const) {
    const start = Date.parse("2026-12-01T00:00:00Z");
    const world = await openOutreach({
      at: new Date(start),
      broadcast: { quiet, pace: { ...pace, whatsapp: { ...pace.whatsapp, since } } },
    });
    const { engine, stores } = world;
    stores.atomically(() => {
      for (let person = 0; person < days * pace.whatsapp.perDay; person++) world.person({ channel: "whatsapp" });
    });
    world.broadcasts.start(world.approved(), { id: "rina", name: "Rina", role: "lead" });
    world.fill();
    const times: number[] = [];
    for (let now = start; now < start + days * DAY_MS;) {
      const at = new Date(now);
      world.setTo(at);
      const next = stores.atomically(() => engine.next("wa-main", at));
      if (!next) break;
      if ("at" in next) {
        now = Math.max(now + 1, next.at.getTime());
        continue;
      }
      times.push(now);
      stores.outbox.settle(next.row.seq, "sent", at);
      engine.settled(next.row, { ok: true }, at);
    }
    await world.close();
    const limits = (at: number) =>
      limitsOf("whatsapp", pace, Math.floor((at - Date.parse(`${since}T00:00:00Z`)) / DAY_MS));
    const spans = [
      ["perMinute", 60_000],
      ["perHour", 3_600_000],
      ["perDay", DAY_MS],
    ] as const;
    let first = [0, 0, 0];
    let over = 0;
    const most = [0, 0, 0];
    let allowed = 0;
    for (let day = 0; day < days; day++) allowed += limits(start + day * DAY_MS).perDay ?? 0;
    times.forEach((at, index) => {
      spans.forEach(([field, ms], span) => {
        while ((times[first[span] ?? 0] ?? 0) <= at - ms) first[span] = (first[span] ?? 0) + 1;
        const count = index - (first[span] ?? 0) + 1;
        most[span] = Math.max(most[span] ?? 0, count);
        if (count > (limits(at)[field] ?? Infinity)) over += 1;
      });
    });
    const ceilings = limits(start + (days - 1) * DAY_MS);
    rows.push([
      name,
      `${most.join(" / ")}`,
      `${ceilings.perMinute} / ${ceilings.perHour} / ${ceilings.perDay}`,
      String(over),
      String(times.length),
      `${((100 * times.length) / allowed).toFixed(1)} %`,
    ]);
    expect(over).toBe(0);
    expect(times.length / allowed).toBeGreaterThan(0.95);
  }
  print(
    [
      "WhatsApp, minute / hour / day",
      "most sent",
      "ceilings on the last day",
      "times above",
      "sent",
      "of what days allow",
    ],
    rows,
  );
});

it("broadcast: what it costs those who wait for a reply", { timeout: 300_000 }, async () => {
  const ask = (campaign: boolean) =>
    withServer(async (server) => {
      await server.answerWithin(...FAR);
      const service = await openCampaignService({
        seed: (folder) => seedPeople(folder, 5_000, { now: new Date() }),
        perSecond: 25,
        channel: telegramOn(server.apiRoot),
      });
      if (campaign) startCampaign(service.app, EVERYBODY);
      await service.start();
      const ms: number[] = [];
      for (let i = 0; i < 20 + QUESTIONS; i++) {
        // at any moment between two messages of the campaign
        await pause(100 + Math.random() * 200);
        ms.push(await server.question(9000 + i, "iuran petani berapa?"));
      }
      const others = (await server.arrivals()).filter(isOutreach);
      await service.close();
      return { ms: ms.slice(20), perSecond: campaign ? held(others.map(({ at }) => at)) : 0 };
    });
  const busy = await ask(true);
  const idle = await ask(false);
  printTrips(`Telegram, a question to its reply; answers after ${FAR.join("–")} ms`, [
    { name: `with a campaign at 25/s (it held ${busy.perSecond.toFixed(1)})`, ms: busy.ms },
    { name: "without one", ms: idle.ms },
  ]);
  expect([busy.ms.length, idle.ms.length]).toEqual([QUESTIONS, QUESTIONS]);
  // it ran all the while; replies go first, so on a busy machine it is slower
  expect(busy.perSecond).toBeGreaterThan(10);
});

const DAY_MS = 86_400_000;

async function withServer<T>(work: (server: FarServer) => Promise<T>): Promise<T> {
  const server = await startFarServer();
  try {
    return await work(server);
  } finally {
    await server.close();
  }
}

/** Runs a campaign to so many people until it is done. */
async function campaignTo(count: number, channel: Channel, perSecond = 1e6): Promise<void> {
  const service = await openCampaignService({
    seed: (folder) => seedPeople(folder, count, { now: new Date() }),
    perSecond,
    channel,
  });
  const id = startCampaign(service.app, EVERYBODY);
  fill(service.app, service.stores);
  await service.start();
  await until(() => service.app.outreach.broadcasts.get(id)?.state === "done", "the campaign", 120_000);
  await service.close();
}

/** Messages a second from the first to the last. */
function held(times: readonly number[]): number {
  return ((times.length - 1) * 1000) / ((times.at(-1) ?? 0) - (times[0] ?? 0));
}

function isOutreach({ chatId }: Arrival): boolean {
  return Number(chatId) >= FIRST_CHAT;
}
