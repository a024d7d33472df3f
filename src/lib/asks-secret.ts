/** Whether a text asks a person to tell in the chat what nobody may be asked for: a NIK, a card's number, a code. */
export function asksForSecret(text: string): boolean {
  return text.split(/[.!?;\n]+/).some((sentence) => {
    const folded = sentence
      .normalize("NFKC")
      .toLowerCase()
      .replace(/[^\p{L}\d\s]+/gu, " ")
      .replace(/\s+/g, " ");
    const secret = SECRET.exec(folded);
    if (!secret) return false;
    const here = HERE.test(folded);
    const asks = [...folded.matchAll(ASKS), ...(here ? folded.matchAll(NEEDS) : [])].map(({ index }) => index);
    // the asking that stands nearest before what is secret is the one that means it: "… dikirim: jangan minta NIK"
    const asked = asks.filter((index) => index < secret.index).sort((a, b) => b - a)[0] ?? asks[0];
    if (asked === undefined || WARNS.test(folded.slice(0, asked))) return false;
    return here || !ELSEWHERE.test(folded);
  });
}

/** What nobody may be asked for in a chat. */
const SECRET =
  /\b(?:nik|nomor induk|ktp|kpj|nomor kartu|no kartu|kartu keluarga|nomor kk|otp|kode verifikasi|pin|password|kata sandi|sandi|ibu kandung|nama ibu)\b/;

/** Words by which something is asked for. */
const ASKS =
  /\b(?:di)?(?:kirim|tulis|ketik|sebut|isi)(?:kan|in)?(?:lah)?\b|\b(?:lampir|foto|serta|bagi|masuk|input|info|beri|beritahu|kasih)kan\b|\b(?:beri|beri tahu|beritahu|kasih|kasi|minta|balas|share|boleh tahu|berapa)\b/g;

/** Words that say what is needed: asking, when it is us who need it. */
const NEEDS = /\b(?:perlu|butuh|memerlukan|membutuhkan)\b/g;

/** Words before the asking that turn it into a warning. */
const WARNS =
  /\b(?:jangan(?! (?:lupa|ragu|sungkan|malu|khawatir|takut|segan))|(?:tidak|tak) (?:boleh|perlu|usah|pernah|akan|harus)|tanpa|dilarang|waspada|hati hati|penipu\w*)\b/;

/** Places where such data belongs. */
const ELSEWHERE =
  /\b(?:di|ke|pada|dalam|lewat|oleh)\s+(?:halaman |menu |formulir |loket |petugas )?(?:aplikasi|jmo|situs|website|laman|kantor|kasir|loket|bank|atm|formulir|minimarket|indomaret|alfamart)\b/;

/** This chat: nothing of the kind belongs here. */
const HERE = /\b(?:sini|chat|wa|whatsapp|telegram|pesan ini|kami|saya)\b/;
