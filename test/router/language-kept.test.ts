import { describe, expect, it, onTestFinished } from "vitest";
import { createApp } from "../../src/app.ts";
import { DAY, HOUR } from "../storage/forms.ts";
import { openMemoryStores } from "../../src/storage/sqlite/index.ts";

/** A chat on the whole program, by a clock that can be moved. */
async function chat() {
  let now = new Date("2026-11-24T03:00:00Z");
  const clock = () => now;
  const stores = openMemoryStores({ clock });
  const app = await createApp({ clock, stores });
  onTestFinished(async () => {
    await app.stop();
    stores.close();
  });
  const from = { channel: "telegram", chatId: "siti" } as const;
  let count = 0;
  return {
    says: (text: string, more: { kind?: "voice" } = {}) =>
      app.router.handle({ id: String(++count), from, text, sentAt: now, ...more }).answer.text,
    silence(ms: number) {
      now = new Date(now.getTime() + ms);
      stores.tidy(now, { messageDays: 90, closedTicketDays: 365 });
    },
    contact: () => stores.contacts.get(stores.contacts.find(from) ?? ""),
  };
}

const SUNDANESE = /^Pagawé mandiri tiasa daptar ku HP/;
const JAVANESE = /^Pekerja mandiri saged daftar lumantar HP/;
const INDONESIAN = /^Pekerja mandiri bisa daftar lewat HP/;
const ENGLISH = /^Self-employed workers can register by phone/;

/** What is said to begin with, and how the same question is answered after a silence. */
const CHATS: readonly { name: string; begin: readonly string[]; later: RegExp }[] = [
  { name: "asks for Sundanese", begin: ["basa Sunda wae atuh"], later: SUNDANESE },
  { name: "asks for Javanese", begin: ["nganggo basa Jawa wae"], later: JAVANESE },
  { name: "asks for English", begin: ["in English please"], later: ENGLISH },
  {
    name: "asks for it beside a question",
    begin: ["iuran ojek sabaraha, nganggo basa sunda nya"],
    later: SUNDANESE,
  },
  {
    name: "merely writes Sundanese twice",
    begin: ["kumaha cara daptarna nya", "sabaraha iuranana sabulan kanggo patani", "kumaha cara mayarna nya"],
    later: INDONESIAN,
  },
  { name: "changes to Indonesian", begin: ["basa Sunda", "bahasa Indonesia saja"], later: INDONESIAN },
  { name: "changes to Javanese", begin: ["basa Sunda", "basa Jawa"], later: JAVANESE },
  { name: "never asked", begin: ["cara bayar iuran"], later: INDONESIAN },
];

describe("who asked for a language hears it also after a silence", () => {
  it.each(CHATS)("$name", async ({ begin, later }) => {
    const { says, silence } = await chat();
    for (const text of begin) says(text);
    silence(25 * HOUR);
    expect(says("cara daftar gimana?")).toMatch(later);
    silence(10 * DAY);
    expect(says("cara daftar gimana?")).toMatch(later);
  });

  it("nothing else of the chat is remembered", async () => {
    const { says, silence } = await chat();
    says("basa Sunda");
    says("iuran ojek sabaraha?");
    silence(25 * HOUR);
    // the number answers no menu any more
    expect(says("2")).not.toMatch(/Rp/);
  });

  it("Indonesian that was asked for stays, whatever is written", async () => {
    const { says, silence } = await chat();
    says("bahasa Indonesia");
    silence(10 * DAY);
    const replies = ["kumaha cara daptarna nya", "kumaha cara mayarna nya", "kumaha cara daptarna nya"].map((text) =>
      says(text),
    );
    expect(replies[2]).toMatch(INDONESIAN);
  });

  it("a voice note after days is answered in it as well", async () => {
    const { says, silence } = await chat();
    says("basa Sunda");
    silence(3 * DAY);
    expect(says("", { kind: "voice" })).toContain("Pesen sora ku abdi diteraskeun ka petugas");
  });

  it("who is forgotten is forgotten with it", async () => {
    const { says, silence, contact } = await chat();
    says("basa Sunda");
    expect(contact()?.replyLanguage).toBe("su");
    says("hapus data saya");
    says("ya");
    expect(contact()).toBeUndefined();
    expect(says("cara daftar gimana?")).toMatch(INDONESIAN);
    silence(2 * DAY);
    expect(says("cara daftar gimana?")).toMatch(INDONESIAN);
    expect(contact()?.replyLanguage).toBeUndefined();
  });
});
