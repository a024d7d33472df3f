import { beforeAll, describe, expect, it } from "vitest";
import { answerQuestion } from "../../src/answers/answer-question.ts";
import type { Answer } from "../../src/answers/answer.ts";
import { withLinks } from "../../src/answers/share.ts";
import { inviteText, telegramLink, whatsappLink } from "../../src/broadcast/leaders/links.ts";
import { isTellable } from "../../src/knowledge/knowledge.ts";
import type { App } from "../../src/app.ts";
import { testApp } from "../support/app.ts";
import { unvouched } from "../support/truth.ts";

const NOVEMBER = "2026-11-24";
const JANUARY = "2027-01-04";
const MARCH = "2027-03-31";
const APRIL = "2027-04-01";

let app: App;
beforeAll(async () => {
  app = await testApp();
});

function ask(text: string, today: string): Answer {
  const context = { today, memory: {} };
  return answerQuestion(app.understanding.understand(text, context), context, app.kit);
}

/** The part that is passed on: from the greeting to the end of the first paragraph. */
function passedOn({ text }: Answer): string {
  const first = text.split("\n\n")[0] ?? "";
  return first.slice(first.indexOf("Halo"));
}

function linked(answer: Answer): Answer {
  const { say } = app.kit;
  const text = (code: string) => inviteText(code, say);
  return withLinks(
    answer,
    {
      whatsapp: (code) => whatsappLink("6281234567890", code, text),
      telegram: (code) => telegramLink("sapa_bot", code),
    },
    "CDF346",
    say,
  );
}

describe("a text to pass on, as people read it", () => {
  it("petani, November 2026: the discount and its end", () => {
    expect(passedOn(ask("bagikan untuk petani", NOVEMBER))).toBe(
      [
        "Halo petani, sudah punya BPJS Ketenagakerjaan?",
        "• Luka kena sabit atau jatuh di lahan: biaya berobat ditanggung sesuai kebutuhan medis",
        "• Meninggal sebab lain: ahli waris menerima Rp42 juta (peserta minimal tiga bulan)",
        "• Iuran mulai Rp8.400 sebulan (JKK + JKM, November 2026; normal Rp16.800), potongan sampai Desember 2026 kecuali ada aturan baru",
        "Daftar: aplikasi JMO, bpjsketenagakerjaan.go.id, kantor cabang. Tanya: 175.",
        "Pendaftaran tidak dipungut biaya.",
      ].join("\n"),
    );
  });

  it("petani, January 2027, when their discount is over: the normal tariff, and no word of a discount", () => {
    const answer = ask("bagikan untuk petani", JANUARY);
    expect(passedOn(answer)).toContain("• Iuran mulai Rp16.800 sebulan (JKK + JKM, Januari 2027)\n");
    expect(answer.text).not.toMatch(/potongan|8\.400|2026;/);
    expect(answer.facts.filter((id) => id.startsWith("DISK"))).toEqual([]);
  });

  it.each([
    [NOVEMBER, "Rp8.400 sebulan (JKK + JKM, November 2026; normal Rp16.800), potongan sampai Maret 2027"],
    [JANUARY, "Rp8.400 sebulan (JKK + JKM, Januari 2027; normal Rp16.800), potongan sampai Maret 2027"],
    [MARCH, "Rp8.400 sebulan (JKK + JKM, Maret 2027; normal Rp16.800), potongan sampai Maret 2027"],
    [APRIL, "Rp16.800 sebulan (JKK + JKM, April 2027)\n"],
  ])("ojol on %s: %s", (day, says) => {
    const text = passedOn(ask("bagikan untuk ojol", day));
    expect(text).toContain(says);
    expect(text).toContain("Kecelakaan di jalan saat kerja atau pulang kerja");
  });

  it.each([
    [
      NOVEMBER,
      "• Iuran mulai Rp8.400 sebulan (JKK + JKM, November 2026; normal Rp16.800), potongan sampai Maret 2027 (ojek, sopir, kurir) dan Desember 2026 (lainnya) kecuali ada aturan baru",
    ],
    [
      JANUARY,
      "• Iuran mulai (JKK + JKM, Januari 2027): ojek, sopir, kurir Rp8.400 (potongan sampai Maret 2027 kecuali ada aturan baru); lainnya Rp16.800 sebulan",
    ],
    [APRIL, "• Iuran mulai Rp16.800 sebulan (JKK + JKM, April 2027)"],
  ])("everybody on %s: %s", (day, line) => {
    const answer = ask("minta bahan untuk warga", day);
    expect(passedOn(answer).split("\n")).toContain(line);
    expect(passedOn(answer)).toMatch(/^Halo Bapak\/Ibu pekerja mandiri/);
  });

  it.each([
    ["bagikan untuk pedagang pasar", "Halo pedagang pasar", "Celaka saat berdagang atau di jalan ke pasar"],
    ["minta bahan buat nelayan", "Halo nelayan", "Celaka saat melaut"],
    ["minta bahan buat buruh harian", "Halo pekerja harian", "di mana pun hari itu"],
    ["minta teks buat tukang bangunan", "Halo tukang bangunan", "Jatuh atau tertimpa bahan"],
    ["minta bahan untuk perangkat desa", "Halo Bapak/Ibu perangkat desa", "lewat APBD tanpa potongan"],
    ["minta bahan untuk karyawan pabrik", "Halo Bapak/Ibu pekerja mandiri", "Celaka saat kerja"],
  ])("%s → %s … %s", (said, hello, risk) => {
    const text = passedOn(ask(said, NOVEMBER));
    expect(text).toContain(hello);
    expect(text).toContain(risk);
  });

  it.each([
    ["saya perangkat desa, minta bahan untuk warga", "Halo Bapak/Ibu pekerja mandiri"],
    ["saya kader, mau bagikan info ini ke petani", "Halo petani"],
    ["minta teks buat grup RT", "Halo Bapak/Ibu pekerja mandiri"],
  ])("is for those who are invited, not for who invites: %s → %s", (said, hello) => {
    expect(passedOn(ask(said, NOVEMBER))).toContain(hello);
  });

  it("is for the later month that was named, never for one that is over", () => {
    expect(passedOn(ask("minta bahan untuk petani bulan Januari 2027", NOVEMBER))).toContain("Rp16.800 sebulan");
    expect(passedOn(ask("minta bahan untuk petani, rapatnya bulan Maret", NOVEMBER))).toContain("November 2026");
  });
});

