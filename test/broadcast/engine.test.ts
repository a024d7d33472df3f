import { afterEach, describe, expect, it } from "vitest";
import { setConsent } from "../../src/contacts/consents.ts";
import { BUDI, openOutreach, RINA, type OutreachWorld } from "../support/outreach.ts";
import { until } from "../support/wait.ts";

let world: OutreachWorld;

async function open(...options: Parameters<typeof openOutreach>): Promise<OutreachWorld> {
  world = await openOutreach(...options);
  return world;
}

afterEach(() => world.close());

const many = (count: number, make: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => make(index));

/** Each chat id that something of campaigns went to, with how often. */
function arrivals({ sent }: OutreachWorld): Map<string, number> {
  const times = new Map<string, number>();
  for (const { chatId } of sent) times.set(chatId, (times.get(chatId) ?? 0) + 1);
  return times;
}

const stop = (id: string) =>
  setConsent(world.stores.consent, id, [], {
    at: world.clock(),
    channel: "telegram",
    wording: "stop",
    source: "person",
  });

describe("a campaign", () => {
  it("reaches everybody who agreed, once, and is done", async () => {
    const { person, approved, run, counts, broadcasts, sent } = await open();
    many(30, () => person());
    many(20, () => person({ channel: "whatsapp" }));
    many(5, () => person({ topics: [] }));
    many(5, () => person({ topics: ["discount"] }));
    many(5, () => person({ wrote: false }));
    const id = approved();
    await run.call(world, id);
    expect(sent).toHaveLength(50);
    expect([...arrivals(world).values()].every((times) => times === 1)).toBe(true);
    expect(counts(id)).toMatchObject({ total: 50, byStatus: { sent: 50 } });
    expect(broadcasts.get(id)).toMatchObject({ state: "done", filled: true });
    expect(sent.every(({ message }) => /BERHENTI/.test(message.text))).toBe(true);
  });

  it("leaves out whoever says stop before their turn, from the very next message on", async () => {
    const { person, approved, run, counts, sent, setFate } = await open();
    const ids = many(20, () => person());
    setFate((_, index) => {
      if (index === 4) ids.forEach(stop);
      return { ok: true };
    });
    const id = approved();
    await run.call(world, id);
    expect(sent).toHaveLength(5);
    expect(counts(id)).toMatchObject({ total: 20, byStatus: { sent: 5, skipped: 15 }, skipped: { "no-consent": 15 } });
  });

  it.each([
    ["pause", "paused"],
    ["cancel", "cancelled"],
  ] as const)("stands still before the next message after %s", async (what, state) => {
    const { person, approved, run, counts, sent, setFate, broadcasts } = await open();
    many(20, () => person());
    setFate((_, index) => {
      if (index === 6) broadcasts[what](1, BUDI);
      return { ok: true };
    });
    const id = approved();
    await run.call(world, id, state);
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(sent).toHaveLength(7);
    expect(counts(id).byStatus).toEqual({ sent: 7, queued: 13 });
  });

  /** The network takes its time with one message, and meanwhile something happens. */
  const whileUnderWay = (index: number, happens: () => void) =>
    world.setFate((_, sent) =>
      sent === index
        ? new Promise((resolve) => {
            setTimeout(() => {
              happens();
              resolve({ ok: true });
            }, 30);
          })
        : { ok: true },
    );

  it("hears a stop that comes while a message is under way, from the very next one on", async () => {
    const { person, approved, run, counts, sent } = await open();
    const ids = many(12, () => person());
    whileUnderWay(4, () => ids.forEach(stop));
    const id = approved();
    await run.call(world, id);
    expect(sent).toHaveLength(5);
    expect(counts(id)).toMatchObject({ byStatus: { sent: 5, skipped: 7 }, skipped: { "no-consent": 7 } });
  });

  it("knows what it said to whom, also when they are forgotten or found to be another meanwhile", async () => {
    const { person, approved, run, counts, sent, stores } = await open();
    const ids = many(8, () => person());
    const chatOf = (id: string) => stores.contacts.get(id)?.addresses[0]?.chatId;
    const chats = new Map(ids.map((id) => [chatOf(id), id]));
    whileUnderWay(3, () => {
      const current = chats.get(sent[3]?.chatId);
      if (current !== undefined) stores.contacts.erase(current);
    });
    const id = approved();
    await run.call(world, id);
    expect(arrivals(world).size).toBe(8);
    expect(counts(id).byStatus).toEqual({ sent: 7, unknown: 1 });
    const heard = ids.filter((one) => stores.history.recent(one, 5).length > 0);
    expect(heard).toHaveLength(7);
  });

  it.each([
    ["pause", "paused"],
    ["cancel", "cancelled"],
  ] as const)("stands still after %s while a message is under way", async (what, state) => {
    const { person, approved, run, counts, broadcasts } = await open();
    many(12, () => person());
    whileUnderWay(4, () => broadcasts[what](1, BUDI));
    const id = approved();
    await run.call(world, id, state);
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(counts(id).byStatus).toEqual({ sent: 5, queued: 7 });
  });

  it("lets a reply go first that comes while a message is under way", async () => {
    const { person, approved, run, sent } = await open();
    many(12, () => person());
    whileUnderWay(4, () => world.reply("telegram", "asks"));
    await run.call(world, approved());
    expect(sent.findIndex(({ chatId }) => chatId === "asks")).toBe(5);
  });

  it("goes on where it was, and nobody gets it twice", async () => {
    const { person, approved, run, sent, setFate, broadcasts } = await open();
    many(20, () => person());
    setFate((_, index) => {
      if (index === 6) broadcasts.pause(1, BUDI);
      return { ok: true };
    });
    const id = approved();
    await run.call(world, id, "paused");
    expect(broadcasts.resume(id, BUDI).ok).toBe(true);
    await world.stands(id, "done");
    expect(sent).toHaveLength(20);
    expect(arrivals(world).size).toBe(20);
  });

  it("lets every reply go first", async () => {
    const { person, approved, run, sent, setFate } = await open();
    many(10, () => person());
    setFate((_, index) => {
      if (index === 3) world.reply("telegram", "somebody");
      return { ok: true };
    });
    await run.call(world, approved());
    expect(sent.findIndex(({ chatId }) => chatId === "somebody")).toBe(4);
  });

  it("waits for who is talking to somebody of the staff", async () => {
    const { person, approved, run, sent, stores, clock, skip } = await open();
    const [busy = ""] = many(5, () => person());
    const address = stores.contacts.get(busy)?.addresses[0] ?? { channel: "telegram" as const, chatId: "" };
    const { number } = stores.tickets.open({
      contactId: busy,
      account: "tg-1",
      address: { channel: "telegram", chatId: address.chatId },
      reason: "request",
      openedAt: clock(),
    });
    stores.tickets.change(number, { owner: "staff" });
    const id = approved();
    void run.call(world, id).catch(() => {});
    await until(() => sent.length === 4, "the others");
    stores.tickets.change(number, { owner: "bot", state: "closed", closedAt: clock() });
    await world.stopSending();
    skip(16 * 60_000);
    world.startSending();
    await world.stands(id, "done");
    expect(sent.map(({ chatId }) => chatId).at(-1)).toBe(address.chatId);
    expect(sent).toHaveLength(5);
  });

  it("tries again what did not go out, gives up who blocked us, and never repeats what may have arrived", async () => {
    const { person, approved, run, counts, setFate, stores } = await open();
    const ids = many(5, () => person());
    const chats = ids.map((id) => stores.contacts.get(id)?.addresses[0]?.chatId);
    const tries = new Map<string, number>();
    setFate(({ to }) => {
      const times = (tries.get(to.chatId) ?? 0) + 1;
      tries.set(to.chatId, times);
      if (to.chatId === chats[0] && times === 1)
        return { ok: false, reason: "retry", retryAfterMs: 30, wholeAccount: true, detail: "429" };
      if (to.chatId === chats[1]) return { ok: false, reason: "blocked", detail: "403" };
      if (to.chatId === chats[2]) return { ok: false, reason: "unknown", detail: "lost" };
      if (to.chatId === chats[3]) return { ok: false, reason: "invalid", detail: "400" };
      return { ok: true };
    });
    const id = approved();
    await run.call(world, id);
    expect(Object.fromEntries(chats.map((chat, index) => [index, tries.get(chat ?? "")]))).toEqual({
      0: 2,
      1: 1,
      2: 1,
      3: 1,
      4: 1,
    });
    expect(counts(id)).toMatchObject({
      byStatus: { sent: 2, failed: 2, unknown: 1 },
      failed: { blocked: 1, invalid: 1 },
    });
    expect(stores.contacts.isReachable({ channel: "telegram", chatId: chats[1] ?? "" })).toBe(false);
  });

  it("names what a crash left on its way, and does not say it again", async () => {
    const { person, approved, run, counts, sent, setFate, broadcasts } = await open();
    many(6, () => person({ channel: "whatsapp" }));
    // the third send never comes back
    setFate((_, index) => (index === 2 ? new Promise(() => {}) : { ok: true }));
    const id = approved();
    void run.call(world, id).catch(() => {});
    await until(() => sent.length === 3, "three sends");
    setFate(() => ({ ok: true }));
    world.startSending();
    await world.stands(id, "done");
    expect(sent).toHaveLength(6);
    expect(arrivals(world).size).toBe(6);
    expect(counts(id).byStatus).toEqual({ sent: 5, unknown: 1 });
    expect(broadcasts.status(id)?.unknown).toEqual([
      expect.objectContaining({ channel: "whatsapp", firstName: "Asep" }),
    ]);
  });
});

