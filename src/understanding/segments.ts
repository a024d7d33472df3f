import type { Segment } from "../knowledge/schema.ts";

/** Every segment in the order in which words for it are tried: the particular before the general. */
export const SEGMENT_IDS: readonly Segment[] = [
  "informal",
  "formal",
  "bpu",
  "pu",
  "jakon",
  "apbd",
  "non-asn",
  "padat-karya",
  "pendidik",
  "pekerja-rentan",
  "ojol",
  "ukm",
  "petani",
  "guru-ngaji",
  "marbot",
  "rt-rw",
  "perangkat-desa",
  "kader",
  "berhak",
  "bekerja",
];
