import { SheetError } from "./sheet-error.ts";

/** What a column of a list of contacts may hold, and the headings it goes by, in Indonesian and English. */
const HEADINGS = {
  name: ["nama", "nama lengkap", "name", "full name"],
  phone: [
    "nomor",
    "hp",
    "no hp",
    "nomor hp",
    "handphone",
    "telp",
    "no telp",
    "telepon",
    "no telepon",
    "nomor telepon",
    "wa",
    "no wa",
    "nomor wa",
    "whatsapp",
    "no whatsapp",
    "nomor whatsapp",
    "phone",
    "phone number",
    "mobile",
  ],
  telegram: ["telegram", "id telegram", "telegram id", "chat id telegram"],
  role: ["peran", "role"],
  occupation: ["pekerjaan", "profesi", "occupation"],
  region: ["wilayah", "kabupaten", "kabupaten kota", "kab kota", "region"],
  language: ["bahasa", "language"],
  consent: ["setuju", "persetujuan", "consent"],
  consentDate: ["tanggal setuju", "tgl setuju", "tanggal persetujuan", "consent date"],
  wording: ["bukti", "bukti persetujuan", "wording"],
} as const;

export type Field = keyof typeof HEADINGS;

/** The field of a heading however it is written; undefined for one that is not ours. */
export function fieldOf(heading: string): Field | undefined {
  return FIELDS.get(plainHeading(heading));
}

/** Which columns are read, and warnings about the others. Throws SheetError when nobody could be found by them. */
export function readHeadings(headings: readonly string[], name: string) {
  const columns: { field: Field; column: number }[] = [];
  const warnings: string[] = [];
  for (const [column, heading] of headings.entries()) {
    const field = fieldOf(heading);
    // without a heading row this may be somebody's number
    const shown = /\d{4}/.test(heading) ? `column ${column + 1}` : `column "${heading.trim().slice(0, 40)}"`;
    if (field && columns.some((other) => other.field === field))
      throw new SheetError(`${name}: ${shown} is a second column for the ${field}; keep one of them.`);
    if (field) columns.push({ field, column });
    else if (PRIVATE.test(plainHeading(heading)))
      warnings.push(`${shown} was not read: numbers of cards and identities do not belong here. Delete it.`);
    else if (!PASSED_OVER.includes(plainHeading(heading))) warnings.push(`${shown} is not known and was not read.`);
  }
  if (!columns.some(({ field }) => field === "phone" || field === "telegram"))
    throw new SheetError(
      `${name}: the first row names no column for the phone number ("No HP", "WhatsApp" …) nor for Telegram ("Telegram").`,
    );
  return { columns, warnings };
}

/** Columns that lists often have and we need not mention: the running number, and what our own export adds. */
const PASSED_OVER: readonly string[] = [
  "",
  "no",
  "id",
  "bahasa jawaban",
  "topik disetujui",
  "sejak",
  "terakhir menulis",
  "bisa dihubungi",
];

/** Words of headings under which a number stands that we must not have. */
const PRIVATE = /(?<![a-z])(?:nik|kpj|ktp|kk|npwp|kependudukan|kartu)(?![a-z])/;

const FIELDS = new Map<string, Field>(
  Object.entries(HEADINGS).flatMap(([field, names]) => names.map((name) => [name, field as Field] as const)),
);

function plainHeading(heading: string): string {
  return heading
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}
