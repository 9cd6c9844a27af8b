import type { Tagging } from './lac.ts'
import { wordEdge } from './name-evidence.ts'
import { type NameShape, shapeOf } from './name-shape.ts'
import { ANY_SURNAME } from './surnames.ts'
import { LONG_TITLE, SHORT_TITLE } from './titles.ts'

/**
 * Stretches of code points `[from, to)` that belong to a person's name with more than `threshold` each. A place
 * where a second name probably begins splits a stretch: 王芳李娜 is two persons.
 */
export function personSpans(tagging: Tagging, threshold: number): { from: number; to: number }[] {
  const { person, personStart } = tagging
  const spans: { from: number; to: number }[] = []
  let from = -1
  for (let i = 0; i <= person.length; i++) {
    const inside = i < person.length && (person[i] as number) > threshold
    if (from >= 0 && (!inside || (personStart[i] as number) > 0.5)) {
      spans.push({ from, to: i })
      from = -1
    }
    if (inside && from < 0) from = i
  }
  return spans
}

/** A person's name as the tagger sees it, without the words that it takes along at the edges. */
export interface SeenName {
  readonly start: number
  readonly end: number
  /** The tagger's highest marginal in it. */
  readonly score: number
}

/** Never part of a Chinese name: pronouns and particles, Mandarin and Cantonese. They cut what the tagger sees. */
const CUT =
  /[^\p{L}·•]+|[我你您他她它们俺咱侬嗯啊呀哦哎唉呃嗐吗呢吧嘛哇哟咯嘞的了着佢咗嘅唔冇畀喺嚟嗰啲咁哋咩乜嘢哩啥谁什]+/u
const CUTS = new RegExp(CUT, 'gu')
/** What stands behind a name of two characters and is taken for a part of it. */
const TRAILING = new Set([...'也都就那这是在说讲叫喊没不会有跟和把被给让去来又还很'])
/** 伊 is she and he where people speak Shanghainese, a surname or part of a name elsewhere. */
const WU = /侬|伐|勿|囡|今朝|辰光|伊拉|阿拉|屋里厢|事体/
/** So long a stretch may hold more than a name. */
const LONG = 4
const SHORTEST = 2
const LONGEST_ADDRESS = 8
const NAME_SHAPES: ReadonlySet<NameShape> = new Set(['full', 'short', 'nickname', 'weak nickname', 'given'])
const FOREIGN = /[^\p{Script=Han}]/u
const ADDRESS_FORM = new RegExp(
  `^(?:[小老大]?${ANY_SURNAME}(?:${LONG_TITLE}|${SHORT_TITLE})|[小老]${ANY_SURNAME})`,
)
const WU_PRONOUN = /^伊拉?/
/** What is said before a name and taken for a part of it. */
const LEADING = /^(?:谢谢|感谢|麻烦|拜托)/

/** The names that the tagger sees with more than `threshold`, each in one piece. */
export function namesSeen(text: string, tagging: Tagging, threshold: number): SeenName[] {
  const names: SeenName[] = []
  const isWu = WU.test(text)
  for (const { from, to } of personSpans(tagging, threshold)) {
    const start = tagging.offsets[from] as number
    const words = text.slice(start, tagging.offsets[to])
    const score = tagging.person.subarray(from, to).reduce((top, p) => Math.max(top, p), 0)
    let at = 0
    for (const cut of [...words.matchAll(CUTS), null]) {
      const piece = words.slice(at, cut?.index ?? words.length)
      const lead = ((isWu && WU_PRONOUN.exec(piece)) || LEADING.exec(piece))?.[0].length ?? 0
      const name = withoutTrailing(piece.slice(lead))
      const offset = start + at + lead
      for (const [from, to] of apart(name, (at) => wordEdge(tagging, offset + at) >= 0.5)) {
        names.push({ start: offset + from, end: offset + to, score })
      }
      if (cut) at = cut.index + cut[0].length
    }
  }
  return names
}

function withoutTrailing(name: string): string {
  let end = name.length
  while (end > 2 && TRAILING.has(name[end - 1] as string)) end--
  return name.slice(0, end)
}

/**
 * What is too long for a name falls apart: behind a form of address (张总天天, 老沈悔棋) and where the tagger sees words
 * begin (程建平胆子). Its head is a name; of the rest, what looks like one (小周小吴).
 */
function apart(name: string, wordBegins: (at: number) => boolean): [number, number][] {
  if (name === '') return []
  const pieces: [number, number][] = []
  let from = 0
  const isHan = !FOREIGN.test(name)
  while (isHan && name.length - from >= LONG) {
    const address = ADDRESS_FORM.exec(name.slice(from, from + LONGEST_ADDRESS))?.[0].length
    let to = from + (address ?? SHORTEST)
    while (!address && to < name.length && !wordBegins(to)) to++
    pieces.push([from, to])
    from = to
  }
  if (from < name.length) pieces.push([from, name.length])
  return pieces.filter(([start, end], i) => i === 0 || NAME_SHAPES.has(shapeOf(name.slice(start, end))))
}
