import { readFileSync } from 'node:fs'
import { InferenceSession, Tensor } from 'onnxruntime-node'

/** What the model thinks of each code point of a text; all arrays run over code points. */
export interface Tagging {
  /** UTF-16 offset of each code point, and the text's length at the end. */
  readonly offsets: Int32Array
  /** Probability that the code point belongs to a person's name. */
  readonly person: Float32Array
  /** Probability that a person's name begins here. */
  readonly personStart: Float32Array
  /** Probability that the code point belongs to a place, and that one begins here. */
  readonly place: Float32Array
  readonly placeStart: Float32Array
  /** Probability that the code point belongs to an organisation, and that one begins here. */
  readonly organisation: Float32Array
  readonly organisationStart: Float32Array
  /** Probability that a word of any kind begins here. */
  readonly wordStart: Float32Array
}

/** The taggings of texts that follow each other, as the tagging of one text. */
export function joinTaggings(taggings: readonly Tagging[]): Tagging {
  const length = taggings.reduce((sum, { person }) => sum + person.length, 0)
  const offsets = new Int32Array(length + 1)
  const joined = { offsets, ...emptyMarginals(length) }
  let [at, offset] = [0, 0]
  for (const tagging of taggings) {
    for (const name of MARGINALS) joined[name].set(tagging[name], at)
    const count = tagging.person.length
    for (let i = 0; i <= count; i++) offsets[at + i] = offset + (tagging.offsets[i] as number)
    at += count
    offset += tagging.offsets[count] as number
  }
  return joined
}

const MARGINALS = [
  ...(['person', 'personStart', 'place', 'placeStart', 'organisation', 'organisationStart'] as const),
  'wordStart',
] as const

function emptyMarginals(length: number): Record<(typeof MARGINALS)[number], Float32Array> {
  return {
    person: new Float32Array(length),
    personStart: new Float32Array(length),
    place: new Float32Array(length),
    placeStart: new Float32Array(length),
    organisation: new Float32Array(length),
    organisationStart: new Float32Array(length),
    wordStart: new Float32Array(length),
  }
}

const MODEL = new URL('../../models/lac/', import.meta.url)
const TAGS = 59
/** Each is a B-tag; the I-tag that continues it is the next. */
const PERSON = 16
const PLACE = 18
const ORGANISATION = 20
/** The odd tags below this are I-tags; each continues the B-tag before it. */
const FIRST_PLAIN_TAG = 48
/** The model reads this many code points at once; longer texts are read in windows that overlap by two margins. */
const WINDOW = 512
const MARGIN = 32

/**
 * Baidu LAC: a tagger of words, persons, places and organisations. Decoded with hard BIO constraints and
 * posterior marginals instead of one best path, so that a name the best path misses still shows.
 */
export class Lac {
  readonly #session: InferenceSession
  readonly #normal: ReadonlyMap<string, string>
  readonly #ids: ReadonlyMap<string, number>
  readonly #crf: Crf

  constructor(session: InferenceSession) {
    this.#session = session
    this.#normal = new Map(readDictionary('q2b.dic'))
    this.#ids = new Map(readDictionary('word.dic').map(([id, word]) => [word, Number(id)]))
    this.#crf = new Crf(readTransitions())
  }

  static async load(): Promise<Lac> {
    const model = readFileSync(new URL('lac_f16.onnx', MODEL))
    return new Lac(await InferenceSession.create(model, { intraOpNumThreads: 1, interOpNumThreads: 1 }))
  }

  /** Time and memory are linear in the text's length. */
  async tag(text: string): Promise<Tagging> {
    const characters = [...text]
    const offsets = new Int32Array(characters.length + 1)
    for (const [i, character] of characters.entries())
      offsets[i + 1] = (offsets[i] as number) + character.length
    const tagging = { offsets, ...emptyMarginals(characters.length) }
    const ids = characters.map((character) => BigInt(this.#idOf(character)))
    for (let from = 0; from < ids.length; from += WINDOW - 2 * MARGIN) {
      const window = ids.slice(from, from + WINDOW)
      const posteriors = this.#crf.posteriors(await this.#emissions(window))
      for (let i = from === 0 ? 0 : MARGIN; i < window.length; i++) {
        const row = posteriors.subarray(i * TAGS, (i + 1) * TAGS)
        const at = from + i
        const begins = (tag: number) => row[tag] as number
        const belongs = (tag: number) => begins(tag) + begins(tag + 1)
        tagging.personStart[at] = begins(PERSON)
        tagging.person[at] = belongs(PERSON)
        tagging.placeStart[at] = begins(PLACE)
        tagging.place[at] = belongs(PLACE)
        tagging.organisationStart[at] = begins(ORGANISATION)
        tagging.organisation[at] = belongs(ORGANISATION)
        tagging.wordStart[at] = row.reduce((sum, p, tag) => (isInside(tag) ? sum : sum + p), 0)
      }
      if (from + WINDOW >= ids.length) break
    }
    return tagging
  }

  async close(): Promise<void> {
    await this.#session.release()
  }

  #idOf(character: string): number {
    return this.#ids.get(this.#normal.get(character) ?? character) ?? (this.#ids.get('OOV') as number)
  }

  /** Batch size is one: padding would change the result. */
  async #emissions(ids: readonly bigint[]): Promise<Float32Array> {
    const output = await this.#session.run({
      token_ids: new Tensor('int64', BigInt64Array.from(ids), [1, ids.length]),
      length: new Tensor('int64', BigInt64Array.of(BigInt(ids.length)), [1]),
    })
    return output[this.#session.outputNames[0] as string]?.data as Float32Array
  }
}

