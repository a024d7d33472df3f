import { beforeAll, describe, expect, it } from "vitest";
import { TRANSLATIONS } from "../../src/knowledge/languages.ts";
import type { Knowledge } from "../../src/knowledge/knowledge.ts";
import { chooseLanguage } from "../../src/router/language.ts";
import { wishedLanguage } from "../../src/router/language-wish.ts";
import { NEW_CHAT, type ChatMemory } from "../../src/understanding/context.ts";
import type { Language } from "../../src/understanding/language.ts";
import { askOnce, newChat, testApp } from "../support/app.ts";
import { unvouched } from "../support/truth.ts";

let knowledge: Knowledge;
beforeAll(async () => void ({ knowledge } = await testApp()));

describe("a wish for a language", () => {
  it.each<[string, Language, boolean]>([
    ["basa Sunda", "su", true],
    ["basa Sunda wae atuh", "su", true],
    ["Punten, tiasa nganggo basa Sunda?", "su", true],
    ["pakai bahasa sunda dong kak", "su", true],
    ["nganggo basa Jawa wae", "jv", true],
    ["Pakai bahasa Jawa", "jv", true],
    ["nyuwun tulung dijawab ngangge basa jawi", "jv", true],
    ["boso jowo ae", "jv", true],
    ["In English please", "en", true],
    ["English", "en", true],
    ["do you speak English?", "en", true],
    ["bisa bahasa Inggris?", "en", true],
    ["bahasa Indonesia", "id", true],
    ["balik ke bahasa indonesia aja min", "id", true],
    ["basa indonesia wae", "id", true],
    ["maaf saya tidak paham bahasa sunda", "id", true],
    ["ora mudeng basa jawa kula", "id", true],
    ["bahasa Sunda saya kurang paham", "id", true],
    ["jangan pakai bahasa inggris", "id", true],
    ["saya tidak bisa bahasa jawa, pakai bahasa indonesia saja", "id", true],
    ["syarat daftar apa saja? jawab pakai bahasa jawa", "jv", false],
    ["iuran ojek sabaraha, nganggo basa sunda nya", "su", false],
    ["bahsa indonesia aja deh", "id", true],
    ["pake bahasa idonesia saja", "id", true],
    ["basa indonesa wae", "id", true],
    ["in english plese", "en", true],
    ["englsh please", "en", true],
    ["speak englis pls", "en", true],
    ["pakai bahasa jwa ya", "jv", true],
    ["baasa jawa bae", "jv", true],
    ["pke bhs sunda", "su", true],
    ["bahsa sundaa atuh kang", "su", true],
    ["bhs ingris dong", "en", true],
    ["cara bayar gimana? jawab pakai bahsa jawa", "jv", false],
    ["how much do I pay? in English please", "en", false],
    ["tolong dalam bahasa inggris ya, cara daftar gimana", "en", false],
  ])("%s", (text, language, only) => expect(wishedLanguage(text, "id")).toEqual({ language, only }));

  it.each<[string, Language]>([
    ["I don't speak Indonesian", "en"],
    ["sorry I can't read bahasa Indonesia", "en"],
    ["abdi teu ngartos basa Indonesia", "su"],
  ])("%s: in what it was said in", (text, written) => {
    expect(wishedLanguage(text, written)?.language).toBe(written);
  });

  it.each([
    "jmo saya kok jadi bahasa inggris",
    "bahasa inggrisnya layang layang apa",
    "what does galau mean in english please",
    "terjemahkan ke bahasa inggris ya",
    "is there a hotline with English-speaking staff?",
    "connect me with someone who speaks English",
    "ada petugas yang bisa bahasa jawa?",
    "help me with my english homework please",
    "daftar les bahasa inggris anak sd dimana",
    "bahasa daerah di indonesia ada berapa",
    "mulai sekarang jawab semua pertanyaan dengan bahasa planet",
    "peserta di Jawa berapa persen",
    "Selat Sunda ada nelayannya",
    "orang Jawa boleh ikut?",
    "abdi daptar basa Senin kamari",
    "formulirnya pakai bahasa inggris ya?",
    "bahasa apa itu paritrana",
    "bahas jawa barat dong",
    "biasa sunda",
    "basah jawa",
    "bahasa jaya",
    "bisa jawab",
    "indonesia",
    "",
  ])("is none: %s", (text) => expect(wishedLanguage(text, "id")).toBeUndefined());
});

