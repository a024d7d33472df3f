import { expect, it } from "vitest";
import type { ContactDetails } from "../../src/contacts/contact.ts";
import { DAY, describeStores, HOUR, telegram, whatsapp } from "./forms.ts";

describeStores("contacts", (kept) => {
  it("are known by their address from the first message on", () => {
    const id = kept.contacts.idOf(whatsapp("628@phone"));
    expect(kept.contacts.idOf(whatsapp("628@phone"))).toBe(id);
    expect(kept.contacts.get(id)).toEqual({
      id,
      role: "worker",
      firstSeen: kept.now,
      addresses: [{ channel: "whatsapp", chatId: "628@phone", reachable: true }],
    });
  });

  it("are not made by looking for them", () => {
    expect(kept.contacts.find(telegram("9"))).toBeUndefined();
    expect(kept.contacts.isReachable(telegram("9"))).toBe(true);
    expect(kept.contacts.get("nobody")).toBeUndefined();
    expect(kept.contacts.list({ limit: 10 })).toEqual([]);
    const id = kept.contacts.idOf(telegram("9"));
    expect(kept.contacts.find(telegram("9"))).toBe(id);
    expect(kept.contacts.find(whatsapp("9"))).toBeUndefined();
  });

  it.each<[what: string, details: ContactDetails]>([
    ["a name", { name: "Ani" }],
    ["a role", { role: "leader" }],
    ["an occupation", { occupation: "petani" }],
    ["a region", { region: "34.04" }],
    ["a language", { language: "jv" }],
    ["the language they asked for", { replyLanguage: "su" }],
    ["when they were asked", { consentAskedAt: new Date("2026-11-20T01:02:03Z") }],
    ["several things", { name: "Budi", role: "staff", region: "32" }],
    ["nothing", {}],
  ])("learn %s", (_, details) => {
    const [id, other] = [kept.contacts.idOf(telegram("1")), kept.contacts.idOf(telegram("2"))];
    const before = kept.contacts.get(id);
    kept.contacts.learn(id, details);
    expect(kept.contacts.get(id)).toEqual({ ...before, ...details });
    expect(kept.contacts.get(other)).not.toMatchObject({ ...details, id });
  });

  it("keep what is known when something else is learned", () => {
    const id = kept.contacts.idOf(telegram("1"));
    kept.contacts.learn(id, { name: "Ani", occupation: "petani" });
    kept.contacts.learn(id, { occupation: "nelayan" });
    kept.contacts.learn(id, { name: undefined, region: "34" } as unknown as ContactDetails);
    expect(kept.contacts.get(id)).toMatchObject({ name: "Ani", occupation: "nelayan", region: "34" });
  });

  it("are seen whenever they write", () => {
    const id = kept.contacts.idOf(telegram("1"));
    expect(kept.contacts.get(id)?.lastSeen).toBeUndefined();
    kept.contacts.seen(id, kept.later(HOUR), telegram("1"));
    expect(kept.contacts.get(id)?.lastSeen).toEqual(kept.later(HOUR));
  });

  it("are listed in pages, each once, with all their addresses", () => {
    const ids = ["1", "2", "3", "4", "5"].map((chatId) => kept.contacts.idOf(telegram(chatId))).sort();
    const last = ids[4] ?? "";
    const known = kept.contacts.get(last)?.addresses[0];
    kept.contacts.link(telegram(known?.chatId ?? ""), "zz");
    const pages = [kept.contacts.list({ limit: 2 })];
    // four: the last of them must be empty
    while (pages.length < 4) pages.push(kept.contacts.list({ after: pages.at(-1)?.at(-1)?.id ?? "", limit: 2 }));
    expect(pages.map((page) => page.length)).toEqual([2, 2, 1, 0]);
    expect(pages.flat().map(({ id }) => id)).toEqual(ids);
    expect(pages.flat().map(({ addresses }) => addresses.length)).toEqual([1, 1, 1, 1, 2]);
    expect(pages.flat()[4]?.addresses).toEqual([known, { ...telegram("zz"), reachable: true }]);
  });

  it("that turn out to be one person keep what either told, and the older one's word", () => {
    const older = kept.contacts.idOf(whatsapp("628@phone"));
    kept.contacts.learn(older, { name: "Ani", region: "34", language: "id" });
    kept.contacts.seen(older, kept.later(HOUR), whatsapp("628@phone"));
    const first = kept.now;
    kept.now = kept.later(DAY);
    const younger = kept.contacts.idOf(whatsapp("42@lid"));
    kept.contacts.learn(younger, { name: "Anie", role: "leader", occupation: "petani", language: "jv" });
    kept.contacts.seen(younger, kept.later(HOUR), whatsapp("42@lid"));
    kept.contacts.setReachable(whatsapp("42@lid"), false);
    kept.contacts.link(whatsapp("42@lid"), "628@phone");
    expect(kept.contacts.list({ limit: 10 })).toEqual([
      {
        id: older,
        name: "Ani",
        role: "leader",
        occupation: "petani",
        region: "34",
        language: "jv",
        firstSeen: first,
        lastSeen: kept.later(HOUR),
        addresses: [
          { channel: "whatsapp", chatId: "42@lid", reachable: false },
          { channel: "whatsapp", chatId: "628@phone", reachable: true },
        ],
      },
    ]);
    expect(kept.contacts.get(younger)).toBeUndefined();
  });

  it.each([
    ["the older one's", 2 * HOUR, HOUR, "lama"],
    ["the younger one's", HOUR, 2 * HOUR, "baru"],
  ])("that turn out to be one person remember the newer chat: %s", (_, olderAt, youngerAt, occupation) => {
    const start = kept.now;
    const chats = [
      { address: whatsapp("1"), at: olderAt, occupation: "lama" },
      { address: whatsapp("2"), at: youngerAt, occupation: "baru" },
    ];
    kept.contacts.idOf(whatsapp("1"));
    for (const chat of chats) {
      kept.now = new Date(start.getTime() + chat.at);
      kept.conversations.save(chat.address, { occupation: chat.occupation });
    }
    kept.contacts.link(whatsapp("1"), "2");
    for (const { address } of chats) expect(kept.conversations.load(address)).toEqual({ occupation });
    expect(kept.privacyCounts().conversations.count).toBe(1);
  });
});
