import { describe, expect, it } from "vitest";
import { ask } from "../src/ask.ts";
import { whyOf, whyText } from "../src/ask-why.ts";
import { momentOf, testApp, TODAY } from "./support/app.ts";

async function why(text: string): Promise<string> {
  const { router, understanding, knowledge } = await testApp();
  const result = ask(router, { text, at: momentOf(TODAY) });
  return whyText(whyOf({ text, result, understanding, today: TODAY }), { result, knowledge });
}

describe("ask --why", () => {
  it("shows what was read, found, ranked and weighed, and the facts with their sources", async () => {
    const text = await why("min iuran tkang ojek di bntul brp klo penghasilan 2jt");
    expect(text).toMatch(/^read as {3}iuran tkang ojek di bntul brp klo penghasilan 2jt$/m);
    expect(text).toMatch(/^words {5}iuran tukang ojek .*_wilayah_.*_uang_.*tkang → tukang/m);
    expect(text).toMatch(/^entities {2}.*Kabupaten Bantul \(34\.02\).*ojek.*incomeRupiah 2000000/m);
    expect(text).toMatch(/^decided {3}contribution\.amount \d\.\d{3}, by the ranking$/m);
    expect(text).toMatch(/^contribution\.amount +[01]\.\d{3}$/m);
    expect(text).toMatch(/^what weighed +for contribution\.amount +over \S+$/m);
    expect(text).toMatch(/^pieces of "iuran" +\+\d+\.\d\d +[+−]\d+\.\d\d$/m);
    expect(text).toMatch(/^all of the message +\+\d+\.\d\d +\+\d+\.\d\d$/m);
    expect(text).toMatch(/^ {2}IUR-02 {2}Iuran JKM peserta BPU .*\n +.*FAQ resmi BPJS Ketenagakerjaan/m);
  });

  it("shows five intents, the likeliest first", async () => {
    const rows = [...(await why("cara daftar gimana")).matchAll(/^(\S+) +([01]\.\d{3})$/gm)];
    expect(rows).toHaveLength(5);
    expect(rows[0]?.[1]).toBe("registration.how");
    const shares = rows.map(([, , share]) => Number(share));
    expect(shares).toEqual(shares.toSorted((a, b) => b - a));
  });

  it.each([
    ["bedanya jkk sama jkm", /, by the rule "how programmes differ"$/m],
    ["Bantul", /^decided {3}statistics\.coverage 0\.600, by the rule "nothing but places"$/m],
    ["stop", /^decided {3}consent\.unsubscribe 1\.000, as a message that means just one thing$/m],
    ["2", /, as one of the choices offered$/m],
    ["cara daftar? iurannya berapa?", /, as two questions, the other being contribution\.amount$/m],
    ["privasi", /^facts {5}none$/m],
  ])("%s: tells what decided", async (text, told) => expect(await why(text)).toMatch(told));

  it("shows no number that belongs to a person", async () => {
    const number = ["9901", "0141", "0790", "0001"].join("");
    const text = await why(`nik saya ${number} sudah terdaftar?`);
    expect(text).toContain("nomor disembunyikan");
    expect(text.replace(/\D/g, "")).not.toContain(number);
  });
});
