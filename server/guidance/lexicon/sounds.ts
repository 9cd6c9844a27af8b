import { z } from 'zod'
import { readLexicon } from './read-lexicon.ts'

const Syllables = z.record(z.string(), z.string().min(1))

/** How words sound: one character a syllable, alike where many speakers and recognisers do not tell them apart. */
export type SoundsOf = (words: string) => string

/** Reads `syllables.yaml`. A character whose sound is not known sounds like no other. */
export async function readSounds(): Promise<SoundsOf> {
  const syllables = await readLexicon('syllables.yaml', Syllables)
  const soundOf = new Map<string, string>()
  const codes = new Map<string, string>()
  for (const [syllable, characters] of Object.entries(syllables)) {
    const sound = alike(syllable)
    if (!codes.has(sound)) codes.set(sound, String.fromCharCode(PRIVATE_USE + codes.size))
    for (const character of characters) soundOf.set(character, codes.get(sound) as string)
  }
  return (words) =>
    Array.from(words, (character) => soundOf.get(character) ?? (character.length === 1 ? '\0' : '\0\0')).join(
      '',
    )
}

const PRIVATE_USE = 0xe000

/** What many speakers, and with them recognisers, do not tell apart. */
function alike(syllable: string): string {
  // 死 is not to be heard in every 是.
  if (syllable === 'shi') return syllable
  return syllable
    .replace(/^([zcs])h/, '$1')
    .replace(/^n(?=[aeiouv])/, 'l')
    .replace(/(?<=[aeiou]n)g$/, '')
}
