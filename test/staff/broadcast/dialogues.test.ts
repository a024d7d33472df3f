import { describe, expect, it } from "vitest";
import type { StaffMember } from "../../../src/settings/settings.ts";
import { BUDI, openScene, RINA, WATI, type Scene } from "./scene.ts";

/** One line of a dialogue: what somebody of the staff does, and what the group then reads. */
type Line = {
  by?: StaffMember;
  writes?: string;
  /** A message of somebody that they answer. */
  quoting?: string;
  /** A message of ours that they answer. */
  below?: RegExp;
  presses?: string;
  /** What happens meanwhile. */
  meanwhile?: (scene: Scene) => unknown;
  /** The clock of the desk comes by. */
  ticks?: true;
  /** Each of these is in something that was posted or changed. */
  shows?: readonly string[];
  /** Nothing was posted or changed. */
  silent?: true;
  /** The rows of buttons of the newest message. */
  buttons?: readonly string[];
};

const NEWS = "Halo {nama}, keringanan iuran 50% berakhir 31 Desember.";
const AUDIENCE_BUTTONS = [
  "Topik | Saluran",
  "Peran | Bahasa",
  "Wilayah… | Pekerjaan…",
  "Pernah bertanya | Terakhir menulis",
  "Label | Kecuali…",
  "Isi pesan | Lihat kartu ➡️",
];

const COMPOSED: Line[] = [
  {
    by: RINA,
    writes: "/siaran Diskon Desember",
    quoting: NEWS,
    shows: ["*Siaran 1* · Diskon Desember\nHalo {nama}, keringanan iuran 50% berakhir 31 Desember."],
    buttons: ["Keringanan dan iuran", "Jadwal pendaftaran", "Peringatan penipuan"],
  },
  {
    by: RINA,
    presses: "Keringanan dan iuran",
    shows: ["topik discount; kepada: semua\n\nTekan untuk mengubah penerima."],
    buttons: AUDIENCE_BUTTONS,
  },
];

const APPROVED: Line[] = [
  ...COMPOSED,
  {
    by: RINA,
    presses: "Lihat kartu",
    shows: ["Kartu siaran 1: 1234 penerima"],
    buttons: ["Tes ke saya | Setuju", "Ubah penerima | ⏹ BATAL"],
  },
  {
    by: BUDI,
    presses: "Setuju",
    shows: ["✅ *Siaran 1 disetujui* · Diskon Desember\nOleh Budi, untuk 1.234 penerima.\n\nMulai kapan?"],
    buttons: ["Mulai sekarang | Jadwalkan…", "Ubah penerima | ⏹ BATAL"],
  },
];

const RUNNING: Line[] = [
  ...APPROVED,
  {
    by: RINA,
    presses: "Mulai sekarang",
    shows: ["▶️ Siaran 1 · Diskon Desember dimulai oleh Rina.", "Siaran 1 running: 0 dari 1234 terkirim"],
    buttons: ["⏸ JEDA | ⏹ BATAL"],
  },
];

