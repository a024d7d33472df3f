import { isDeepStrictEqual } from "node:util";
import type { Topic } from "../contacts/consent.ts";
import { DocumentError } from "../knowledge/document.ts";
import type { SavedSegment } from "../settings/settings.ts";
import { audienceOf, segmentToSave, type AudienceWords } from "./broadcast-audience.ts";
import { contentOf, type Words } from "./broadcast-content.ts";
import type { AudienceOptions, ContentOptions } from "./broadcast-options.ts";
import { stateLine } from "./broadcast-show.ts";
import { done, known, memberOf, shown, type BroadcastTools, type Desk } from "./broadcast-tools.ts";
import { CommandMistake } from "./mistake.ts";

export type ComposeOptions = AudienceOptions & ContentOptions & { by: string };

/** Makes a draft. `words` were read before the tools were opened. */
export async function createBroadcast(
  options: ComposeOptions & { topic: Topic },
  words: Words,
  { tools, print }: Desk,
): Promise<void> {
  const member = memberOf(options.by, tools);
  const lookUp = wordsOf(tools);
  const audience = audienceOf(options, lookUp, { topic: options.topic });
  const segment = segmentToSave(options, lookUp);
  const content = await contentOf(options, { words, saveFile: tools.saveFile });
  const campaign = done(tools.broadcasts.create(member, { ...named(options), content, audience }), tools);
  print(`${stateLine(campaign, tools)}\n${shown(tools.texts.audience(audience))}`);
  if (segment) saveSegment(segment, { tools, print });
  print(`See who gets it: npm run broadcast -- preview ${campaign.id}\n`);
}

/** Changes a draft, or what was approved, which then has to be approved again. */
export async function editBroadcast(
  id: number,
  options: ComposeOptions,
  words: Words,
  { tools, print }: Desk,
): Promise<void> {
  const member = memberOf(options.by, tools);
  const before = known(tools.broadcasts.get(id), id);
  const lookUp = wordsOf(tools);
  const audience = audienceOf(options, lookUp, before.audience);
  const segment = segmentToSave(options, lookUp);
  const saysMore = changesWords(words) || options.file !== undefined;
  const content = saysMore
    ? await contentOf(options, { words, before: before.content, saveFile: tools.saveFile })
    : undefined;
  const isSame = isDeepStrictEqual(audience, before.audience);
  if (isSame && !content && options.name === undefined)
    throw new CommandMistake("Nothing was changed: say what, with --name, --text-file, --region and so on.");
  const change = { ...named(options), ...(content && { content }), ...(isSame ? {} : { audience }) };
  const campaign = done(tools.broadcasts.edit(id, member, change), tools);
  print(`${stateLine(campaign, tools)}\n${shown(tools.texts.audience(campaign.audience))}`);
  if (segment) saveSegment(segment, { tools, print });
  print(`See who gets it: npm run broadcast -- preview ${id}\n`);
}

function wordsOf(tools: BroadcastTools): AudienceWords {
  return { ...tools, saved: tools.settings.current().broadcast.segments };
}

function named({ name }: ContentOptions): { name?: string } {
  return name === undefined ? {} : { name };
}

function changesWords({ texts, withoutLanguages, choices }: Words): boolean {
  return Object.keys(texts).length > 0 || withoutLanguages.length > 0 || choices !== undefined;
}

function saveSegment(segment: SavedSegment, { tools, print }: Desk): void {
  try {
    tools.settings.change((settings) => ({
      ...settings,
      broadcast: { ...settings.broadcast, segments: [...settings.broadcast.segments, segment] },
    }));
  } catch (cause) {
    if (!(cause instanceof DocumentError)) throw cause;
    throw new CommandMistake(`The broadcast is kept, the segment was not saved.\n${cause.message}`, { cause });
  }
  print(`Segment "${segment.name}" is saved.\n`);
}
