import type { InterestStore } from "../broadcast/ledger.ts";
import { TagError, tagOf } from "../broadcast/tag.ts";
import type { ContactStore } from "../contacts/contact.ts";
import { table } from "../lib/table.ts";
import { personOf } from "./contact-role.ts";
import { CommandMistake } from "./mistake.ts";

type TagTools = {
  contacts: Pick<ContactStore, "find">;
  interests: Pick<InterestStore, "tag" | "untag" | "tagsOf" | "tags">;
  whatsappChatId(digits: string): string;
  atomically<T>(work: () => T): T;
};

type Print = (text: string) => void;

/** Puts tags to somebody: all of the words, or none when one of them cannot be a tag. */
export async function addTags(
  id: string,
  { words, print, tools }: { words: readonly string[]; print: Print; tools: TagTools },
): Promise<void> {
  const tags = words.map(tagIn);
  const { contactId, shown } = await personOf(id, tools);
  const { interests } = tools;
  tools.atomically(() => tags.forEach((tag) => interests.tag(contactId, tag)));
  print(`${shown} now has: ${interests.tagsOf(contactId).join(", ")}.\n`);
}

/** Takes one tag from somebody. */
export async function removeTag(
  id: string,
  { word, print, tools }: { word: string; print: Print; tools: TagTools },
): Promise<void> {
  const tag = tagIn(word);
  const { contactId, shown } = await personOf(id, tools);
  const { interests } = tools;
  const before = interests.tagsOf(contactId);
  if (!before.includes(tag))
    throw new CommandMistake(`${shown} does not have the tag "${tag}"; it has ${before.join(", ") || "none"}.`);
  interests.untag(contactId, tag);
  print(`${shown} now has: ${interests.tagsOf(contactId).join(", ") || "no tags"}.\n`);
}

/** All tags, and how many people have each. */
export function listTags({ print, tools }: { print: Print; tools: TagTools }): void {
  const rows = tools.interests.tags().map(({ tag, count }) => [tag, String(count)]);
  print(rows.length === 0 ? "Nobody has a tag yet.\n" : table(["tag", "people"], rows));
}

function tagIn(word: string): string {
  try {
    return tagOf(word);
  } catch (error) {
    if (error instanceof TagError) throw new CommandMistake(error.message, { cause: error });
    throw error;
  }
}
