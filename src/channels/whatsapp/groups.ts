import type { GroupMetadata, WASocket } from "@whiskeysockets/baileys";

/**
 * Keeps who is in which group, which Baileys must know to send there; asking each time ends in a rate limit. A change
 * of members drops the entry, and the next send asks once.
 */
export function keepGroups(socket: WASocket, groups: Map<string, GroupMetadata>): void {
  socket.ev.on("groups.update", (updates) => {
    for (const update of updates) {
      const known = update.id ? groups.get(update.id) : undefined;
      if (update.id && (known || update.participants)) groups.set(update.id, { ...known, ...update } as GroupMetadata);
    }
  });
  socket.ev.on("groups.upsert", (added) => {
    for (const group of added) groups.set(group.id, group);
  });
  socket.ev.on("group-participants.update", ({ id }) => {
    groups.delete(id);
  });
}
