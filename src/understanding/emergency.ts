/** What has happened to somebody, so that a person should be called at once. */
export type Emergency = "death" | "accident";

/** Words of a death and of an accident, as told in Indonesian, Sundanese, Javanese and English. */
const DEATH =
  /^(?:meninggal|meninggalnya|mninggal|mninggl|meningal|wafat|tewas|maot|pupus|seda|sedo|tilar|ninggal|modar|tiada|died|dead)$/;
const ACCIDENT =
  /^(?:kecelakaan|kcelakaan|kclakaan|laka|kacilakaan|cilaka|celaka|tabrakan|ketabrak|tertabrak|ditabrak|tatabrak|keserempet|terlindas|kelindas|kebakar|terbakar|kesetrum|tersengat|tertimpa|ketiban|katinggang|accident)$/;

/** The people whom somebody tells of. */
const OTHERS =
  /^(?:suami|suamiku|suaminya|bojo|bojoku|salaki|istri|istriku|pamajikan|bapak|bpk|bapakku|bapake|ayah|ayahku|rama|ibu|ibuku|mamah|mama|emak|mbok|simbok|anak|anakku|anake|kakak|kakakku|adik|adikku|adek|kakek|nenek|mertua|teman|temanku|tmn|kawan|kanca|kancaku|batur|rekan|tetangga|tatangga|keluarga|sodara|saudara|dulur|paman|om|tante|bibi|warga|pekerja|karyawan|sopir|kuli)$/;

/** Oneself. */
const SELF = /^(?:saya|sy|aku|aq|gue|gw|abdi|urang|kula|kulo|kami|kita)$/;

/** Words of what might be: nothing has happened. */
const MIGHT_BE =
  /^(?:kalau|kalo|klo|klw|kl|jika|jk|bila|misal|misalnya|misalkan|seandainya|andai|apabila|upami|lamun|mun|nek|yen|menawi|if|when|takut|kuatir|khawatir|beasiswa)$/;

/** Words that ask about rules and sums. */
const IN_GENERAL =
  /^(?:syarat|syaratnya|santunan|santunannya|manfaat|jaminan|program|jkk|jkm|dijamin|ditanggung|dicover|cover|berapa|brp|sabaraha|pira|pinten|iuran|daftar)$/;

/** Words that a lone "kecelakaan" may stand beside. */
const HELP =
  /^(?:tolong|tlg|tulung|bantu|bantuin|darurat|gawat|punten|mohon|help|min|kak|pak|bu|ya|nih|ini|barusan|tadi|baru|saja|aja|ada|lagi)$/;

/**
 * Whether a message tells that somebody died or had an accident, from its words in lower case. A question in general
 * ("santunan meninggal berapa?", "kalau kecelakaan gimana?") is none; a word alone, or with a cry for help, is one.
 */
export function findEmergency(words: readonly string[]): Emergency | undefined {
  const died = words.some((word) => DEATH.test(word));
  if (!died && !words.some((word) => ACCIDENT.test(word))) return undefined;
  if (words.some((word) => MIGHT_BE.test(word))) return undefined;
  const kind = died ? "death" : "accident";
  const rest = words.filter((word) => !DEATH.test(word) && !ACCIDENT.test(word));
  if (rest.every((word) => HELP.test(word))) return kind;
  if (words.some((word) => OTHERS.test(word))) return kind;
  if (died || !words.some((word) => SELF.test(word))) return undefined;
  return words.some((word) => IN_GENERAL.test(word)) ? undefined : kind;
}
