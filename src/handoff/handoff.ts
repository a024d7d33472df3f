import { createEnding } from "./ending.ts";
import { createPersonSide, type PersonSide } from "./person-side.ts";
import { createStaffSide, type StaffSide } from "./staff-side.ts";

/** Tickets from being opened to being closed, and who speaks in the chat meanwhile. */
export type Handoff = PersonSide & StaffSide;

/** Joins what people and what staff set going. Everything is kept in the stores, nothing here. */
export function createHandoff(
  parts: Omit<Parameters<typeof createPersonSide>[0], "ending"> & Omit<Parameters<typeof createStaffSide>[0], "ending">,
): Handoff {
  const ending = createEnding(parts);
  return { ...createPersonSide({ ...parts, ending }), ...createStaffSide({ ...parts, ending }) };
}
