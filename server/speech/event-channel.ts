import type { RecognizerEvent } from './recognizer.ts'

/** The events of one stream, from the recogniser that makes them to the one reader that awaits them. */
export class EventChannel implements AsyncIterable<RecognizerEvent> {
  readonly #waiting: RecognizerEvent[] = []
  #ended = false
  #wake: () => void = () => {}

  get ended(): boolean {
    return this.#ended
  }

  /** Passes an event on; after a `final` or `failed` nothing more comes. */
  send(event: RecognizerEvent): void {
    if (this.#ended) return
    this.#waiting.push(event)
    if (event.kind !== 'partial') this.#ended = true
    this.#wake()
  }

  /** Ends without a final; what was not read is dropped. */
  close(): void {
    this.#waiting.length = 0
    this.#ended = true
    this.#wake()
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<RecognizerEvent> {
    for (;;) {
      const event = this.#waiting.shift()
      if (event) yield event
      else if (this.#ended) return
      else
        await new Promise<void>((wake) => {
          this.#wake = wake
        })
    }
  }
}