/** A linear-chain CRF over the model's tags; forward–backward in scaled probabilities. */
class Crf {
  /** exp of the transition score at [from * TAGS + to]; 0 where the step is not allowed. */
  readonly #step: Float64Array

  constructor(transitions: Float32Array) {
    this.#step = Float64Array.from(transitions, (score, at) => {
      const from = Math.floor(at / TAGS)
      const to = at % TAGS
      return isInside(to) && from !== to && from !== to - 1 ? 0 : Math.exp(score)
    })
  }

  /** The probability of each tag at each place, as rows of `TAGS`. */
  posteriors(emissions: Float32Array): Float64Array {
    const length = emissions.length / TAGS
    const local = new Float64Array(emissions.length)
    for (let t = 0; t < length; t++) {
      const row = emissions.subarray(t * TAGS, (t + 1) * TAGS)
      const top = Math.max(...row)
      for (let tag = 0; tag < TAGS; tag++) local[t * TAGS + tag] = Math.exp((row[tag] as number) - top)
    }
    const forward = new Float64Array(local.length)
    for (let tag = 0; tag < TAGS; tag++) forward[tag] = isInside(tag) ? 0 : (local[tag] as number)
    normalise(forward, 0)
    for (let t = 1; t < length; t++) {
      for (let to = 0; to < TAGS; to++) {
        let sum = 0
        for (let from = isInside(to) ? to - 1 : 0, end = isInside(to) ? to : TAGS - 1; from <= end; from++) {
          sum += (forward[(t - 1) * TAGS + from] as number) * (this.#step[from * TAGS + to] as number)
        }
        forward[t * TAGS + to] = sum * (local[t * TAGS + to] as number)
      }
      normalise(forward, t)
    }
    const backward = new Float64Array(TAGS).fill(1)
    const next = new Float64Array(TAGS)
    for (let t = length - 1; t >= 0; t--) {
      for (let tag = 0; tag < TAGS; tag++) {
        const place = t * TAGS + tag
        forward[place] = (forward[place] as number) * (backward[tag] as number)
        next[tag] = (local[place] as number) * (backward[tag] as number)
      }
      normalise(forward, t)
      for (let from = 0; from < TAGS; from++) {
        let sum = 0
        for (let to = 0; to < TAGS; to++)
          sum += (this.#step[from * TAGS + to] as number) * (next[to] as number)
        backward[from] = sum
      }
      normalise(backward, 0)
    }
    return forward
  }
}

function isInside(tag: number): boolean {
  return tag < FIRST_PLAIN_TAG && tag % 2 === 1
}

function normalise(rows: Float64Array, row: number): void {
  let sum = 0
  for (let tag = 0; tag < TAGS; tag++) sum += rows[row * TAGS + tag] as number
  for (let tag = 0; tag < TAGS; tag++) rows[row * TAGS + tag] = (rows[row * TAGS + tag] as number) / sum
}

/** Lines of `key<TAB>value`. The value may itself be a tab or a space, so nothing is trimmed. */
function readDictionary(file: string): [string, string][] {
  const lines = readFileSync(new URL(file, MODEL), 'utf8').split('\n')
  return lines
    .filter((line) => line.includes('\t'))
    .map((line) => [line.slice(0, line.indexOf('\t')), line.slice(line.indexOf('\t') + 1)])
}

/** The transitions [from][to], out of a NumPy file of little-endian float32 in C order. */
function readTransitions(): Float32Array {
  const file = readFileSync(new URL('lac_crf_transitions.npy', MODEL))
  const header = 10 + file.readUInt16LE(8)
  return Float32Array.from({ length: TAGS * TAGS }, (_, i) => file.readFloatLE(header + 4 * i))
}
