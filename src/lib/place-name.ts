/** The name of a place without its kind: "Kota Jambi" → "Jambi". */
export function bareName(name: string): string {
  return name.replace(/^(?:Kabupaten|Kota|Kecamatan|Desa)(?: Administrasi)? /, "");
}
