import type { Voice } from '../../fork/audio-source.ts'
import { SIGNAL_RATE } from '../../fork/signals.ts'
import type { Party } from '../labels/labelled-call.ts'
import { type Metric, share } from '../metrics/metric.ts'
import { Tally } from '../metrics/total.ts'
import type { HeardWords, Solver } from '../solvers/solver.ts'
import {
  isRecorded,
  type RecordedCall,
  readCallAudio,
  readClipAudio,
  turnAudio,
} from './speech/call-audio.ts'
import { characterErrors } from './speech/character-errors.ts'
import { KEYWORD_GROUPS, keywordsHeard } from './speech/keywords.ts'
import { LINE_CONDITIONS, overTrunk, underCondition } from './speech/line-conditions.ts'
import { NON_SPEECH, NON_SPEECH_S } from './speech/non-speech.ts'
import { writtenForm } from './speech/written-form.ts'
import { type Finding, type Score, type Suite, slicesOf } from './suite.ts'

/** From this character error rate on a segment is worth a look. */
const BAD_SEGMENT = 0.5
/** Labels are a little off: words this near to a turn belong to it (ms). */
const NEAR_TURN_MS = 500

const hallucinated = (name: string, from = name): Metric => ({
  name,
  better: 'lower',
  value: (total) => total.count(`${from}.chars`) / total.count(`${from}.minutes`),
  // Minutes.
  n: (total) => Math.round(10 * total.count(`${from}.minutes`)) / 10,
})

const metrics: readonly Metric[] = [
  share('cer', 'lower', 'cer.alaw'),
  ...LINE_CONDITIONS.map((condition) => share(`cer.${condition}`, 'lower')),
  share('cer.endpointed', 'lower'),
  share('cer.caller', 'lower'),
  share('cer.responder', 'lower'),
  share('keywordRecall'),
  ...KEYWORD_GROUPS.map((group) => share(`keywordRecall.${group}`)),
  hallucinated('hallucinatedCharsPerMinute', 'hallucinated'),
  ...Object.keys(NON_SPEECH).map((kind) =>
    hallucinated(`hallucinatedCharsPerMinute.${kind}`, `hallucinated.${kind}`),
  ),
  hallucinated('hallucinatedCharsPerMinute.betweenTurns', 'betweenTurns'),
  {
    name: 'rtf',
    better: 'lower',
    value: (total) => total.count('decoding.cpuSeconds') / total.count('decoding.audioSeconds'),
    n: (total) => total.count('decodings'),
  },
]

/**
 * Clips and the labelled turns of recorded calls, each decoded by itself: `cer.<condition>` (see `LINE_CONDITIONS`; `cer`,
 * `cer.caller` and `cer.responder` are over the A-law trunk) and `keywordRecall` over that trunk. `cer.endpointed`: whole
 * legs of calls through the whole speech path, which finds the segments itself; what it writes where its party does not
 * speak is `hallucinatedCharsPerMinute.betweenTurns`. The other hallucinations are of signals through the same path.
 * `rtf`: CPU seconds of the one decoding thread for each second of audio, over all conditions.
 */
export const asr: Suite = {
  name: 'asr',
  about: 'words heard wrong on a telephone line, words that matter lost, words heard where nobody spoke',
  metrics,
  headline: ['cer', 'keywordRecall', 'hallucinatedCharsPerMinute'],
  samples({ folder, calls, clips }, { decode, hearLeg }) {
    if (!decode) return { unscored: 'nothing recognises speech yet' }
    const recorded = calls.filter(isRecorded)
    if (recorded.length + clips.length === 0) return { unscored: 'the set has no audio' }
    return [
      ...clips.map(({ file, transcript }) => ({
        id: file,
        slices: { kind: 'read speech' },
        async score() {
          const segment = { turn: 0, text: transcript, voice: await readClipAudio(folder, file) }
          return scoreSegments(decode, [segment])
        },
      })),
      ...recorded.map((call) => ({
        id: call.id,
        slices: slicesOf(call),
        score: () => scoreCall(decode, hearLeg, folder, call),
      })),
      ...(hearLeg
        ? Object.entries(NON_SPEECH).map(([kind, make]) => ({
            id: `signal-${kind}`,
            slices: { kind: 'signal' },
            score: () => scoreSignal(hearLeg, kind, make()),
          }))
        : []),
    ]
  },
}

interface Segment {
  readonly turn: number
  readonly role?: Party
  readonly text: string
  readonly voice: Voice
}

