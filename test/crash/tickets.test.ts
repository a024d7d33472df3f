import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { loadBaileys } from "../../src/channels/whatsapp/load.ts";
import { seededRandom } from "../../src/lib/hash.ts";
import { openSqliteStores } from "../../src/storage/sqlite/index.ts";
import { openWhatsAppAuth } from "../../src/storage/sqlite/whatsapp-auth.ts";
import { BUDI, RINA, STAFF } from "../support/office/scene.ts";
import { startSapa, type SapaProcess } from "../support/process.ts";
import { seen } from "../support/telegram/desk.ts";
import { Refusal } from "../support/telegram/fault-proxy.ts";
import { startWhatsAppServer } from "../support/whatsapp/server.ts";
import { until } from "../support/wait.ts";

/** How often the program is killed; `npm run test:crash` does it at length. */
const ROUNDS = Number(process.env["CRASH_ROUNDS"] ?? 3);
const LINES_A_ROUND = 12;

/** Says of itself that it may have been shown before. */
const REPEAT = "↻ Mungkin sudah tampil di atas:\n";
const IN_DOUBT = /Kalau pesan terakhir petugas belum masuk/;

/** The program as a process, between a WhatsApp and a Telegram server that outlive it. */
async function openTown() {
  // the WhatsApp server changes how the package is loaded that the Telegram server shares, so it comes first
  const whatsapp = await startWhatsAppServer();
  const { startBotApi, TOKEN, DESK_CHAT } = await import("../support/telegram/bot-api.ts");
  const api = await startBotApi();
  const folder = mkdtempSync(join(tmpdir(), "sapa-crash-"));
  const login = await openWhatsAppAuth({ path: join(folder, "whatsapp.db"), loadBaileys });
  login.state.creds.me = { id: "15550000000:1@s.whatsapp.net", name: "Bot" };
  login.state.creds.accountSyncCounter = 1;
  login.saveCreds();
  login.close();
  writeFileSync(join(folder, "settings.json"), JSON.stringify({ staff: STAFF }));
  const env = {
    TELEGRAM_BOT_TOKEN: TOKEN,
    TELEGRAM_API_ROOT: api.apiRoot,
    STAFF_TELEGRAM_CHAT: DESK_CHAT,
    WHATSAPP: "on",
    WHATSAPP_SOCKET_URL: whatsapp.url(),
    WHATSAPP_QR: "off",
    STATE_DIR: folder,
    LOG_LEVEL: "debug",
  };

  let sapa: SapaProcess | undefined;
  let written = "";
  let kills = 0;
  let alive = false;
  /** Whether WhatsApp's network has the program's device on the line. */
  let online = false;
  let handing = false;

  const unread: { id: string; from: string; text: string; pushName: string }[] = [];
  const acknowledged = (id: string) =>
    whatsapp.stanzas.some(({ tag, attrs }) => (tag === "receipt" || tag === "ack") && attrs["id"] === id);

  async function hand(message: (typeof unread)[number], attrs: Record<string, string>): Promise<void> {
    handing = true;
    await whatsapp.message({ ...message, attrs });
    handing = false;
  }

  /** The network keeps a message until the device has acknowledged it, and hands it over again after a reconnect. */
  async function handOver(): Promise<void> {
    const left = unread.filter(({ id }) => !acknowledged(id));
    unread.splice(0, unread.length, ...left);
    for (const message of left) await hand(message, { offline: "1" });
  }

  function launch(): void {
    whatsapp.knobs.muteAcks = false;
    sapa = startSapa(env);
    alive = true;
  }

  async function start(): Promise<void> {
    const before = whatsapp.connections();
    launch();
    await until(() => !alive || whatsapp.connections() > before, "a connection to WhatsApp", 20_000);
    online = alive;
    if (online) await handOver();
  }

  /** Ends the program from within a call that it has made; `kill` has to follow. */
  function blow(): void {
    alive = online = false;
    sapa?.child.kill("SIGKILL");
  }

  async function kill(): Promise<void> {
    blow();
    await sapa?.kill();
    kills++;
    written += sapa?.written() ?? "";
    sapa = undefined;
    await until(() => whatsapp.open() === 0, "the connection to be gone");
  }

  let people = 0;

  function person(channel: "whatsapp" | "telegram") {
    const number = ++people;
    const name = `Warga${number}`;
    const jid = `62812${90_000_000 + number}@s.whatsapp.net`;
    const chatId = 7000 + number;
    const ours = () =>
      channel === "whatsapp"
        ? whatsapp.sent
            .filter(({ to }) => to === jid)
            .map(({ id, message }) => ({ id, text: message?.conversation ?? message?.extendedTextMessage?.text ?? "" }))
        : api
            .accepted("sendMessage")
            .filter(({ chat_id }) => Number(chat_id) === chatId)
            .map(({ text }, index) => ({ id: String(index), text: seen(text) }));
    const heard = () => [...new Map(ours().map(({ id, text }) => [id, text])).values()];
    const topics = () => api.topics().filter(({ title }) => title.startsWith(`#`) && title.split(" ")[1] === name);
    const topic = () => topics().find(({ texts }) => texts.length > 0);
    return {
      name,
      channel,
      async says(text: string): Promise<void> {
        if (channel === "telegram") return api.injectText(text, { chatId, fromId: chatId, fromName: name });
        const message = {
          id: `ASK${number}X${whatsapp.stanzas.length}X${Math.random()}`,
          from: jid,
          text,
          pushName: name,
        };
        unread.push(message);
        if (online) await hand(message, {});
      },
      /** What reached them, each message once: a phone shows one id once. */
      heard,
      count: (words: RegExp) => heard().filter((text) => words.test(text)).length,
      /** All topics of theirs, also those in which nothing was ever said. */
      topics,
      topic,
      shown: () => topic()?.texts ?? [],
      staffSay(who: typeof RINA, text: string): number {
        const thread = topic()?.thread;
        if (thread === undefined) throw new Error(`${name} has no topic`);
        return api.deskSays({ ...who, thread, text });
      },
      /** Asks for a person, and is answered by one. */
      async isHelped(who: typeof RINA): Promise<void> {
        await this.says("petugas");
        const holder = await until(() => topic()?.messages.find(({ buttons }) => buttons.length > 0), "a card", 20_000);
        api.deskPresses({ ...who, label: "Ambil", messageId: holder.id });
        await until(() => this.heard().find((text) => text.includes("sekarang membaca")), "a claim");
        await until(() => topic()?.texts.find((text) => text.includes("mengambil tiket")), "the claim in the topic");
      },
    };
  }

  return {
    api,
    whatsapp,
    person,
    launch,
    /** The same, until it is on the line everywhere, or dead. */
    start,
    blow,
    kill,
    kills: () => kills,
    /** Whether a message is on its way into WhatsApp's network just now. */
    handing: () => handing,
    async stop() {
      const { code, ms } = (await sapa?.stop()) ?? { code: null, ms: 0 };
      alive = online = false;
      written += sapa?.written() ?? "";
      sapa = undefined;
      return { code, ms };
    },
    written: () => written + (sapa?.written() ?? ""),
    openStores: () => openSqliteStores({ folder, clock: () => new Date() }),
    async close() {
      await sapa?.kill();
      await api.close();
      await whatsapp.close();
      rmSync(folder, { recursive: true });
    },
  };
}

type Town = Awaited<ReturnType<typeof openTown>>;
type Person = ReturnType<Town["person"]>;

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
