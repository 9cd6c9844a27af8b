import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type CallAudio, loadAudio, type Voice } from '../fork/audio-source.ts'
import { throughLine } from '../fork/line.ts'
import { Pacer } from '../fork/pacer.ts'
import { playCall } from '../fork/play-call.ts'
import { prepareFork } from '../fork/prepare-fork.ts'
import { readAudio } from '../fork/read-audio.ts'
import { systemClock } from '../server/audio/clock.ts'
import { SherpaOffline } from '../server/speech/recognizers/sherpa-offline.ts'
import type { Benchmark } from './benchmark.ts'
import { characterErrors, normalised } from './character-errors.ts'
import type { Figure } from './figures.ts'
import { followCalls } from './follow-calls.ts'
import { ServiceProcess } from './service-process.ts'
import { withDirectory } from './temporary-directory.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
/** Silence between two clips, so that each is a turn (s). */
const BETWEEN_S = 1.2
const SIGNALS = ['silence', 'ringback', 'hum', 'noise', 'music'] as const
const SIGNAL_S = 60

interface Clip extends Voice {
  readonly transcript: string
}

/** The words of the service against those of the bare recogniser, and words where nobody spoke. */
export const recognition: Benchmark = {
  name: 'recognition',
  about:
    'character error rate through the service and of the bare recogniser; words heard in tones and noise',
  async run({ data, say }) {
    const clips = data === null ? await demoTurns() : await clipsOf(data)
    const spoken = clips.map(({ transcript }) => transcript).join('')
    const characters = normalised(spoken).length
    const bare = await bareErrors(clips)
    say(`bare recogniser: ${bare} errors in ${characters} characters`)
    const heard = await throughService({ caller: oneAfterAnother(clips), responder: null })
    const through = characterErrors(heard, spoken)
    say(`through the service: ${through} errors`)
    const figures: Figure[] = [
      {
        name: 'CER of the bare recogniser, clip by clip, 8 kHz A-law',
        unit: '%',
        n: characters,
        value: (100 * bare) / characters,
      },
      {
        name: 'CER through the service, 8 kHz A-law',
        unit: '%',
        n: characters,
        value: (100 * through) / characters,
      },
    ]
    for (const kind of SIGNALS) {
      const source = kind === 'noise' ? { kind, seed: 1 } : { kind }
      const text = normalised(await throughService(await loadAudio(source, SIGNAL_S)))
      say(`${kind}: ${text.length} characters`)
      figures.push({
        name: `characters heard in ${SIGNAL_S} s of ${kind}`,
        unit: '',
        n: 1,
        value: text.length,
      })
    }
    return figures
  },
}

/** The clips of a folder: `manifest.tsv` with a header line and the columns `file` and `transcript`. */
async function clipsOf(folder: string): Promise<Clip[]> {
  const [header = '', ...rows] = (await readFile(join(folder, 'manifest.tsv'), 'utf8')).trim().split('\n')
  const columns = header.split('\t')
  return Promise.all(
    rows.map(async (row) => {
      const cells = row.split('\t')
      const [file = '', transcript = ''] = ['file', 'transcript'].map((name) => cells[columns.indexOf(name)])
      const { channels, sampleRate } = await readAudio(join(folder, file))
      return { samples: channels[0] ?? new Float32Array(), sampleRate, transcript }
    }),
  )
}

async function demoTurns(): Promise<Clip[]> {
  const labels = join(ROOT, 'demo/call/night-shift.jsonl')
  const call = JSON.parse(await readFile(labels, 'utf8')) as {
    audio: string
    turns: { role: string; start: number; end: number; text: string }[]
  }
  const { channels, sampleRate } = await readAudio(join(dirname(labels), call.audio))
  return call.turns.map(({ role, start, end, text }) => ({
    samples: (channels[role === 'caller' ? 0 : 1] ?? new Float32Array()).slice(
      start * sampleRate,
      end * sampleRate,
    ),
    sampleRate,
    transcript: text,
  }))
}

async function bareErrors(clips: readonly Clip[]): Promise<number> {
  const modelDir = join(ROOT, 'models/whisper-base-zh')
  const recognizer = await SherpaOffline.start({ name: 'bare', modelDir, threads: 1, onHealth: () => {} })
  let errors = 0
  for (const { samples, sampleRate, transcript } of clips) {
    const stream = recognizer.open({ role: 'caller', sampleRate: 8000, hotwords: [], afterMs: 0 })
    const line = throughLine(samples, sampleRate, 'alaw', 8000)
    stream.push({ samples: Float32Array.from(line, (s) => s / 32768), startMs: 0 })
    stream.flush()
    let text = ''
    for await (const event of stream.events) if (event.kind === 'final') text = event.text
    errors += characterErrors(text, transcript)
  }
  await recognizer.close()
  return errors
}

function oneAfterAnother(clips: readonly Clip[]): Voice {
  const sampleRate = clips[0]?.sampleRate ?? 16000
  const between = BETWEEN_S * sampleRate
  const whole = new Float32Array(clips.reduce((sum, { samples }) => sum + samples.length + between, between))
  let at = between
  for (const { samples } of clips) {
    whole.set(samples, at)
    at += samples.length + between
  }
  return { samples: whole, sampleRate }
}

/** Everything that the service wrote of a call, in the order in which it was spoken. */
async function throughService(audio: CallAudio): Promise<string> {
  return withDirectory(async (DATA_DIR) => {
    const service = await ServiceProcess.start({ DATA_DIR, RESUME_SECONDS: '1' })
    const following = followCalls(service.pages, 1)
    const fork = prepareFork(audio, 'freeswitch', { layout: audio.responder ? 'stereo' : 'mono' })
    const target = { host: '127.0.0.1', port: service.freeswitchPort }
    await playCall({ fork, target, call: 'recognition', pacer: new Pacer(systemClock) })
    const [call] = await following
    await call?.ended
    await service.stop('SIGTERM')
    return (call?.events ?? [])
      .map(({ event }) => event)
      .filter((event) => event.kind === 'transcript.final')
      .toSorted((a, b) => a.startMs - b.startMs)
      .map(({ text }) => text)
      .join('')
  })
}
