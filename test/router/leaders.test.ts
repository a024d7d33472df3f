import { beforeAll, describe, expect, it } from "vitest";
import { answerQuestion } from "../../src/answers/answer-question.ts";
import type { App } from "../../src/app.ts";
import { createLeaderInvites } from "../../src/broadcast/leaders/codes.ts";
import { telegramLink } from "../../src/broadcast/leaders/links.ts";
import { createLeaderReports } from "../../src/broadcast/leaders/reports.ts";
import type { Links } from "../../src/broadcast/ledger.ts";
import type { InboundMessage } from "../../src/message.ts";
import { createLeaderActs } from "../../src/router/leaders.ts";
import { remember } from "../../src/router/memory.ts";
import { openMemoryStores } from "../../src/storage/sqlite/index.ts";
import { NEW_CHAT } from "../../src/understanding/context.ts";
import { testApp } from "../support/app.ts";

const DAY_MS = 86_400_000;
const START = new Date("2026-11-24T03:00:00Z");

let app: App;
beforeAll(async () => {
  app = await testApp();
});

/** A village: people who write, staff who give codes, and what is kept. Goes the router's way as far as leaders need it. */
function village({ links = { telegram: (code) => telegramLink("sapa_bot", code) } }: { links?: Links } = {}) {
  let now = START;
  const clock = () => now;
  const stores = openMemoryStores({ clock });
  const { contacts, conversations, leaders } = stores;
  const { kit, understanding } = app;
  const reports = createLeaderReports({ ...stores, say: kit.say });
  const acts = createLeaderActs({
    ...stores,
    reports,
    say: kit.say,
    links: () => links,
    timeZone: "Asia/Jakarta",
    clock,
  });
  const invites = createLeaderInvites({ leaders, clock, random: (below) => Math.floor(below * chance()) });
  let seed = 7;
  const chance = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  const idOf = (chatId: string) => contacts.idOf({ channel: "whatsapp", chatId });

  function says(chatId: string, text: string, more: Partial<InboundMessage> = {}) {
    const from = { channel: "whatsapp", chatId } as const;
    const contactId = contacts.idOf(from);
    const sent: InboundMessage = { id: "1", from, text, sentAt: now, ...more };
    const { message, arrived } = acts.before(sent, contactId);
    const memory = conversations.load(from) ?? NEW_CHAT;
    const turn = { message, contactId, text: message.text };
    const today = now.toISOString().slice(0, 10);
    const understood = acts.read(turn, understanding.understand(message.text, { today, memory }), memory);
    const acted = acts.act(turn, memory);
    if (acted) return { text: acted.answer.text, intent: understood.intent, arrived, message, answer: acted.answer };
    const answer = acts.linked(contactId, understood, answerQuestion(understood, { today, memory }, kit));
    conversations.save(from, remember(memory, message.text, understood, answer));
    return { text: answer.text, intent: understood.intent, arrived, message, answer };
  }

  return {
    ...stores,
    reports,
    acts,
    idOf,
    says,
    staffGiveCode: () => invites.make("rina").code,
    roleOf: (chatId: string) => contacts.get(idOf(chatId))?.role,
    tomorrow: (days = 1) => (now = new Date(now.getTime() + days * DAY_MS)),
    becomesLeader: (chatId: string) => contacts.learn(idOf(chatId), { role: "leader" }),
    wrongCode: (chatId: string) => says(chatId, "KODE CDF999").text,
  };
}

