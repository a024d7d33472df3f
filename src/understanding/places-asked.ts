/** Who speaks of themselves, in four languages. */
const TELLER = /^(?:saya|sy|sya|aku|ak|kami|kita|gue|gw|gua|ane|abdi|kuring|urang|kula|kulo|dalem|i|we|my|our)$/;

/** What stands before the place where somebody is, or comes from. */
const WHERE =
  /^(?:di|d|dari|dr|asal|orang|org|urang|warga|wong|tinggal|domisili|daerah|ti|saking|seko|soko|neng|nang|ing|wonten|in|from|at|near)$/;

/** Words of asking and of wanting to know: a place behind them is what is asked about. */
const ASKING =
  /^(?:brp|berapa|brapa|piro|pira|pinten|sabaraha|how|many|persen|prosen|percent|persentase|prosentase|cakupan|jumlah|peserta|data|angka|target|tahu|tau|tanya|nanya|tanyakan|takon|naros|naroskeun|cek|lihat|liat|cari|nyari|minta|mohon|bandingkan|terang|apal|ngerti|know|check|compare|soal|tentang|mengenai|ngeunaan|about)(?:nya|na|ne|e)?$/;

/** What joins two places that are both asked about. */
const JOIN =
  /^(?:dan|sama|sm|serta|dengan|dgn|atau|atw|vs|versus|karo|kalih|lan|utawa|jeung|sareng|atawa|and|or|with)$/;

/** Words of holding one against the other: all places are asked about. */
const DIFFERENCE =
  /^(?:di)?(?:beda|bedana|bedane|perbedaan|bentene|bentenna|difference|vs|versus|banding\w*|bading\w*|lebih|luwih|langkung|leuwih|mana|endi|unggul|menang|kalah|selisih|tinggi|rendah|compare\w*|than|higher|lower)$/;

/** So many words back a place is still part of what somebody tells of themselves. */
const FARTHEST = 8;

const PLACE = "_wilayah_";

/**
 * The places that a message asks about. Who tells where they are before they ask about another place ("saya wartawan di
 * Medan, berapa persen di Sragen?") asks about the other one; a place with the larger one it lies in behind it ("Soreang,
 * Kabupaten Bandung") is one place. `words` has the type name in place of each of `regions`.
 */
export function placesAsked(words: readonly string[], regions: readonly string[][]): string[][] {
  const all = [...regions];
  const places = words.flatMap((word, at) => (word === PLACE ? [at] : []));
  if (all.length < 2 || places.length !== all.length || words.some((word) => DIFFERENCE.test(word))) return all;
  const single = all.filter(
    (codes, index) => !isContainerOf(codes, all[index - 1], places[index]! - (places[index - 1] ?? 0)),
  );
  if (single.length < all.length) return single;
  const others = all.filter((_, index) => !isTellers(words, places[index]!));
  return others.length > 0 ? others : all;
}

/** Whether a place only says in which larger one the place right before it lies. */
function isContainerOf(codes: readonly string[], before: readonly string[] | undefined, distance: number): boolean {
  const inner = before?.[0];
  return inner !== undefined && distance === 1 && codes.some((code) => inner.startsWith(`${code}.`));
}

/** Whether the place at some word is where the one who writes is, or comes from. */
function isTellers(words: readonly string[], place: number): boolean {
  if (JOIN.test(words[place + 1] ?? "") && words.slice(place + 2, place + 5).includes(PLACE)) return false;
  let where = false;
  for (let at = place - 1; at >= Math.max(0, place - FARTHEST); at--) {
    const word = words[at]!;
    // "urang" is "I" and "people of" both
    if (where && TELLER.test(word)) return true;
    if (ASKING.test(word) || word === PLACE) return false;
    where ||= WHERE.test(word);
  }
  return false;
}
