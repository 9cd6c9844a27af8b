import { z } from 'zod'
import { readLexicon } from './lexicon/read-lexicon.ts'

const SOUNDS: ReadonlyMap<string, string> = new Map(
  Object.entries(readLexicon('sounds.yaml', z.record(z.string(), z.string()))).flatMap(
    ([sound, characters]) => [...characters].map((character) => [character, sound] as const),
  ),
)

/** How a character sounds to a recogniser: without its tone, and z like zh. Other characters sound like themselves. */
export function soundOf(character: string): string {
  return SOUNDS.get(character) ?? character
}

/** Whether two texts of the same length could be one word that was written down twice. */
export function soundAlike(one: string, other: string): boolean {
  return (
    one.length === other.length &&
    [...one].every((character, i) => soundOf(character) === soundOf(other[i] ?? ''))
  )
}
