/** The list cannot be used; whoever brought it can mend it. Names the row or column, repeats nothing of the cells. */
export class SheetError extends Error {
  override name = "SheetError";
}
