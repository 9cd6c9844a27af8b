import { parentPort, workerData } from 'node:worker_threads'
import type { LegRate } from '../audio/leg.ts'
import { LegBuffer } from '../audio/leg-buffer.ts'
import { Endpointing } from './endpointing.ts'
import { freshMemory, SileroVad, type VadMemory, WINDOW_SAMPLES } from './silero-vad.ts'
import { SoundDetection } from './sound-detection.ts'
import { measureWindow } from './sound-likeness.ts'
import type {
  Heard,
  VoiceActivityCommand,
  VoiceActivityData,
  VoiceActivityReport,
} from './voice-activity-messages.ts'

/** How often all legs are looked at (ms): twice a window, so that no window waits for long. */
const PASS_MS = 16

interface Leg {
  readonly id: number
  readonly rate: LegRate
  readonly buffer: LegBuffer
  readonly endpointing: Endpointing
  readonly sounds: SoundDetection
  readonly samples: Int16Array
  readonly window: Float32Array
  memory: VadMemory
  /** The next sample to judge. */
  cursor: number
  /** Up to where an open segment was told to have grown. */
  toldTo: number
  db: number
  flushing: boolean
  leaving: boolean
}

if (!parentPort) throw new Error('voice-activity-worker runs as a worker thread only')
const port = parentPort
const { modelPath, endpointing } = workerData as VoiceActivityData
const legs = new Map<number, Leg>()
const vad = await SileroVad.load(modelPath)
let heard: { leg: number; heard: Heard }[] = []

port.on('message', (command: VoiceActivityCommand) => {
  if (command.kind === 'add') return add(command)
  const leg = legs.get(command.leg)
  if (!leg) return
  leg.flushing = true
  leg.leaving ||= command.kind === 'remove'
})
post({ kind: 'ready' })
for (;;) {
  await pass()
  await new Promise((resume) => setTimeout(resume, PASS_MS))
}

function add({ leg: id, shared, rate, from }: Extract<VoiceActivityCommand, { kind: 'add' }>): void {
  const size = WINDOW_SAMPLES[rate]
  legs.set(id, {
    id,
    rate,
    buffer: LegBuffer.of(shared),
    endpointing: new Endpointing(size, rate, endpointing),
    sounds: new SoundDetection(size, rate),
    samples: new Int16Array(size),
    window: new Float32Array(size),
    memory: freshMemory(rate),
    cursor: from,
    toldTo: from,
    db: -100,
    flushing: false,
    leaving: false,
  })
}

/** Judges every window that has arrived, all legs of a rate together, then tells what was heard. */
async function pass(): Promise<void> {
  for (;;) {
    const due = [...legs.values()].filter(takeWindow)
    if (due.length === 0) break
    for (const rate of [8000, 16000] as const) {
      const batch = due.filter((leg) => leg.rate === rate)
      if (batch.length === 0) continue
      const probabilities = await vad.run(rate, batch)
      for (const [i, leg] of batch.entries()) judged(leg, probabilities[i] ?? 0)
    }
  }
  for (const leg of legs.values()) {
    if (leg.flushing) flush(leg)
    else if (leg.endpointing.inSpeech && leg.cursor > leg.toldTo) {
      leg.toldTo = leg.cursor
      tell(leg, { kind: 'grew', to: leg.cursor })
    }
  }
  if (heard.length > 0) post({ kind: 'heard', heard })
  heard = []
}

/** Copies the leg's next window out of its buffer, if it is there. */
function takeWindow(leg: Leg): boolean {
  const size = leg.samples.length
  if (leg.buffer.written - leg.cursor < size) return false
  if (!leg.buffer.read(leg.cursor, leg.samples)) {
    overrun(leg)
    return false
  }
  let energy = 0
  for (let i = 0; i < size; i++) {
    const sample = (leg.samples[i] ?? 0) / 32768
    leg.window[i] = sample
    energy += sample * sample
  }
  leg.db = energy === 0 ? -100 : 10 * Math.log10(energy / size)
  return true
}

function judged(leg: Leg, probability: number): void {
  const changes = leg.endpointing.push(leg.cursor, probability, leg.db)
  const measure = () => measureWindow(leg.window, leg.rate, leg.db)
  const sound = leg.sounds.push(leg.cursor, leg.db, leg.endpointing.inSpeech, measure)
  leg.cursor += leg.samples.length
  const [first] = changes
  const onset = first?.kind === 'started' && sound !== null && sound.from >= first.from
  if (sound && !onset) tell(leg, { kind: 'sound', ...sound })
  for (const change of changes) tell(leg, change)
}

function flush(leg: Leg): void {
  for (const change of leg.endpointing.flush(leg.cursor)) tell(leg, change)
  const sound = leg.sounds.flush()
  if (sound) tell(leg, { kind: 'sound', ...sound })
  leg.flushing = false
  if (!leg.leaving) return
  tell(leg, { kind: 'done' })
  legs.delete(leg.id)
}

/** This thread was too slow: what it missed is told, and it goes on with what is there. */
function overrun(leg: Leg): void {
  for (const change of leg.endpointing.flush(leg.cursor)) tell(leg, change)
  const resumeAt = leg.buffer.written - leg.samples.length
  tell(leg, { kind: 'overrun', from: leg.cursor, to: resumeAt })
  leg.endpointing.restart(resumeAt)
  leg.memory = freshMemory(leg.rate)
  leg.cursor = resumeAt
}

function tell(leg: Leg, what: Heard): void {
  heard.push({ leg: leg.id, heard: what })
}

function post(report: VoiceActivityReport): void {
  port.postMessage(report)
}
