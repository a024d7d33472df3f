import type { Audience } from "../../broadcast/audience.ts";
import type { CampaignFile } from "../../broadcast/campaign.ts";
import { MASK, maskIdNumbers } from "../../lib/id-number.ts";
import type { Attachment } from "../../message.ts";
import { topicScreen } from "./screens.ts";
import type { ComposeAct, DeskKit } from "./words.ts";

/** What a new campaign is made of. */
export type Draft = { name?: string; text: string; attachment?: Attachment };

/** Who is meant until somebody says so: the first question asks for the topic. */
const FIRST_AUDIENCE: Audience = { topic: "discount", include: [], exclude: [] };

/**
 * The message that is to be sent to many: the lines below the command, or else what the command answers. Words beside the
 * command are its name. `undefined` when there is no text.
 */
export function draftOf(act: ComposeAct, rest: string): Draft | undefined {
  const [first = "", ...lines] = act.text.trim().split("\n");
  const below = lines.join("\n").trim();
  const text = below || (act.quoted ?? "").trim();
  if (text === "") return undefined;
  const name = (below ? first.replace(/^\/\S+\s*/, "") : rest).trim();
  const attachment = below ? (act.attachment ?? act.quotedAttachment) : (act.quotedAttachment ?? act.attachment);
  return { text, ...(name ? { name } : {}), ...(attachment ? { attachment } : {}) };
}

/** Why a text may go to nobody; undefined when it may. */
export function whyNot(text: string): "no-id-number" | undefined {
  // the inbox has masked it by now, and what is left of it makes no sense to anybody
  return maskIdNumbers(text).masked || text.includes(MASK) ? "no-id-number" : undefined;
}

/** Makes a campaign of it, and asks the first question. */
export function compose(act: ComposeAct, { name, text, attachment }: Draft, kit: DeskKit): void {
  const { broadcasts, board, settings, say, texts, log } = kit;
  const { member, back } = act;
  if (act.ticket) return back(say("siaran.not-in-topic"));
  // asked here too, so that no file is kept for somebody who may not send it
  if (!settings.current().broadcast.roles.write.includes(member.role)) return back(say("siaran.may-not-write"));
  const wrong = whyNot(text);
  if (wrong) return back(say(`siaran.${wrong}`));
  if (attachment && attachment.kind !== "image" && attachment.kind !== "document") return back(say("siaran.file-kind"));

  function create(file?: CampaignFile): void {
    const made = broadcasts.create(member, {
      ...(name === undefined ? {} : { name }),
      content: { texts: { id: text }, ...(file ? { file } : {}) },
      audience: FIRST_AUDIENCE,
    });
    if (!made.ok) return back(texts.remark(made.problem));
    const { campaign } = made;
    log.info("siaran.created", { campaign: campaign.id, by: member.id });
    if (board.exists) board.put(campaign.id, "card", topicScreen(campaign, kit));
    if (!board.exists || isPlain(act))
      back(say(board.exists ? "siaran.made-in-group" : "siaran.made-no-group", { id: campaign.id }));
  }

  if (!attachment) return create();
  kit
    .saveFile(attachment)
    .then(create)
    .catch((error: unknown) => {
      log.warn("siaran.no-file", { error: error instanceof Error ? error.name : "error" });
      back(say("siaran.no-file"));
    });
}

/** Whether they write where there are no buttons. */
export function isPlain({ plain, member }: ComposeAct): boolean {
  return plain ?? member.telegram === undefined;
}