describe("what is offered with it", () => {
  it("a text for everybody offers others; one for somebody offers to go back", () => {
    expect(ask("minta bahan untuk warga", NOVEMBER).choices.map(({ label }) => label)).toEqual([
      "Petani",
      "Pedagang pasar",
      "Ojol",
      "Perangkat desa",
      "Bicara dengan petugas",
    ]);
    expect(ask("bagikan untuk petani", NOVEMBER).choices.map(({ label }) => label)).toEqual([
      "Teks untuk kelompok lain",
      "Bicara dengan petugas",
    ]);
  });
});

describe("every text to pass on", () => {
  const asked = ["minta bahan untuk warga"].concat(
    ["petani", "pedagang pasar", "ojol", "nelayan", "buruh harian", "tukang bangunan", "perangkat desa"].map(
      (whom) => `minta bahan untuk ${whom}`,
    ),
  );
  const cases = asked.flatMap((said) => [NOVEMBER, JANUARY, APRIL].map((day) => [said, day] as const));

  it.each(cases)("%s on %s: vouched for, with links on one screen", (said, day) => {
    const answer = ask(said, day);
    const withLink = linked(answer);
    expect(answer.facts.filter((id) => !isTellable(app.knowledge.fact(id)))).toEqual([]);
    expect(answer.sources.length).toBeGreaterThan(1);
    const shown = { reply: answer.text, facts: [...answer.facts], choices: answer.choices.map(({ label }) => label) };
    expect(unvouched([said, day], shown as never, app.knowledge)).toEqual([]);
    expect(withLink).toEqual({ ...answer, text: withLink.text });
    expect(withLink.text.split("\n\n")).toHaveLength(3);
    expect(passedOn(answer).length).toBeLessThanOrEqual(540);
    expect(passedOn(withLink).length).toBeLessThanOrEqual(700);
  });
});

describe("a leader's links", () => {
  it("are the last lines of the text, before the sources", () => {
    expect(linked(ask("bagikan untuk petani", NOVEMBER)).text).toContain(
      [
        "Pendaftaran tidak dipungut biaya.",
        "WhatsApp: https://wa.me/6281234567890?text=Halo%2C%20saya%20mau%20tanya%20BPJS%20Ketenagakerjaan.%20%28kode%20CDF346%29",
        "Telegram: https://t.me/sapa_bot?start=CDF346",
        "",
        "Sumber: ",
      ].join("\n"),
    );
  });

  it("one link alone is named as a chat; without one nothing changes", () => {
    const { say } = app.kit;
    const answer = ask("bagikan untuk petani", NOVEMBER);
    const one = withLinks(answer, { telegram: (code) => telegramLink("sapa_bot", code) }, "CDF346", say);
    expect(one.text).toContain("biaya.\nTanya lewat chat: https://t.me/sapa_bot?start=CDF346\n\nSumber: ");
    expect(withLinks(answer, {}, "CDF346", say)).toEqual(answer);
    expect(withLinks(answer, { telegram: () => "" }, "CDF346", say)).toEqual(answer);
  });

  it("come in where the text to pass on ends, also when another answer follows, and nowhere else", () => {
    const other = ask("iuran ojol berapa?", NOVEMBER);
    expect(linked(other)).toEqual(other);
    const both = { ...other, text: other.text.replace("\n", "\nPendaftaran tidak dipungut biaya.\n") };
    expect(linked(both).text).toMatch(/dipungut biaya\.\nWhatsApp: .+\nTelegram: .+\n/);
  });
});
