import type { Clock } from "../../lib/clock.ts";
import type { Button, Picture } from "../../message.ts";
import type { Post } from "../telegram-desk.ts";

/** A message of ours about a campaign, with what can be done. */
export type Screen = { text: string; buttons?: readonly (readonly Button[])[]; picture?: Picture };

/** What we posted about a campaign, by its key: "siaran:5:ask:region:i:120:…" → campaign 5, "ask", ["region", …]. */
export type Posted = { id: number; what: string; more: readonly string[] };

/** The part of the staff's group where campaigns are shown. Messages are known again by their keys. */
export type Board = {
  /** False where there is no group: nothing is shown then. */
  exists: boolean;
  /** Posts a message. */
  put(id: number, what: string, screen: Screen): void;
  /** Posts a message that there is one of; a second call does nothing. */
  putOnce(id: number, what: string, screen: Screen): void;
  /** Changes a message by its platform id. */
  change(id: number, platformId: string, screen: Screen): void;
  /** The platform id of what there is one of, once it has been sent. */
  idOf(id: number, what: string): string | undefined;
};

export function createBoard({
  post,
  postedId,
  clock,
}: {
  post: Post | undefined;
  postedId: (key: string) => string | undefined;
  clock: Clock;
}): Board {
  let count = 0;
  const unique = () => `${clock().getTime()}:${++count}`;
  return {
    exists: post !== undefined,
    put: (id, what, screen) => post?.(undefined, `siaran:${id}:${what}:${unique()}`, screen),
    putOnce: (id, what, screen) => post?.(undefined, `siaran:${id}:${what}`, screen),
    change: (id, platformId, screen) =>
      post?.(undefined, `siaran:${id}:edit:${unique()}`, { ...screen, act: { type: "edit", id: platformId } }),
    idOf: (id, what) => postedId(`siaran:${id}:${what}`),
  };
}

/** Reads the key of a message of ours; undefined when it is about something else. */
export function readKey(key: string): Posted | undefined {
  const [room, id = "", what, ...more] = key.split(":");
  return room === "siaran" && what !== undefined && /^\d+$/.test(id) ? { id: Number(id), what, more } : undefined;
}

/**
 * A button about a campaign. The number has a letter before it, for a bare number in a button is that of a ticket. What
 * comes back may be 64 bytes long.
 */
export function button(id: number, label: string, ...what: readonly (string | number)[]): Button {
  return { label, data: ["b", `s${id}`, ...what].join(":") };
}

/** Reads what came back of a button; undefined when it is not ours. */
export function readButton(data: string): Posted | undefined {
  const [room, id = "", what, ...more] = data.split(":");
  return room === "b" && what !== undefined && /^s\d+$/.test(id) ? { id: Number(id.slice(1)), what, more } : undefined;
}

/** Buttons two a row, as many as are read on a phone. */
export function inRows(buttons: readonly Button[]): Button[][] {
  const rows: Button[][] = [];
  for (let at = 0; at < buttons.length; at += 2) rows.push(buttons.slice(at, at + 2));
  return rows;
}
