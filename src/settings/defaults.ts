import type { Settings, Span } from "./settings.ts";

const WORKDAY: readonly Span[] = [{ from: "08:00", to: "16:00" }];

/**
 * What holds until the office says otherwise. The hours are a start, to be set by the office. The holidays are those
 * whose date is the same every year; the others are announced by the government year by year and have to be added.
 */
export const DEFAULT_SETTINGS: Settings = {
  office: {
    hours: {
      monday: WORKDAY,
      tuesday: WORKDAY,
      wednesday: WORKDAY,
      thursday: WORKDAY,
      friday: WORKDAY,
      saturday: [],
      sunday: [],
    },
    holidays: [
      { date: "01-01", name: "Tahun Baru Masehi" },
      { date: "05-01", name: "Hari Buruh Internasional" },
      { date: "06-01", name: "Hari Lahir Pancasila" },
      { date: "08-17", name: "Hari Kemerdekaan Republik Indonesia" },
      { date: "12-25", name: "Hari Raya Natal" },
    ],
  },
  staff: [],
  canned: [
    { name: "salam", text: "Halo {{nama}}, saya {{petugas}}, petugas yang membantu Anda.\nApa yang bisa saya bantu?" },
    {
      name: "minta-detail",
      text: "Boleh ceritakan lebih rinci: apa yang terjadi, sejak kapan, dan di kabupaten atau kota mana?\nTidak perlu mengirim NIK, nomor kartu, atau kode OTP.",
    },
    {
      name: "sedang-dicek",
      text: "Pertanyaan Anda (tiket {{tiket}}) sedang saya periksa.\nMohon ditunggu, jawabannya saya kirim di chat ini.",
    },
    {
      name: "kantor",
      text: "Urusan ini perlu diselesaikan langsung di kantor cabang BPJS Ketenagakerjaan.\nAnda di kabupaten atau kota mana? Saya bantu carikan kantor yang terdekat.",
    },
    {
      name: "data-pribadi",
      text: "Demi keamanan, jangan kirim NIK, nomor kartu, kata sandi, atau kode OTP lewat chat.\nPetugas kami tidak pernah memintanya.",
    },
    {
      name: "belum-pasti",
      text: "Untuk yang satu ini saya belum punya jawaban yang pasti, dan saya tidak mau menebak.\nSaya tanyakan dulu, lalu saya kabari di chat ini.",
    },
    {
      name: "terima-kasih",
      text: "Terima kasih sudah menghubungi kami, {{nama}}.\nKalau masih ada pertanyaan, tulis saja di chat ini.",
    },
  ],
  desk: { claimIdleMinutes: 60, conversationIdleMinutes: 120, reopenDays: 7, digest: { day: "monday", hour: 9 } },
  broadcast: {
    roles: { write: ["agent", "lead"], approve: ["agent", "lead"], stop: ["agent", "lead"] },
    secondPersonAbove: 50,
    recentDays: 3,
    quiet: { from: "20:00", to: "08:00" },
    // Telegram asks for no more than about 30 a second (https://core.telegram.org/bots/faq); WhatsApp names no numbers.
    // Numbers were banned after some hundred messages a day at one in ten seconds, so we stay well below that.
    pace: { telegramPerSecond: 25, whatsapp: { perMinute: 4, perHour: 120, perDay: 400 } },
    breaker: { failPercent: 20, window: 20, missingAcks: 3 },
    greetings: ["Halo {nama},", "Salam hangat, {nama}.", "Halo, {nama}, apa kabar?", "{nama} yang kami hormati,"],
    segments: [],
  },
  retention: { messageDays: 90, closedTicketDays: 365 },
};
