import { expect, it } from "vitest";
import type { Said } from "../../src/contacts/history.ts";
import { DAY, describeStores, HOUR, whatsapp } from "./forms.ts";

describeStores("history", (kept) => {
  const said = (text: string, more: Partial<Said> = {}): Said => ({
    author: "person",
    at: kept.now,
    text,
    kind: "text",
    ...more,
  });
  const texts = (list: Said[]) => list.map(({ text }) => text);

  it.each<[what: string, more: Partial<Said>]>([
    ["words", { text: "🙏 iuran\nberapa?" }],
    ["a word of staff under a ticket", { author: "staff", staffName: "Siti", ticket: 3 }],
    [
      "a file",
      {
        text: "",
        kind: "document",
        attachment: { kind: "document", fileName: "ktp.pdf", bytes: 9, source: { channel: "whatsapp", ref: "{}" } },
      },
    ],
  ])("gives %s back as it was", (_, more) => {
    kept.history.add("a", said("", more));
    expect(kept.history.recent("a", 10)).toEqual([said("", more)]);
  });

  it("tells the last things said to one person, oldest first", () => {
    for (const text of ["1", "2", "3", "4"]) kept.history.add("a", said(text));
    kept.history.add("b", said("lain"));
    expect(texts(kept.history.recent("a", 3))).toEqual(["2", "3", "4"]);
    expect(texts(kept.history.recent("a", 99))).toEqual(["1", "2", "3", "4"]);
    expect(kept.history.recent("a", 0)).toEqual([]);
    expect(kept.history.recent("c", 9)).toEqual([]);
  });

  it("puts what led to a ticket under it: of that person, since then, and under no other ticket yet", () => {
    kept.history.add("a", said("lama"));
    kept.history.add("a", said("kasus lain", { at: kept.later(HOUR), ticket: 1 }));
    kept.history.add("a", said("petugas", { at: kept.later(HOUR) }));
    kept.history.add("b", said("orang lain", { at: kept.later(HOUR) }));
    kept.history.assign("a", 2, kept.later(HOUR));
    expect(texts(kept.history.ofTicket(2))).toEqual(["petugas"]);
    expect(texts(kept.history.ofTicket(1))).toEqual(["kasus lain"]);
  });

  it("forgets what a person took back, words and file, and nothing else", () => {
    const attachment = { kind: "image", source: { channel: "whatsapp", ref: "{}" } } as const;
    kept.history.add("a", said("salah kirim", { messageId: "m1", attachment }));
    kept.history.add("a", said("benar", { messageId: "m2" }));
    kept.history.add("b", said("milik orang", { messageId: "m1" }));
    kept.history.takeBack("a", "m1");
    expect(kept.history.recent("a", 9)).toEqual([said("", { messageId: "m1" }), said("benar", { messageId: "m2" })]);
    expect(texts(kept.history.recent("b", 9))).toEqual(["milik orang"]);
  });

  it("tells all that was said under a ticket", () => {
    kept.history.add("a", said("sebelum"));
    kept.history.add("a", said("tolong", { ticket: 1 }));
    kept.history.add("b", said("lain", { ticket: 2 }));
    kept.history.add("a", said("baik", { ticket: 1, author: "staff", staffName: "Siti" }));
    expect(texts(kept.history.ofTicket(1))).toEqual(["tolong", "baik"]);
    expect(kept.history.ofTicket(9)).toEqual([]);
  });

  it("forgets what was said before a time, and says how much", () => {
    for (const hours of [0, 1, 2]) kept.history.add("a", said(String(hours), { at: kept.later(hours * HOUR) }));
    expect(kept.history.sweep(kept.later(HOUR))).toBe(1);
    expect(texts(kept.history.recent("a", 9))).toEqual(["1", "2"]);
    expect(kept.history.sweep(kept.later(-DAY))).toBe(0);
  });

  it("goes along when two addresses turn out to be one person, in the order it was said", () => {
    const ids = ["1", "2"].map((chatId) => kept.contacts.idOf(whatsapp(chatId)));
    ids.forEach((id, index) => kept.history.add(id, said(`dari ${index + 1}`)));
    kept.contacts.link(whatsapp("1"), "2");
    expect(texts(kept.history.recent(kept.contacts.idOf(whatsapp("2")), 9))).toEqual(["dari 1", "dari 2"]);
  });
});
