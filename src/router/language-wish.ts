import type { Language } from "../understanding/language.ts";
import { plain } from "../understanding/whole-message.ts";
import { withLanguageNames } from "./language-names.ts";

/** A wish for a language, and whether the message is about nothing else. */
export type LanguageWish = { language: Language; only: boolean };

const SPEECH = "(?:bahasa|basa|bhs|bhsa|boso)";

/** Names of languages. Sunda and Jawa are also places and people, so they need the word for language. */
const NAMES: Readonly<Record<Language, string>> = {
  id: `${SPEECH} (?:indonesia|indo|indonesiane|nasional)|indonesian`,
  su: `${SPEECH} sunda(?:na|nya|ne)?|sundanese`,
  jv: `${SPEECH} (?:jawa|jowo|jawi)(?:ne|nya|na)?|javanese`,
  en: `(?:${SPEECH} )?(?:inggris|english)`,
};

const LANGUAGES = Object.keys(NAMES) as Language[];

/** What people put around a language's name when they ask us to use it, and nothing else. */
const POLITE = new Set(
  `pakai pake pk pakailah gunakan pakek nganggo ngangge ngagunakeun migunakaken ngagem dalam dlm dengan dgn dina ku ing
  kana ka ke kanthi karo kalih in using use speak talk reply answer respond write switch change to me please pls plz
  tolong tlg mohon minta punten hapunten nyuwun tulung ngapunten bisa bisakah boleh bolehkah tiasa tiasakah saged iso isa
  can could will would you u do does i we want prefer like need ganti balik kembali lanjut lanjutkan terus teras mulai
  sekarang ayeuna saiki sakniki from now on then the language teh atuh dong deh ya yah nya nggih yo lah saja aja wae we
  weh mawon kemawon ae mah jawab jawabnya jawabannya balas balasnya dijawab dibalas jawaban waler walerna diwaler
  waleranana wangsul wangsulan dijawabe bales balese kak min mimin pak bu bang kang teh mas mbak sapa bot bicara ngomong
  nyarios ngobrol ok okay oke baik let s lets mau hoyong pengin pengen kepengin badhe bade saya sy aku abdi kuring kula
  kulo gue nek lek upami menawi manawi mun lamun it be must dek only just ga gak nggak maaf sorry punten bae pke pkai plese pleas plis pliss
  jwb jawb dl dlu dulu sj sja aj ajah ajalah sajalah mulai ubah gantilah ngomongnya`.split(/\s+/),
);

/** Longer messages are about something else. */
const MOST_WORDS = 12;

const AFTER = "(?: (?:please|pls|plz|ya|yah|nya|nggih|yo|dong|atuh|saja|aja|wae|mawon|kemawon|ae|mah|kak|min|pak|bu))";
const USE =
  "(?:in|pakai|pake|pk|pakek|gunakan|nganggo|ngangge|dalam|dengan|dina|ku|ke|kana|using|use|mawi|kanthi|karo)";
const REPLY =
  "(?:jawab\\w*|dijawab\\w*|balas\\w*|bales\\w*|dibalas\\w*|waler\\w*|diwaler\\w*|wangsul\\w*|diwangsul\\w*|reply|answer|respond)";

/** Translating, learning and filling in forms are about a language, and no wish to us. */
const ABOUT =
  /terjemah|tarjamah|translate|translation|\barti|\bartos|tegese|\bmean|kursus|\bles\b|homework|formulir|\bform\b|someone|somebody|orang yang|petugas yang|nu tiasa|sing iso/;

/** Somebody who does not speak it, or asks us not to. */
const CANNOT =
  "(?:tidak|tdk|ga|gak|nggak|ngga|enggak|kurang|belum|teu|henteu|tacan|ora|ra|mboten|boten|dereng|don t|dont|do not|not|cannot|can t|cant|jangan|jgn|ulah|ojo|ampun)";
const KNOW = "(?:bisa|speak|read|know|tiasa|saged|iso|isa|usah|pakai|pake|nganggo|ngangge|use)";
const UNDERSTAND = "(?:paham|faham|ngerti|mengerti|ngertos|ngartos|mudeng|lancar|understand)";

type Patterns = { name: RegExp; asks: RegExp; refuses: RegExp };

const PATTERNS = Object.fromEntries(
  LANGUAGES.map((language) => {
    const name = `(?:${NAMES[language]})`;
    const asked = [
      `\\b${REPLY} (?:\\S+ ){0,3}${name}\\b`,
      `\\b${USE} ${name}${AFTER}+$`,
      `^(?:(?:please|tolong|mohon|punten|nyuwun) )?${USE} ${name}${AFTER}`,
      `\\benglish (?:please|pls|plz)$`,
    ].slice(0, language === "en" ? 4 : 3);
    return [
      language,
      {
        name: new RegExp(`\\b${name}\\b`),
        asks: new RegExp(asked.join("|")),
        refuses: new RegExp(
          `\\b${CANNOT} (?:\\S+ ){0,2}?(?:${KNOW}|${UNDERSTAND}) (?:\\S+ )?${name}\\b|\\b${name} (?:\\S+ ){0,2}?${CANNOT} (?:\\S+ )?${UNDERSTAND}\\b`,
        ),
      },
    ];
  }),
) as Record<Language, Patterns>;

/**
 * The language a message asks us to reply in: "basa Sunda wae", "in English please", "jawab pakai bahasa Jawa". Who says
 * that they do not know one gets Indonesian; who does not know Indonesian gets the language they say it in.
 */
export function wishedLanguage(text: string, written: Language): LanguageWish | undefined {
  const bare = namesRight(plain(text));
  // most messages name no language at all
  const named = LANGUAGES.filter((language) => PATTERNS[language].name.test(bare));
  const [language] = named;
  if (language === undefined) return undefined;
  const refused = named.find((one) => PATTERNS[one].refuses.test(bare));
  if (refused !== undefined) {
    const instead = named.find((one) => one !== refused) ?? (refused === "id" ? written : "id");
    if (instead === refused) return undefined;
    return { language: instead, only: isPolite(bare.replace(PATTERNS[refused].refuses, " "), instead) };
  }
  if (named.length > 1) return undefined;
  if (isPolite(bare, language)) return { language, only: true };
  return !ABOUT.test(bare) && PATTERNS[language].asks.test(bare) ? { language, only: false } : undefined;
}

/** Slips in the names are put right where a wish may be read; a longer message is about something else. */
function namesRight(bare: string): string {
  const words = bare.split(" ");
  return words.length > MOST_WORDS ? bare : withLanguageNames(words).join(" ");
}

/** Whether nothing is said but the language's name and what people put around it. */
function isPolite(bare: string, language: Language): boolean {
  const rest = bare.replace(PATTERNS[language].name, " ").split(" ").filter(Boolean);
  return rest.length <= MOST_WORDS && rest.every((word) => POLITE.has(word));
}