describe("becoming a leader", () => {
  it.each(["KODE %", "kode kader %", "Kode: %", "halo pak, ini kode saya %"])("by “%s”", (words) => {
    const { staffGiveCode, says, roleOf } = village();
    const { text, intent } = says("bu-ani", words.replace("%", staffGiveCode()));
    expect(text).toBe(
      [
        "Selamat bergabung! Anda sekarang tercatat sebagai penggerak warga.",
        "• Ketik *bagikan*: teks siap diteruskan, lengkap dengan tautan Anda",
        "• Bila ada warga yang bertanya lewat tautan itu, tiap Senin kami kabari jumlahnya, tanpa nama",
        "Tidak mau kabar mingguan itu? Ketik *BERHENTI LAPORAN*.",
      ].join("\n"),
    );
    expect(text).not.toMatch(/NIK|KPJ/);
    expect(intent).toBe("menu");
    expect(roleOf("bu-ani")).toBe("leader");
  });

  it("a code is good once, and for seven days", () => {
    const { staffGiveCode, says, roleOf, tomorrow } = village();
    const [used, late] = [staffGiveCode(), staffGiveCode()];
    says("bu-ani", `kode ${used}`);
    expect(says("pak-budi", `kode ${used}`).text).toBe(
      [
        "Maaf, kode itu tidak cocok, sudah dipakai, atau sudah lewat masanya. Coba periksa lagi hurufnya, atau minta kode baru ke petugas.",
        "",
        "1. Bicara dengan petugas",
      ].join("\n"),
    );
    tomorrow(7);
    expect(says("pak-budi", `kode ${late}`).text).toMatch(/^Maaf, kode itu tidak cocok/);
    expect(roleOf("pak-budi")).toBe("worker");
  });

  it("after a wrong code “1” calls staff", () => {
    const { says, wrongCode } = village();
    wrongCode("pak-budi");
    expect(says("pak-budi", "1").intent).toBe("handoff.request");
  });

  it("whoever is a leader keeps a second code for somebody else", () => {
    const { staffGiveCode, says, roleOf } = village();
    says("bu-ani", `kode ${staffGiveCode()}`);
    const second = staffGiveCode();
    expect(says("bu-ani", `kode ${second}`).text).toMatch(/^Anda sudah tercatat/);
    says("pak-budi", `kode ${second}`);
    expect(roleOf("pak-budi")).toBe("leader");
  });

  it("five wrong codes a day, then none is checked in that chat until tomorrow; others go on", () => {
    const { staffGiveCode, says, wrongCode, roleOf, tomorrow } = village();
    const code = staffGiveCode();
    for (let tries = 0; tries < 5; tries++) expect(wrongCode("pencoba")).toMatch(/^Maaf, kode itu tidak cocok/);
    expect(says("pencoba", `kode ${code}`).text).toMatch(/^Maaf, hari ini sudah terlalu sering salah/);
    expect(wrongCode("pak-budi")).toMatch(/^Maaf, kode itu tidak cocok/);
    tomorrow();
    says("pencoba", `kode ${code}`);
    expect(roleOf("pencoba")).toBe("leader");
  });

  it("staff stay staff", () => {
    const { staffGiveCode, says, contacts, idOf, roleOf } = village();
    contacts.learn(idOf("rina"), { role: "staff" });
    says("rina", `kode ${staffGiveCode()}`);
    expect(roleOf("rina")).toBe("staff");
  });
});

describe("“bagikan”", () => {
  it.each([
    "bagikan",
    "BAGIKAN",
    "bagikan lagi",
    "Bagikan dong",
    "bagikan umum ya, untuk warga",
    "minta bahan untuk warga",
  ])("%s: a text to pass on, without doubt", (said) => {
    const { text, intent } = village().says("bu-ani", said.replace("umum ya, ", ""));
    expect(intent).toBe("share.kit");
    expect(text).toMatch(/^Silakan teruskan teks ini/);
    expect(text).not.toContain("Bukan itu maksudnya");
  });

  it.each([
    ["bagikan untuk petani", "Halo petani"],
    ["bagikan nelayan", "Halo nelayan"],
    ["bagikan ke teman-teman ojol", "Halo ojol"],
    ["bagikan perangkat desa", "Halo Bapak/Ibu perangkat desa"],
    ["bagikan untuk perangkat desa", "Halo Bapak/Ibu perangkat desa"],
    ["bagikan untuk pekerja harian", "Halo pekerja harian"],
    ["bagikan untuk ibu-ibu", "Halo Bapak/Ibu pekerja mandiri"],
  ])("%s → %s", (said, hello) => {
    const { text, intent } = village().says("bu-ani", said);
    expect(intent).toBe("share.kit");
    expect(text).toContain(hello);
  });

  it.each([
    ["bagikan ke saya nomor kantor bandung", "share.kit"],
    ["untuk ojol berapa?", "share.kit"],
    ["berhenti", "share.kit"],
  ])("another wish is left as it is: %s", (said, not) => {
    expect(village().says("bu-ani", said).intent).not.toBe(not);
  });

  it("a chat: for everybody, then by number, by label, and by naming others", () => {
    const { says } = village();
    expect(says("bu-ani", "bagikan").text).toMatch(
      /Untuk siapa\? Pilih, atau ketik misalnya \*bagikan untuk nelayan\*:\n1\. Petani\n2\. Pedagang pasar\n3\. Ojol\n4\. Perangkat desa\n5\. Bicara dengan petugas$/,
    );
    expect(says("bu-ani", "2").text).toContain("Halo pedagang pasar");
    expect(says("bu-ani", "1").text).toContain("Halo Bapak/Ibu pekerja mandiri");
    expect(says("bu-ani", "Perangkat desa").text).toContain("Halo Bapak/Ibu perangkat desa");
    expect(says("bu-ani", "kalau untuk nelayan?").text).toContain("Halo nelayan");
    expect(says("bu-ani", "untuk ojol iurannya berapa").intent).toBe("contribution.amount");
  });

  it("a leader's text ends with their own link, always the same; others get none", () => {
    const { says, becomesLeader, leaders, idOf } = village();
    becomesLeader("bu-ani");
    const code = leaders.linkCode(idOf("bu-ani"));
    const line = `Pendaftaran tidak dipungut biaya.\nTanya lewat chat: https://t.me/sapa_bot?start=${code}\n\nSumber: `;
    expect(says("bu-ani", "bagikan untuk petani").text).toContain(line);
    expect(says("bu-ani", "minta bahan untuk warga").text).toContain(line);
    expect(says("bu-ani", "iuran ojol berapa?").text).not.toContain("t.me");
    expect(says("pak-budi", "bagikan untuk petani").text).not.toContain("t.me");
  });

  it("without any channel that has links there is no link line", () => {
    const { says, becomesLeader } = village({ links: {} });
    becomesLeader("bu-ani");
    expect(says("bu-ani", "bagikan untuk petani").text).toContain("biaya.\n\nSumber: ");
  });
});

