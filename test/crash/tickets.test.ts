import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { seededRandom } from "../../src/lib/hash.ts";
import { BUDI, RINA } from "../support/office/scene.ts";
import type { Person } from "../support/office/town-people.ts";
import { openTown, type Town } from "../support/office/town.ts";
import { Refusal } from "../support/telegram/fault-proxy.ts";
import { until } from "../support/wait.ts";

/** How often the program is killed; `npm run test:crash` does it at length. */
const ROUNDS = Number(process.env["CRASH_ROUNDS"] ?? 3);
const LINES_A_ROUND = 12;

/** Says of itself that it may have been shown before. */
const REPEAT = "↻ Mungkin sudah tampil di atas:\n";
const IN_DOUBT = /Kalau pesan terakhir petugas belum masuk/;

/** How often exactly this line stands in a topic, and how often under the mark. */
function timesShown(texts: readonly string[], line: string): { plainly: number; marked: number } {
  return {
    plainly: texts.filter((text) => text === line).length,
    marked: texts.filter((text) => text === REPEAT + line).length,
  };
}

/** The numbers that texts hold, from the first that is not greater than the one before it. */
function afterDisorder(texts: readonly string[], pattern: RegExp): number[] {
  const numbers = texts.flatMap((text) => pattern.exec(text)?.[1] ?? []).map(Number);
  const at = numbers.findIndex((number, index) => number <= (numbers[index - 1] ?? 0));
  return at === -1 ? [] : numbers.slice(at - 1);
}

