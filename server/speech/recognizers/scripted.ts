import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import type { LegRole } from '../../audio/leg.ts'
import { StartError } from '../../start-error.ts'
import { EventChannel } from '../event-channel.ts'
import type {
  AudioFrame,
  Recognizer,
  RecognizerAbilities,
  RecognizerStream,
  StreamOptions,
} from '../recognizer.ts'

/** The part of a labelled call (one line of `calls.jsonl`) that has its words. */
const LabelledCall = z.object({
  turns: z.array(
    z.object({ role: z.enum(['caller', 'responder']), start: z.number(), end: z.number(), text: z.string() }),
  ),
})

/** A character of the script and when it is spoken, in milliseconds of call time. */
interface SpokenChar {
  readonly char: string
  readonly endMs: number
}

/**
 * Not a recogniser of anything: it plays the text of a labelled call in step with the audio's position, each
 * character when its turn would have reached it. For tests, load and work on the pages; every page says so.
 */
export class Scripted implements Recognizer {
  readonly abilities: RecognizerAbilities = {
    name: 'scripted',
    streaming: true,
    hotwords: false,
    confidence: false,
    scripted: true,
  }
  readonly #turns: z.infer<typeof LabelledCall>['turns']

  private constructor(turns: z.infer<typeof LabelledCall>['turns']) {
    this.#turns = turns
  }

  /** Reads the first call of a `calls.jsonl`; every call that is forked gets its words. Throws a `StartError`. */
  static async start(path: string): Promise<Scripted> {
    const problem = (reason: string) =>
      new StartError(`SCRIPT is "${path}", ${reason}: set SCRIPT to a calls.jsonl file.`)
    const text = await readFile(path, 'utf8').catch(({ code }: NodeJS.ErrnoException) => {
      throw problem(`which cannot be read (${code})`)
    })
    try {
      return new Scripted(LabelledCall.parse(JSON.parse(text.split('\n')[0] ?? '')).turns)
    } catch {
      throw problem('whose first line is no labelled call')
    }
  }

  open(options: StreamOptions): RecognizerStream {
    const script = this.#spoken(options.role).filter(({ endMs }) => endMs > options.afterMs)
    return new ScriptedStream(script, options.sampleRate)
  }

  decodingMs(): number {
    return 0
  }

  async close(): Promise<void> {}

  #spoken(role: LegRole): SpokenChar[] {
    const chars = this.#turns
      .filter((turn) => role === 'mixed' || turn.role === role)
      .flatMap((turn) =>
        [...turn.text].map((char, i, all) => ({
          char,
          endMs: 1000 * (turn.start + ((i + 1) / all.length) * (turn.end - turn.start)),
        })),
      )
    return chars.sort((a, b) => a.endMs - b.endMs)
  }
}

class ScriptedStream implements RecognizerStream {
  readonly events = new EventChannel()
  readonly #script: readonly SpokenChar[]
  readonly #rate: number
  #toMs = 0
  #shown = 0

  constructor(script: readonly SpokenChar[], sampleRate: number) {
    this.#script = script
    this.#rate = sampleRate
  }

  push({ samples, startMs }: AudioFrame): void {
    this.#toMs = startMs + (samples.length * 1000) / this.#rate
    const text = this.#text()
    if (text.length <= this.#shown) return
    this.#shown = text.length
    this.events.send({ kind: 'partial', text, stableChars: text.length, coversToMs: this.#toMs })
  }

  flush(): void {
    this.events.send({ kind: 'final', text: this.#text() })
  }

  close(): void {
    this.events.close()
  }

  #text(): string {
    const end = this.#script.findIndex(({ endMs }) => endMs > this.#toMs)
    return (end < 0 ? this.#script : this.#script.slice(0, end)).map(({ char }) => char).join('')
  }
}