const DIALOGUES: Record<string, readonly Line[]> = {
  "explains itself when there is nothing to send": [
    {
      by: RINA,
      writes: "/siaran",
      shows: [
        "Untuk membuat siaran, balas pesan yang berisi teksnya dengan /siaran.\nFoto atau dokumen di pesan itu ikut dikirim.\nBisa juga: /siaran nama, lalu teksnya mulai baris berikutnya.\n\nBelum ada siaran.",
      ],
    },
    { by: RINA, writes: "/siaran diskon akhir tahun", shows: ["Teks siarannya belum ada."] },
  ],
  "lists the newest, and shows one": [
    ...RUNNING,
    {
      by: BUDI,
      writes: `/siaran\nPosko pendaftaran di Soreang, Sabtu 9.00.`,
      shows: ["*Siaran 2* · Posko pendaftaran di"],
    },
    {
      by: BUDI,
      writes: "/siaran",
      shows: [
        "*Siaran terbaru*\n2 · Posko pendaftaran di · masih konsep\n1 · Diskon Desember · sedang berjalan\n\nLihat: /siaran 2\nHentikan dulu: /jeda 2",
      ],
    },
    { by: BUDI, writes: "/siaran 1", shows: ["Siaran 1 running"], buttons: ["⏸ JEDA | ⏹ BATAL"] },
    { by: BUDI, writes: "/siaran 2", shows: ["*Siaran 2*"], buttons: AUDIENCE_BUTTONS },
    { by: BUDI, writes: "/siaran 7", shows: ["Siaran 7 tidak ada. /siaran untuk daftar."] },
  ],
  "is written below the command, with a name beside it": [
    {
      by: BUDI,
      writes: "/siaran Posko Soreang\nPosko pendaftaran di Soreang.\nSabtu, 9.00.",
      shows: ["*Siaran 1* · Posko Soreang\nPosko pendaftaran di Soreang. Sabtu, 9.00."],
    },
  ],
  "takes no sixteen digits along": [
    { by: BUDI, writes: "/siaran", quoting: "Kirim ke 3204 1234 5678 9012", shows: ["ada nomor 16 angka"] },
    { by: BUDI, writes: "/siaran\nNIK [nomor disembunyikan]", shows: ["ada nomor 16 angka"] },
  ],
  "says what the core refuses": [
    { by: BUDI, writes: "/siaran\nHalo {salah}", shows: ["broadcast.problem.unknown-variable salah"] },
  ],
  "narrows the audience step by step, in one message": [
    ...COMPOSED,
    {
      by: RINA,
      presses: "Peran",
      shows: ["Siapa orangnya?"],
      buttons: ["Semua | Pekerja", "Tokoh/kader", "⬅️ Kembali"],
    },
    {
      by: RINA,
      presses: "Pekerja",
      shows: ['kepada: roles ["worker"]'],
      buttons: [
        "Topik | Saluran",
        "Peran | Bahasa",
        "Wilayah… | Pekerjaan…",
        "Pernah bertanya | Terakhir menulis",
        "Label | Kecuali…",
        "Atau juga… | Simpan segmen…",
        "Kosongkan syarat | Isi pesan",
        "Lihat kartu ➡️",
      ],
    },
    {
      by: RINA,
      presses: "Saluran",
      buttons: ["WhatsApp dan Telegram", "Hanya WhatsApp", "Hanya Telegram", "⬅️ Kembali"],
    },
    { by: RINA, presses: "Hanya WhatsApp", shows: ["topik discount lewat whatsapp"] },
    { by: RINA, presses: "Bahasa", shows: ["Yang memakai bahasa apa?"] },
    { by: RINA, presses: "Sunda", shows: ['roles ["worker"] & languages ["su"]'] },
    { by: RINA, presses: "Pernah bertanya", shows: ["Yang pernah bertanya tentang apa?"] },
    { by: RINA, presses: "Iuran", shows: ['askedAbout {"intents":["contribution"]}'] },
    { by: RINA, presses: "Pernah bertanya" },
    { by: RINA, presses: "Klaim", shows: ['askedAbout {"intents":["contribution","claim"]}'] },
    { by: RINA, presses: "Terakhir menulis" },
    { by: RINA, presses: "90 hari terakhir", shows: ["seenWithinDays 90"] },
    { by: RINA, presses: "Terakhir menulis" },
    { by: RINA, presses: "Lebih dari 180 hari", shows: ["notSeenForDays 180"] },
    { by: RINA, presses: "Label" },
    { by: RINA, presses: "posko-soreang", shows: ['tags ["posko-soreang"]'] },
    { by: RINA, presses: "Topik", shows: ["Kabar ini tentang apa?"] },
    { by: RINA, presses: "Peringatan penipuan", shows: ["topik safety"] },
    {
      by: RINA,
      presses: "Kosongkan syarat",
      shows: ["topik safety lewat whatsapp; kepada: semua"],
      buttons: AUDIENCE_BUTTONS,
    },
  ],
  "asks for a place, and offers those that may be meant": [
    ...COMPOSED,
    {
      by: RINA,
      presses: "Wilayah…",
      shows: ["Balas pesan ini dengan nama wilayahnya.\nContoh: Kabupaten Bandung, Soreang"],
    },
    {
      by: RINA,
      writes: "Bdg",
      below: /nama wilayahnya/,
      shows: ["Wilayah “Bdg” tidak ditemukan. Balas pertanyaan tadi sekali lagi"],
    },
    {
      by: RINA,
      writes: "bandung",
      below: /nama wilayahnya/,
      shows: ["Siaran 1 · Diskon Desember: lanjut di pesan paling bawah", "“bandung” yang mana?"],
      buttons: ["Kabupaten Bandung", "Kota Bandung", "⬅️ Kembali"],
    },
    { by: RINA, presses: "Kabupaten Bandung", shows: ['kepada: regions ["32.04"]'] },
    { by: RINA, presses: "Wilayah…" },
    { by: RINA, writes: "Soreang", below: /nama wilayahnya/, shows: ['kepada: regions ["32.04","32.04.37"]'] },
  ],
  "asks for an occupation, and offers all that are called so": [
    ...COMPOSED,
    { by: RINA, presses: "Pekerjaan…", shows: ["Contoh: petani, ojol, pedagang pasar."] },
    {
      by: RINA,
      writes: "Petani",
      below: /pekerjaannya/,
      shows: ["“Petani” yang mana?"],
      buttons: ["Semua “Petani” (3) | petani", "petani padi | petani kopi", "⬅️ Kembali"],
    },
    { by: RINA, presses: "Semua “Petani”", shows: ['occupations ["petani","petani-padi","petani-kopi"]'] },
    { by: RINA, presses: "Pekerjaan…" },
    { by: RINA, writes: "ojol", below: /pekerjaannya/, shows: ['"petani-kopi","ojol"]'] },
    { by: RINA, presses: "Pekerjaan…" },
    { by: RINA, writes: "astronot", below: /pekerjaannya/, shows: ["Pekerjaan “astronot” tidak ditemukan."] },
  ],
  "leaves some out, and means others too": [
    ...COMPOSED,
    { by: RINA, presses: "Peran" },
    { by: RINA, presses: "Pekerja" },
    { by: RINA, presses: "Kecuali…", shows: ["Siapa yang *tidak* dikirimi? Pilih satu syarat."] },
    { by: RINA, presses: "Wilayah…" },
    {
      by: RINA,
      writes: "kota bandung",
      below: /nama wilayahnya/,
      shows: ['roles ["worker"]; kecuali: regions ["32.73"]'],
    },
    { by: RINA, presses: "Atau juga…", shows: ["Siapa lagi yang juga dikirimi?"] },
    { by: RINA, presses: "Peran", buttons: ["Pekerja | Tokoh/kader", "⬅️ Kembali"] },
    { by: RINA, presses: "Tokoh", shows: ['kepada: roles ["worker"] ATAU roles ["leader"]; kecuali: regions'] },
  ],
  "saves a segment by name, and uses it again": [
    ...COMPOSED,
    { by: RINA, presses: "Peran" },
    { by: RINA, presses: "Tokoh" },
    { by: RINA, presses: "Simpan segmen…", shows: ["Balas pesan ini dengan nama untuk segmen ini."] },
    {
      by: RINA,
      writes: "Tokoh Jabar",
      below: /nama untuk segmen/,
      shows: ["Segmen “Tokoh Jabar” disimpan.", 'kepada: roles ["leader"] & name Tokoh Jabar'],
    },
    { by: RINA, writes: "/siaran\nUntuk tokoh" },
    { by: RINA, presses: "Jadwal pendaftaran" },
    { by: RINA, presses: "Segmen tersimpan", shows: ["Segmen mana?"], buttons: ["Tokoh Jabar", "⬅️ Kembali"] },
    {
      by: RINA,
      presses: "Tokoh Jabar",
      shows: ['*Siaran 2* · Untuk tokoh\ntopik registration; kepada: roles ["leader"] & name Tokoh Jabar'],
    },
    // narrowed, it is not the saved one any more
    { by: RINA, presses: "Bahasa" },
    { by: RINA, presses: "Jawa", shows: ['kepada: roles ["leader"] & languages ["jv"]\n'] },
  ],
  "changes what it says": [
    ...COMPOSED,
    {
      by: RINA,
      presses: "Isi pesan",
      shows: [`*Siaran 1* · Diskon Desember\n${NEWS}`],
      buttons: ["Ganti teks… | Ganti nama…", "Pilihan jawaban… | Bahasa lain…", "⬅️ Kembali"],
    },
    { by: RINA, presses: "Pilihan jawaban…", shows: ["satu per baris, paling banyak 6"] },
    {
      by: RINA,
      writes: "1. Saya mau bayar\n2. Minta penjelasan",
      below: /pilihan jawaban, satu per baris/,
      shows: ["Pilihan jawaban: Saya mau bayar · Minta penjelasan"],
    },
    { by: RINA, writes: "1\n2\n3\n4\n5\n6\n7", below: /pilihan jawaban, satu per baris/, shows: ["paling banyak 6."] },
    { by: RINA, presses: "Bahasa lain…", shows: ["su: Wilujeng enjing, {nama}."] },
    { by: RINA, writes: "Wilujeng enjing", below: /bahasa lain, diawali/, shows: ["Awali dengan kode bahasanya"] },
    {
      by: RINA,
      writes: "su: Wilujeng enjing, {nama}.",
      below: /bahasa lain, diawali/,
      shows: ["*Sunda*: Wilujeng enjing, {nama}."],
    },
    { by: RINA, presses: "Ganti teks…" },
    {
      by: RINA,
      writes: "Iuran lagi murah.",
      below: /teks siaran yang baru/,
      shows: ["· Diskon Desember\nIuran lagi murah.\n"],
    },
    { by: RINA, writes: "ini 3204123456789012", below: /teks siaran yang baru/, shows: ["ada nomor 16 angka"] },
    { by: RINA, presses: "Ganti nama…" },
    { by: RINA, writes: "Iuran murah", below: /nama pendek/, shows: ["*Siaran 1* · Iuran murah"] },
    { by: RINA, presses: "Kembali", shows: ["topik discount"] },
  ],
  "sends a test to whoever asks for it": [
    ...COMPOSED,
    { by: RINA, presses: "Lihat kartu" },
    { by: BUDI, presses: "Tes ke saya", shows: ["Tes dikirim ke chat pribadi Budi dengan bot."] },
  ],
  "needs somebody else than the author": [
    ...COMPOSED,
    { by: RINA, presses: "Lihat kartu" },
    { by: RINA, presses: "Setuju", shows: ["broadcast.problem.own-approval"] },
    { by: BUDI, presses: "Setuju", shows: ["✅ *Siaran 1 disetujui*"] },
    { by: BUDI, presses: "Setuju", shows: ["broadcast.problem.state approved"] },
  ],
  "approves nothing that was changed after the card": [
    ...COMPOSED,
    { by: RINA, presses: "Lihat kartu" },
    { by: RINA, writes: "/siaran 1" },
    { by: RINA, presses: "Saluran" },
    { by: RINA, presses: "Hanya Telegram" },
    {
      by: BUDI,
      presses: "Setuju",
      shows: ["Siaran 1 sudah diubah sejak kartu itu dibuat.", "Kartu siaran 1: 1234 penerima"],
    },
    { by: BUDI, presses: "Setuju", shows: ["✅ *Siaran 1 disetujui*"] },
  ],
  "cannot be approved while something is wrong": [
    ...COMPOSED,
    {
      meanwhile: ({ fake }) => fake.meant(0),
      by: RINA,
      presses: "Lihat kartu",
      shows: ["broadcast.problem.no-recipients"],
      buttons: ["Tes ke saya | Ubah penerima", "⏹ BATAL"],
    },
    { by: RINA, presses: "Ubah penerima", shows: ["topik discount; kepada: semua"] },
  ],
  "needs a new approval after a change": [
    ...APPROVED,
    { by: RINA, presses: "Ubah penerima", shows: ["⚠️ Kalau diubah, siaran ini harus disetujui lagi."] },
    { by: RINA, presses: "Peran" },
    { by: RINA, presses: "Pekerja", shows: ['kepada: roles ["worker"]\n\nTekan'] },
  ],
  "is scheduled for a time": [
    ...APPROVED,
    { by: RINA, presses: "Jadwalkan…", shows: ["Mulai kapan (WIB)? Balas pesan ini. Contoh:\n1 Desember 09.00"] },
    {
      by: RINA,
      writes: "secepatnya",
      below: /Mulai kapan \(WIB\)/,
      shows: ["Waktunya belum jelas. Tulis hari dan jamnya (WIB)"],
    },
    { by: RINA, writes: "hari ini 09.00", below: /Mulai kapan \(WIB\)/, shows: ["2026-11-25T02:00 sudah lewat."] },
    {
      by: RINA,
      writes: "1 Desember 09.00",
      below: /Mulai kapan \(WIB\)/,
      shows: ["🗓 Siaran 1 · Diskon Desember dijadwalkan 2026-12-01T02:00.", "Siaran 1 scheduled"],
      buttons: ["Mulai sekarang | ⏹ BATAL"],
    },
    { meanwhile: ({ fake }) => fake.begin(1), ticks: true, shows: ["Siaran 1 running"], buttons: ["⏸ JEDA | ⏹ BATAL"] },
  ],
  "is scheduled again and again": [
    ...APPROVED,
    { by: RINA, presses: "Jadwalkan…" },
    { by: RINA, writes: "tiap minggu 09.00", below: /Mulai kapan \(WIB\)/, shows: ["tiap hari Minggu jam 4 sore"] },
    {
      by: RINA,
      writes: "berulang: tiap Senin 09.00",
      below: /Mulai kapan \(WIB\)/,
      shows: ["🔁 Siaran 1 · Diskon Desember dijadwalkan berulang: tiap Senin 09.00.\nPertama kali 2026-11-30T02:00."],
    },
  ],
  "is stopped by one word, and goes on by one": [
    ...RUNNING,
    { by: BUDI, presses: "JEDA", shows: ["⏸ Siaran 1 · Diskon Desember dijeda oleh Budi.", "Siaran 1 paused"] },
    {
      by: BUDI,
      presses: "LANJUT",
      shows: ["▶️ Siaran 1 · Diskon Desember dilanjutkan oleh Budi.", "Siaran 1 running"],
    },
    { by: BUDI, writes: "/jeda", shows: ["dijeda oleh Budi"] },
    { by: BUDI, writes: "/jeda", shows: ["Tidak ada siaran yang sedang berjalan."] },
    { by: BUDI, writes: "/lanjut", shows: ["dilanjutkan oleh Budi"] },
    { by: BUDI, writes: "/jeda 1", shows: ["dijeda oleh Budi"] },
    { by: BUDI, writes: "/lanjut 1", shows: ["dilanjutkan oleh Budi"] },
    { by: BUDI, writes: "Jeda!", below: /running/, shows: ["dijeda oleh Budi"] },
    { by: BUDI, writes: "lanjut", below: /paused/, shows: ["dilanjutkan oleh Budi"] },
    { by: BUDI, writes: "stop", below: /running/, shows: ["dijeda oleh Budi"] },
    { by: BUDI, writes: "/lanjut", below: /paused/, shows: ["dilanjutkan oleh Budi"] },
    { by: BUDI, writes: "/jeda 9", shows: ["Siaran 9 tidak ada."] },
    { by: BUDI, writes: "bagus ya", below: /running/, silent: true },
    { by: BUDI, writes: "// jeda nanti", below: /running/, silent: true },
  ],
  "asks once before it is called off": [
    ...RUNNING,
    {
      by: BUDI,
      presses: "BATAL",
      shows: ["Batalkan siaran 1 · Diskon Desember?\nYang sudah terkirim tidak bisa ditarik."],
      buttons: ["Ya, batalkan | Tidak"],
    },
    { by: BUDI, presses: "Tidak", shows: ["Siaran 1 · Diskon Desember tidak jadi dibatalkan."], buttons: [] },
    { by: BUDI, writes: "/batalsiaran 1", shows: ["Batalkan siaran 1"] },
    {
      by: BUDI,
      presses: "Ya, batalkan",
      shows: ["⏹ Siaran 1 · Diskon Desember dibatalkan oleh Budi.", "Siaran 1 cancelled", "Tanda terima siaran 1"],
      buttons: ["CSV terbaru"],
    },
    { by: BUDI, writes: "batal", below: /Tanda terima/, shows: ["broadcast.problem.state cancelled"] },
  ],
  "asks which one when several run": [
    {
      meanwhile: ({ fake }) => {
        fake.running(RINA, "Diskon");
        fake.running(RINA, "Posko");
      },
      by: BUDI,
      writes: "/jeda",
      shows: ["Siaran mana yang dijeda? Tekan, atau tulis /jeda dan nomornya.\n2 · Posko\n1 · Diskon"],
      buttons: ["⏸ JEDA 2", "⏸ JEDA 1"],
    },
    { by: BUDI, presses: "JEDA 1", shows: ["⏸ Siaran 1 · Diskon dijeda oleh Budi."] },
    { by: BUDI, writes: "/jeda", shows: ["⏸ Siaran 2 · Posko dijeda oleh Budi."] },
    { by: BUDI, writes: "/batalsiaran", buttons: ["⏹ BATAL 2", "⏹ BATAL 1"] },
    { by: BUDI, presses: "BATAL 2", shows: ["Batalkan siaran 2 · Posko?"] },
  ],
  "works without buttons, on WhatsApp": [
    {
      meanwhile: ({ fake }) => void fake.running(RINA, "Diskon"),
      by: WATI,
      writes: "/siaran",
      shows: ["1 · Diskon · sedang berjalan"],
    },
    { by: WATI, writes: "/siaran 1", shows: ["Siaran 1 running: 0 dari 1234 terkirim"] },
    { by: WATI, writes: "/siaran 1 jeda", shows: ["⏸ Siaran 1 · Diskon dijeda oleh Wati."] },
    { by: WATI, writes: "/siaran 1 lanjut", shows: ["▶️ Siaran 1 · Diskon dilanjutkan oleh Wati."] },
    { by: WATI, writes: "/siaran jeda 1", shows: ["⏸ Siaran 1 · Diskon dijeda oleh Wati."] },
    { by: WATI, writes: "/siaran 1 batal", shows: ["Batalkan siaran 1 · Diskon?", "atau tulis /siaran 1 batal ya"] },
    { by: WATI, writes: "/siaran 1 batal ya", shows: ["⏹ Siaran 1 · Diskon dibatalkan oleh Wati."] },
    { by: WATI, writes: "/siaran 1", shows: ["Tanda terima siaran 1"] },
    {
      by: WATI,
      writes: "/siaran Posko\nBesok ada posko.",
      shows: [
        "*Siaran 2* · Posko",
        "Konsep siaran 2 dibuat. Pilih penerima dan lihat kartunya di grup Telegram petugas.",
      ],
    },
    { by: WATI, writes: "/siaran 2", shows: ["Masih konsep. Lanjutkan di grup Telegram petugas."] },
  ],
  "can be changed no more once it runs": [
    ...RUNNING,
    {
      meanwhile: async (scene) => void (await scene.pressesOld(RINA, "b:s1:audience", "1000")),
      by: RINA,
      writes: "/siaran 1",
      shows: ["Siaran 1 sedang berjalan, jadi tidak bisa diubah lagi."],
    },
  ],
  "opens numbers again that were stopped": [
    { by: RINA, writes: "/siaran buka", shows: ["Tidak ada nomor yang sedang dihentikan."] },
    {
      meanwhile: ({ fake }) => fake.stop(fake.running(RINA, "Diskon"), "breaker"),
      by: RINA,
      writes: "/siaran buka",
      shows: ["Nomor dibuka lagi untuk siaran: WhatsApp. Siaran yang dijeda tetap dijeda"],
    },
  ],
};

