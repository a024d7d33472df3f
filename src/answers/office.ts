import type { AnswerHandler } from "./answer.ts";
import { caveatLines } from "./compose.ts";
import { channelFacts, handoffChoice } from "./next-steps.ts";

/** Where the nearest branch is: its address when it is known, else the official way to find it; opening hours always. */
export const office: AnswerHandler = (question, { knowledge, say }) => {
  const { phone, website } = channelFacts(knowledge);
  const hours = knowledge.fact("KONTAK-10");
  const places = question.entities.regions.flat();
  // a village or sub-district is served by its kabupaten's branch
  const around = places.flatMap((code) => [
    code,
    ...knowledge.regions
      .above(code)
      .filter(({ level }) => level === "kabupaten" || level === "kota")
      .map((region) => region.code),
  ]);
  const offices = knowledge.factsFor("contact.office");
  const known =
    offices.find(({ id }) => question.entities.named.includes(id)) ??
    offices.find((fact) => fact.id.startsWith("KANTOR") && fact.region !== undefined && around.includes(fact.region));
  const [place] = places;
  const values = {
    phone,
    website: website.valueText ?? "",
    hours: hours.valueText ?? "",
    place: place ? knowledge.regions.name(place) : "",
  };
  return {
    lead: known ? known.statement : say(place ? "office.unknown" : "office.which", values),
    details: [
      say("office.find", values),
      say("office.hours", values),
      ...caveatLines([...(known ? [known] : []), hours], say),
    ],
    rests: [...(known ? [known] : []), hours],
    mentions: [website],
    next: say(place ? "office.next" : "office.ask-region", values),
    choices: place ? [handoffChoice(say)] : [],
    ...(place ? {} : { asks: { slot: "region" as const, entities: question.entities } }),
  };
};
