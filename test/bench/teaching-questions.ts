import type { Example } from "../../src/teaching/fingerprint.ts";

/**
 * Questions as nobody has asked them yet, in words that hardly any example has, each with five other ways to ask the same
 * that are not taught.
 */
export const ODD_QUESTIONS: readonly (Example & { others: readonly string[] })[] = [
  {
    intent: "contribution.pay",
    text: "bisa titip setor di warung madura ga",
    others: [
      "warung madura terima setoran bpjs ga",
      "titip setoran lewat warung madura boleh?",
      "setor di warung madura depan gang bisa kah",
      "kalo di warung madura bisa nyetor gak",
      "warung madura melayani setor iuran?",
    ],
  },
  {
    intent: "account.jmo",
    text: "layar jmo saya burem kayak kaca berembun",
    others: [
      "tampilan jmo burem banget",
      "kok jmo layarnya berembun",
      "jmo ku burem kayak berembun",
      "layarnya burem pas buka jmo",
      "jmo berembun ga kebaca tulisannya",
    ],
  },
  {
    intent: "contact.office",
    text: "loketnya bisa dimasuki kursi roda ga",
    others: [
      "ada jalur kursi roda di loket?",
      "pakai kursi roda bisa masuk kantor ga",
      "kantor cabang ramah kursi roda nggak",
      "kursi roda bisa lewat pintu loketnya?",
      "tersedia jalan kursi roda ga di kantornya",
    ],
  },
  {
    intent: "registration.status",
    text: "nama saya udah nyangkut di sistem belum ya",
    others: [
      "cek dong nama bapak saya nyangkut di sistem ga",
      "punya saya nyangkut apa belum di sistem",
      "sudah nyangkut kah namaku",
      "apakah nama istri saya nyangkut disitu",
      "nama adek saya kok belum nyangkut",
    ],
  },
  {
    intent: "claim.jkm",
    text: "duit duka almarhum kakek cair ke siapa",
    others: [
      "duit duka kakek saya cairnya ke siapa",
      "yang nerima duit duka siapa",
      "duit dukanya almarhum bapak dikasih ke siapa",
      "siapa yang dapet duit duka",
      "duit duka cair ke anaknya bukan",
    ],
  },
  {
    intent: "safety.scam",
    text: "ada abang abang ngaku bpjs minta pulsa",
    others: [
      "disuruh kirim pulsa sama abang bpjs",
      "bener ga abang bpjs minta pulsa",
      "kok ada yg minta pulsa atas nama bpjs",
      "saya ditelpon abang bpjs disuruh isi pulsa",
      "abang yang ngaku bpjs nagih pulsa ke ibu saya",
    ],
  },
  {
    intent: "claim.jkk",
    text: "keseleo pas manjat pohon kelapa diganti ga",
    others: [
      "jatuh pas manjat kelapa diganti ga biayanya",
      "manjat pohon terus keseleo ditanggung?",
      "keseleo gara gara manjat kelapa",
      "abis manjat pohon kelapa kaki keseleo bisa diganti?",
      "keseleo waktu manjat obatnya diganti gak",
    ],
  },
  {
    intent: "contribution.arrears",
    text: "kartu saya ngambek karena bolong tiga purnama",
    others: [
      "bolong tiga purnama masih aktif ga",
      "udah bolong beberapa purnama gimana nih",
      "kartuku ngambek gara gara bolong",
      "iuran bolong dua purnama kartu ngambek",
      "kalau bolong sepurnama kartunya ngambek?",
    ],
  },
  {
    intent: "statistics.coverage",
    text: "berapa kepala yang udah kepayungan di sleman",
    others: [
      "kepala yang kepayungan di bantul berapa",
      "sudah berapa kepala kepayungan di kebumen",
      "di sleman yang kepayungan ada berapa kepala",
      "jumlah kepala kepayungan di semarang",
      "kepayungan berapa kepala di magelang",
    ],
  },
  {
    intent: "share.kit",
    text: "ada gambar buat dipajang di pos kamling gak",
    others: [
      "minta gambar buat pos kamling",
      "gambar pajangan pos kamling ada?",
      "bisa minta pajangan buat di pos kamling",
      "pos kamling kami butuh gambar pajangan",
      "saya mau pajang gambar di pos kamling rt",
    ],
  },
];