describe("broadcasts at the desk", () => {
  it.each(Object.entries(DIALOGUES))("%s", async (_, lines) => {
    const scene = openScene();
    const wrong: string[] = [];
    for (const line of lines) {
      scene.seen();
      await play(scene, line);
      wrong.push(...differences(line, scene.seen().join("\n---\n"), buttonsBelow(scene)));
    }
    expect(wrong).toEqual([]);
  });
});

async function play(
  scene: Scene,
  { by = RINA, writes, quoting, below, presses, meanwhile, ticks }: Line,
): Promise<void> {
  await meanwhile?.(scene);
  if (writes !== undefined)
    await scene.writes(by, writes, {
      ...(quoting === undefined ? {} : { quoted: quoting, quotedId: "9" }),
      ...(below ? { below } : {}),
    });
  if (presses !== undefined) await scene.presses(by, presses);
  if (ticks) await scene.ticks();
}

/** What a line of a dialogue promises and is not so. */
function differences({ writes, presses, shows = [], silent, buttons }: Line, seen: string, below: string[]): string[] {
  const at = `after “${writes ?? presses ?? "the clock"}”`;
  return [
    ...shows.filter((text) => !seen.includes(text)).map((text) => `${at} nothing shows “${text}”, but:\n${seen}`),
    ...(silent && seen !== "" ? [`${at} something is shown:\n${seen}`] : []),
    ...(buttons && buttons.join("\n") !== below.join("\n") ? [`${at} the buttons are\n${below.join("\n")}`] : []),
  ];
}

/** The rows of buttons below the newest message that is no question to be answered in words. */
function buttonsBelow({ messages }: Scene): string[] {
  const message = messages.findLast(({ text }) => !/^(?:Segmen “|Balas pesan|Tes dikirim)/.test(text));
  return (message?.buttons ?? []).map((row) => row.map(({ label }) => label).join(" | "));
}
