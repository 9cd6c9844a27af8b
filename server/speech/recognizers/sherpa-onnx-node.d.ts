/** The part of sherpa-onnx-node that is used here; the package brings no types of its own. */
declare module 'sherpa-onnx-node' {
  interface OfflineStream {
    acceptWaveform(wave: { sampleRate: number; samples: Float32Array }): void
  }
  class OfflineRecognizer {
    constructor(config: object)
    createStream(): OfflineStream
    decode(stream: OfflineStream): void
    getResult(stream: OfflineStream): { text: string }
  }
  class LinearResampler {
    constructor(inputSampleRate: number, outputSampleRate: number)
    flush(samples: Float32Array): Float32Array
  }
  const sherpa: { OfflineRecognizer: typeof OfflineRecognizer; LinearResampler: typeof LinearResampler }
  export default sherpa
}
