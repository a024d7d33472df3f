import { DEFAULT_TIME_ZONE } from "./calendar.ts";

/** Indonesia's three time zones, by the names that people know. */
export const ZONES = ["WIB", "WITA", "WIT"] as const;
export type Zone = (typeof ZONES)[number];

/** IANA names of the three. None of them has summer time. */
export const ZONE_NAMES: Readonly<Record<Zone, string>> = {
  WIB: "Asia/Jakarta",
  WITA: "Asia/Makassar",
  WIT: "Asia/Jayapura",
};

/**
 * Provinces outside WIB by the first two digits of their region code, after Keputusan Presiden 41/1987; provinces that
 * were made since then keep the zone of the one they came from.
 */
export const ZONE_OF_PROVINCE: Readonly<Record<string, Zone>> = {
  ...provinces("WITA", ["51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76"]),
  ...provinces("WIT", ["81", "82", "91", "92", "93", "94", "95", "96", "97"]),
};

/** The zone of a region by its code ("32.04" → WIB); `otherwise` where the region is unknown or the whole country. */
export function zoneOfRegion(code: string | undefined, otherwise: Zone): Zone {
  if (code === undefined || !/^\d{2}/.test(code)) return otherwise;
  return ZONE_OF_PROVINCE[code.slice(0, 2)] ?? "WIB";
}

/** The zone of an IANA name; WIB for those of other countries. */
export function zoneOfName(timeZone: string = DEFAULT_TIME_ZONE): Zone {
  return OTHER_NAMES[timeZone] ?? ZONES.find((zone) => ZONE_NAMES[zone] === timeZone) ?? "WIB";
}

const OTHER_NAMES: Readonly<Record<string, Zone>> = { "Asia/Pontianak": "WIB", "Asia/Ujung_Pandang": "WITA" };

function provinces(zone: Zone, codes: readonly string[]): Record<string, Zone> {
  return Object.fromEntries(codes.map((code) => [code, zone]));
}
