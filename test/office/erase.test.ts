import { Command, CommanderError } from "commander";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { setTimeout as sleep } from "node:timers/promises";
import { hiddenWorker, telegramWorker, type Person } from "../support/office/people.ts";
import { openScene, RINA, type Scene } from "../support/office/scene.ts";
import { tracesAtDesk, tracesInFiles, tracesInLog, type Marks } from "../support/office/traces.ts";
import { until } from "../support/wait.ts";
import { addPrivacyCommand } from "../../src/commands/privacy.ts";
import { openTools } from "../../src/commands/tools.ts";
import { createCheckedFile } from "../../src/storage/checked-file.ts";
import { openSqliteStores } from "../../src/storage/sqlite/index.ts";

/** Sixteen digits that belong to nobody: there is no province 99. */
const NUMBER = ["9901", "0101", "4107", "9001"].join("");

const ZULAIKHA = { name: "Zulaikhawati", lid: "424711935508826", phone: "6281377041952" };
const BARNABAS = { name: "Barnabasius", id: 7_412_358_961 };
const MARKUS = { name: "Markusanto", lid: "539922018837465", phone: "6285266190473" };

let scene: Scene;
afterEach(() => scene.close());

/** Words that stand nowhere else; those of the person and those that staff wrote to them. */
function marksOf({ name, ...ids }: { name: string } & Record<string, string | number>): Marks {
  return {
    name,
    ...Object.fromEntries(Object.entries(ids).map(([what, id]) => [what, String(id)])),
    "a question": `tambak${name}kelomang`,
    "a question not understood": `wekwek${name}zzz`,
    "words to staff": `perahu${name}karam`,
    "words of staff": `berkas${name}lengkap`,
    "a note of staff": `catatan${name}dalam`,
    "the reason of closing": `beres${name}tuntas`,
    "sixteen digits": NUMBER,
  };
}

/** Asks, sends a number, subscribes, talks with staff until they close the case, and was not helped. */
async function journey(person: Person, marks: Marks): Promise<void> {
  const from = () => person.heard().length;
  const word = (what: string) => marks[what] ?? "";
  await person.says(`iuran nelayan berapa? saya punya ${word("a question")}`);
  await person.hears(/Rp/);
  let before = from();
  await person.says(`ini nomor saya ${NUMBER}`);
  await person.hears(/./, before);
  before = from();
  await person.says("saya mau langganan infonya kak");
  await person.hears(/./, before);
  before = from();
  await person.says(`${word("a question not understood")} blarak`);
  await person.hears(/./, before);
  before = from();
  await person.says("👎");
  await person.hears(/./, before);
  before = from();
  await person.says("petugas");
  await person.hears(/antrean/, before);
  const topic = await scene.topic(person.name);
  await topic.shows(/Tiket/);
  scene.api.deskSays({ ...RINA, text: "/pertanyaan" });
  await until(
    () => scene.api.general().texts.find((text) => text.includes(word("a question not understood"))),
    "the list of questions",
  );
  scene.api.deskSays({ ...RINA, text: "/antrean" });
  await until(() => scene.api.general().texts.findLast((text) => text.startsWith("Tiket terbuka")), "the queue");
  await topic.presses(RINA, "Ambil");
  await person.hears(/sekarang membaca/, before);
  await person.says(word("words to staff"));
  await topic.shows(new RegExp(word("words to staff")));
  topic.says(RINA, `// ${word("a note of staff")}`);
  topic.says(RINA, `Pak/Bu, ${word("words of staff")}?`);
  await person.hears(new RegExp(word("words of staff")), before);
  topic.says(RINA, "/balas salam");
  await person.hears(new RegExp(`Halo ${person.name}`), before);
  topic.says(RINA, `/tutup ${word("the reason of closing")}`);
  await person.hears(/ditutup petugas/, before);
  await person.says("2");
  await topic.shows(/👎/);
}

/** Asks to be forgotten, and answers the question about it. */
async function asksToBeForgotten(person: Person, answer: "ya" | "tidak"): Promise<string> {
  const before = person.heard().length;
  await person.says("hapus data saya");
  await person.hears(/Yakin hapus data Anda/, before);
  await sleep(150);
  expect(person.heard().slice(before)).toHaveLength(1);
  await person.says(answer);
  return until(() => person.heard()[before + 1], "an answer");
}

/** Looks into what is kept, beside the program or after it. */
function look<T>(work: (stores: ReturnType<typeof openSqliteStores>) => T): T {
  const stores = openSqliteStores({ folder: scene.folder, clock: scene.clock, shared: true });
  try {
    return work(stores);
  } finally {
    stores.close();
  }
}

const everywhere = (marks: Marks) => [
  ...tracesInFiles(scene.folder, marks),
  ...tracesInLog(scene, marks),
  ...tracesAtDesk(scene, marks),
];

/** Expects the files to hold all that is kept of somebody; a note or a number may have been written nowhere. */
function expectWhole({ "sixteen digits": number = "", ...marks }: Marks): void {
  const found = tracesInFiles(scene.folder, marks).join("\n");
  const kept = Object.keys(marks).filter((what) => what !== "a note of staff");
  for (const what of kept) expect(found).toContain(`: ${what}`);
  expect(tracesInFiles(scene.folder, { number })).toEqual([]);
}