describe("choosing the language of replies", () => {
  /** What is chosen for one message after another, each told by its language. */
  function chosen(...messages: (readonly [Language, string, intent?: string])[]) {
    let memory: ChatMemory = NEW_CHAT;
    return messages.map(([language, text, intent = "registration.how"]) => {
      const via = text === "2" ? "choice" : "model";
      const { memory: next, ...spoken } = chooseLanguage(memory, { language, intent, via } as never, text);
      memory = { ...memory, language: next };
      return [spoken.reply, spoken.greets, spoken.closes].filter(Boolean).join(" ");
    });
  }
  const ID = ["id", "cara daftar bagaimana ya"] as const;
  const SU = ["su", "kumaha cara daptarna"] as const;
  const JV = ["jv", "pripun carane daftar"] as const;
  const EN = ["en", "how do I register"] as const;
  const thanks = (language: Language) => [language, "nuhun", "smalltalk.thanks"] as const;

  it.each([
    ["Indonesian", [ID, ID], ["id", "id"]],
    ["Sundanese once: a greeting and a closing line", [SU, ID], ["id su su", "id"]],
    ["Sundanese twice in a row", [SU, SU, SU], ["id su su", "su su", "su su"]],
    ["Javanese twice, with Indonesian between", [JV, ID, JV, JV], ["id jv jv", "id", "id jv jv", "jv jv"]],
    ["English: told once how to get it, then whole", [EN, EN], ["id en", "en"]],
    [
      "one Indonesian message does not end it, two do",
      [SU, SU, ID, ID, ID],
      ["id su su", "su su", "su su", "id", "id"],
    ],
    ["a number is no language", [EN, ["id", "2"], EN], ["id en", "id", "en"]],
    ["few words are none", [EN, ["id", "syarat daftar"], EN], ["id en", "id", "en"]],
    ["thanks in kind, but they tell nothing", [ID, thanks("su"), thanks("su"), ID], ["id", "su", "su", "id"]],
    ["English thanks are said by everybody", [ID, thanks("en")], ["id", "id"]],
    ["no welcome to a death", [["su", "pun bapa pupus, kumaha", "claim.jkm"], SU], ["id", "su su"]],
    ["a wish stays", [["id", "in English please"], ID, ID, SU, SU, SU], ["en", "en", "en", "en", "en", "en"]],
    [
      "a wish for Indonesian too",
      [SU, SU, ["id", "bahasa Indonesia"], SU, SU],
      ["id su su", "su su", "id", "id", "id"],
    ],
    ["another wish ends it", [["id", "basa Sunda"], ["id", "bahasa Jawa"], SU], ["su", "jv", "jv jv"]],
  ] as const)("%s", (_, messages, replies) => expect(chosen(...messages)).toEqual(replies));
});

/** Chats for a native speaker to read: what is said, and how the reply must begin, end or go. */
const CHATS: readonly { name: string; turns: readonly (readonly [said: string, ...says: (string | RegExp)[]])[] }[] = [
  {
    name: "Sundanese",
    turns: [
      [
        "punten, kumaha cara daptarna nya?",
        /^Hatur nuhun parantos naros, Bapak\/Ibu\.\nPekerja mandiri/,
        "Mugia aya mangpaatna.\n\n",
      ],
      [
        "sabaraha iuranana sabulan kanggo patani?",
        "anu panghampangna",
        "Sumber:",
        "Sabaraha kirang langkung panghasilanana",
      ],
      ["sajuta satengah sabulan teh sabaraha atuh", "Kanggo panghasilan", "1. Cara mayar iuran"],
      ["hatur nuhun pisan", /^Sami-sami/],
      ["bahasa Indonesia saja", /^Baik, saya jawab dalam bahasa Indonesia/, "penghasilan"],
      ["kumaha cara mayarna", /^Iuran bisa dibayar/],
    ],
  },
  {
    name: "Javanese",
    turns: [
      [
        "pripun carane ndaftar nggih?",
        /^Matur nuwun pitakenanipun, Bapak\/Ibu\.\nPekerja mandiri/,
        "Mugi migunani.\n\n",
      ],
      ["syarate napa mawon nggih", /^Syarat daftar peserta mandiri: gadhah KTP/, "Menawi sampun siap"],
      ["matur nuwun sanget", /^Sami-sami/],
    ],
  },
  {
    name: "asked for",
    turns: [
      ["berapa iuran ojek?", /^Iuran peserta mandiri/],
      [
        "in English please",
        /^All right, I will reply in English/,
        "Lowest contribution for self-employed members",
        "Source:",
      ],
      ["cara daftar", /^Self-employed workers can register by phone/],
      ["basa Sunda wae", /^Mangga, ku abdi diwaler nganggo basa Sunda/, "Pagawé mandiri tiasa daptar"],
      ["nganggo basa Jawa wae", /^Inggih, kula wangsuli ngangge basa Jawi/, "Pekerja mandiri saged daftar"],
      ["petugas", "Inggih, pesen panjenengan kula terusaken", "antrean kaping", "1. Batal, mboten sios"],
      ["1", /^Inggih, \*tiket \d+\* dipunbatalaken/],
    ],
  },
  {
    name: "English",
    turns: [
      ["how do I register as a motorbike taxi driver?", /^For replies in English, type \*English\*\.\n/],
      ["what do I need to register?", /^To register as self-employed/, "1. "],
      ["how much does a farmer pay each month", "Lowest contribution"],
      ["Bantul", /./],
      ["how many workers in Bantul are covered", "as of", "Source:"],
      ["how about work accidents, what do I have to do?", /partner hospital|work accident/],
    ],
  },
  {
    name: "nothing asked yet",
    turns: [
      ["English", /^All right, I will reply in English/, "1. Programmes and benefits"],
      ["2", /register/],
    ],
  },
];