describe("kill -9 at the very moment that something happens to a ticket", () => {
  let town: Town;
  beforeAll(async () => {
    town = await openTown();
    await town.start();
  }, 60_000);
  afterAll(() => town.close());

  /** Kills the program while it waits for the answer to its next call; Telegram has `taken` it or not. */
  async function killAt(method: string, taken: boolean, go: () => unknown): Promise<void> {
    const { api } = town;
    let called = false;
    if (taken) api.fail(method, { delayMs: 1_500 });
    else
      api.reply(method, () => {
        if (called) return undefined;
        called = true;
        town.blow();
        return new Refusal(500, "not taken");
      });
    const before = api.callsOf(method).length;
    await go();
    await until(() => (taken ? api.callsOf(method).length > before : called), `a call of ${method}`);
    if (taken) await sleep(150); // it passes on to the server
    await town.kill();
  }

  it.each([true, false])("a topic is opened (taken: %s): the card is shown once, in one topic", async (taken) => {
    const one = town.person("whatsapp");
    await killAt("createForumTopic", taken, () => one.says("petugas"));
    await town.start();
    await until(() => one.shown().length > 0, "the card");
    await sleep(300);
    expect(one.topics().map(({ texts }) => texts.length)).toEqual(taken ? [0, 1] : [1]);
    expect(one.shown()[0]).toMatch(/^↻ Mungkin sudah tampil di atas:\nTiket \d+ · minta petugas/);
    await until(() => one.heard().length > 0, "the reply");
    expect(one.count(/\*Tiket \d+\*, antrean/)).toBe(1);
    town.api.deskPresses({ ...BUDI, label: "Ambil", messageId: one.topic()?.messages[0]?.id ?? 0 });
    await until(() => one.heard().find((text) => text.includes("Budi, petugas kami")), "the claim");
  });

  it("a worker's words are shown, and nobody can know: again, under a mark", async () => {
    const one = town.person("telegram");
    await one.isHelped(RINA);
    await killAt("sendMessage", true, () => one.says("pesan 1 dari warga"));
    await one.says("pesan 2 dari warga");
    await town.start();
    await until(() => one.shown().includes(`👤 ${one.name}: pesan 2 dari warga`), "the second message");
    await until(() => one.shown().some((text) => text.startsWith(REPEAT)), "the first again");
    await sleep(300);
    expect(timesShown(one.shown(), `👤 ${one.name}: pesan 1 dari warga`)).toEqual({ plainly: 1, marked: 1 });
    expect(timesShown(one.shown(), `👤 ${one.name}: pesan 2 dari warga`)).toEqual({ plainly: 1, marked: 0 });
  });

  it("what is written after a restart does not overtake what was written before", async () => {
    const one = town.person("whatsapp");
    await one.isHelped(RINA);
    await town.kill();
    for (let n = 1; n <= 15; n++) await one.says(`pesan ${n} dari warga`);
    await town.start();
    for (let n = 16; n <= 18; n++) await one.says(`pesan ${n} dari warga`);
    await until(() => one.shown().filter((text) => /: pesan \d+ /.test(text)).length === 18, "all messages");
    expect(afterDisorder(one.shown(), /^👤 .*: pesan (\d+) /)).toEqual([]);
  });

  it("a worker's words and their repetition, both not taken: staff still see them", async () => {
    const one = town.person("whatsapp");
    await one.isHelped(RINA);
    await killAt("sendMessage", false, () => one.says("pesan 1 dari warga"));
    await killAt("sendMessage", false, () => town.launch());
    await town.start();
    const line = `👤 ${one.name}: pesan 1 dari warga`;
    await until(() => timesShown(one.shown(), line).marked > 0, "the message");
    await sleep(300);
    expect(timesShown(one.shown(), line)).toEqual({ plainly: 0, marked: 1 });
  });

  it.each([true, false])("staff write to Telegram (taken: %s): both sides are told of the doubt", async (taken) => {
    const one = town.person("telegram");
    await one.isHelped(RINA);
    await killAt("sendMessage", taken, () => one.staffSay(RINA, "balasan 1 dari kantor"));
    await town.start();
    await until(() => one.heard().some((text) => IN_DOUBT.test(text)), "a word to the worker");
    await until(() => one.shown().some((text) => text.includes("mungkin sampai, mungkin tidak")), "a word to staff");
    one.staffSay(RINA, "balasan 2 dari kantor");
    await until(() => one.heard().at(-1) === "Rina (petugas):\nbalasan 2 dari kantor", "the next reply");
    expect([/balasan 1 /, IN_DOUBT, /balasan 2 /].map(one.count)).toEqual([taken ? 1 : 0, 1, 1]);
    expect(one.shown().filter((text) => text.includes("mungkin sampai"))).toEqual([
      "⚠️ Pesan ini tidak sampai ke warga (mungkin sampai, mungkin tidak): Rina (petugas):\nbalasan 1 dari kantor",
    ]);
  });

  it("staff write to WhatsApp: sent again under the same id, and nobody is troubled", async () => {
    const one = town.person("whatsapp");
    await one.isHelped(BUDI);
    let taken: string | undefined;
    town.whatsapp.knobs.ackError = ({ attrs: { id } }) => {
      if (taken !== undefined) return undefined;
      taken = id;
      town.whatsapp.knobs.muteAcks = true;
      town.blow();
      return undefined;
    };
    one.staffSay(BUDI, "balasan 1 dari kantor");
    await until(() => taken, "the message to be taken");
    await town.kill();
    await town.start();
    const sends = () => town.whatsapp.stanzas.filter(({ tag, attrs }) => tag === "message" && attrs["id"] === taken);
    await until(() => sends().length === 2, "the message again");
    await sleep(300);
    expect([/balasan 1 /, IN_DOUBT].map(one.count)).toEqual([1, 0]);
    expect(one.shown().join()).not.toContain("mungkin tidak");
  });

  it.each(["closeForumTopic", "sendMessage"])(
    "a ticket is closed, and %s is lost: its topic is closed after all",
    async (method) => {
      const one = town.person("whatsapp");
      await one.isHelped(BUDI);
      await killAt(method, false, () => one.staffSay(BUDI, "/tutup"));
      await town.start();
      await until(() => one.heard().find((text) => text.includes("ditutup petugas")), "a word to the worker");
      await until(() => one.shown().find((text) => text.includes("ditutup Budi")), "a word to staff");
      await until(() => one.topic()?.closed, "the topic to be closed");
      await sleep(300);
      expect(one.topic()?.closed).toBe(true);
      expect(one.shown().filter((text) => text.includes("ditutup Budi"))).toHaveLength(1);
    },
  );

  it("staff change what they wrote before and after a kill: both changes arrive", async () => {
    const one = town.person("whatsapp");
    await one.isHelped(RINA);
    const messageId = one.staffSay(RINA, "kantor buka jam 7");
    await until(() => one.heard().find((text) => text.includes("jam 7")), "the reply");
    await sleep(300); // until WhatsApp has confirmed it
    const changes = () => town.whatsapp.sent.map(({ message }) => JSON.stringify(message?.protocolMessage ?? ""));
    for (const text of ["kantor buka jam 8", "kantor buka jam 9"]) {
      town.api.deskEdits({ ...RINA, messageId, text });
      await until(() => changes().some((change) => change.includes(text)), text);
      // Telegram counts changes by the second; this takes longer
      if (text.endsWith("8")) await town.kill().then(town.start);
    }
    expect(changes().filter((change) => /jam [89]/.test(change))).toHaveLength(2);
  });
});

