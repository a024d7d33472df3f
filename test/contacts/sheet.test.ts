import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import writeXlsxFile, { type SheetData } from "write-excel-file/node";
import { SheetError } from "../../src/contacts/sheet-error.ts";
import { writeCsv, writeXlsx } from "../../src/contacts/sheet-write.ts";
import { MOST_ROWS, readSheet } from "../../src/contacts/sheet.ts";
import { normalisePhone } from "../../src/contacts/phone.ts";

const csv = (text: string, name = "daftar.csv") => readSheet({ name, bytes: Buffer.from(text) });
const xlsx = async (rows: SheetData) => readSheet({ name: "daftar.xlsx", bytes: await writeXlsxFile(rows).toBuffer() });

describe("readSheet of CSV", () => {
  it.each([
    ["comma", "Nama,No HP\nAni,0812\n"],
    ["semicolon", "Nama;No HP\nAni;0812\n"],
    ["tab", "Nama\tNo HP\nAni\t0812\n"],
    ["byte order mark and CRLF", "\ufeffNama,No. HP\r\nAni,0812\r\n"],
    ["old line ends", "nama,no hp\rAni,0812\r"],
    ["quotes", '"NAMA","No_HP"\n"Ani","0812"'],
    ["a semicolon in a heading", "Nama,No HP,catatan; lain; lagi\nAni,0812,"],
    ["blank lines above", "\n\nNama,No HP\nAni,0812"],
  ])("reads %s", async (_, text) => {
    const { rows } = await csv(text);
    expect(rows.map(({ cells }) => cells)).toEqual([{ name: "Ani", phone: "0812" }]);
  });

  it("reads UTF-16 and what is not UTF-8 as Windows writes it", async () => {
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from("Nama\tHP\nInès\t0812\n", "utf16le")]);
    expect((await readSheet({ name: "a.txt", bytes: utf16 })).rows[0]?.cells.name).toBe("Inès");
    const latin = Buffer.from("Nama;HP\nInès;0812\n", "latin1");
    expect((await readSheet({ name: "a.csv", bytes: latin })).rows[0]?.cells.name).toBe("Inès");
  });

  it("counts rows as a spreadsheet does, blank ones and cells of several lines included", async () => {
    const { rows } = await csv('Nama,HP\n"Ani\nBantul",1\n\n;,\nBudi,2\n,\nCici,3');
    expect(rows.map(({ number, cells }) => [number, cells.phone])).toEqual([
      [2, "1"],
      [4, undefined],
      [5, "2"],
      [7, "3"],
    ]);
  });

  it("knows the headings in Indonesian and English, in any case", async () => {
    const id = "NAMA,Nomor HP,Telegram,Peran,Pekerjaan,Kabupaten,Bahasa,Setuju,Tanggal Setuju,Bukti";
    const en = "name,phone,telegram id,role,occupation,region,language,consent,consent date,wording";
    const header = "name phone telegram role occupation region language consent consentDate wording".split(" ");
    expect((await csv(id)).header).toEqual(header);
    expect((await csv(en)).header).toEqual(header);
  });

  it("never reads a column of identity numbers, and masks them elsewhere", async () => {
    const sheet = await csv("Nama,NIK,No. KPJ,No HP,Bukti\nAni 3402011234560001,3402011234560001,12345678901,0812,x");
    expect(sheet.rows[0]?.cells).toEqual({ name: "Ani [nomor disembunyikan]", phone: "0812", wording: "x" });
    expect(sheet.warnings).toHaveLength(2);
    expect(sheet.warnings[0]).toMatch(/"NIK" was not read/);
    expect(JSON.stringify(sheet)).not.toMatch(/3402011234560001|12345678901/);
  });

  it("names unknown columns, and passes over those of our own export", async () => {
    const { warnings } = await csv("No,id,Nama,HP,Nama ibu kandung,sejak,08123456789\n1,a,Ani,0812,x,2024-01-01,");
    expect(warnings).toEqual([
      'column "Nama ibu kandung" is not known and was not read.',
      "column 7 is not known and was not read.",
    ]);
  });

  it.each([
    ["", /daftar\.csv: is empty/],
    ["\n \n", /is empty/],
    ["Nama,Alamat\nAni,x", /names no column for the phone number/],
    ["Ani,081234567890\nBudi,081234567891", /names no column for the phone number/],
    ["HP,WA\n1,2", /"WA" is a second column for the phone/],
    ["Nama,HP\nAni,1\nBudi, S.Pd,2\nCici,3\nDedi,1,2,3", /row 3, 5: more cells than the heading/],
    ['Nama,HP\nAni,1\n"Budi,2\nCici,3', /row 3: a cell begins with " and never ends/],
    ['Nama,HP\nAni,1\nBudi "Kecil",2', /line 3: a " inside a cell/],
  ])("%j is refused", async (text, message) => {
    const problem: unknown = await csv(text).catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(SheetError);
    expect((problem as Error).message).toMatch(message);
    expect((problem as Error).message).not.toMatch(/Ani|Budi|0812/);
  });

  it("refuses more rows than it should hold", async () => {
    await expect(csv(`HP\n${"1\n".repeat(MOST_ROWS + 1)}`)).rejects.toThrow(/200001 rows; at most 200000/);
  });

  it("refuses what is no list, and what is not there", async () => {
    await expect(csv("x", "foto.jpg")).rejects.toThrow("foto.jpg: must be a .csv or .xlsx file");
    await expect(readSheet("/nowhere/daftar.csv")).rejects.toThrow("daftar.csv: cannot be read (ENOENT)");
    await expect(readSheet({ name: "a.xls", bytes: Buffer.from([0xd0, 0xcf, 0x11, 0xe0]) })).rejects.toThrow(
      /old .xls/,
    );
    await expect(readSheet({ name: "a.xlsx", bytes: Buffer.from("PK\x03\x04broken") })).rejects.toThrow(
      /no whole .xlsx/,
    );
  });
});