describe("coming through a leader", () => {
  function invited() {
    const all = village();
    all.becomesLeader("bu-ani");
    const code = all.leaders.linkCode(all.idOf("bu-ani"));
    const tally = () => all.leaders.tally(all.idOf("bu-ani"), new Date(0)).arrived;
    return { ...all, code, tally };
  }

  it("by WhatsApp: counted, greeted, and the code is gone from what is kept", () => {
    const { says, code, tally } = invited();
    const { text, intent, arrived, message } = says(
      "warga",
      `Halo, saya mau tanya BPJS Ketenagakerjaan. (kode ${code})`,
    );
    expect({ intent, arrived, said: message.text, count: tally() }).toEqual({
      intent: "smalltalk.greeting",
      arrived: true,
      said: "Halo",
      count: 1,
    });
    expect(text).toMatch(/^Salam! Saya Sapa/);
    expect(JSON.stringify(message)).not.toContain(code);
  });

  it("with a question of their own, which is answered", () => {
    const { says, code, tally } = invited();
    const { intent, message } = says(
      "warga",
      `Halo, saya mau tanya BPJS Ketenagakerjaan. (kode ${code}) iuran ojol berapa?`,
    );
    expect({ intent, said: message.text }).toEqual({ intent: "contribution.amount", said: "iuran ojol berapa?" });
    expect(tally()).toBe(1);
  });

  it("by Telegram's /start: counted, the menu follows", () => {
    const { says, code, tally } = invited();
    const { intent, message } = says("warga", "menu", { invite: code.toLowerCase() });
    expect(intent).toBe("menu");
    expect(message).not.toHaveProperty("invite");
    expect(tally()).toBe(1);
  });

  it("by typing the code of a link, as if it were a code of staff", () => {
    const { says, code, tally, roleOf } = invited();
    expect(says("warga", `kode ${code}`).text).toMatch(/^Salam! Saya Sapa/);
    expect(tally()).toBe(1);
    expect(roleOf("warga")).toBe("worker");
  });

  it("counts once, not for the leader, and not for a code of nobody", () => {
    const { says, code, tally } = invited();
    const text = `Halo, saya mau tanya BPJS Ketenagakerjaan. (kode ${code})`;
    says("warga", text);
    expect(says("warga", text).arrived).toBe(false);
    expect(says("bu-ani", text).arrived).toBe(false);
    const lost = says("lain", "Halo, saya mau tanya BPJS Ketenagakerjaan. (kode CDF999)");
    expect({ arrived: lost.arrived, said: lost.message.text }).toEqual({ arrived: false, said: "Halo" });
    expect(tally()).toBe(1);
  });

  it("any other message stays as it is", () => {
    const { acts, idOf } = invited();
    const message: InboundMessage = {
      id: "1",
      from: { channel: "whatsapp", chatId: "warga" },
      text: "cara daftar?",
      sentAt: START,
    };
    expect(acts.before(message, idOf("warga"))).toEqual({ message, arrived: false });
  });
});

describe("ending the weekly line", () => {
  it("a chat", () => {
    const { says, becomesLeader, reports, idOf, acts } = village();
    becomesLeader("bu-ani");
    expect(says("bu-ani", "BERHENTI LAPORAN").text).toBe(
      "Baik, kabar mingguan dihentikan. Tautan Anda tetap berlaku; ketik *bagikan* kapan saja. Mau kabarnya lagi? Ketik *LAPORAN LAGI*.",
    );
    expect(reports.stop(idOf("bu-ani"))).toBe(false);
    expect(says("bu-ani", "laporan lagi").text).toBe(
      "Baik, tiap Senin kami kabari lagi bila ada yang bertanya lewat tautan Anda. Berhenti? Ketik *BERHENTI LAPORAN*.",
    );
    expect(reports.resume(idOf("bu-ani"))).toBe(false);
    acts.stop(idOf("bu-ani"));
    expect(reports.resume(idOf("bu-ani"))).toBe(true);
  });

  it.each(["berhenti", "stop", "berhenti kabar"])("“%s” stays what it is: the end of all news", (said) => {
    const { says, becomesLeader } = village();
    becomesLeader("bu-ani");
    const { intent, answer } = says("bu-ani", said);
    expect({ intent, effects: answer.effects }).toEqual({
      intent: "consent.unsubscribe",
      effects: [{ type: "unsubscribe" }],
    });
  });

  it("means nothing of the kind when somebody else says it", () => {
    const { says } = village();
    expect(says("warga", "berhenti laporan").text).not.toContain("mingguan");
  });
});
