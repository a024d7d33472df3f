/**
 * The words by which people ask for reminders, in Indonesian with its chat spellings, and a few of Sundanese and
 * Javanese. All are parts of regular expressions over plain words.
 */

/** "ingatkan": asks for it by itself. "ingatan" is memory and means nothing here. */
export const CALL =
  "(?:ing[ae]t(?:k[ae]n|in|i)|ingetan|ingtkn|ingtkan|ingtin|igatkan|igetin|ingekan|pang(?:emut|eling)(?:keun|an)(?: ?na)?|emut(?:keun|an|aken)|[ei]ling(?:keun|an|no|na|ake|aken|akne)|pengetaken|engetaken|remind)";

/** "diingatkan": a wish only with something that makes it one. */
export const ASKED = `(?:(?:di|dipun) ?${CALL}|reminded)`;

/** "pengingat" itself. */
export const NOUN =
  "(?:(?:pengingat|pengingt|pngingat|pangeling|pengeling|pangemut|reminder|remainder)(?:nya|ku|na|e|s|in)?)";

const ACTIVE =
  "(?:mengingatkan|ngingatkan|ngingatin|ngingetin|ngingetan|nge?mutan|ngemutkeun|ngeling(?:no|ake|an|keun|na))";

/** Anything that speaks of reminders. */
export const OURS = `(?:${CALL}|${ASKED}|${NOUN}|${ACTIVE})`;

/** "kabari": a reminder only before the end of something. */
export const TELL =
  "(?:kabari|kabarin|kabarkan|kbri|infokan|infoin|beritahu|beri tahu|kasih tahu|kasih tau|kasi tau|bejaan|kandani|wartosan|diwartosan|dikabari|notif)";

/** "jangan lupa ingatkan": what sounds like a no and is none. */
export const NOT_LOST =
  /\b(?:jangan|jgn|jngn|jan|biar|supaya|agar|ben|supados|ambeh|meh|ojo|aja|ulah|tong)? ?(?:sampai|sampe|nepi ka|nganti)? ?(?:tidak|tdk|gak|ga|gk|nggak|ngga|enggak|teu|ora|ra|mboten)? ?(?:lupa|lali|poho|kelupaan|kelewat|kelewatan|ketinggalan|telat|hilap|kesupen|klalen)\b/g;

const NOT =
  "(?:tidak|tdk|tak|gak|ga|gk|nggak|ngga|enggak|engga|ndak|kagak|kaga|g|teu|henteu|ora|ra|mboten|boten|indak|dont|sudah|udah|tos|sampun|wis)";

/** "jangan", "tidak usah", "gamau": no more of it. */
export const NO_MORE = `(?:jangan|jgn|jngn|jng|ojo|ulah|tong|ampun|no more|not?|${NOT}(?: ${NOT})? ?(?:usah|ush|usa|perlu|prlu|mau|butuh|kedah|kudu|peryogi|sah|sisah|hoyong|hayang|gelem|purun|pengen|pengin|ingin|want|need)(?: any| lagi)?)`;

/** Words that may stand between a no and what is not wanted. */
export const BETWEEN =
  "(?:more|kirim|kirimi|kirimin|kirimkan|krim|dikirim|dikirimi|dikirimin|kasih|kasi|beri|diberi|di|dipun|kintuni|terima|nampi|ada|any|lagi|saya|sy|aku|abdi|kuring|kulo|kula|gue|gw|kami|semua|sadaya|kabeh|dulu|heula|saja|aja|wae|dong|tolong|pesan|pesen|all|my|the|me|bulanan|bayar|iuran|diskon|potongan|to|for|dari|untuk|buat|yang|yg)";

/** What ends reminders. */
export const OFF =
  "(?:stop|stp|setop|distop|berhenti|brenti|brhenti|berhentiin|berhentikan|hentikan|hentikn|hentiin|dihentikan|hapus|hps|hapusin|hapuskan|dihapus|matikan|matiin|matikn|dimatikan|dimatiin|nonaktifkan|nonaktifin|nonaktif|dinonaktifkan|batal|batalkan|batalin|dibatalkan|cabut|cancel|off|pareuman|dipareuman|pareum|eureunan|eureun|lirenan|lirenkeun|dilirenkeun|pateni|mateni|dipateni|leren|lereni|mandeg|mandegno|endegaken|hilangkan|tutup|akhiri|sudahi|udahan|turn off|unsubscribe|disable|delete)";

