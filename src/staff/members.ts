import type { Settings, StaffMember } from "../settings/settings.ts";

/** The member of staff behind a Telegram user id. */
export function byTelegram({ staff }: Settings, id: string): StaffMember | undefined {
  return staff.find(({ telegram }) => telegram === id);
}

/** The member of staff who is called so in a command: id or name, in any case. */
export function byName({ staff }: Settings, word: string): StaffMember | undefined {
  const wanted = word.replace(/^@/, "").toLowerCase();
  return staff.find(({ id, name }) => id === wanted || name.toLowerCase() === wanted);
}

/** The name of a member of staff, while they are one. */
export function nameOf({ staff }: Settings, id: string): string | undefined {
  return staff.find((member) => member.id === id)?.name;
}
