import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import type { Outcome } from "../../src/broadcast/broadcasts.ts";
import { numberText } from "../../src/lib/numbers.ts";
import { BUDI, RINA } from "../support/outreach.ts";
import { DESK_CHAT } from "../support/telegram/desk.ts";
import { until } from "../support/wait.ts";
import { faultOf, RETRY_AFTER, sprinkle } from "./support/faults.ts";
import { addPeople, type Known } from "./support/people.ts";
import { ACCOUNT, openProgram, type Program } from "./support/program.ts";

const STOPPED = /kiriman kabar dihentikan/;
const ANSWER = /Rp16\.800/;

let program: Program;

/** `watchEveryMs`: how often campaigns are looked after, and shown to staff as they stand. */
async function open(count: number, watchEveryMs = 300): Promise<Known[]> {
  program = await openProgram({ watchEveryMs });
  return addPeople(program.stores, count, { channel: "telegram", at: program.clock() });
}

afterEach(() => program.close());

const writes = ({ chatId }: Known, text: string) => program.server.injectText(Number(chatId), text);
const agreed = ({ contactId }: Known) => program.stores.consent.of(contactId).length > 0;
const answerWaits = ({ chatId }: Known) =>
  program.stores.outbox
    .beginning("reply:")
    .some(({ status, message }) => status === "queued" && message.to.chatId === chatId);

/** Each chat that the campaign arrived in, with how often. */
function arrivals(): Map<string, number> {
  const times = new Map<string, number>();
  for (const { chatId, isNews } of program.arrived()) if (isNews) times.set(chatId, (times.get(chatId) ?? 0) + 1);
  return times;
}

