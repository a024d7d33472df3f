import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normalisePhone } from "../../src/contacts/phone.ts";

describe("normalisePhone", () => {
  it.each([
    ["081234567890"],
    ["81234567890"],
    ["+6281234567890"],
    ["6281234567890"],
    ["006281234567890"],
    ["0812-3456-7890"],
    ["0812 3456 7890"],
    ["0812.3456.7890"],
    ["+62 (812) 3456-7890"],
    ["+62 (0) 812 3456 7890"],
    ["(0812) 34567890"],
    ["62 0812 3456 7890"],
    ["'081234567890"],
    ["’+6281234567890"],
    ["\u00a00812\u00a03456\u202f7890 "],
    ["\u202a+62 812‑3456‑7890\u202c"],
    ["6281234567890.0"],
    [6281234567890],
    [81234567890],
  ])("%s is one and the same number", (cell) =>
    expect(normalisePhone(cell)).toEqual({ ok: true, digits: "6281234567890" }),
  );

  it.each([
    ["+60 12-345 6789", "60123456789"],
    ["0060123456789", "60123456789"],
    ["+14155552671", "14155552671"],
    ["0062 8123 4567 8901", "62812345678901"],
  ])("%s may be written to", (cell, digits) => expect(normalisePhone(cell)).toEqual({ ok: true, digits }));

  it.each([
    [undefined, "empty"],
    [null, "empty"],
    ["  \u00a0", "empty"],
    ["'", "empty"],
    ["0812", "too-short"],
    [812345, "too-short"],
    ["021 5551 2345", "landline"],
    ["+62215551234", "landline"],
    ["(0274) 555123", "landline"],
    ["+442071838750", "foreign"],
    ["+999123456789", "foreign"],
    ["6.281E+12", "scientific"],
    ["6,28123E+12", "scientific"],
    ["6e12", "scientific"],
    ["belum ada", "not-a-number"],
    ["-", "not-a-number"],
    ["0812345678a0", "not-a-number"],
    ["081234567890 / 085712345678", "not-a-number"],
    ["٠٨١٢٣٤٥٦٧٨٩٠", "not-a-number"],
    ["0812+34567890", "not-a-number"],
    [81234567890.5, "not-a-number"],
    [-81234567890, "not-a-number"],
    [Number.NaN, "not-a-number"],
    ["08001234567", "not-a-number"],
    ["3402011234560001", "id-number"],
    ["3402 0112 3456 0001", "id-number"],
    ["'3402011234560001", "id-number"],
    [3402011234560001, "id-number"],
    ["0012345678901234", "id-number"],
    ["34020112345600011", "not-a-number"],
  ])("%s is refused: %s", (cell, reason) => expect(normalisePhone(cell)).toEqual({ ok: false, reason }));

  const subscriber = fc
    .tuple(fc.constantFrom("812", "813", "821", "852", "857", "878", "896"), fc.integer({ min: 0, max: 99_999_999 }))
    .map(([prefix, rest]) => prefix + String(rest).padStart(8, "0"));
  const separator = fc.constantFrom("", " ", "-", ".", "\u00a0", " - ");

  it("reads every spelling of a number as the same one", () => {
    fc.assert(
      fc.property(
        subscriber,
        fc.constantFrom("0", "", "62", "+62", "+62 ", "0062", "'0", "(+62) ", "620", "+62 (0)"),
        // the last digit stays with the one before it: "628120000000.0" is a number with decimals
        fc.array(separator, { minLength: 10, maxLength: 10 }),
        (number, prefix, between) => {
          const spelled =
            prefix + [...number].map((digit, at) => (at === 0 ? "" : (between[at] ?? "")) + digit).join("");
          expect(normalisePhone(spelled)).toEqual({ ok: true, digits: `62${number}` });
        },
      ),
    );
  });

  it("leaves its own results as they are", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."0123456789+ -.()'"), maxLength: 20 }), (cell) => {
        const once = normalisePhone(cell);
        if (!once.ok) return;
        expect(normalisePhone(`+${once.digits}`)).toEqual(once);
        expect(once.digits).toMatch(/^[1-9]\d{6,14}$/);
      }),
      { numRuns: 2000 },
    );
  });
});
