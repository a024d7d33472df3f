import type { Language } from "../../src/understanding/language.ts";

/** Who writes, in what language a reader would say it is, and what they write: one message a line. */
export type LanguageVoice = { who: string; language: Language; messages: readonly string[] };

const lines = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);

/** Messages by which the detector is judged. None of them may become a word list or an example of it. */
export const LANGUAGE_VOICES: readonly LanguageVoice[] = [
  {
    who: "plain Indonesian",
    language: "id",
    messages: lines(`
      iuran tukang cendol berapa?
      tukang parkir boleh ikut tidak
      Bapak saya tukang kayu, umur 58, masih bisa daftar?
      kalau tukang ojek dan tukang sayur iurannya sama?
      saya buruh cuci di Cimahi, mau ikut jaminan kematian
      Suami saya jatuh dari tangga waktu mengecat rumah orang, apa ditanggung?
      Ibu saya meninggal bulan lalu, beliau peserta mandiri
      bagaimana kalau saya menunggak tiga bulan
      berapa lama uang JHT cair setelah diajukan
      anak saya dua, dapat beasiswa semua?
      kantor mana yang paling dekat dari Soreang
      Selamat pagi, apakah nelayan bisa mendaftar secara kelompok?
      syarat daftar apa saja
      minta nomor telepon kantor Kudus
      kartu saya hilang
      Lupa kata sandi JMO, tolong dibantu
      apa bedanya dengan BPJS Kesehatan
      peserta di Sleman ada berapa orang
      saya ingin berhenti menerima pesan
      daftar
      bayar di mana
      diskonnya sampai kapan?
      Terima kasih banyak penjelasannya
      majikan saya tidak mau mendaftarkan, bagaimana
      kalau pindah kerja apakah harus daftar lagi
    `),
  },
  {
    who: "formal letters",
    language: "id",
    messages: lines(`
      Dengan hormat, mohon informasi mengenai tata cara pengajuan klaim jaminan kematian.
      Yth. Bapak/Ibu petugas, saya hendak menanyakan status kepesertaan saya.
      Mohon penjelasan besaran manfaat jaminan hari tua bagi pekerja bukan penerima upah
      Sehubungan dengan program keringanan iuran, apakah masih berlaku pada bulan Oktober?
      Bersama ini kami sampaikan bahwa perangkat desa kami belum terdaftar.
      Apakah ahli waris dapat diwakilkan oleh saudara kandung?
      Kami dari koperasi simpan pinjam ingin mendaftarkan anggota sebanyak 75 orang
      Sesuai ketentuan, berapa hari kerja santunan dibayarkan?
    `),
  },
  {
    who: "shorthand on a phone",
    language: "id",
    messages: lines(`
      iurn brp min
      cra dftr gmn kk
      sy blm pny kartu, bs klaim g
      jht bs cair brp hr
      byr iuran lwt indomaret bs ga
      tlg dibls min udh dr td pg
      td sy byr tp blm msk
      klo tlat bayar kena dnda ga
      bpk sy mninggal, ngurusnya gmn
      mksh infonya y
      sy krja jd kurir, pny 2 anak
      dmn kantr plng dkt dr bntul
      ap hrs bw ktp asli
      kpn diskon slesai
      utk ptani brp sbln
    `),
  },
  {
    who: "Jakarta slang",
    language: "id",
    messages: lines(`
      gue ojol nih, bisa daftar kaga?
      bro ini beneran ga sih yang 201 ribu sebulan
      lo bot apa orang sih
      anjir ribet banget daftarnya
      gw udah bayar tapi kok statusnya masih nonaktif
      kak spill dong caranya cairin jht
      min bales napa, udah nungguin dari tadi nih
      yaelah gitu doang ditanya ktp mulu
      temen gue kecelakaan pas narik, dia dapet apaan?
      emang kalo freelancer tuh boleh ikutan?
      ga ngerti gue, jelasin pelan pelan napa
      mager ke kantor, ada yang online ga
      duitnya kapan turun sih lama amat
      nyokap jualan nasi uduk, kena berapa tuh
      sumpah gua kira ini cuma buat karyawan doang
      makasih ya min, ngebantu bgt
      gas lah daftar, linknya mana
      kok bisa ya bos gue motong gaji tapi ga disetor
    `),
  },
  {
    who: "Betawi",
    language: "id",
    messages: lines(`
      aye mau nanye, daftarnye dimane ye
      pegimane caranye kalo kite kaga punye hape
      babe aye dagang kerak telor, bisa ikutan kagak?
      berape bayarnye sebulan bang
      ntu duitnye bakal balik lagi kagak
      enyak ane udeh tue, masih boleh?
      ane narik bajaj dari subuh, kalo ketabrak siape nyang nanggung
      udeh aye bayar tadi di alfa
    `),
  },
  {
    who: "Malay of the east",
    language: "id",
    messages: lines(`
      beta mau tanya, kalau nelayan bayar barapa satu bulan
      torang mo daftar akang di mana e
      sa pu bapa kerja di kebun, dia bisa ikut ka tidak
      kitong di kampung belum ada yang daftar
      ose su bayar ka belum, beta balum
      kita pe laki jatoh dari perahu, dapa uang ka nyanda
      mar iuran pung harga barapa kaka
      ko tolong kasih tau sa caranya dulu
      trada sinyal di sini jadi tra bisa pake aplikasi
      beta pung mama so meninggal, urus bagaimana
      dong bilang gratis, betul ka?
      katong samua di pasar mau ikut
      so lama kita tunggu mar belum ada jawaban
      sa su daftar tapi kartu belum datang
      ngana tau dimana depe kantor?
      beta sonde punya hape, bisa daftar di kantor ko?
      apa lai syaratnya e
      de pu anak dua masih sekolah
    `),
  },
  {
    who: "Minang, Medan, Palembang, Makassar, Banjar",
    language: "id",
    messages: lines(`
      uda, bara iuran untuk tukang jahit sabulan
      ambo manggaleh di pasar, bisa daftar ndak
      baa caro mandaftar untuak petani sawit
      apak ambo maningga, di ma diurus santunannyo
      awak jualan lontong, wajib ikut tidak bang
      bah, macam mana pula ini, sudah kubayar tak masuk juga
      kek mana cara daftarnya bang
      kau kira murah iuran segitu
      cakmano caro daftarnyo kak
      berapo iuran untuk tukang pempek
      wong kito galo nak melok galo, biso dak
      idak katek hape, biso dak daftarnyo
      iye pak, sudah mi saya bayar kemarin
      bisa ji kah saya daftar dari Makassar
      kita mau daftar di mana ki
      ulun handak badaftar, dimana kantornya
      pian tahu kah barapa bayarannya
      tabe, di mana kantor ta di Gowa
    `),
  },
  {
    who: "Indonesian with a Sundanese word",
    language: "id",
    messages: lines(`
      punten kak, mau tanya syarat daftar
      iuran saya teh belum dibayar dua bulan, gimana ya
      kang, saya mau daftar tapi belum punya email
      saya mah cuma jualan cilok, emang bisa?
      atuh kenapa saldonya belum masuk
      aa mau nanya, bayarnya lewat mana
      bapa saya sudah 60 tahun masih boleh?
      ih mahal pisan iurannya, bisa kurang tidak
      teteh yang di loket kemarin bilang bisa online
      hatur nuhun, tapi kantor yang di Bandung alamatnya di mana ya
      euy lama banget balasnya
      mamah saya ART di Bogor, daftarnya bagaimana
      saya kerja di Dinas Kelautan Kota Sukabumi, apa sudah otomatis
      tukang cuanki keliling bayar berapa ya
      ka mau tanya dong, klaim JKK dokumennya apa aja
      sok atuh jelaskan caranya bagaimana
      mang becak di kampung saya belum ada yang ikut
      nini saya jualan gorengan umur 66
    `),
  },
  {
    who: "Indonesian with a Javanese word",
    language: "id",
    messages: lines(`
      mas mau tanya, kalau bakul jamu iurannya berapa
      mbak tolong dibantu, aplikasinya tidak bisa dibuka
      lha kok bisa ditolak, padahal sudah lengkap
      nggih pak, nanti saya datang ke kantor
      wong cilik seperti saya apa bisa ikut?
      saya kudu bawa apa saja ke kantor
      lek bayar lewat BRILink bisa tidak
      yo wis nanti saya coba dulu
      bisa to kalau daftar lewat hape saja?
      pakde saya jatuh di sawah, ditanggung atau tidak
      sing penting aman, jadi daftarnya bagaimana
      iki beneran resmi? takutnya penipuan
      piye min, kok belum dibalas juga
      monggo kalau ada info terbaru soal diskon
      ra popo kalau telat bayar satu bulan?
      ndak bisa masuk akun saya dari kemarin
      matur suwun infonya, kantor Jogja buka jam berapa?
      budhe saya buruh gendong di Beringharjo, iurannya berapa
      tukang becak di Malioboro banyak yang belum punya kartu
      wae lah, saya daftar besok saja di kantor
    `),
  },
  {
    who: "Indonesian with English words",
    language: "id",
    messages: lines(`
      min cara claim via online gimana
      saya mau register tapi error terus pas upload ktp
      please dong dibales
      thanks infonya kak
      sorry baru bales, tadi masih meeting
      kalau freelance designer dapat benefit apa saja
      driver online bayar berapa per month
      link official nya mana, takut scam
      password saya expired harus gimana
      loading terus di step verifikasi wajah
      need info dong soal beasiswa anak
      is this real? kok murah banget iurannya
      customer service nya bisa dihubungi jam berapa
      update data for ahli waris caranya gimana
    `),
  },
  {
    who: "off the subject",
    language: "id",
    messages: lines(`
      besok hujan tidak di Bandung
      resep soto ayam yang enak dong
      kamu sudah makan belum
      siapa presiden sekarang
      main bola yuk nanti sore
      harga emas hari ini naik apa turun
      assalamualaikum warahmatullahi wabarakatuh
      halo
      tes
      selamat siang
      ok
      mantap jiwa
      bosan ah
      pinjam uang bisa tidak
      wkwkwk lucu juga botnya
      jadwal sholat magrib di Serang
      ini siapa ya
      mau pesan nasi kotak dua puluh
      kapan pasar Wage di Solo

    `),
  },
  {
    who: "Indonesian names and places",
    language: "id",
    messages: lines(`
      Kang Dedi gubernur bilang gratis, betul?
      alamat kantor di Jalan Ahmad Yani Nganjuk
      data Kabupaten Pati dan Kudus berapa persen
      Mas Wahyu di loket tiga minta berkas apa
      saya di Wonosari, kantor terdekat Wates atau Jogja
      Bu Endang Mulyaningsih itu ketua kelompok tani kami
      nelayan Pangandaran dan Pameungpeuk sudah dapat bantuan iuran?
      warga Kecamatan Cibeunying Kaler mau daftar bersama
      PT Sing Penting Jaya belum setor iuran kami
      Teh Nia dari Desa Ciwidey tanya soal diskon
      kabupaten mana paling tinggi di Jawa Tengah
      toko Mbak Sri di pasar Bringharjo pegawainya lima
      Warteg Bahari karyawannya harus didaftarkan?
      Neng Lilis mau cairkan JHT
    `),
  },
  {
    who: "Sundanese, polite",
    language: "su",
    messages: lines(`
      Punten bade tumaros, iuran kanggo tukang beca sabaraha?
      kumaha carana ngadaptar upami teu gaduh HP
      Abdi padagang di pasar, tiasa ngiring teu?
      pun bapa tos pupus minggon kamari, kedah ka mana ngurusna
      naha kedah nyandak KTP asli?
      Hapunten ngaganggu, abdi hoyong terang saldo JHT
      dupi kantor anu caket ti Garut di palih mana nya
      bayar iuran tiasa di warung payuneun bumi teu
      abdi tos mayar tapi teu acan lebet
      iraha diskonna seep
      manawi tiasa dibantos ngeusian formulirna
      pun biang yuswana 63, kénging kénéh ngiring?
      upami telat mayar sabulan aya dendana?
      mangga diantos waleranana
      caroge abdi labuh tina motor nuju ngojeg
      sabaraha jalmi anu tos kadaptar di Cianjur
      abdi teu ngartos aplikasina, aya nu tiasa ngabantosan?
      hatur nuhun kana inpormasina
      naon waé anu kedah disayogikeun
      punten, leres ieu layanan resmi?
      kanggo pamayang di Palabuanratu kumaha nya pendaptaranana
      tiasa dicandak ku pun anak teu artosna
      kang, abdi hoyong lirén heula tina kapamilonan
      aya sabaraha program anu tiasa diiringan ku patani
      wilujeng enjing, bade naroskeun perkawis beasiswa
    `),
  },
  {
    who: "Sundanese among friends",
    language: "su",
    messages: lines(`
      sabaraha mayarna sabulan euy
      urang rek daptar yeuh, kumaha carana
      maneh bot lain?
      aing geus mayar tapi can asup keneh
      naha can dibales wae atuh
      ari tukang baso asup kana BPU teu?
      kudu ka kantor atawa bisa tina hape?
      bapa kuring gering, ditanggung moal?
      kuring buruh tani di Subang, hayang milu
      eta duit JHT iraha cairna
      teu ngarti euy, jelaskeun deui
      saha wae nu meunang milu
      mun bos teu ngadaptarkeun kuring kumaha
      lamun paeh mah meunang sabaraha ahli warisna
      iuranana mahal teuing, aya nu leuwih murah teu
      kamari budak kuring labuh di pabrik
      kartu kuring leungit, kudu kumaha
      hese pisan daptar teh, teu bisa wae
      lain kitu maksud kuring
      engke deui ah, can boga duit
      di mana kantor nu deukeut ti dieu
      geus lila teu mayar, hirup keneh teu kartuna
      balikeun duit kuring
      jadi kumaha atuh carana teh
      saha ieu
    `),
  },
  {
    who: "Sundanese with the field's words and slips",
    language: "su",
    messages: lines(`
      iuran bpjs ketenagakerjaan sabrha sabulan
      kumha cara klaim jkk
      syarat daftar bpu naon wae
      bade daptar online, linkna mana nya
      jht abdi sabaraha saldona
      klaim kematian dokumenna naon wae
      tiasa bayar iuran ku shopee?
      cara ngadaftar mandiri kmaha
      peserta bpjs di kabupaten bandung aya sabaraha
      jmo abdi teu tiasa dibuka
      diskon 50 persen teh kanggo saha wae
      abdi driver ojol hoyong ngiring jkm
      naon bedana bpjs kasehatan jeung bpjs ketenagakerjaan
      mun nunggak 4 bulan klaimna ditolak teu
      bukti pembayaran abdi ical
      petugasna aya teu ayeuna
      kuring rek nyokot jht, resign kamari
      naha statusna nonaktif wae nya
      pangmayarkeun iuran kumaha carana
      ahli waris na kudu nu kumaha
    `),
  },
  {
    who: "Javanese, polite",
    language: "jv",
    messages: lines(`
      nuwun sewu, badhe tanglet iuran kangge tukang becak pinten nggih
      pripun caranipun ndaftar menawi mboten gadhah HP
      kula bakul wonten peken, saged nderek mboten?
      bapak kula sampun seda wingi, ngurusipun wonten pundi
      menapa kedah mbeta KTP ingkang asli
      nyuwun pirsa, saldo JHT kula pinten
      kantor ingkang celak saking Klaten wonten pundi
      kula sampun mbayar nanging dereng mlebet
      diskonipun dumugi kapan nggih pak
      nyuwun tulung dipun bantu ngisi formuliripun
      ibu kula yuswa 62 taksih angsal nderek?
      menawi telat setunggal wulan wonten dendanipun?
      semah kula dhawah saking motor nalika ngojek
      pinten tiyang ingkang sampun ndaftar ing Bantul
      kula dereng paham aplikasinipun
      matur nuwun sanget katranganipun
      punapa kemawon syaratipun
      leres menika layanan resmi?
      kula nelayan Cilacap, kados pundi caranipun nderek
      yatranipun saged dipun pundhut anak kula mboten
      nyuwun sewu, kula badhe kendel rumiyin
      wonten pinten program kangge tani
      sugeng enjing, badhe nyuwun pirsa bab beasiswa
      inggih, kula tengga wangsulanipun
      mboten sios mawon
    `),
  },
  {
    who: "Javanese among friends",
    language: "jv",
    messages: lines(`
      pira bayare sesasi lik
      aku arep daftar iki, piye carane
      kowe ki bot opo uwong
      aku wis mbayar ning durung mlebu
      kok ra dibales-bales to mas
      bakul sego kuwi mlebu BPU ora?
      kudu nang kantor opo iso soko hape
      bapakku loro, ditanggung ora
      aku buruh tani neng Ngawi, pengin melu
      duit JHT ne kapan metune
      ora mudeng aku, jelasno maneh
      sopo wae sing oleh melu
      nek bosku ora gelem ndaftarke aku piye
      yen mati ahli warise oleh pira
      larang banget iurane, ono sing luwih murah ora
      wingi anakku tibo neng pabrik
      kartuku ilang, kudu piye
      angel tenan daftare, ra iso terus
      dudu kuwi maksudku
      sesuk wae lah, durung duwe duit
      kantore sing cedhak kene ngendi
      wis suwe ra mbayar, kartune isih urip ora
      balekno duitku
      dadi piye carane iki
      iki sopo to
    `),
  },
  {
    who: "Javanese of Banyumas and the east",
    language: "jv",
    messages: lines(`
      inyong arep ndaftar, kepriwe carane
      rika ngerti ora mbayare pira
      nyong wong Tegal, kerjane dodolan, olih melu apa ora
      biyungku wis tua, esih bisa melu mbok
      kiye temenan apa ngapusi
      durung mudeng nyong, jelasna maning
      kencot inyong, mengko maning lah
      yakuwe, nyong wis mbayar tapi urung mlebu
      rek, piro iurane tukang becak
      aku arek Suroboyo, daftare nang endi cak
      gak iso mlebu akunku yo opo iki
      lapo kok durung dibales ae
      bojoku tibo teko motor, oleh opo
      awakmu bot ta
      ayas kate melok, piro mbayare sam
      gak eruh aku carane, warahen po'o
    `),
  },
  {
    who: "Javanese with the field's words and slips",
    language: "jv",
    messages: lines(`
      iuran bpjs ketenagakerjaan piro sewulan
      kepriye cara klaim jkk
      syarat daftar bpu opo wae
      arep daftar online, linke endi
      jht ku pinten saldone nggih
      klaim kematian dokumene opo wae
      iso bayar iuran lewat shopee ora
      carane ndaftar mandiri prpun
      peserta bpjs ning kabupaten klaten ono piro
      jmo kula mboten saged dipun bukak
      diskon 50 persen kuwi kanggo sopo
      aku driver ojol pengen melu jkm
      opo bedane bpjs kesehatan karo bpjs ketenagakerjaan
      nek nunggak 4 sasi klaime ditolak ora
      bukti pembayaranku ilang
      petugase ono ora saiki
      aku arep njupuk jht, wingi resign
      kok statuse nonaktif terus yo
      mbayarke iuran bojo piye carane
      ahli warise kudu sing piye
      durng iso daftar aku
      mbotn saged klaim kula
    `),
  },
  {
    who: "English",
    language: "en",
    messages: lines(`
      How much is the monthly contribution for a street food seller?
      can my wife claim the death benefit if I am not married legally
      my father passed away last week, what documents should I bring
      Where is the nearest office?
      I fell off my motorbike while delivering food
      is there any discount this year
      how do I check my balance
      who is eligible to join
      I lost my card
      what happens if I miss a payment
      does it cover hospital bills
      when will I get the money
      Good morning, I would like to register my three employees.
      can foreigners working in Bali join this programme
      Is this an official account or a scam?
      please explain the old-age savings scheme
      thank you for your help
      I'd rather talk to a human being
      stop sending me messages
      are you a robot
      tell me about the scholarship for children
      our company has not paid the premiums since March
      Which bank can I pay at?
      my boss refuses to enroll us
      number of members in Sleman
      it doesn't work, the app keeps crashing
      compare Bantul and Jambi
      why was my claim rejected
    `),
  },
  {
    who: "broken English",
    language: "en",
    messages: lines(`
      how to pay sir
      i want join bpjs but no have email
      how many month must pay
      my husband die, how get money
      this insurance good or not
      please help me sir i not understand
      i am driver grab, can join?
      how much i must pay every month
      where office in bandung
      i already pay but status not active
      can i take my jht money now
      how register bpjs ketenagakerjaan
      me work in farm, what program
      sorry my english bad, i from timor leste
      what is jkk and jkm
      when discount finish
      pls tell requirement for register
      my hand broken in work, who pay hospital
      u speak english?
      you can help me or no
      hw mch is d contribution
      what documents need for claim
    `),
  },
  {
    who: "market women and drivers",
    language: "id",
    messages: lines(`
      permisi, lapak saya di Pasar Baru, kalau kebakaran diganti nggak?
      bu guru honorer itu ikutnya lewat sekolah atau sendiri
      Narik angkot dari jam 4, pinggang encok masuk hitungan kecelakaan kerja?
      tetangga sebelah dapet santunan 42 juta, itu dari mana ya
      abang saya TKI di Malaysia, keluarganya di sini dijamin juga?
      sampun min, eh maksudnya sudah saya transfer
      mbok yang momong anak saya perlu didaftarkan?
      kuli panggul pelabuhan ada berapa yang terdaftar di Semarang
      waduh hp jadul nih, ada cara lain selain aplikasi
      urang mana pun boleh kan daftarnya
      pake nama warung bisa atau mesti nama pribadi
      kartunya ketinggalan di rumah mertua di Kebumen
      diskon setengah harga itu hoaks bukan
      tolong hapus nomor saya
      lik Parjo bilang iurannya naik, bener apa ngga
      usia lima puluh sembilan masih diterima?
      cak Nur jual rujak cingur, golongan apa dia
      saya teh heran kok bisa ditolak
      euleuh, mahal juga ya kalau enam bulan
      maturnuwun pak, besok saya ke kantor Wonogiri
      teu nanaon, nanti saya tanya lagi ke petugas langsung
      banyak yang ngomong ini wajib, apa benar begitu
      nggih leres, nomor saya yang itu
      kok ora iso login ya? sudah tiga kali saya coba dari kemarin
      baru dua hari bekerja di toko bangunan
      manajer HRD kami minta formulir kolektif
      jaminan pensiun bulanannya berapa persen dari upah
      penjaga malam di perumahan dihitung pekerja formal?
    `),
  },
  {
    who: "Sundanese villagers",
    language: "su",
    messages: lines(`
      kang, ari tukang parabot asup golongan naon
      pun adi damel di konveksi, iuranana dipotong tina gajih sabaraha persen
      teu acan aya waleran ti kamari
      hoyong ngadaptarkeun kelompok tani, jalmina aya tilu puluh
      dokter na teu nampi kartu abdi
      hampura telat ngawaler, nuju riweuh di sawah
      sok atuh jelaskeun naon kauntunganana
      motor kuring nabrak tangkal, suku potong
      geus tilu poe can aya béja
      mun rek mayar satengah taun sakaligus meunang?
      punten, dupi jam buka kantor Tasik
      ku naon teu bisa login
      naha kudu make email sagala
      indung kuring geus kolot, bisa keneh?
      sanes penipuan ieu téh?
      eureunkeun wae pesenna
      atos cekap, nuhun
      saha nu ngurus mun kuring euweuh
      nu dibayar ku pamarentah saha wae
      abdi mah teu tiasa maca hurup alit
    `),
  },
  {
    who: "Javanese villagers",
    language: "jv",
    messages: lines(`
      kang, tukang mebel kuwi golongane opo
      adhik kula nyambut damel wonten pabrik, gajinipun dipotong pinten persen
      dereng wonten wangsulan ket wingi
      arep ndaftarke kelompok tani, wonge telung puluh
      doktere ora gelem nampa kertuku
      ngapunten telat mangsuli, nembe repot wonten sabin
      mbok dijelasno opo untunge
      motorku nabrak wit, sikilku tugel
      wis telung dina durung ono kabar
      nek arep mbayar setengah taun pisan oleh?
      nyuwun sewu, kantor Solo bikak jam pinten
      kenopo kok ora iso login
      ngopo kudu nganggo email barang
      mbokku wis tuwo, isih iso?
      menika sanes penipuan to?
      wis ora usah dikirimi maneh
      sampun cekap, suwun
      sopo sing ngurusi nek aku ora ono
      sing dibayari pemerintah sopo wae
      kula mboten saged maos aksara alit
    `),
  },
  {
    who: "visitors and expatriates",
    language: "en",
    messages: lines(`
      My maid has worked here for six years, do I have to insure her?
      what's the difference between JHT and JP
      is someone there
      could you send the list of partner hospitals
      they told me to come back tomorrow
      unsubscribe me please
      how long does a claim take
      I live in Ubud, which branch is closest
      we run a small cafe with five staff
      can I cancel and get a refund
      does the discount apply to fishermen
      I'm pregnant, is that covered
      any update on my case?
      he was hit by a truck on his way home
      sir my brother no have card, how claim
      where to complain about a rude officer
    `),
  },
];