describe("readSheet of XLSX", () => {
  it("gives numbers with all their digits and dates as days", async () => {
    const { rows } = await xlsx([
      [{ value: "Nama" }, { value: "No HP" }, { value: "Tanggal setuju" }, { value: "Setuju" }],
      [
        { value: "Ani" },
        { value: 6281234567890, type: Number },
        { value: new Date("2024-02-03T00:00:00Z"), type: Date, format: "dd/mm/yyyy" },
        { value: true, type: Boolean },
      ],
      [null, null, null, null],
      [{ value: "Budi" }, { value: "081234567891", type: String }, null, null],
      [{ value: "Cici" }, { value: 81234567892, type: Number }, null, null],
    ]);
    expect(rows).toEqual([
      { number: 2, cells: { name: "Ani", phone: "6281234567890", consentDate: "2024-02-03", consent: "true" } },
      { number: 4, cells: { name: "Budi", phone: "081234567891" } },
      { number: 5, cells: { name: "Cici", phone: "81234567892" } },
    ]);
  });

  it("is known by what is in it, not by its name", async () => {
    const bytes = await writeXlsx(["HP"], [["62812"]]);
    expect((await readSheet({ name: "daftar.csv", bytes })).rows).toHaveLength(1);
  });
});

describe("writing", () => {
  const FORMULAS = ["=1+1", "+62812", "-2", "@SUM(A1)", "'=x", "''@y", "a=b", "'biasa"];

  it("lets no cell be a formula", () => {
    const text = Buffer.from(writeCsv(["Bukti"], [["=HYPERLINK(1)"], ["\t=1"], ["+628"], ["-1"], ["@a"]])).toString();
    const cells = text.split("\r\n").slice(1, -1);
    expect(cells).toEqual(["'=HYPERLINK(1)", "'\t=1", "'+628", "'-1", "'@a"]);
  });

  it.each([
    ["csv", (header: string[], rows: string[][]) => writeCsv(header, rows)],
    ["xlsx", writeXlsx],
  ])("gives dangerous cells and phone numbers back from %s", async (ending, write) => {
    const bytes = await write(
      ["Nama", "WhatsApp"],
      FORMULAS.map((cell) => [cell, "081234567890"]),
    );
    const { rows } = await readSheet({ name: `daftar.${ending}`, bytes });
    expect(rows.map(({ cells }) => cells.name)).toEqual(FORMULAS);
    expect(rows.map(({ cells }) => cells.phone)).toEqual(FORMULAS.map(() => "081234567890"));
    expect(normalisePhone(rows[0]?.cells.phone)).toMatchObject({ ok: true });
  });

  it("gives any text back from CSV", async () => {
    const cell = fc
      .string({
        unit: fc.oneof(
          fc.constantFrom(..."\"',;\t\n\r=+-@ "),
          fc.string({ minLength: 1, maxLength: 1, unit: "grapheme" }),
        ),
      })
      .map((text) => text.replace(/[\d\u00a0\u202f]/g, "").trim())
      .filter((text) => text !== "");
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 }), async (rows) => {
        const bytes = writeCsv(
          ["Nama", "Bukti", "HP"],
          rows.map((row) => [...row, "628"]),
        );
        const read = await readSheet({ name: "a.csv", bytes });
        expect(read.rows.map(({ cells }) => [cells.name, cells.wording])).toEqual(rows);
      }),
      { numRuns: 300 },
    );
  });
});
