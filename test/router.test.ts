import { describe, expect, it } from "vitest";
import { MASK } from "../src/lib/id-number.ts";
import { newChat, askOnce } from "./support/app.ts";

/** Sixteen digits that belong to nobody: there is no province 99. */
const NUMBER = ["9901", "0101", "4107", "9001"].join("");

describe("a number that belongs to a person", () => {
  it.each([
    `nik saya ${NUMBER} sudah terdaftar belum?`,
    `${NUMBER}`,
    `tolong cek ${NUMBER.replace(/(\d{4})(?=\d)/g, "$1 ")} ya`,
  ])("is hidden, and the person is told: %s", async (text) => {
    const result = await askOnce(text);
    expect(result.reply).toMatch(/Jangan kirim NIK/);
    expect(JSON.stringify(result)).not.toMatch(/\d{16}|9901 ?0101/);
  });

  it("still gets the answer to its question", async () => {
    const { intent, reply } = await askOnce(`nik ${NUMBER}, cara cek saldo jht gimana?`);
    expect(intent).toBe("claim.balance");
    expect(reply).toContain("JMO");
  });

  it("leaves nothing of itself in what is remembered", async () => {
    const say = await newChat();
    say(`iuran berapa, nik saya ${NUMBER}`);
    expect(JSON.stringify(say("kalau 6 bulan?"))).not.toContain(NUMBER.slice(0, 8));
    expect(MASK).not.toMatch(/\d/);
  });
});

describe("a remembered chat", () => {
  it("keeps chats apart", async () => {
    const [one, other] = [await newChat(), await newChat()];
    one("berapa persen pekerja Bantul yang terlindungi?");
    other("berapa persen pekerja Jambi yang terlindungi?");
    expect(one("yang belum terlindungi?").reply).toContain("Bantul");
    expect(other("yang belum terlindungi?").reply).toContain("Jambi");
  });

  it("hapus data saya: asked once, then the effect is returned and the chat forgotten", async () => {
    const say = await newChat();
    say("berapa persen pekerja Bantul yang terlindungi?");
    expect(say("hapus data saya")).toMatchObject({ effects: [], choices: ["Ya, hapus data saya", "Tidak jadi"] });
    expect(say("iya").effects).toEqual([{ type: "forget-me" }]);
    expect(say("kalau tahun 2023?").reply).not.toContain("Bantul");
  });

  it.each(["tidak", "2", "ga", "Tidak jadi", "batal"])("hapus data saya, then %s: nothing is erased", async (no) => {
    const say = await newChat();
    say("berapa persen pekerja Bantul yang terlindungi?");
    say("hapus data saya");
    expect(say(no).effects).toEqual([]);
    expect(say("yang belum terlindungi?").reply).toContain("Bantul");
  });

  it("hapus data saya, then another question: it is answered, and nothing is erased", async () => {
    const say = await newChat();
    say("hapus data saya");
    expect(say("iuran ojek berapa?")).toMatchObject({ effects: [], intent: "contribution.amount" });
    expect(say("ya").effects).toEqual([]);
  });
});
