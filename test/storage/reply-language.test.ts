import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import type { AskedLanguage } from "../../src/contacts/contact.ts";
import { openDatabase } from "../../src/storage/sqlite/database.ts";
import { openSqliteStores } from "../../src/storage/sqlite/index.ts";
import { MIGRATIONS } from "../../src/storage/sqlite/tables.ts";
import type { ChatMemory, SpokenLanguage } from "../../src/understanding/context.ts";
import { DAY, describeStores, HOUR, telegram, whatsapp } from "./forms.ts";

const asked = (reply: AskedLanguage): SpokenLanguage => ({ reply, asked: true, wrote: reply, times: 1 });
const heard = (reply: AskedLanguage): SpokenLanguage => ({ reply, asked: false, wrote: reply, times: 2 });

describeStores("the language that somebody asked for", (kept) => {
  const ani = telegram("ani");
  const idOf = () => kept.contacts.find(ani) ?? "";
  const spoken = () => kept.conversations.load(ani)?.language;

  it("is all that is left of a chat after a silence, however long", () => {
    kept.conversations.save(ani, { occupation: "nelayan", language: asked("su") });
    expect(kept.conversations.load(ani)).toEqual({ occupation: "nelayan", language: asked("su") });
    for (const silence of [25 * HOUR, 10 * DAY, 400 * DAY]) {
      kept.now = kept.later(silence);
      kept.conversations.sweep();
      expect(kept.conversations.load(ani)).toEqual({ language: asked("su") });
    }
    expect(kept.contacts.get(idOf())?.replyLanguage).toBe("su");
  });

  it("is not what somebody merely writes in", () => {
    kept.conversations.save(ani, { language: heard("su") });
    expect(spoken()).toEqual(heard("su"));
    kept.now = kept.later(25 * HOUR);
    expect(kept.conversations.load(ani)).toBeUndefined();
    expect(kept.contacts.get(idOf())).not.toHaveProperty("replyLanguage");
  });

  it.each(["jv", "en", "id"] as const)("is changed by another wish: %s", (next) => {
    kept.conversations.save(ani, { language: asked("su") });
    kept.conversations.save(ani, { language: asked(next) });
    kept.now = kept.later(2 * DAY);
    expect(spoken()).toEqual(asked(next));
  });

  it("stays when a chat goes on that knows nothing of it", () => {
    kept.conversations.save(ani, { language: asked("su") });
    kept.conversations.save(ani, { occupation: "petani" });
    expect(kept.conversations.load(ani)).toEqual({ occupation: "petani", language: asked("su") });
  });

  it("keeps what they have been writing in beside it", () => {
    kept.conversations.save(ani, { language: { ...asked("su"), wrote: "id", times: 2 } });
    expect(spoken()).toEqual({ reply: "su", asked: true, wrote: "id", times: 2 });
  });

  it("is that of one person on one channel alone", () => {
    kept.conversations.save(ani, { language: asked("su") });
    expect(kept.conversations.load(whatsapp("ani"))).toBeUndefined();
    expect(kept.conversations.load(telegram("budi"))).toBeUndefined();
  });

  it("is forgotten with the person", () => {
    kept.conversations.save(ani, { language: asked("su") });
    expect(kept.privacyCounts().replyLanguages).toBe(1);
    kept.contacts.erase(idOf());
    expect(kept.privacyCounts().replyLanguages).toBe(0);
    expect(kept.conversations.load(ani)).toBeUndefined();
    kept.conversations.save(ani, {});
    expect(kept.conversations.load(ani)).toEqual({});
  });

  it.each<
    [
      what: string,
      older: [AskedLanguage | undefined, at: number],
      younger: [AskedLanguage | undefined, at: number],
      AskedLanguage,
    ]
  >([
    ["the one who wrote last asked", ["su", 1], ["jv", 2], "jv"],
    ["also when that is the older one", ["su", 2], ["jv", 1], "su"],
    ["only the older one asked", ["su", 1], [undefined, 2], "su"],
    ["only the younger one asked", [undefined, 2], ["jv", 1], "jv"],
  ])("of two who turn out to be one: %s", (_, older, younger, expected) => {
    for (const [chatId, [language, hours]] of [["1", older] as const, ["2", younger] as const]) {
      const id = kept.contacts.idOf(whatsapp(chatId));
      kept.contacts.seen(id, kept.later(hours * HOUR), whatsapp(chatId));
      if (language) kept.contacts.learn(id, { replyLanguage: language });
      kept.now = kept.later(1);
    }
    kept.contacts.link(whatsapp("1"), "2");
    for (const chatId of ["1", "2"])
      expect(kept.conversations.load(whatsapp(chatId))).toEqual({ language: asked(expected) });
  });

  it.each<[what: string, language: AskedLanguage | undefined, replyLanguage: AskedLanguage | undefined, AskedLanguage]>(
    [
      ["what they asked for", "id", "su", "su"],
      ["what they asked for, also Indonesian", "su", "id", "id"],
      ["what they wrote in, when they never asked", "su", undefined, "su"],
      ["Indonesian, when nothing is known", undefined, undefined, "id"],
    ],
  )("tells which text of a campaign somebody gets: %s", (_, language, replyLanguage, expected) => {
    const id = kept.contacts.idOf(ani);
    kept.contacts.seen(id, kept.now, ani);
    kept.contacts.learn(id, { ...(language && { language }), ...(replyLanguage && { replyLanguage }) });
    const yes = { granted: true, at: kept.now, channel: "telegram", wording: "ya", source: "person" } as const;
    kept.consent.change(id, { topic: "safety", ...yes });
    const rules = { now: kept.now, recentDays: 0, accounts: { telegram: "tg" }, zone: "WIB" } as const;
    const survey = (languages: string[]) =>
      kept.audience.survey({
        audience: { topic: "safety", include: [{ languages }], exclude: [] },
        rules,
        after: "",
        limit: 10,
      });
    expect(survey([expected]).languages).toEqual({ [expected]: 1 });
    expect(survey(["id", "su", "jv", "en"].filter((one) => one !== expected)).languages).toEqual({});
  });
});

