import { describe, expect, it, onTestFinished } from "vitest";
import { fixedClock } from "../../src/lib/clock.ts";
import { personalData, type PersonOutreach } from "../../src/privacy/person.ts";
import { openMemoryStores } from "../../src/storage/sqlite/index.ts";

const NOW = new Date("2026-11-30T05:00:00Z");
const AT = new Date("2026-11-10T03:00:00Z");
const ISO = "2026-11-10T03:00:00.000Z";

/** Sixteen digits, as no store should ever hold them. */
const NIK = "3402011234567890";

function stores() {
  const stores = openMemoryStores({ clock: fixedClock(AT) });
  onTestFinished(() => stores.close());
  const { contacts, consent, history, tickets, unanswered } = stores;
  const siti = { channel: "whatsapp", chatId: "6281234567890@s.whatsapp.net" } as const;
  const id = contacts.idOf(siti);
  const other = contacts.idOf({ channel: "telegram", chatId: "77" });
  contacts.link(siti, "998877@lid");
  contacts.learn(id, { name: "Siti", occupation: "petani", region: "34.02", consentAskedAt: AT });
  contacts.learn(id, { language: "jv", replyLanguage: "su" });
  contacts.seen(id, AT, siti);
  consent.change(id, { topic: "safety", granted: true, at: AT, channel: "whatsapp", wording: "ya", source: "person" });
  consent.change(id, {
    topic: "discount",
    granted: true,
    at: AT,
    channel: "whatsapp",
    wording: "ya",
    source: "person",
  });
  consent.change(id, {
    topic: "discount",
    granted: false,
    at: NOW,
    channel: "whatsapp",
    wording: "stop",
    source: "person",
  });
  const open = (contactId: string) =>
    tickets.open({
      contactId,
      account: "wa-main",
      address: siti,
      reason: "complaint",
      intent: "claim.how",
      openedAt: AT,
    });
  open(other);
  const { number } = open(id);
  tickets.change(number, {
    state: "closed",
    claimedBy: "rina",
    claimedAt: AT,
    firstReplyAt: AT,
    closedAt: NOW,
    endedBy: "staff",
    closeReason: `beres, ${NIK}`,
    satisfaction: "up",
  });
  history.add(id, { author: "person", at: AT, text: `NIK saya ${NIK}`, kind: "text" });
  history.add(id, {
    author: "staff",
    at: AT,
    text: "Halo Bu",
    kind: "text",
    staffName: "Rina Wulandari",
    ticket: number,
  });
  history.add(id, {
    author: "person",
    at: AT,
    text: "",
    kind: "image",
    ticket: number,
    attachment: {
      kind: "image",
      mimeType: "image/jpeg",
      fileName: `ktp ${NIK}.jpg`,
      bytes: 1200,
      source: { channel: "whatsapp", ref: "secret-key-of-the-file" },
    },
  });
  history.add(other, { author: "person", at: AT, text: "bukan punya Siti", kind: "text" });
  unanswered.add({ text: "apa itu JKP?", at: AT, reason: "misunderstood", contactId: id });
  unanswered.add({ text: "pertanyaan orang lain", at: AT, reason: "unhelpful", contactId: other });
  const questionsOf = (contactId: string) => unanswered.open().filter((question) => question.contactId === contactId);
  const outreachOf = (contactId: string) => (contactId === id ? OUTREACH : { ...OUTREACH, tags: ["orang-lain"] });
  return { id, number, stores: { contacts, consent, history, tickets, questionsOf, outreachOf } };
}

const OUTREACH: PersonOutreach = {
  reminders: [{ kind: "pay", day: 10, channel: "whatsapp", askedAt: AT }],
  askedAbout: [{ intent: "claim.how", at: AT }],
  tags: ["petani"],
  campaigns: [
    { campaign: 3, channel: "whatsapp", status: "read", sentAt: AT, answer: 1, answeredAt: NOW },
    { campaign: 4, channel: "whatsapp", status: "skipped" },
  ],
  linkCode: "CDFGHJ",
  cameThroughLeaderAt: AT,
};

describe("what is held about one person", () => {
  it("is everything, and nothing of anybody else", () => {
    const { id, number, stores: from } = stores();
    const data = personalData(id, from);
    expect(data).toEqual({
      details: {
        id,
        role: "worker",
        firstSeen: ISO,
        name: "Siti",
        occupation: "petani",
        region: "34.02",
        language: "jv",
        replyLanguage: "su",
        lastSeen: ISO,
        consentAskedAt: ISO,
      },
      addresses: expect.arrayContaining([
        { channel: "whatsapp", chatId: "6281234567890@s.whatsapp.net", reachable: true },
        { channel: "whatsapp", chatId: "998877@lid", reachable: true },
      ]),
      consent: {
        now: ["safety"],
        history: [
          { topic: "safety", granted: true, at: ISO, channel: "whatsapp", source: "person", wording: "ya" },
          { topic: "discount", granted: true, at: ISO, channel: "whatsapp", source: "person", wording: "ya" },
          {
            topic: "discount",
            granted: false,
            at: NOW.toISOString(),
            channel: "whatsapp",
            source: "person",
            wording: "stop",
          },
        ],
      },
      said: [
        { author: "person", at: ISO, kind: "text", text: "NIK saya [nomor disembunyikan]" },
        { author: "staff", at: ISO, kind: "text", text: "Halo Bu", staffFirstName: "Rina", ticket: number },
        {
          author: "person",
          at: ISO,
          kind: "image",
          text: "",
          ticket: number,
          fileName: "ktp [nomor disembunyikan].jpg",
          fileType: "image/jpeg",
          fileBytes: 1200,
        },
      ],
      tickets: [
        {
          number,
          reason: "complaint",
          state: "closed",
          openedAt: ISO,
          answeredOn: { channel: "whatsapp", chatId: "6281234567890@s.whatsapp.net" },
          intent: "claim.how",
          firstReplyAt: ISO,
          closedAt: NOW.toISOString(),
          endedBy: "staff",
          closeReason: "beres, [nomor disembunyikan]",
          satisfaction: "up",
        },
      ],
      unansweredQuestions: [{ at: ISO, reason: "misunderstood", tell: false, state: "open", text: "apa itu JKP?" }],
      outreach: {
        reminders: [{ kind: "pay", day: 10, channel: "whatsapp", askedAt: ISO }],
        askedAbout: [{ intent: "claim.how", at: ISO }],
        tags: ["petani"],
        campaigns: {
          received: 1,
          list: [
            { campaign: 3, channel: "whatsapp", status: "read", sentAt: ISO, answer: 1, answeredAt: NOW.toISOString() },
            { campaign: 4, channel: "whatsapp", status: "skipped" },
          ],
        },
        linkCode: "CDFGHJ",
        cameThroughLeaderAt: ISO,
      },
    });
    expect(data?.["addresses"]).toHaveLength(2);
  });

  it("holds of staff a first name only, no sixteen digits, and comes back from JSON as it went", () => {
    const { id, stores: from } = stores();
    const data = personalData(id, from);
    const text = JSON.stringify(data);
    for (const absent of ["Wulandari", "rina", NIK, "secret-key-of-the-file", "wa-main"])
      expect(text).not.toContain(absent);
    expect(JSON.parse(text)).toEqual(data);
  });

  it("is nothing for somebody unknown or erased", () => {
    const { id, stores: from } = stores();
    expect(personalData("nobody", from)).toBeUndefined();
    from.contacts.erase(id);
    expect(personalData(id, from)).toBeUndefined();
  });
});
