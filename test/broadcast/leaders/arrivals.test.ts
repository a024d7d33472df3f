import { beforeAll, describe, expect, it } from "vitest";
import { inviteIn } from "../../../src/broadcast/leaders/arrivals.ts";
import { inviteText, linksOf, telegramLink, whatsappLink, type Say } from "../../../src/broadcast/leaders/links.ts";
import { testApp } from "../../support/app.ts";

let say: Say;
beforeAll(async () => {
  ({ say } = (await testApp()).kit);
});

describe("who comes by a WhatsApp link", () => {
  it.each([
    ["Halo, saya mau tanya BPJS Ketenagakerjaan. (kode CDF346)", "Halo"],
    ["Halo, saya mau tanya BPJS Ketenagakerjaan. (kode CDF346) iuran ojol berapa?", "iuran ojol berapa?"],
    ["Halo, saya mau tanya BPJS Ketenagakerjaan. (kode CDF346)\ncara daftar gimana", "cara daftar gimana"],
    ["halo saya mau tanya bpjs ketenagakerjaan (Kode: cdf346) cara daftar", "cara daftar"],
    ["Halo, saya mau tanya BPJS Ketenagakerjaan. cara daftar? (kode CDF346)", "cara daftar?"],
    ["Assalamualaikum, iuran petani berapa (kode CDF346)", "Assalamualaikum, iuran petani berapa"],
  ])("%s → %s", (text, rest) => {
    expect(inviteIn({ text }, say)).toEqual({ code: "CDF346", rest });
  });

  it.each(["Halo, saya mau tanya BPJS Ketenagakerjaan.", "kode bayarnya berapa?", "KODE CDF346", "(kode CDF34)", ""])(
    "comes by no link: %s",
    (text) => expect(inviteIn({ text }, say)).toBeUndefined(),
  );

  it.each([" ", "\n", "(kode ", "( "])("a message of nothing but %j is soon looked through", (piece) => {
    const before = process.cpuUsage();
    expect(inviteIn({ text: piece.repeat(100_000 / piece.length) }, say)).toBeUndefined();
    const { user, system } = process.cpuUsage(before);
    // looked through anew from each of its signs it takes 7 seconds
    expect((user + system) / 1e6).toBeLessThan(1);
  });

  it("what a link writes is read again, in every form of it", () => {
    const text = decodeURIComponent(
      new URL(whatsappLink("6281234567890", "XY3467", (code) => inviteText(code, say))).search.slice("?text=".length),
    );
    expect(text).toBe("Halo, saya mau tanya BPJS Ketenagakerjaan. (kode XY3467)");
    expect(inviteIn({ text }, say)).toEqual({ code: "XY3467", rest: "Halo" });
  });

  it("a text that was passed on, with links in it, is no arrival", () => {
    const link = whatsappLink("6281234567890", "CDF346", (code) => inviteText(code, say));
    expect(inviteIn({ text: `Tanya lewat chat: ${link}` }, say)).toBeUndefined();
    expect(link).not.toMatch(/[()\s]/);
  });
});

describe("who comes by a Telegram link", () => {
  it("brings the code along; what was said stays", () => {
    expect(inviteIn({ invite: "cdf346", text: "menu" }, say)).toEqual({ code: "CDF346", rest: "menu" });
    expect(telegramLink("sapa_bot", "CDF346")).toBe("https://t.me/sapa_bot?start=CDF346");
  });
});

describe("links of the channels", () => {
  it("are those of channels whose account is known", () => {
    const links = linksOf([
      { name: "telegram", invite: (code) => telegramLink("sapa_bot", code) },
      { name: "whatsapp", invite: () => undefined },
      { name: "terminal" },
    ]);
    expect(Object.keys(links)).toEqual(["telegram"]);
    expect(links.telegram?.("CDF346")).toBe("https://t.me/sapa_bot?start=CDF346");
  });
});
