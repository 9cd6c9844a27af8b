import { z } from 'zod'
import { readAudio, UnreadableAudio } from './read-audio.ts'
import { holdMusic, hum, noise, ringback, SIGNAL_RATE, silence, tone } from './signals.ts'

/** What one party says: −1..1 at its own rate. */
export interface Voice {
  readonly samples: Float32Array
  readonly sampleRate: number
}

/** What is said on a call before any line has carried it. `responder` is null where only one party is known. */
export interface CallAudio {
  readonly caller: Voice
  readonly responder: Voice | null
}

/** Where a call's audio comes from. Two channels of one file are caller and responder, in this order. */
export const AudioSource = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('file'), path: z.string() }),
  z.object({ kind: z.literal('two-files'), caller: z.string(), responder: z.string().nullable() }),
  z.object({ kind: z.literal('tone'), callerHertz: z.number(), responderHertz: z.number().nullable() }),
  z.object({ kind: z.literal('noise'), seed: z.number() }),
  z.object({ kind: z.enum(['silence', 'ringback', 'hum', 'music']) }),
])
export type AudioSource = z.infer<typeof AudioSource>

const SIGNAL_SECONDS = 10

/**
 * The audio of a call. `seconds` repeats or cuts a recording to that length; without it a recording has its own
 * length and a signal ten seconds. Throws `UnreadableAudio`.
 */
export async function loadAudio(source: AudioSource, seconds?: number): Promise<CallAudio> {
  if (source.kind === 'file') {
    const { channels, sampleRate } = await readAudio(source.path)
    const [caller, responder, third] = channels
    if (!caller || third)
      throw new UnreadableAudio(`${source.path} has ${channels.length} channels, not one or two`)
    return {
      caller: ofLength({ samples: caller, sampleRate }, seconds),
      responder: responder ? ofLength({ samples: responder, sampleRate }, seconds) : null,
    }
  }
  if (source.kind === 'two-files') {
    return {
      caller: ofLength(await readParty(source.caller), seconds),
      responder: source.responder === null ? null : ofLength(await readParty(source.responder), seconds),
    }
  }
  return signal(source, seconds ?? SIGNAL_SECONDS)
}

async function readParty(path: string): Promise<Voice> {
  const { channels, sampleRate } = await readAudio(path)
  const [samples, second] = channels
  if (!samples || second)
    throw new UnreadableAudio(`${path} has ${channels.length} channels; one party is one channel`)
  return { samples, sampleRate }
}

function ofLength(voice: Voice, seconds: number | undefined): Voice {
  if (seconds === undefined) return voice
  const { samples, sampleRate } = voice
  const fitted = new Float32Array(Math.round(seconds * sampleRate))
  for (let at = 0; at < fitted.length; at += samples.length) {
    fitted.set(samples.subarray(0, fitted.length - at), at)
  }
  return { samples: fitted, sampleRate }
}

type Signal = Exclude<AudioSource, { kind: 'file' | 'two-files' }>

/** A signal is heard on both legs, as the PBX plays it to both; tones differ, so that a swapped leg is noticed. */
function signal(source: Signal, seconds: number): CallAudio {
  const voice = (samples: Float32Array): Voice => ({ samples, sampleRate: SIGNAL_RATE })
  switch (source.kind) {
    case 'tone': {
      const { callerHertz, responderHertz } = source
      return {
        caller: voice(tone(seconds, callerHertz)),
        responder: responderHertz === null ? null : voice(tone(seconds, responderHertz)),
      }
    }
    case 'noise':
      return {
        caller: voice(noise(seconds, source.seed)),
        responder: voice(noise(seconds, source.seed + 1)),
      }
    default: {
      const make = { silence, ringback, hum, music: holdMusic }[source.kind]
      const both = voice(make(seconds))
      return { caller: both, responder: both }
    }
  }
}
