import { describe, expect, it } from "vitest";
import { findEmergency } from "../../src/understanding/emergency.ts";

describe("whether something has happened", () => {
  it.each([
    ["suami saya meninggal tadi pagi di proyek", "death"],
    ["bapak wafat minggu lalu apa yang harus saya urus", "death"],
    ["salaki abdi maot", "death"],
    ["bojoku seda wingi", "death"],
    ["meninggal", "death"],
    ["tolong pak kecelakaan", "accident"],
    ["saya ketabrak motor pas narik ojek", "accident"],
    ["teman kerja saya tertimpa besi", "accident"],
    ["pamajikan abdi kacilakaan di jalan", "accident"],
    ["santunan meninggal berapa", undefined],
    ["kalau suami meninggal dapat berapa", undefined],
    ["kecelakaan kerja ditanggung program apa", undefined],
    ["saya mau tanya santunan kecelakaan", undefined],
    ["syarat klaim jkm karena meninggal", undefined],
    ["iuran berapa", undefined],
    ["nek aku kecelakaan piye", undefined],
  ] as const)("%s → %s", (text, kind) => expect(findEmergency(text.split(" "))).toBe(kind));
});
