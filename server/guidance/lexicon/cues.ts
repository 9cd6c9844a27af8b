import { z } from 'zod'
import type { SoundsOf } from './sounds.ts'

/** Word classes by name: `{name}` in a cue stands for any of its words. */
export const CueWords = z.strictObject({
  version: z.int().positive(),
  words: z.record(z.string().regex(/^[a-z_]+$/), z.array(z.string().min(1)).min(1)),
})
export type CueWords = z.infer<typeof CueWords>

/** A regular expression over heard text, as the lists write it: not compiled yet. */
export const CuePattern = z.string().min(1)

/** Makes the lists' patterns into regular expressions. */
export class Cues {
  readonly #words: CueWords['words']
  readonly #expanded = new Map<string, string>()

  constructor({ words }: CueWords) {
    this.#words = words
  }

  /** Any of `patterns`. Throws an `Error` that says what is wrong with one of them. */
  compile(patterns: string | readonly string[], flags = ''): RegExp {
    const either = [patterns].flat().map((pattern) => this.#expand(pattern, []))
    return new RegExp(either.map((pattern) => `(?:${pattern})`).join('|'), flags)
  }

  /**
   * Those of `patterns` that can be known again by their sound alone: no free stretch in them. To be matched with
   * what `soundsOf` makes of a text; null where none can.
   */
  compileSounds(patterns: readonly string[], soundsOf: SoundsOf): RegExp | null {
    const fixed = patterns
      .map((pattern) => this.#expand(pattern, []))
      .filter((pattern) => !pattern.includes('.'))
    const sounds = fixed.map((pattern) =>
      pattern.replace(/\p{Script=Han}/gu, (character) => soundsOf(character)),
    )
    const known = sounds.filter((pattern) => !pattern.includes('\0'))
    return known.length === 0 ? null : new RegExp(known.map((pattern) => `(?:${pattern})`).join('|'), 'g')
  }

  /** Why `pattern` cannot be compiled, or null where it can. */
  problemOf(pattern: string): string | null {
    try {
      this.compile(pattern)
      return null
    } catch (error) {
      return (error as Error).message
    }
  }

  #expand(pattern: string, within: readonly string[]): string {
    return pattern.replace(/\{([a-z_]+)\}/g, (_, name: string) => {
      if (within.includes(name)) throw new Error(`{${name}} names itself`)
      const known = this.#expanded.get(name)
      if (known) return known
      const words = this.#words[name]
      if (!words) throw new Error(`{${name}} is no class of words.yaml`)
      const expanded = `(?:${words.map((word) => this.#expand(word, [...within, name])).join('|')})`
      this.#expanded.set(name, expanded)
      return expanded
    })
  }
}