describe("the circuit breaker", () => {
  it("stops all outreach on the number before the next message, but no reply, and only staff open it again", async () => {
    const { person, approved, run, counts, sent, setFate, broadcasts, stops } = await open();
    many(12, () => person({ channel: "whatsapp" }));
    many(3, () => person({ channel: "telegram" }));
    let whatsapp = 0;
    setFate(({ to }) =>
      to.channel === "whatsapp" && ++whatsapp === 5
        ? { ok: false, reason: "restricted", detail: "WhatsApp refused with 463" }
        : { ok: true },
    );
    const id = approved();
    await run.call(world, id, "paused");
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(whatsapp).toBe(5);
    expect(counts(id).byStatus.failed).toBe(1);
    expect(stops).toMatchObject([{ stop: { account: "wa-main", why: "restricted" }, paused: [{ id }] }]);
    expect(broadcasts.get(id)?.pause).toMatchObject({ reason: "breaker", by: "program" });
    // another campaign cannot go out on it either, nor after a restart
    const other = approved({ texts: { id: "Kabar lain" } }, { channels: ["whatsapp"] });
    await world.stopSending();
    expect(broadcasts.start(other, BUDI).ok).toBe(true);
    world.fill();
    world.startSending();
    world.reply("whatsapp", "asks");
    await until(() => sent.some(({ chatId }) => chatId === "asks"), "the reply");
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(whatsapp).toBe(6);
    setFate(() => ({ ok: true }));
    world.change((settings) => ({
      ...settings,
      broadcast: { ...settings.broadcast, roles: { ...settings.broadcast.roles, approve: ["lead"] } },
    }));
    expect(broadcasts.resume(id, BUDI)).toEqual({ ok: false, problem: { key: "broadcast.problem.role" } });
    expect(broadcasts.resume(id, RINA).ok).toBe(true);
    await world.stands(id, "done");
    expect(counts(id).byStatus).toEqual({ sent: 14, failed: 1 });
  });

  it.each([
    ["many failures", { ok: false, reason: "invalid", detail: "400" } as const, /^failures \d+$/, 10],
    [
      "missing answers of the network",
      { ok: false, reason: "unknown", detail: "no ack" } as const,
      /^missing-acks 3$/,
      3,
    ],
  ])("trips on %s", async (_, result, why, after) => {
    const { person, approved, run, setFate, sent, stops } = await open();
    many(30, () => person({ channel: "whatsapp" }));
    setFate(() => result);
    await run.call(world, approved(), "paused");
    expect(stops[0]?.stop.why).toMatch(why);
    expect(sent).toHaveLength(after);
  });

  it("stops what goes out on a number that is restricted, whatever goes well", async () => {
    const { person, approved, run, engine, setFate, sent, stops, stores } = await open();
    many(10, () => person({ channel: "whatsapp" }));
    setFate((_, index) => {
      if (index === 2) stores.atomically(() => engine.restricted("wa-main"));
      return { ok: true };
    });
    await run.call(world, approved(), "paused");
    expect(sent).toHaveLength(3);
    expect(stops).toMatchObject([{ stop: { account: "wa-main", why: "restricted" } }]);
  });

  it("also trips on a refusal that comes late", async () => {
    const { person, approved, run, engine, setFate, sent, stops, stores } = await open();
    many(10, () => person({ channel: "whatsapp" }));
    setFate((_, index) => {
      if (index === 3) stores.atomically(() => engine.refused("wa-main", "463"));
      return { ok: true };
    });
    await run.call(world, approved(), "paused");
    expect(sent).toHaveLength(4);
    expect(stops[0]?.stop.why).toBe("restricted");
  });
});