async function scoreCall(
  decode: NonNullable<Solver['decode']>,
  hearLeg: Solver['hearLeg'],
  folder: string,
  call: RecordedCall,
): Promise<Score> {
  const voices = await readCallAudio(folder, call.audio)
  const segments = call.turns.map(({ role, text }, turn) => ({
    turn,
    role,
    text,
    voice: turnAudio(folder, call, turn, voices),
  }))
  const score = await scoreSegments(decode, segments)
  if (!hearLeg) return score
  const tally = new Tally()
  await Promise.all(
    (['caller', 'responder'] as const).map(async (role) => {
      const { samples, sampleRate } = voices[role]
      scoreLeg(tally, call, role, samples.length / sampleRate, await hearLeg(overTrunk(voices[role])))
    }),
  )
  return { ...score, counts: { ...score.counts, ...tally.counts } }
}

async function scoreSegments(
  decode: NonNullable<Solver['decode']>,
  segments: readonly Segment[],
): Promise<Score> {
  const tally = new Tally()
  const findings: Finding[] = []
  for (const [i, { turn, role, text, voice }] of segments.entries()) {
    const spoken = writtenForm(text)
    if (spoken === '') continue
    for (const condition of LINE_CONDITIONS) {
      const line = underCondition(condition, voice, i + 1)
      const { text: heard, cpuSeconds } = await decode(line)
      tally.add('decodings')
      tally.add('decoding.cpuSeconds', cpuSeconds)
      tally.add('decoding.audioSeconds', line.samples.length / line.sampleRate)
      const errors = characterErrors(writtenForm(heard), spoken)
      const count = (name: string) => {
        tally.add(name, errors)
        tally.add(`${name}.of`, [...spoken].length)
      }
      count(`cer.${condition}`)
      if (condition !== 'alaw') continue
      if (role) count(`cer.${role}`)
      if (errors >= BAD_SEGMENT * [...spoken].length)
        findings.push({
          what: 'half of a segment heard wrong',
          severity: 3,
          turns: [turn],
          expected: `${[...spoken].length} characters`,
          got: `${errors} errors`,
        })
      for (const { group, heard: isHeard, span } of keywordsHeard(text, heard)) {
        tally.try('keywordRecall', isHeard)
        tally.try(`keywordRecall.${group}`, isHeard)
        if (group === 'risk' && !isHeard && span)
          findings.push({
            what: 'risk word lost',
            severity: 1,
            turns: [turn],
            expected: 'in the transcript',
            got: 'another word or none',
            span,
          })
      }
    }
  }
  return { counts: tally.counts, findings }
}

/** One leg as the product heard it whole. */
function scoreLeg(
  tally: Tally,
  { turns }: RecordedCall,
  role: Party,
  seconds: number,
  heard: readonly HeardWords[],
): void {
  const own = turns.filter((turn) => turn.role === role).toSorted((a, b) => a.start - b.start)
  const spoken = writtenForm(own.map(({ text }) => text).join(''))
  tally.add('cer.endpointed', characterErrors(writtenForm(heard.map(({ text }) => text).join('')), spoken))
  tally.add('cer.endpointed.of', [...spoken].length)
  const ofNoTurn = heard.filter(({ startMs, endMs }) =>
    own.every(({ start, end }) => endMs < 1000 * start - NEAR_TURN_MS || startMs > 1000 * end + NEAR_TURN_MS),
  )
  tally.add('betweenTurns.chars', charactersOf(ofNoTurn))
  const spokenSeconds = own.reduce((sum, { start, end }) => sum + end - start, 0)
  tally.add('betweenTurns.minutes', (seconds - spokenSeconds) / 60)
}

async function scoreSignal(
  hearLeg: NonNullable<Solver['hearLeg']>,
  kind: string,
  legs: readonly Float32Array[],
): Promise<Score> {
  const tally = new Tally()
  const heard = (
    await Promise.all(legs.map((samples) => hearLeg(overTrunk({ samples, sampleRate: SIGNAL_RATE }))))
  ).flat()
  const characters = charactersOf(heard)
  for (const name of ['hallucinated', `hallucinated.${kind}`]) {
    tally.add(`${name}.chars`, characters)
    tally.add(`${name}.minutes`, (legs.length * NON_SPEECH_S) / 60)
  }
  const finding: Finding = {
    what: `words heard in ${kind}`,
    severity: 3,
    turns: [],
    expected: 'no words',
    got: `${characters} characters in ${heard.length} segments`,
  }
  return { counts: tally.counts, findings: characters > 0 ? [finding] : [] }
}

function charactersOf(heard: readonly HeardWords[]): number {
  return heard.reduce((sum, { text }) => sum + [...writtenForm(text)].length, 0)
}