describe("kill -9 while workers and staff write to each other", () => {
  it(
    `${ROUNDS} times: nothing is lost, and what is in doubt is said to be`,
    { timeout: 90_000 + ROUNDS * 12_000 },
    async () => {
      const town = await openTown();
      onTestFinished(() => town.close());
      const random = seededRandom(ROUNDS + 2);
      const among = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
      const light = fuseOf(town, random);

      await town.start();
      const talkers = (["whatsapp", "whatsapp", "whatsapp", "telegram", "telegram"] as const).map(town.person);
      for (const [index, talker] of talkers.entries()) await talker.isHelped(index % 2 === 0 ? RINA : BUDI);
      const newcomers: Person[] = [];
      const leaving = new Set<Person>();
      /** How much each talker wrote, and under which ids staff wrote back. */
      const chats = new Map(talkers.map((talker) => [talker, { asked: 0, replies: [] as number[] }]));

      for (let round = 0; round < ROUNDS; round++) {
        // by a call of its own in two rounds of three, some of them soon after its start; else by the clock
        if (round % 3 < 2) light(1 + Math.floor(random() * 20));
        if (round > 0) await town.start();
        const newcomer = town.person("whatsapp");
        newcomers.push(newcomer);
        const comes = Math.floor(random() * LINES_A_ROUND);
        for (let line = 0; line < LINES_A_ROUND; line++) {
          if (line === comes) await newcomer.says("petugas");
          const done = newcomers.find((one) => one !== newcomer && !leaving.has(one) && one.topic());
          if (done) {
            leaving.add(done);
            done.staffSay(RINA, "/tutup");
          }
          const [talker, chat] = among([...chats]);
          if (random() < 0.5) await talker.says(`pesan ${++chat.asked} dari warga`);
          else
            chat.replies.push(talker.staffSay(among([RINA, BUDI]), `balasan ${chat.replies.length + 1} dari kantor`));
          await sleep(random() * 60);
        }
        await sleep(random() * 400);
        await town.kill();
        light(Infinity);
      }

      await town.start();
      const everybody = [...talkers, ...newcomers];
      const asked = [...chats].flatMap(([talker, { asked: count }]) =>
        Array.from({ length: count }, (_, index) => ({
          talker,
          times: () => timesShown(talker.shown(), `👤 ${talker.name}: pesan ${index + 1} dari warga`),
        })),
      );
      const replied = [...chats].flatMap(([talker, { replies }]) =>
        replies.map((id, index) => {
          const words = `balasan ${index + 1} dari kantor`;
          const times = () => talker.heard().filter((text) => text.endsWith(`\n${words}`)).length;
          return { talker, id, words, times };
        }),
      );
      const arrived = () =>
        asked.every(({ times }) => times().plainly + times().marked > 0) &&
        replied.every(({ talker, times }) => talker.channel === "telegram" || times() > 0) &&
        newcomers.every((one) => one.heard().length > 0 && one.topic()?.closed === leaving.has(one));
      await until(arrived, "everything to arrive", 30_000).catch(() => {});
      await sleep(1_500);
      const { code, ms } = await town.stop();
      const stores = town.openStores();
      onTestFinished(() => stores.close());
      const { unknown, queued, failed } = stores.outbox.depth();
      const { waiting, aside } = stores.inbox.depth();
      expect({ code, waiting, aside, queued, failed }).toEqual({ code: 0, waiting: 0, aside: 0, queued: 0, failed: 0 });
      expect(ms).toBeLessThan(10_000);
      expect(unknown).toBeLessThanOrEqual(town.kills());

      // tickets: one of each person, each in one topic; a kill leaves one empty topic at most
      const tickets = stores.tickets.openedBetween(new Date(0), new Date(8.64e15));
      expect(tickets).toHaveLength(everybody.length);
      expect(new Set(tickets.map(({ contactId }) => contactId)).size).toBe(everybody.length);
      expect(tickets.filter(({ state }) => state === "closed")).toHaveLength(leaving.size);
      const topics = everybody.map((one) => one.topics().filter(({ texts }) => texts.length > 0).length);
      expect(topics).toEqual(everybody.map(() => 1));
      const empty = town.api.topics().filter(({ texts }) => texts.length === 0).length;
      expect(empty).toBeLessThanOrEqual(town.kills());
      expect(newcomers.map((one) => one.topic()?.closed)).toEqual(newcomers.map((one) => leaving.has(one)));
      const cards = everybody.map((one) => one.shown().filter((text) => /^Tiket \d+ · minta/.test(text)).length);
      expect(cards.filter((count) => count > 1)).toEqual([]);
      expect(everybody.filter((one) => !one.shown()[0]?.includes(" · minta petugas"))).toEqual([]);
      expect(newcomers.map((one) => one.count(/\*Tiket \d+\*, antrean/))).toEqual(newcomers.map(() => 1));
      expect(newcomers.map((one) => one.count(/ditutup petugas/))).toEqual(
        newcomers.map((one) => (leaving.has(one) ? 1 : 0)),
      );

      // what workers wrote, in the topics
      expect(asked.length).toBeGreaterThan(ROUNDS);
      expect(
        asked.map(({ times }) => times()).filter(({ plainly, marked }) => plainly > 1 || plainly + marked < 1),
      ).toEqual([]);
      const marks = town.api.topics().flatMap(({ texts }) => texts.filter((text) => text.startsWith("↻")));
      expect(marks.length).toBeLessThanOrEqual(town.kills());
      for (const talker of talkers) expect(afterDisorder(talker.shown(), /^👤 .*: pesan (\d+) /)).toEqual([]);

      // what staff wrote, in the chats
      expect(replied.length).toBeGreaterThan(ROUNDS);
      const onWhatsApp = replied.filter(({ talker }) => talker.channel === "whatsapp");
      expect(onWhatsApp.filter(({ times }) => times() !== 1).map(({ words }) => words)).toEqual([]);
      const onTelegram = replied.filter(({ talker }) => talker.channel === "telegram");
      const wrong = onTelegram.filter(({ talker, id, words, times }) => {
        const number = /^#(\d+)/.exec(talker.topic()?.title ?? "")?.[1];
        const sent = stores.outbox.find(`staff:${number}:${id}`);
        const told = talker.shown().filter((text) => text.includes("mungkin tidak") && text.endsWith(`\n${words}`));
        if (sent?.status !== "unknown") return sent?.status !== "sent" || times() !== 1 || told.length > 0;
        // of a word about a doubt that is in doubt itself nothing more is said
        const word = stores.outbox.find(`doubt:${sent.seq}`)?.status;
        return times() > 1 || told.length === 0 || (word !== "sent" && word !== "unknown");
      });
      expect(wrong.map(({ words }) => words)).toEqual([]);
      const doubts = stores.outbox.depth("tg-424242").unknown;
      for (const talker of talkers) {
        expect(afterDisorder(talker.heard(), /\nbalasan (\d+) /)).toEqual([]);
        expect(talker.count(IN_DOUBT)).toBeLessThanOrEqual(talker.channel === "telegram" ? doubts : 0);
      }
      expect(town.written()).not.toMatch(/warga|pesan \d|balasan|kantor|\brina\b|\bbudi\b|62812\d|loopback-secret/i);
    },
  );
});

/** The program dies while it waits for the answer to one of its calls: as many as are told. */
function fuseOf({ api, whatsapp, handing, blow }: Town, random: () => number): (calls: number) => void {
  let left = Infinity;
  const burns = (): boolean => {
    left -= 1;
    if (left > 0 || handing()) return false;
    left = Infinity;
    blow();
    return true;
  };
  for (const method of ["sendMessage", "createForumTopic", "closeForumTopic"])
    api.reply(method, () => (burns() && random() < 0.5 ? new Refusal(500, "not taken") : undefined));
  whatsapp.knobs.ackError = () => {
    if (burns()) whatsapp.knobs.muteAcks = true;
    return undefined;
  };
  return (calls) => void (left = calls);
}
