import { familyOf, type Intent } from "../lib/intent.ts";
import type { Entities } from "./entities.ts";
import { asks } from "./question-words.ts";
import type { Asked } from "./rules.ts";
import { sentenceOf, type Sentence } from "./sentence.ts";

/** Places at which a message may fall into two questions; the comma of "1,5 juta" is none. */
const SEAM =
  /[?!;\n]+\s*|[.,]+(?!\d)\s*|\s+(?:dan|sama|serta|terus|trus|trs|lalu|plus|sekalian|karo|kalih|jeung|sareng|tur|and|&)\s+/g;

const ANY_SEAM = new RegExp(SEAM.source);

/** A seam between two things that are asked alike: "syarat klaim JHT sama alamat kantor". */
const JOINS = /[a-z&]/;

/** So many places are tried for a seam: a story full of commas must not cost a reading for each. */
const MOST_SEAMS = 6;

/** Longest message, in words, that is looked through: in a story the first half tells, it does not ask. */
const MOST_WORDS = 32;

/** Both halves of a message must be this sure before they are taken for two questions. */
const SURE = 0.5;

/** A half that does not ask in its form is a second question only when it is this sure: mostly it tells why the other asks. */
const SURE_WITHOUT_FORM = 0.97;

/** One half of a message: what it names, the words that carry the question, and what it asks, which takes longer to find. */
export type Half = { entities: Entities; content: readonly string[]; ask(): Asked };

/**
 * Finds two questions in one message: "cara daftar sama iurannya berapa?". Both halves must be sure by themselves, ask
 * different things about different subjects, and one of them must be what the whole message seems to ask; the other must
 * have the form of a question, since people tell before they ask ("sudah setahun nunggak, cara bayarnya gimana?").
 * They come in the order of the message, but of two near ones first that which the whole message asks.
 * `generic` are words that ask how without saying what ("caranya gimana"): alone they are no question.
 */
export function findTwoQuestions(
  { folded: text, words }: Sentence,
  whole: Intent,
  { read, generic }: { read: (half: Sentence) => Half; generic: ReadonlySet<string> },
): [Asked, Asked] | undefined {
  if (words.length > MOST_WORDS || !isQuestion(whole) || !ANY_SEAM.test(text)) return undefined;
  let best: { score: number; pair: [Asked, Asked] } | undefined;
  for (const seam of [...text.matchAll(SEAM)].slice(0, MOST_SEAMS)) {
    const halves = [
      sentenceOf(text.slice(0, seam.index)),
      sentenceOf(text.slice(seam.index + seam[0].length)),
    ] as const;
    if (halves[0].words.length === 0 || halves[1].words.length === 0) continue;
    const joins = JOINS.test(seam[0]);
    const hasForm = [
      asks(halves[0].words) || seam[0].includes("?"),
      asks(halves[1].words) || text.trimEnd().endsWith("?"),
    ] as const;
    if (!joins && !hasForm[0] && !hasForm[1]) continue;
    const asked = [asking(halves[0]), asking(halves[1])] as const;
    // reading takes time, so the half comes first that says most often that these are no two questions: the one without
    // the form, which must be what the whole asks, else the shorter one
    const shorter = halves[0].folded.length <= halves[1].folded.length ? 0 : 1;
    const start = hasForm[0] === hasForm[1] ? shorter : hasForm[0] ? 1 : 0;
    const one = alone(read(asked[start]), generic);
    if (!one || one.confidence <= (best?.score ?? 0)) continue;
    if (!joins && !hasForm[start] && one.intent !== whole) continue;
    const other = alone(read(asked[1 - start]!), generic);
    if (!other) continue;
    const [first, second] = start === 0 ? [one, other] : [other, one];
    if (whole !== first.intent && whole !== second.intent) continue;
    if (isSameSubject(first.intent, second.intent)) continue;
    const added = whole === first.intent ? 1 : 0;
    if (!hasForm[added] && !(joins && [first, second][added]!.confidence >= SURE_WITHOUT_FORM)) continue;
    const score = Math.min(first.confidence, second.confidence);
    if (score > (best?.score ?? 0)) best = { score, pair: inOrder(first, second, whole) };
  }
  return best?.pair;
}

/** A half without what is told after its question: "biayanya gimana? saya tukang sol". */
function asking(half: Sentence): Sentence {
  const end = half.folded.indexOf("?") + 1;
  if (end === 0) return half;
  const question = sentenceOf(half.folded.slice(0, end));
  return question.words.length > 0 && !asks(sentenceOf(half.folded.slice(end)).words) ? question : half;
}

function inOrder(first: Asked, second: Asked, whole: Intent): [Asked, Asked] {
  const isNear = familyOf(first.intent) === familyOf(second.intent);
  return isNear && second.intent === whole ? [second, first] : [first, second];
}

/** Whether an intent is a question with an answer of its own, which may stand beside another. */
function isQuestion(intent: Intent): boolean {
  return /^(?:programme|eligibility|statistics|registration|contribution|claim|account|outreach|contact|share)/.test(
    intent,
  );
}

/** What a half asks, when it may stand alone. */
function alone(half: Half, generic: ReadonlySet<string>): Asked | undefined {
  if (!asksSomething(half, generic)) return undefined;
  const asked = half.ask();
  return asked.confidence >= SURE && isQuestion(asked.intent) ? asked : undefined;
}

function asksSomething({ content, entities: { programmes, payments } }: Half, generic: ReadonlySet<string>): boolean {
  return programmes.length + payments.length > 0 || content.some((word) => !generic.has(word));
}

/** Families in which two intents in one message are mostly one question told with more words. */
const ONE_QUESTION = new Set(["statistics", "claim", "account", "outreach"]);

/** "programme.jkk" and "claim.jkk" are about one thing; so are two claims, or the where and how of registering. */
function isSameSubject(a: Intent, b: Intent): boolean {
  if (a === b || a.split(".")[1] === b.split(".")[1]) return true;
  // who claims is a member: the other half is the story, not a wish to register
  if ([familyOf(a), familyOf(b)].sort().join() === "claim,registration") return true;
  if (familyOf(a) !== familyOf(b)) return false;
  return ONE_QUESTION.has(familyOf(a)) || [a, b].includes("programme.overview");
}
