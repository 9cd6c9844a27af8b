import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import sherpa from 'sherpa-onnx-node'
import { whisperText } from '../whisper-text.ts'
import type { DecodeJob, DecoderData, DecoderReport } from './sherpa-offline-messages.ts'

const MODEL_RATE = 16000
/** With less silence behind the words, or fewer padding frames, the last words are lost or loop. */
const PADDING_S = 1.5
const TAIL_PADDINGS = 500

if (!parentPort) throw new Error('sherpa-offline-worker runs as a worker thread only')
const port = parentPort
const { modelDir } = workerData as DecoderData
const recognizer = new sherpa.OfflineRecognizer({
  featConfig: { sampleRate: MODEL_RATE, featureDim: 80 },
  modelConfig: {
    whisper: {
      encoder: join(modelDir, 'encoder.int8.onnx'),
      decoder: join(modelDir, 'decoder.int8.onnx'),
      language: 'zh',
      task: 'transcribe',
      tailPaddings: TAIL_PADDINGS,
    },
    tokens: join(modelDir, 'tokens.txt'),
    numThreads: 1,
    provider: 'cpu',
  },
})
let cpuMs = 0

port.on('message', (job: DecodeJob) => {
  const before = process.threadCpuUsage()
  const stream = recognizer.createStream()
  stream.acceptWaveform({ sampleRate: MODEL_RATE, samples: padded(atModelRate(job)) })
  recognizer.decode(stream)
  const { text } = recognizer.getResult(stream)
  const used = process.threadCpuUsage(before)
  cpuMs += (used.user + used.system) / 1000
  post({ kind: 'words', id: job.id, text: whisperText(text), cpuMs })
})
post({ kind: 'ready' })

/** sherpa would resample by itself, but says so on stderr for every stream. */
function atModelRate({ samples, sampleRate }: DecodeJob): Float32Array {
  if (sampleRate === MODEL_RATE) return samples
  return new sherpa.LinearResampler(sampleRate, MODEL_RATE).flush(samples)
}

function padded(samples: Float32Array): Float32Array {
  const whole = new Float32Array(samples.length + PADDING_S * MODEL_RATE)
  whole.set(samples)
  return whole
}

function post(report: DecoderReport): void {
  port.postMessage(report)
}
