/** Fills the places of a ready reply; an empty one takes the blank before it along. */
export function fillPlaces(text: string, places: { nama: string; tiket: string; petugas: string }): string {
  return text.replace(/( *)\{\{(\w+)\}\}/g, (whole, blank: string, place: string) => {
    const value = (places as Record<string, string | undefined>)[place];
    if (value === undefined) return whole;
    return value === "" ? "" : `${blank}${value}`;
  });
}
