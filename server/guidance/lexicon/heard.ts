import { z } from 'zod'
import { readLexicon } from './read-lexicon.ts'
import { readSounds, type SoundsOf } from './sounds.ts'

const Misheard = z.strictObject({
  version: z.int().positive(),
  by_sound: z.array(z.array(z.string().min(3))),
  variants: z.record(z.string().min(1), z.array(z.string().min(1)).min(1)),
})
const Spoken = z.strictObject({
  version: z.int().positive(),
  read_as: z.record(z.string().min(1), z.array(z.string().min(1)).min(1)),
})

/** What a segment says in standard words, without spaces and punctuation other than the question mark. */
export interface Heard {
  readonly text: string
  /** The place of `[start, end)` of `text` in the segment's own text. */
  placeOf(start: number, end: number): { readonly start: number; readonly end: number }
}

export type Hear = (text: string) => Heard

/** Reads the word lists and gives the function that every rule looks through. */
export async function readHearing(): Promise<Hear> {
  const [misheard, spoken, soundsOf] = await Promise.all([
    readLexicon('misheard.yaml', Misheard),
    readLexicon('spoken.yaml', Spoken),
    readSounds(),
  ])
  const repairBySound = soundRepair(misheard.by_sound.flat(), soundsOf)
  const standardOf = new Map(
    [...Object.entries(misheard.variants), ...Object.entries(spoken.read_as)].flatMap(([standard, forms]) =>
      forms.map((form) => [form, standard] as const),
    ),
  )
  // A standard word is left as it is, also where another form stands in it: 么样 in 怎么样.
  for (const standard of [...standardOf.values()])
    standardOf.set(standard, standardOf.get(standard) ?? standard)
  const forms = new RegExp([...standardOf.keys()].sort(longestFirst).join('|'), 'g')
  return (original) => {
    const { words, places } = spokenCharacters(original)
    const repaired = repairBySound(words)
    const starts: number[] = []
    const ends: number[] = []
    let text = ''
    let at = 0
    const take = (piece: string, until: number) => {
      const isStandard = piece.length === until - at
      for (let i = 0; i < piece.length; i++) {
        starts.push(places[isStandard ? at + i : at] as number)
        ends.push((places[isStandard ? at + i : until - 1] as number) + 1)
      }
      text += piece
      at = until
    }
    for (const { 0: form, index } of repaired.matchAll(forms)) {
      take(repaired.slice(at, index), index)
      take(standardOf.get(form) as string, index + form.length)
    }
    take(repaired.slice(at), repaired.length)
    return {
      text,
      placeOf: (start, end) => ({ start: starts[start] ?? 0, end: ends[end - 1] ?? original.length }),
    }
  }
}

/** What can be heard: no spaces, no punctuation but the question mark; with the place of each character. */
function spokenCharacters(original: string): { words: string; places: readonly number[] } {
  const places: number[] = []
  let words = ''
  for (let i = 0; i < original.length; i++) {
    const character = original.charAt(i)
    if (character !== '?' && character !== '？' && UNSPOKEN.test(character)) continue
    const lower = character.toLowerCase()
    words += character === '?' ? '？' : lower.length === 1 ? lower : character
    places.push(i)
  }
  return { words, places }
}

const UNSPOKEN = /[\s\p{P}\p{S}\p{C}]/u

/** Puts a phrase in the place of characters that sound like it. The length stays. */
function soundRepair(phrases: readonly string[], soundsOf: SoundsOf): (words: string) => string {
  const phraseOf = new Map(phrases.map((phrase) => [soundsOf(phrase), phrase]))
  const anyPhrase = new RegExp([...phraseOf.keys()].sort(longestFirst).join('|'), 'g')
  return (words) => {
    let repaired = ''
    let at = 0
    for (const { 0: sounds, index } of soundsOf(words).matchAll(anyPhrase)) {
      repaired += words.slice(at, index) + phraseOf.get(sounds)
      at = index + sounds.length
    }
    return repaired + words.slice(at)
  }
}

function longestFirst(a: string, b: string): number {
  return b.length - a.length || (a < b ? -1 : 1)
}