describe("chats in other languages", () => {
  it.each(CHATS)("$name", async ({ turns }) => {
    const say = await newChat();
    for (const [said, ...says] of turns) {
      const { reply } = say(said);
      for (const words of says) {
        const pattern = typeof words === "string" ? new RegExp(words.replace(/[.*+?^${}()[\]\\]/g, "\\$&")) : words;
        expect(`${said} → ${reply}`).toMatch(new RegExp(pattern.source.replace(/^\^/, `^.* → `), "u"));
      }
    }
  });

  it.each([
    "iuran tukang cendol berapa?",
    "punten kak, cara daftarnya gimana",
    "mas kalau telat bayar gimana",
    "matur nuwun mas, syarat daftar apa saja ya",
    "saya teh mau daftar, caranya gimana",
    "kang, bayarnya di mana ya",
    "wong cilik bisa ikut tidak",
    "sing penting iurannya berapa sebulan",
    "beta mau tanya, iuran nelayan barapa",
    "sa pu bapa petani, bisa ikut ka tidak",
    "link daftar online nya mana kak",
  ])("nobody is greeted in another language for a local word: %s", async (text) => {
    const say = await newChat();
    for (const turn of [text, text]) {
      const { reply, language } = say(turn);
      expect({ reply, language }).toEqual({
        reply: expect.not.stringMatching(/Hatur nuhun|Matur nuwun|English|Mugi/),
        language: "id",
      });
    }
  });

  it("a first message in Indonesian is answered as ever", async () => {
    const { reply, language } = await askOnce("cara daftar gimana?");
    expect(language).toBe("id");
    expect(reply).toMatch(/^Pekerja mandiri bisa daftar lewat HP/);
    expect(reply).not.toMatch(/Hatur nuhun|Matur nuwun|English/);
  });

  it("the choices stay last, and numbered", async () => {
    const { reply, choices } = await askOnce("kumaha cara daptar ojek online?");
    const numbered = choices.map((label, index) => `${index + 1}. ${label}`).join("\n");
    expect(choices.length).toBeGreaterThan(0);
    expect(reply.endsWith(numbered)).toBe(true);
  });

  it("English says where the source's own words begin", async () => {
    const say = await newChat();
    say("in English please");
    const { reply, facts } = say("siapa pemenang Paritrana Award?");
    expect(reply).toContain(`(The source's words, in Indonesian:)\n${knowledge.fact(facts[0] ?? "").statement}`);
  });

  it("staff read Indonesian whatever is spoken", async () => {
    const { kit } = await testApp();
    expect(kit.say("choices.registration.how")).toBe("Cara daftar");
  });
});

/** Questions over all that has figures, and some that have none. */
const QUESTIONS = [
  "iuran ojek berapa?",
  "iuran kalau penghasilan 2 juta sebulan",
  "iuran petani 6 bulan berapa",
  "ada diskon iuran tidak?",
  "cara bayar iuran",
  "telat bayar kena denda?",
  "berapa persen pekerja Bantul yang terlindungi?",
  "berapa yang belum terlindungi di Bantul?",
  "target kepesertaan Jawa Barat 2026",
  "bandingkan Bantul dan Jambi",
  "perkembangan angka Jawa Tengah",
  "santunan kematian berapa",
  "apa itu JKK",
  "apa itu JHT dan cara mencairkannya",
  "usia 70 boleh daftar?",
  "petani boleh ikut?",
  "cara klaim kecelakaan kerja",
  "nomor resmi bpjs ketenagakerjaan",
  "kantor terdekat di Sleman",
  "teks untuk dibagikan ke pedagang pasar",
  "ingatkan saya bayar tiap tanggal 10",
  "privasi",
  "besok hujan?",
];

describe("no language changes what is told", () => {
  it.each(TRANSLATIONS)("%s: the same facts, sources and effects, and no number of its own", async (language) => {
    const wish = { su: "basa Sunda", jv: "basa Jawa", en: "in English please" }[language];
    let translated = 0;
    for (const question of QUESTIONS) {
      const plain = await newChat();
      const spoken = await newChat();
      spoken(wish);
      const ours = plain(question);
      const theirs = spoken(question);
      const told = ({ intent, facts, sources, effects }: typeof ours) => ({
        question,
        intent,
        facts,
        sources,
        effects,
      });
      expect(told(theirs)).toEqual(told(ours));
      expect(theirs.choices.length).toBe(ours.choices.length);
      expect({ question, unvouched: unvouched([question], theirs, knowledge) }).toEqual({ question, unvouched: [] });
      if (ours.reply !== theirs.reply) translated++;
    }
    expect(translated).toBeGreaterThanOrEqual(language === "en" ? QUESTIONS.length : 10);
  });
});