/** A file as the version before this one left it, with what people had asked for in the memory of their chats. */
function olderFile(chats: Record<string, ChatMemory>): string {
  const folder = mkdtempSync(join(tmpdir(), "sapa-older-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const db = openDatabase({ path: join(folder, "sapa.db"), migrations: MIGRATIONS.slice(0, 6) });
  for (const [name, memory] of Object.entries(chats)) {
    db.prepare("insert into contact (id, created_at, name, region, language) values (?, 1, ?, '34.02', 'id')").run(
      `id-${name}`,
      name,
    );
    db.prepare("insert into address (channel, chat_id, contact_id) values ('telegram', ?, ?)").run(name, `id-${name}`);
    db.prepare("insert into conversation (contact_id, memory, saved_at) values (?, ?, ?)").run(
      `id-${name}`,
      JSON.stringify(memory),
      Date.parse("2026-11-24T05:00:00Z"),
    );
  }
  db.prepare("insert into contact (id, created_at) values ('id-silent', 1)").run();
  db.close();
  return folder;
}

it("a file of the version before keeps its contacts, and what they had asked for lately", () => {
  const folder = olderFile({
    Ani: { occupation: "petani", language: asked("su") },
    Budi: { language: heard("jv") },
    Cici: { misunderstood: 1 },
  });
  const stores = openSqliteStores({ folder, clock: () => new Date("2026-12-04T05:00:00Z") });
  onTestFinished(() => stores.close());
  const contacts = stores.contacts.list({ limit: 10 });
  expect(contacts.map(({ id, name, region, replyLanguage }) => [id, name, region, replyLanguage])).toEqual([
    ["id-Ani", "Ani", "34.02", "su"],
    ["id-Budi", "Budi", "34.02", undefined],
    ["id-Cici", "Cici", "34.02", undefined],
    ["id-silent", undefined, undefined, undefined],
  ]);
  expect(stores.conversations.load(telegram("Ani"))).toEqual({ language: asked("su") });
  expect(stores.conversations.load(telegram("Budi"))).toBeUndefined();
});
