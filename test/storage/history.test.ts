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