describe("10,000 people on Telegram, with 429, 403, 500 and lost answers sprinkled in", () => {
  it("each ends in exactly one state, and nobody gets it twice", { timeout: 300_000 }, async () => {
    const people = await open(10_000, 2_000);
    const { server, stores, broadcasts } = program;
    const troubles = sprinkle(
      people.map(({ chatId }) => chatId),
      20_261_126,
    );
    const untroubled = (from: number) => people.slice(from).filter(({ chatId }) => !troubles.has(chatId));
    // far enough behind: what they write is in before their turn
    const leaving = untroubled(6_000).slice(0, 10);
    const asking = [...untroubled(100).slice(0, 5), ...untroubled(8_000).slice(0, 5)];
    const left = new Set(leaving.map(({ chatId }) => chatId));

    const attempts: { chatId: string; at: number }[] = [];
    let askedAt = 0;
    server.setFault((chatId, attempt) => {
      if (chatId === DESK_CHAT) return undefined;
      attempts.push({ chatId, at: performance.now() });
      if (attempts.length === 2_000) for (const person of leaving) writes(person, "berhenti");
      if (attempts.length === 3_000) {
        askedAt = server.sends.length;
        for (const person of asking) writes(person, "iuran petani berapa?");
      }
      return faultOf(troubles.get(chatId), attempt);
    });
    const id = program.approved(people.length);
    await program.run(id, "done", 250_000);

    // every recipient is in the state that the network put them in
    const expected = ({ chatId }: Known) => {
      const trouble = troubles.get(chatId);
      if (trouble === "blocked") return "failed";
      if (trouble === "drop-before" || trouble === "drop-after") return "unknown";
      return left.has(chatId) ? "skipped" : "sent";
    };
    const states = new Map([...broadcasts.receipt(id)].map(({ contactId, status }) => [contactId, status]));
    expect(states.size).toBe(people.length);
    expect(people.filter((person) => states.get(person.contactId) !== expected(person))).toEqual([]);

    // and the totals are those states, counted
    const count = (...wanted: string[]) => [...troubles.values()].filter((trouble) => wanted.includes(trouble)).length;
    const [blocked, dropped] = [count("blocked"), count("drop-before", "drop-after")];
    expect(Math.min(blocked, dropped, count("busy"))).toBeGreaterThan(50);
    expect(count("too-many")).toBe(3);
    const { counts, unknown = [] } = broadcasts.status(id) ?? {};
    expect(counts).toMatchObject({
      total: people.length,
      byStatus: {
        sent: people.length - blocked - dropped - leaving.length,
        failed: blocked,
        unknown: dropped,
        skipped: leaving.length,
      },
      failed: { blocked },
      skipped: { "no-consent": leaving.length },
      waiting: {},
    });
    expect(Object.values(counts?.byStatus ?? {}).reduce((sum, number) => sum + number, 0)).toBe(people.length);
    expect(unknown).toHaveLength(20);
    expect(unknown.filter(({ contactId }) => states.get(contactId) !== "unknown")).toEqual([]);
    expect(stores.outbox.depth(ACCOUNT).unknown).toBe(dropped);

    // the server saw nobody twice, and saw just those whom it answered or hung up on afterwards
    const arrived = arrivals();
    const arrives = ({ chatId }: Known) =>
      !left.has(chatId) && troubles.get(chatId) !== "blocked" && troubles.get(chatId) !== "drop-before";
    expect([...arrived.values()].every((times) => times === 1)).toBe(true);
    expect(people.filter((person) => arrived.has(person.chatId) !== arrives(person))).toEqual([]);
    const tries = { busy: 3, "too-many": 2, blocked: 1, "drop-before": 1, "drop-after": 1 } as const;
    expect([...troubles].filter(([chatId, trouble]) => server.attempts.get(chatId) !== tries[trouble])).toEqual([]);

    // who blocked us is not written to any more; all others are
    const unreachable = people.filter(({ chatId }) => !stores.contacts.isReachable({ channel: "telegram", chatId }));
    expect(unreachable.map(({ chatId }) => chatId).toSorted()).toEqual(
      [...troubles.keys()].filter((chatId) => troubles.get(chatId) === "blocked").toSorted(),
    );

    // when the server asks for a pause, nothing at all goes to anybody
    const waited = [...troubles.keys()]
      .filter((chatId) => troubles.get(chatId) === "too-many")
      .map((chatId) => {
        const index = attempts.findIndex((attempt) => attempt.chatId === chatId);
        return (attempts[index + 1]?.at ?? 0) - (attempts[index]?.at ?? 0);
      });
    expect(waited.every((ms) => ms >= RETRY_AFTER * 1000 - 5)).toBe(true);

    // whoever said stop was told so, and nothing else
    const all = program.arrived();
    const heard = (person: Known) => all.filter(({ chatId }) => chatId === person.chatId);
    for (const person of leaving) expect(heard(person).map(({ text }) => STOPPED.test(text))).toEqual([true]);
    // whoever asked was answered while thousands waited
    for (const person of asking) {
      const answer = server.sends.findIndex(({ chatId, text }) => chatId === person.chatId && ANSWER.test(text));
      expect(answer).toBeGreaterThanOrEqual(askedAt);
      expect(answer).toBeLessThan(askedAt + 500);
      expect(heard(person)).toHaveLength(2);
    }

    // staff get it in black and white, with a line for each recipient
    const receipt = (await program.told(/Laporan siaran/)).split("\n");
    for (const [word, number] of [
      ["Penerima", people.length],
      ["Terkirim", people.length - blocked - dropped - leaving.length],
      ["Gagal", blocked],
      ["Tidak pasti", dropped],
      ["Dilewati", leaving.length],
      ["Belum dikirim", 0],
    ] as const)
      expect(receipt).toContain(`${word}: ${numberText(number)}`);
    const csv = server.uploads.map(({ content }) => content.toString().trimEnd().split("\r\n"));
    expect(csv.map((lines) => lines.length)).toEqual([people.length + 1]);
    expect(csv[0]?.filter((line) => line.includes(",tidak pasti,"))).toHaveLength(dropped);

    // such trouble is no reason to stop the number
    expect(stores.stops.stoppedAccount(ACCOUNT)).toBeUndefined();
    expect(program.logged.filter((line) => /^(?:broadcast\.stopped|outbox\.failed|watch\.failed)/.test(line))).toEqual(
      [],
    );
  });
});

