import { personIn, placeIn, wordEdge } from '../name-evidence.ts'
import { isEverydayName } from '../name-shape.ts'
import type { PiiRecognizer, Reading } from '../recognizer.ts'
import { soundOf } from '../sounds.ts'
import type { PiiType, Span } from '../span.ts'
import { endOfSurname } from '../surnames.ts'
import { hasTitle } from '../titles.ts'

/** Names as they are found stand in other words too where they are short: 小王, 秀枝. */
const SHORTEST = { name: 2, number: 4 } as const
/** 河南 of 李河南 */
const A_PLACE = 0.5
const NAMES: ReadonlySet<PiiType> = new Set(['name'])
const HAN_NAME = /^\p{Script=Han}{2,4}$/u
/** What is done with somebody, and what is said to somebody: a name that sounds like a known one stands there. */
const BEFORE = /(?:[跟和给找叫喊问让被把去到是]|告诉|通知|联系|谢谢)$/
const AFTER = /^(?:$|[，。、？！\s]|[你您他她]|那里|那边|家|屋里|说|讲|在|就|这个|的)/

/** What was found in this call before, said again: in the same words, by the given name alone, or by its sound. */
export const knownItem: PiiRecognizer = {
  name: 'known-item',
  find(reading) {
    const { text, known } = reading
    const spans: Span[] = []
    const found = (start: number, end: number, type: PiiType, score: number, reason: string) =>
      spans.push({ start, end, type, score, reason: `known-item: ${reason}` })
    for (const { type, words } of known) {
      const isName = NAMES.has(type)
      if (words.length < (isName ? SHORTEST.name : SHORTEST.number)) continue
      for (const at of placesOf(words, text)) found(at, at + words.length, type, 0.86, 'same words')
      const given = (isName && givenNameOf(words)) || ''
      for (const at of given ? placesOf(given, text) : []) {
        const end = at + given.length
        if (placeIn(reading.tagging, at, end) < A_PLACE) found(at, end, 'name', 0.8, 'given name')
      }
    }
    const names = new Set(
      known.flatMap(({ type, words }) => (type === 'name' && HAN_NAME.test(words) ? spokenForms(words) : [])),
    )
    for (const [start, end] of soundingLike(names, reading)) found(start, end, 'name', 0.7, 'same sound')
    return spans
  },
}

function* placesOf(words: string, text: string): Generator<number> {
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + words.length)) yield at
}

/** 晓棠 of 俞晓棠. */
function givenNameOf(name: string): string | null {
  const surname = endOfSurname(name, 0)
  if (surname === null || hasTitle(name)) return null
  const given = name.slice(surname)
  return given.length === 2 && HAN_NAME.test(given) && !isEverydayName(given) ? given : null
}

function spokenForms(name: string): string[] {
  const given = givenNameOf(name)
  return given ? [name, given] : [name]
}

/** Where something is said that sounds like a known name: 阿折 and 阿者 for 阿哲. */
function* soundingLike(names: ReadonlySet<string>, reading: Reading): Generator<[number, number]> {
  const { text, breaks } = reading
  const byFirst = Map.groupBy(names, (name) => soundOf(name[0] as string))
  for (let start = 0; start < text.length - 1; start++) {
    for (const name of byFirst.get(soundOf(text[start] as string)) ?? []) {
      const end = start + name.length
      const heard = text.slice(start, end)
      if (heard === name || heard.length < name.length) continue
      if ([...heard].some((character, i) => soundOf(character) !== soundOf(name[i] as string))) continue
      if (breaks.some((at) => at > start && at < end)) continue
      if (name.length > 2 || isPersonPlace(reading, start, end)) yield [start, end]
    }
  }
}

/** Two syllables are often an ordinary word: the tagger or the words around must speak for a person. */
function isPersonPlace({ text, tagging, breaks }: Reading, start: number, end: number): boolean {
  if (personIn(tagging, start, end) > 0.05) return true
  // A word that the tagger knows is what was said.
  if (wordEdge(tagging, start + 1) < 0.1 && wordEdge(tagging, start) > 0.9) return false
  const before = text.slice(Math.max(0, start - 2), start)
  return (
    (start === 0 || breaks.includes(start) || BEFORE.test(before)) && AFTER.test(text.slice(end, end + 2))
  )
}
