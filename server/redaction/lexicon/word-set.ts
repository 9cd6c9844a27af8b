import { z } from 'zod'

/** Words in one string with spaces between them: a list that is read like prose. */
export const WordList = z.string().transform((words) => words.trim().split(/\s+/))

/** Words that are looked for at a place of a text; the longest one counts. */
export class WordSet {
  readonly #byFirst = new Map<string, string[]>()
  readonly #byLast = new Map<string, string[]>()

  constructor(words: Iterable<string>) {
    for (const word of [...new Set(words)].toSorted((a, b) => b.length - a.length)) {
      listOf(this.#byFirst, word[0] as string).push(word)
      listOf(this.#byLast, word.at(-1) as string).push(word)
    }
  }

  /** The length of the longest word that begins at `at`, 0 where none does. */
  lengthAt(text: string, at: number): number {
    const words = this.#byFirst.get(text[at] ?? '')
    return words?.find((word) => text.startsWith(word, at))?.length ?? 0
  }

  /** The length of the longest word that ends before `end`, 0 where none does. */
  lengthBefore(text: string, end: number): number {
    const words = this.#byLast.get(text[end - 1] ?? '')
    return words?.find((word) => text.endsWith(word, end))?.length ?? 0
  }

  /** Every place where a word stands: `[start, end)` of the longest one, from left to right. */
  *occurrences(text: string): Generator<{ start: number; end: number }> {
    for (let at = 0; at < text.length; ) {
      const length = this.lengthAt(text, at)
      if (length > 0) yield { start: at, end: at + length }
      at += length || 1
    }
  }
}

function listOf(map: Map<string, string[]>, key: string): string[] {
  const list = map.get(key) ?? []
  map.set(key, list)
  return list
}