describe("in the middle of a campaign", () => {
  it("a stop is honoured by the very next message", async () => {
    const people = await open(60);
    const next = people[20] as Known;
    program.meanwhile(20, async () => {
      writes(next, "berhenti");
      await until(() => !agreed(next), "the stop to be taken");
    });
    const id = program.approved(60);
    await program.run(id);
    const after = program.arrived().slice(20);
    expect(after[0]).toMatchObject({
      chatId: next.chatId,
      isNews: false,
      text: expect.stringMatching(STOPPED) as string,
    });
    expect(after[1]).toMatchObject({ chatId: people[21]?.chatId, isNews: true });
    expect(after.filter(({ chatId }) => chatId === next.chatId)).toHaveLength(1);
    expect(program.broadcasts.status(id)?.counts).toMatchObject({
      byStatus: { sent: 59, skipped: 1 },
      skipped: { "no-consent": 1 },
    });
  });

  it("an answer to a question is the very next message", async () => {
    const people = await open(60);
    const asker = people[50] as Known;
    program.meanwhile(20, async () => {
      writes(asker, "iuran petani berapa?");
      await until(() => answerWaits(asker), "the answer to wait");
    });
    await program.run(program.approved(60));
    expect(program.arrived()[20]).toMatchObject({
      chatId: asker.chatId,
      text: expect.stringMatching(ANSWER) as string,
    });
    expect(arrivals().size).toBe(60);
  });

  it.each([
    ["pause", "paused"],
    ["cancel", "cancelled"],
  ] as const)("nothing more goes out after %s, but answers do", async (what, state) => {
    const people = await open(60);
    let done: Outcome | undefined;
    program.meanwhile(25, () => (done = program.broadcasts[what](1, BUDI)));
    const id = program.approved(60);
    await program.run(id, state);
    expect(done?.ok).toBe(true);
    writes(people[40] as Known, "iuran petani berapa?");
    await until(() => program.arrived().some(({ text }) => ANSWER.test(text)), "the answer");
    await sleep(500); // a look of the clock comes by
    expect(arrivals().size).toBe(25);
    expect(program.broadcasts.status(id)?.counts.byStatus).toEqual({ sent: 25, queued: 35 });
    const again = program.broadcasts.resume(id, RINA);
    expect(again.ok).toBe(what === "pause");
    if (what === "cancel") return;
    await program.stands(id, "done");
    expect(arrivals().size).toBe(60);
    expect([...arrivals().values()].every((times) => times === 1)).toBe(true);
  });

  it("a pause that the server asks for holds for answers too, and they go first afterwards", async () => {
    const people = await open(50);
    const [fifth, asker] = [people[4] as Known, people[30] as Known];
    let askedAt = 0;
    let attempts = 0;
    program.server.setFault((chatId, attempt) => {
      if (chatId === DESK_CHAT) return undefined;
      attempts += 1;
      if (chatId !== fifth.chatId || attempt > 1) return undefined;
      askedAt = performance.now();
      setTimeout(() => writes(asker, "iuran petani berapa?"), 100);
      return { code: 429, retryAfter: 1 };
    });
    const id = program.approved(50);
    const running = program.run(id);
    await until(() => answerWaits(asker), "the answer to wait");
    expect(attempts).toBe(5);
    await until(() => program.arrived().length > 4, "the end of the pause");
    expect(performance.now() - askedAt).toBeGreaterThanOrEqual(995);
    await running;
    expect(program.arrived()[4]).toMatchObject({ chatId: asker.chatId, text: expect.stringMatching(ANSWER) as string });
    expect(program.arrived()[5]).toMatchObject({ chatId: fifth.chatId, isNews: true });
    expect(program.broadcasts.status(id)?.counts.byStatus).toEqual({ sent: 50 });
    expect(arrivals().size).toBe(50);
  });

  it("what may have arrived behind a gateway that says 502 or 504 is named, and not sent again", async () => {
    const people = await open(30);
    const [early, late] = [people[3] as Known, people[20] as Known];
    const codes = new Map([
      [early.chatId, 502],
      [late.chatId, 504],
    ] as const);
    program.server.setFault((chatId) => {
      const code = codes.get(chatId);
      return code && { code };
    });
    const id = program.approved(30);
    await program.run(id);
    const { counts, unknown = [] } = program.broadcasts.status(id) ?? {};
    expect(counts?.byStatus).toEqual({ sent: 28, unknown: 2 });
    expect(unknown.map(({ contactId }) => contactId)).toEqual([early.contactId, late.contactId]);
    expect([...arrivals().values()]).toEqual(Array.from({ length: 30 }, () => 1));
    expect([...codes.keys()].map((chatId) => program.server.attempts.get(chatId))).toEqual([1, 1]);
  });

  it("three messages in a row without an answer stop the number, until somebody has looked at it", async () => {
    const people = await open(60);
    const lost = new Set(people.slice(10, 13).map(({ chatId }) => chatId));
    program.server.setFault((chatId, attempt) => (lost.has(chatId) && attempt === 1 ? "drop-before" : undefined));
    const id = program.approved(60);
    await program.run(id, "paused");
    expect(await program.told(/BERHENTI SENDIRI/)).toMatch(/3 kiriman berturut-turut tanpa jawaban/);
    writes(people[0] as Known, "iuran petani berapa?");
    await until(() => program.arrived().some(({ text }) => ANSWER.test(text)), "the answer");
    await sleep(500);
    expect(people.filter(({ chatId }) => program.server.attempts.has(chatId))).toEqual(people.slice(0, 13));
    expect(program.broadcasts.get(id)?.pause).toMatchObject({ reason: "breaker", why: "missing-acks 3" });
    expect(program.broadcasts.resume(id, RINA).ok).toBe(true);
    await program.stands(id, "done");
    expect(program.broadcasts.status(id)?.counts.byStatus).toEqual({ sent: 57, unknown: 3 });
    expect(arrivals().size).toBe(57);
    expect([...lost].map((chatId) => program.server.attempts.get(chatId))).toEqual([1, 1, 1]);
  });
});
