import { z } from 'zod'
import { type ForkProtocol, LegRate, type LegRole } from '../server/audio/leg.ts'
import type { CallAudio, Voice } from './audio-source.ts'
import { audioFrame } from './audiosocket-peer.ts'
import { regularSchedule, type ScheduledFrame } from './faults.ts'
import { FRAME_MS, type WireMessage } from './fork-peer.ts'
import { encodeG711, Line, throughLine } from './line.ts'

/** How the two parties are laid out on the wire. `mono` is the caller's leg alone. */
export const Layout = z.enum(['stereo', 'mixed', 'mono', 'two-connections'])
export type Layout = z.infer<typeof Layout>

/** How the PBX is configured. */
export const ForkShape = z.object({
  layout: Layout,
  /** Whose voice is on the left of a stereo fork. */
  left: z.enum(['caller', 'responder']).default('caller'),
  rate: LegRate.default(8000),
  line: Line.default('alaw'),
  /** AudioSocket only: the channel driver's habit of sending G.711 bytes as if they were linear samples. */
  codecLie: z.boolean().default(false),
})
export type ForkShape = z.input<typeof ForkShape>

/** One connection's share of a call: a message every 20 ms. */
export interface ForkConnection {
  readonly leg: Exclude<LegRole, 'mixed'> | 'both'
  readonly messages: readonly WireMessage[]
  readonly schedule: readonly ScheduledFrame[]
}

/** A call made ready for the wire, once; any number of calls may play it at the same time. */
export interface Fork {
  readonly protocol: ForkProtocol
  readonly layout: Layout
  readonly left: 'caller' | 'responder'
  readonly rate: LegRate
  readonly connections: readonly ForkConnection[]
}

/** Carries both voices over the line and cuts them into messages. */
export function prepareFork(audio: CallAudio, protocol: ForkProtocol, shape: ForkShape): Fork {
  const { layout, left, rate, line, codecLie } = ForkShape.parse(shape)
  const heard = (voice: Voice) => throughLine(voice.samples, voice.sampleRate, line, rate)
  const caller = heard(audio.caller)
  const responder = audio.responder ? heard(audio.responder) : new Int16Array(0)

  const frameSamples = (rate * FRAME_MS) / 1000
  const frames = Math.ceil(Math.max(caller.length, responder.length) / frameSamples)
  const connection = (leg: ForkConnection['leg'], channels: 1 | 2, sampleAt: (i: number) => number) => {
    const samples = new Int16Array(frames * frameSamples * channels)
    for (let i = 0; i < samples.length; i++) samples[i] = sampleAt(i)
    const messages = Array.from({ length: frames }, (_, frame) => {
      const part = samples.subarray(frame * frameSamples * channels, (frame + 1) * frameSamples * channels)
      if (protocol === 'freeswitch') return littleEndian(part)
      if (codecLie && line !== 'l16') return audioFrame(8000, encodeG711(part, line))
      return audioFrame(rate, littleEndian(part))
    })
    return { leg, messages, schedule: regularSchedule(frames) }
  }
  const callerAlone = () => connection('caller', 1, (i) => caller[i] ?? 0)

  const connections = (): ForkConnection[] => {
    switch (layout) {
      case 'stereo': {
        const [l, r] = left === 'caller' ? [caller, responder] : [responder, caller]
        return [connection('both', 2, (i) => (i % 2 === 0 ? l : r)[i >> 1] ?? 0)]
      }
      case 'mixed':
        return [connection('both', 1, (i) => clip((caller[i] ?? 0) + (responder[i] ?? 0)))]
      case 'mono':
        return [callerAlone()]
      case 'two-connections':
        return [callerAlone(), connection('responder', 1, (i) => responder[i] ?? 0)]
    }
  }
  return { protocol, layout, left, rate, connections: connections() }
}

function littleEndian(samples: Int16Array): Buffer {
  const bytes = Buffer.alloc(samples.length * 2)
  for (let i = 0; i < samples.length; i++) bytes.writeInt16LE(samples[i] as number, i * 2)
  return bytes
}

function clip(sample: number): number {
  return Math.max(-32768, Math.min(32767, sample))
}