/** What begins them again. */
export const ON =
  "(?:aktifkan|aktipkan|aktifin|aktifkn|nyalakan|nyalain|hidupkan|hidupin|hurungkeun|uripno|uripke|mulai|pasang|pasangin|pasangkan|setel|turn on|on)";

/** Asks for something; "diingatkan" and "pengingat" are wishes with one of these. */
export const GET =
  "(?:tolong|tlg|tlong|tulung|mohon|mhn|minta|nyuwun|nyuhunkeun|punten|mau|mo|pengen|pengin|ingin|butuh|bisa|bs|boleh|tiasa|saged|hoyong|hayang|gelem|purun|kirim|kirimi|kirimin|kirimkan|kasih|kasi|beri|set|atur|buat|buatkan|bikin|bikinin|bikinkan|daftarin|daftarkan|jadwalkan|terima|nampi|sign|please|pls)";

/** What is paid. */
export const PAY =
  "(?:bayar|byr|bayaran|bayarin|mayar|mayaran|mbayar|mbayarin|dibayar|pembayaran|setor|setoran|nyetor|iuran|iurannya|iuranku|iur|jamsostek|jamsosteknya|bpjs|bpjstk|bpjamsostek|tagihan|jatuh tempo|premi|pay|contribution)";

export const EVERY_MONTH =
  "(?:(?:tiap|setiap|stiap|saban|unggal|tiok|every)(?: \\w+)? ?(?:bulan|bln|wulan|sasih|month)|bulanan|sebulan sekali|per bulan|monthly|(?:tiap|setiap|stiap|saban|unggal) (?:tanggal|tgl|awal|akhir|ahir|gajian|minggu|hari|senin|tahun|\\d+)|(?:tanggal|tgl) \\d+)";

export const DISCOUNT =
  "(?:diskon|diskonnya|diskonna|diskone|discount|potongan|potongannya|keringanan|keringanannya|promo|promonya)";

export const ENDS =
  "(?:berakhir|brakhir|berahir|akhir|habis|abis|hbis|selesai|kelar|tutup|ditutup|hangus|entek|bar|rampung|beak|seep|lekasan|expired|ends?|sebelum|sblm|sebelom|menjelang|saencan|sateuacan|sadurunge|sakdurunge)";

/** Asks why or how, and wants nothing yet. */
export const WHY =
  "(?:kenapa|knp|knapa|kok|ko|naha|ngopo|kena naon|padahal|cara|caranya|carane|carana|gimana|gmn|bagaimana|piye|pripun|kumaha)";

export const ASKING =
  "(?:apa|apakah|ada|gak|ga|gk|nggak|kah|gimana|gmn|bagaimana|cara|caranya|kapan|bisa|piye|kumaha|teu|ora|mboten)";

/** Whom else somebody may want reminded: that is not for us to do. */
export const OTHERS =
  "(?:(?:perusahaan|perusahaannya|pabrik|kantor|pt|cv|bos|boss|majikan|juragan|atasan|hrd|bendahara|mandor|petugas|admin|operator|pemerintah|pemda|warga|peserta|anggota)(?: \\w+)? (?:saya|kami|kita|ku|supaya|agar|biar|untuk|itu|bayar|yang|bales|balas))";

/** Words that add nothing. */
export const FILLER =
  "(?:saya|sy|aku|ak|abdi|kuring|kulo|kula|gue|gw|kami|kita|ya|yah|y|yo|nya|dong|donk|deh|sih|nih|lah|kak|min|mimin|admin|pak|bapak|bu|ibu|mas|mbak|mba|bang|kang|teh|atuh|nggih|lagi|juga|aja|saja|wae|nanti|me|halo|hai|assalamualaikum|untuk|buat|jangan|lupa|dulu|sapa|terus|rutin)";
