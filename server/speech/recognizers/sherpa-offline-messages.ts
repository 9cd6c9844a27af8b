/** What a decoding worker is started with: the folder of a Whisper model in sherpa-onnx's form. */
export interface DecoderData {
  readonly modelDir: string
}

/** A stretch of mono audio to be turned into words. */
export interface DecodeJob {
  readonly id: number
  readonly samples: Float32Array
  readonly sampleRate: number
}

/** `words` answers a job; `cpuMs` is all the CPU time that the thread has used for decoding so far. */
export type DecoderReport =
  | { readonly kind: 'ready' }
  | { readonly kind: 'words'; readonly id: number; readonly text: string; readonly cpuMs: number }
