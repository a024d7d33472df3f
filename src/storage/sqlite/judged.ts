import type { Audience, AudienceRules, AudienceSkip } from "../../broadcast/audience.ts";
import { ZONE_OF_PROVINCE, ZONES, type Zone } from "../../lib/zones.ts";
import type { ChannelName } from "../../message.ts";
import type { Database } from "./database.ts";
import { among, inTurn, literal, part, type Part } from "./parts.ts";
import { isMeant } from "./segments.ts";
import { all } from "./sql.ts";

const DAY_MS = 86_400_000;

/** A page of the contacts: those after an id ("" at first), at most so many. */
export type ContactPage = { audience: Audience; rules: AudienceRules; after: string; limit: number };

/**
 * The contacts of a page that are meant, with all that decides about them, for a query that goes on with `from judged`:
 * id, nameless, region, language, zone; account, channel and chat_id where they get it; skip: why they do not, null for
 * recipients. The preview and what is sent both come from here, so that they cannot differ.
 */
export function judged({ audience, rules, after, limit }: ContactPage): Part {
  const meant = REMOTE.filter((channel) => audience.channels?.includes(channel) ?? true);
  // "materialized": else SQLite works out what is named twice twice
  return part`
    with page as (select * from contact where id > ${after} order by id limit ${limit}),
    meant as materialized (
      select c.id, c.name is null as nameless, c.region, coalesce(c.reply_language, c.language, 'id') as language,
        ${zoneOf("c.region", rules.zone)} as zone, ${agreedOn(audience)} as agreed_on
      from page as c where ${isMeant(audience, rules.now)}),
    aimed as materialized (
      select m.*, a.channel, a.chat_id, ${accountOf("a.channel", rules)} as account
      from meant as m left join address as a on (a.channel, a.chat_id) = (${addressFor(meant, rules)})),
    judged as materialized (select t.*, ${skipOf(meant, rules)} as skip from aimed as t)`;
}

/** Where the next page begins; undefined after the last one. */
export function nextPage(db: Database, { after, limit }: Pick<ContactPage, "after" | "limit">): string | undefined {
  const [last, further] = all<{ id: string }>(
    db,
    "select id from contact where id > ? order by id limit 2 offset ?",
    after,
    limit - 1,
  );
  return further && last?.id;
}

/** Where somebody can be written to: a terminal is there only while its person is. */
const REMOTE = Object.keys({ telegram: 1, whatsapp: 1 } satisfies Record<
  Exclude<ChannelName, "terminal">,
  1
>) as ChannelName[];

/** Statuses of what went out, or may have. */
export const WENT_OUT = "('sending', 'sent', 'delivered', 'read', 'unknown')";

/** The channel of the last consent to the topic; null for those who have not agreed, or not any more. */
function agreedOn({ topic }: Audience): Part {
  return part`(
    select iif(granted, channel, null) from consent
    where contact_id = c.id and topic = ${topic} order by at desc, seq desc limit 1)`;
}

/** The best of the addresses of `m` that can be reached, on a channel where the person wrote to us. */
function addressFor(meant: readonly ChannelName[], { accounts }: AudienceRules): Part {
  const channels = meant.filter((channel) => accounts[channel] !== undefined);
  return part`
    select b.channel, b.chat_id from address as b
    where b.contact_id = m.id and b.reachable = 1 and +b.channel in ${among(channels)} and (
      b.seen_at is not null or exists (
        select 1 from address as w where w.contact_id = m.id and w.channel = b.channel and w.seen_at is not null))
    order by b.channel is m.agreed_on desc, b.seen_at desc, b.channel, b.chat_id limit 1`;
}

/** Why a row of `aimed as t` gets nothing; null when it does. The first one that holds, in the order of AUDIENCE_SKIPS. */
function skipOf(meant: readonly ChannelName[], { now, recentDays }: AudienceRules): Part {
  const holds: Record<AudienceSkip, Part> = {
    // whoever has an address to be written to has written there
    "never-wrote": part`t.channel is null and not exists (
      select 1 from address where contact_id = t.id and seen_at is not null and channel in ${among(meant)})`,
    "no-consent": literal("t.agreed_on is null"),
    unreachable: literal("t.channel is null"),
    recent: recentDays > 0 ? gotAfter(now.getTime() - recentDays * DAY_MS) : literal("0"),
  };
  const cases = Object.entries(holds).map(([skip, condition]) => part`when ${condition} then ${literal(`'${skip}'`)}`);
  return part`case ${inTurn(cases, " ")} end`;
}

/** Whether a campaign of staff reached `t` after that time, or may have. */
function gotAfter(time: number): Part {
  return part`exists (
    select 1 from recipient join campaign on campaign.id = recipient.campaign
    where recipient.contact_id = t.id and recipient.taken_at > ${time} and recipient.status in ${literal(WENT_OUT)}
      and campaign.kind = 'broadcast')`;
}

function accountOf(column: "a.channel", { accounts }: AudienceRules): Part {
  const cases = REMOTE.map((channel) => part`when ${literal(`'${channel}'`)} then ${accounts[channel] ?? null}`);
  return part`case ${literal(column)} ${inTurn(cases, " ")} end`;
}

/** `zoneOfRegion` in SQL, from the same table of provinces. */
function zoneOf(column: "c.region", otherwise: Zone): Part {
  const provinces = (zone: Zone) =>
    among(Object.keys(ZONE_OF_PROVINCE).filter((code) => ZONE_OF_PROVINCE[code] === zone));
  const cases = ZONES.filter((zone) => zone !== "WIB").map(
    (zone) => part`when substr(${literal(column)}, 1, 2) in ${provinces(zone)} then ${zone}`,
  );
  return part`case when ${literal(column)} glob '[0-9][0-9]*' then case ${inTurn(cases, " ")} else 'WIB' end
    else ${otherwise} end`;
}
