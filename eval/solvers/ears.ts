import { readConfig } from '../../server/config.ts'
import { verifyModel } from '../../server/model-folder.ts'
import { LiveService } from './live-service.ts'
import { SegmentDecoders } from './segment-decoders.ts'
import type { Solver } from './solver.ts'
import { SpeechPath } from './speech-path.ts'

/** What of the product listens. */
export interface Ears {
  readonly abilities: Pick<Solver, 'decode' | 'hearLeg' | 'followCall'>
  close(): Promise<void>
}

/**
 * The recogniser and the endpointing that the environment names (`RECOGNIZER`, `MODELS_DIR`, …), each part started when
 * it is first asked: a model takes 340 MB a thread. The scripted recogniser hears nothing, so with it nothing listens.
 */
export function ears(jobs: number): Ears {
  const config = readConfig(process.env)
  const { recognizer } = config
  if (recognizer.kind === 'scripted') return { abilities: {}, close: async () => {} }
  const { modelDir } = recognizer
  const decoders = onDemand(async () => {
    await verifyModel('MODELS_DIR: the model', modelDir)
    const threads = Math.min(jobs, config.RECOGNIZER_THREADS)
    return SegmentDecoders.start({ modelDir, threads, longestMs: config.ENDPOINT_MAX_MS })
  })
  const path = onDemand(async () => {
    const endpointing = { silenceMs: config.ENDPOINT_SILENCE_MS, maxMs: config.ENDPOINT_MAX_MS }
    return SpeechPath.start(endpointing, await decoders.get())
  })
  const service = onDemand(() => LiveService.start())
  return {
    abilities: {
      decode: async (segment) => (await decoders.get()).decode(segment),
      hearLeg: async (leg) => (await path.get()).hear(leg),
      followCall: async (audio) => (await service.get()).follow(audio),
    },
    async close() {
      await Promise.all([decoders, path, service].map((part) => part.close()))
    },
  }
}

/** Something that is started once, when it is first asked for, and closed if it ever was. */
function onDemand<Part extends { close(): Promise<void> }>(start: () => Promise<Part>) {
  let started: Promise<Part> | null = null
  return {
    get: () => {
      started ??= start()
      return started
    },
    close: async () => (await started)?.close(),
  }
}
