import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { throughLine } from '../../../fork/line.ts'
import { readAudio } from '../../../fork/read-audio.ts'
import type { LegRate } from '../../../server/audio/leg.ts'
import type { AudioFrame } from '../../../server/speech/recognizer.ts'

const CALL = fileURLToPath(new URL('../../../demo/call/night-shift', import.meta.url))
export const DEMO_LABELS = `${CALL}.jsonl`

export interface Turn {
  readonly role: 'caller' | 'responder'
  readonly text: string
  /** Call time, ms. */
  readonly startMs: number
  readonly endMs: number
  /** The turn's audio as a telephone line brings it, in 20 ms frames. */
  readonly frames: readonly AudioFrame[]
}

/** The turns of the demo call, as heard at a line's rate. */
export async function demoTurns(rate: LegRate): Promise<Turn[]> {
  const { channels, sampleRate } = await readAudio(`${CALL}.flac`)
  const { turns } = JSON.parse(await readFile(DEMO_LABELS, 'utf8')) as {
    turns: { role: Turn['role']; text: string; start: number; end: number }[]
  }
  const lines = channels.map((channel) => throughLine(channel, sampleRate, 'alaw', rate))
  return turns.map(({ role, text, start, end }) => {
    const line = lines[role === 'caller' ? 0 : 1] ?? new Int16Array()
    const frame = rate / 50
    const frames: AudioFrame[] = []
    for (let at = Math.floor(start * rate); at < end * rate; at += frame)
      frames.push({
        samples: Float32Array.from(line.subarray(at, at + frame), (s) => s / 32768),
        startMs: (at * 1000) / rate,
      })
    return { role, text, startMs: start * 1000, endMs: end * 1000, frames }
  })
}