const goneTopics = () => scene.api.topics().filter(({ deleted }) => deleted).length;

/** Runs `sapa privacy …` beside the running program. Returns what it says. */
async function privacy(...args: string[]): Promise<string> {
  let said = "";
  const add = (text: string) => void (said += text);
  const sapa = new Command("sapa").exitOverride().configureOutput({ writeErr: add });
  const checked = createCheckedFile(join(scene.folder, "knowledge.checked"), "test");
  addPrivacyCommand(sapa, async () => (await openTools(scene.config, checked)).privacy, { print: add });
  await sapa.parseAsync(["privacy", ...args], { from: "user" }).catch((error: unknown) => {
    if (!(error instanceof CommanderError)) throw error;
  });
  return said;
}

describe("being forgotten", () => {
  it("by one's own word: nothing is left of those who asked, and all of who did not", async () => {
    scene = await openScene();
    const zulaikha = hiddenWorker(scene, ZULAIKHA);
    const barnabas = telegramWorker(scene, BARNABAS);
    const markus = hiddenWorker(scene, MARKUS);
    const [ofZulaikha, ofBarnabas, ofMarkus] = [marksOf(ZULAIKHA), marksOf(BARNABAS), marksOf(MARKUS)];
    await journey(zulaikha, ofZulaikha);
    await journey(barnabas, ofBarnabas);
    await journey(markus, ofMarkus);

    for (const [person, marks] of [
      [zulaikha, ofZulaikha],
      [barnabas, ofBarnabas],
    ] as const) {
      expect(await asksToBeForgotten(person, "tidak")).toMatch(/tidak dihapus/);
      expectWhole(marks);
      expect(await asksToBeForgotten(person, "ya")).toMatch(/sudah dihapus/);
    }
    await until(() => scene.logged.filter((line) => line.startsWith("forgotten")).length === 2, "both to be forgotten");
    await until(() => goneTopics() === 2, "two topics to go");
    // blocking us afterwards is no word to us
    const private_ = { chat: { id: BARNABAS.id, type: "private", first_name: BARNABAS.name }, date: 1 };
    scene.api.pushUpdate({
      my_chat_member: { ...private_, new_chat_member: { status: "kicked", user: { id: 424242 } } },
    } as never);
    await sleep(100);
    expect([...everywhere(ofZulaikha), ...everywhere(ofBarnabas)]).toEqual([]);
    expectWhole(ofMarkus);

    await scene.stop();
    expect([...everywhere(ofZulaikha), ...everywhere(ofBarnabas)]).toEqual([]);
    expectWhole(ofMarkus);
    look(({ contacts, consent, history, tickets, unanswered }) => {
      const all = tickets.openedBetween(new Date(0), new Date(8.64e15));
      expect(
        all.map(({ contactId, address, closeReason, state, satisfaction }) => [
          contactId === "",
          address.chatId === "",
          closeReason === undefined,
          state,
          satisfaction,
        ]),
      ).toEqual([
        [true, true, true, "closed", "down"],
        [true, true, true, "closed", "down"],
        [false, false, false, "closed", "down"],
      ]);
      const [one, ...others] = contacts.list({ limit: 10 });
      expect(others).toEqual([]);
      expect(one).toMatchObject({ name: MARKUS.name, id: all[2]?.contactId });
      expect(one?.addresses).toHaveLength(2);
      expect(consent.of(one?.id ?? "")).not.toEqual([]);
      expect(history.recent(one?.id ?? "", 100).length).toBeGreaterThan(15);
      expect(unanswered.open().length).toBeGreaterThan(0);
    });

    // whoever writes again is somebody new, for whom everything works
    await scene.start();
    for (const person of [zulaikha, barnabas]) {
      let before = person.heard().length;
      await person.says("iuran petani berapa?");
      await person.hears(/Rp/, before);
      before = person.heard().length;
      await person.says("petugas");
      expect(await person.hears(/Tiket \d/, before)).toMatch(/Tiket [45]\*?, antrean/);
      // the one of before is gone; the new one may take a moment longer than the word to the person
      const isNew = (title: string, deleted: boolean) => title.includes(person.name) && !deleted;
      await until(() => scene.api.topics().some(({ title, deleted }) => isNew(title, deleted)), "a new topic");
      const topic = await scene.topic(person.name);
      expect(topic.now().deleted).toBe(false);
      topic.says(RINA, "Halo lagi.");
      await person.hears(/Halo lagi/, before);
      expect(await topic.shows(/Tiket \d/)).not.toContain("kelomang");
    }
    look(({ contacts }) => {
      const anew = contacts.find({ channel: "whatsapp", chatId: `${ZULAIKHA.phone}@s.whatsapp.net` });
      expect(contacts.get(anew ?? "")?.consentAskedAt).toBeUndefined();
      expect(contacts.list({ limit: 10 })).toHaveLength(3);
    });
  });

  it("by a command beside the running program", async () => {
    scene = await openScene({ at: new Date() }); // the command has the clock of the machine
    const zulaikha = hiddenWorker(scene, ZULAIKHA);
    const barnabas = telegramWorker(scene, BARNABAS);
    const markus = hiddenWorker(scene, MARKUS);
    const [ofZulaikha, ofBarnabas, ofMarkus] = [marksOf(ZULAIKHA), marksOf(BARNABAS), marksOf(MARKUS)];
    await journey(zulaikha, ofZulaikha);
    await journey(barnabas, ofBarnabas);
    await journey(markus, ofMarkus);

    for (const [person, marks, option, id] of [
      [zulaikha, ofZulaikha, "--whatsapp", "0813-7704-1952"],
      [barnabas, ofBarnabas, "--telegram", String(BARNABAS.id)],
    ] as const) {
      const before = person.heard().length;
      expect(await privacy("erase", option, id)).toContain("Nothing was erased");
      expectWhole(marks);
      expect(await privacy("erase", option, id, "--yes")).toMatch(/^Erased (?:WhatsApp|Telegram) ….*\. Tickets left/);
      await person.hears(/sudah dihapus/, before);
    }
    await until(() => scene.logged.filter((line) => line.startsWith("forgotten")).length === 2, "both to be forgotten");
    await until(() => goneTopics() === 2, "two topics to go");
    expect([...everywhere(ofZulaikha), ...everywhere(ofBarnabas)]).toEqual([]);
    await scene.stop();
    expect([...everywhere(ofZulaikha), ...everywhere(ofBarnabas)]).toEqual([]);
    expectWhole(ofMarkus);
  });

  it("in the middle of a ticket: its topic goes, and what staff were about to say goes to nobody", async () => {
    scene = await openScene();
    const zulaikha = hiddenWorker(scene, ZULAIKHA);
    const markus = hiddenWorker(scene, MARKUS);
    await markus.says("petugas");
    await scene.topic(MARKUS.name);
    await zulaikha.says("petugas");
    const topic = await scene.topic(ZULAIKHA.name);
    await topic.presses(RINA, "Ambil");
    await zulaikha.hears(/sekarang membaca/);

    const before = zulaikha.heard().length;
    await zulaikha.says("hapus data saya");
    await zulaikha.hears(/Yakin hapus/, before);
    // the answer of staff comes in after the person is gone, while the topic is still there
    scene.api.fail("deleteForumTopic", { delayMs: 300 });
    await zulaikha.says("ya");
    await until(() => scene.api.callsOf("deleteForumTopic").length > 0, "the topic to be on its way out");
    topic.says(RINA, "Ini jawabannyaterlambat.");
    await zulaikha.hears(/sudah dihapus/, before);
    await until(() => topic.now().deleted, "the topic to go");
    await until(() => scene.api.general().texts.find((text) => /minta datanya dihapus/.test(text)), "a word to staff");
    await sleep(200);
    expect(scene.whatsapp.sent.filter(({ message }) => JSON.stringify(message).includes("terlambat"))).toEqual([]);
    expect(markus.heard()).toHaveLength(1);
    expect(scene.api.topics().map(({ deleted }) => deleted)).toEqual([false, true]);
    const marks = { ...marksOf(ZULAIKHA), "late words": "jawabannyaterlambat" };
    await scene.stop();
    expect(everywhere(marks)).toEqual([]);
    look(({ tickets }) => {
      expect(tickets.allOpen().map(({ number }) => number)).toEqual([1]);
      expect(tickets.get(2)).toMatchObject({ state: "closed", endedBy: "erased", contactId: "" });
    });
  });

  it("while words to and from staff are on their way: they end there", async () => {
    scene = await openScene({ at: new Date() });
    const zulaikha = hiddenWorker(scene, ZULAIKHA);
    const marks = marksOf(ZULAIKHA);
    await zulaikha.says("petugas");
    const topic = await scene.topic(ZULAIKHA.name);
    await topic.presses(RINA, "Ambil");
    await zulaikha.hears(/sekarang membaca/);
    // WhatsApp does not confirm the first word of staff, so the second one waits behind it
    scene.whatsapp.knobs.muteAcks = true;
    topic.says(RINA, "Sebentar ya.");
    await zulaikha.hears(/Sebentar ya/);
    topic.says(RINA, `Ini ${marks["words of staff"]}`);
    // and of the person's words nobody knows whether they reached staff
    scene.api.fail("sendMessage", { delayMs: 400, drop: "after" });
    const calls = scene.api.callsOf("sendMessage").length;
    await zulaikha.says(marks["words to staff"] ?? "");
    await until(() => scene.api.callsOf("sendMessage").length > calls, "words on their way to staff");
    await privacy("erase", "--whatsapp", ZULAIKHA.phone, "--yes");
    scene.whatsapp.knobs.muteAcks = false;
    await zulaikha.hears(/sudah dihapus/);
    await until(() => topic.now().deleted, "the topic to go");
    await sleep(500);
    expect(zulaikha.heard().join("\n")).not.toContain(marks["words of staff"]);
    expect(scene.api.topics()).toHaveLength(1);
    await scene.stop();
    expect(everywhere(marks)).toEqual([]);
  });
});
