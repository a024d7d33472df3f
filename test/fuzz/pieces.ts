/** Scripts and signs that messages are made of, as ranges of code points. */
export const RANGES = {
  latin: [[0x20, 0x7e]],
  accents: [[0xa0, 0x24f]],
  marks: [[0x300, 0x36f]],
  "right to left": [
    [0x590, 0x6ff],
    [0x200e, 0x200f],
    [0x202a, 0x202e],
  ],
  javanese: [
    [0xa980, 0xa9df],
    [0x1b80, 0x1bbf],
  ],
  wide: [
    [0xff00, 0xffef],
    [0x3000, 0x30ff],
    [0x4e00, 0x4eff],
  ],
  signs: [
    [0x2000, 0x2bff],
    [0x1f300, 0x1faff],
    [0xfe00, 0xfe0f],
  ],
  control: [
    [0, 0x1f],
    [0x7f, 0x9f],
    [0x200b, 0x200f],
  ],
  "half pairs": [[0xd800, 0xdfff]],
  anything: [[0, 0x10ffff]],
} as const satisfies Record<string, readonly (readonly [number, number])[]>;

/** Several code points that make one sign. */
export const JOINED: readonly string[] = ["👨‍👩‍👧‍👦", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "👩🏽‍🚒", "🇮🇩", "1️⃣", "a\u0301\u0302\u0303", "क्‍ष", "نیک"];

/** What is repeated: pieces that many patterns look for, brackets that open and never close, blanks of all kinds. */
export const REPEATED: readonly string[] = [
  [..."a1 .-,(_%\n\t0é?!/@=x"],
  ["1.1", "1 ", "a ", "a, ", "1-1.", "((", '{"a":[', "<b>", "[[", "&amp;", "\r\n", "\u00a0", "\u200b", "a\u0301"],
  ["satu ", "dua juta ", "setengah ", "2026 ", "90% ", "20 thn ", "umur ", "3 juta ", "rp", "Rp1.000 ", "6 bulan "],
  ["dan ", "bantul ", "kab ", "kota bandung ", "bntl ", "petani ", "jkk ", "bulan depan ", "akhir ", "tgl 5 "],
  ["(kode ", "kode ", "no ", "pp 50 tahun ", "assalamualaikum ", "min ", "wkwk", "haha", "ingatkan tiap ", "stop "],
  ["http://", "www.a.", "a@", "https://a.id/b?c=d&", "+62 8", "08", "jl. ", "pengingat ", "kecelakaan "],
].flat();

/** Short messages that move a chat on: numbers, yes and no, words of command. */
export const MOVES: readonly string[] = [
  [..."1234567890?👍👎🙏"],
  ["ya", "tidak", "batal", "menu", "stop", "2 juta", "Bantul", "petani", "kalau Jambi?", "selesai", "bot", "halo"],
  ["mau bicara dengan petugas", "hapus data saya", "langganan info", "ingatkan bayar tiap tanggal 5", "privasi"],
  ["berhenti kabar penipuan", "kode CDF346", "Halo (kode CDF346)", "", " ", "\n", "yang kedua", "terus iurannya?"],
].flat();

/** What belongs into other programs. */
export const MARKUP: readonly string[] = [
  '{"id":1,"text":"{{name}}","__proto__":{"a":[1,2]}}',
  "<script>alert('x')</script><a href=\"https://a.id\">b</a>",
  "' OR 1=1; drop table contacts; --",
  "{{region}} $t(menu) {{- x}} %s %n ${process.exit(1)}",
  "*tebal* _miring_ ~coret~ ```kode``` [tautan](https://a.id)",
  '=HYPERLINK("https://a.id") +62812 @everyone /start /stop constructor __proto__ toString hasOwnProperty',
];