describe("the night", () => {
  /** 19.59 in WIB, when it is 20.59 in WITA and 21.59 in WIT. */
  const EVENING = new Date("2026-11-26T12:59:00Z");

  it("goes by the clock of each person", async () => {
    const { person, approved, run, sent, broadcasts, setTo, counts } = await open({ at: EVENING });
    const bandung = person({ region: "32.04" });
    const makassar = person({ region: "73.71" });
    const ambon = person({ region: "81.71" });
    const chat = (id: string) => world.stores.contacts.get(id)?.addresses[0]?.chatId;
    const id = approved();
    void run.call(world, id).catch(() => {});
    await until(() => sent.length === 1, "the one in WIB");
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(sent.map(({ chatId }) => chatId)).toEqual([chat(bandung)]);
    expect(counts(id).waiting).toEqual({ "tg-1": { WITA: 1, WIT: 1 } });
    // 06.00 WIB is 08.00 in WIT
    setTo(new Date("2026-11-26T23:00:30Z"));
    world.onChange(() => {});
    await world.stopSending();
    world.startSending();
    await until(() => sent.length === 2, "the one in WIT");
    expect(sent.at(-1)?.chatId).toBe(chat(ambon));
    await world.stopSending();
    setTo(new Date("2026-11-27T00:00:30Z"));
    world.startSending();
    await world.stands(id, "done");
    expect(sent.at(-1)?.chatId).toBe(chat(makassar));
    expect(broadcasts.get(id)?.state).toBe("done");
  });

  it("asks for the zone again when the turn comes", async () => {
    const { person, approved, run, sent, stores, setFate } = await open({ at: EVENING });
    const first = person({ region: "32.04" });
    const second = person({ region: "32.04" });
    const order: string[] = [];
    setFate(({ to }) => {
      order.push(to.chatId);
      // the other one tells that they live in Ambon
      for (const id of [first, second])
        if (stores.contacts.get(id)?.addresses[0]?.chatId !== to.chatId) stores.contacts.learn(id, { region: "81.71" });
      return { ok: true };
    });
    void run.call(world, approved()).catch(() => {});
    await until(() => sent.length === 1, "one");
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(order).toHaveLength(1);
  });
});

describe("choices", () => {
  it("are counted, the last answer of each person", async () => {
    const { person, approved, run, votes, counts } = await open();
    const [one = "", two = "", three = ""] = many(3, () => person());
    const id = approved({ choices: ["Ya, datang", "Belum bisa"] });
    await run.call(world, id);
    expect(votes.vote(one, { text: "1", numbered: false })).toEqual({ campaign: id, choice: "Ya, datang" });
    expect(votes.vote(two, { text: "ya, datang", numbered: true })).toEqual({ campaign: id, choice: "Ya, datang" });
    expect(votes.vote(three, { text: "2.", numbered: false })).toEqual({ campaign: id, choice: "Belum bisa" });
    expect(votes.vote(three, { text: "1", numbered: true })).toBeUndefined();
    expect(votes.vote(three, { text: "3", numbered: false })).toBeUndefined();
    expect(votes.vote(two, { text: "2", numbered: false })).toEqual({ campaign: id, choice: "Belum bisa" });
    expect(counts(id).answers).toEqual({ 0: 1, 1: 2 });
  });
});
