import { createServer, type Socket } from 'node:net'
import { G711_SILENCE, G711Decoder } from '../audio/g711.ts'
import type { LegEnd, LegRate, LegWriter } from '../audio/leg.ts'
import { PcmDecoder } from '../audio/pcm.ts'
import { AudiosocketParser, FrameKind, frame } from './audiosocket-frames.ts'
import { DEFAULT_LIMITS, type Ingress, type IngressOptions, LINGER_MS, listen } from './ingress.ts'
import { namesACall, type UuidIdentity, uuidIdentity } from './leg-identity.ts'
import type { RefusalReason } from './refusal.ts'
import { type Newcomer, UnidentifiedConnections } from './unidentified-connections.ts'
import { nearest, UnratedAudio } from './unrated-audio.ts'

/** Three seconds of 16 kHz audio, kept until the format is known. */
const HELD_BYTES = 96_000
/** Asterisk's frames are 20 ms, up to 60 on some trunks; a longer pause is a caller without frames. */
const LONGEST_FRAME_MS = 100
/** Asterisk drops a fork that was silent both ways for two seconds. */
const KEEPALIVE_MS = 1000

/** What Asterisk may send as kind 0x10. */
export type AudiosocketFormat = 'slin8' | 'slin16' | 'alaw' | 'ulaw'

export interface AudiosocketOptions extends IngressOptions {
  /** `auto` measures the pace and takes G.711 for A-law; the others pin it, and the leg joins without audio. */
  readonly format: 'auto' | AudiosocketFormat
}

/**
 * Asterisk's AudioSocket: one TCP connection a leg, named by its UUID. There is neither authentication nor
 * encryption, so it belongs on a private address.
 */
export async function startAudiosocket(options: AudiosocketOptions): Promise<Ingress> {
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  const unidentified = new UnidentifiedConnections(options.clock, limits)
  const forks = new Set<AudiosocketFork>()

  const server = createServer({ noDelay: true }, (socket) => {
    const fork = new AudiosocketFork(options, socket)
    forks.add(fork)
    socket.once('close', () => forks.delete(fork))
    if (!options.access.admits(socket.remoteAddress)) return fork.refuse('source-not-allowed')
    if (forks.size > limits.connections) {
      fork.refuse('too-many-connections')
      return socket.destroySoon()
    }
    fork.begin(unidentified.admit((reason) => fork.refuse(reason)))
  })

  const port = await listen(server, options.listen)
  return {
    name: 'audiosocket',
    port,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      for (const fork of forks) fork.shutDown()
      await closed
    },
  }
}

/** One connection: it says its UUID, then streams one leg, then ends. */
class AudiosocketFork {
  readonly #options: AudiosocketOptions
  readonly #socket: Socket
  readonly #parser = new AudiosocketParser()
  readonly #unrated: UnratedAudio
  #newcomer: Newcomer | undefined
  #identity: UuidIdentity | undefined
  /** Of the audio, as Asterisk names it; undefined until the first comes. */
  #kind: number | undefined
  #silence = silenceFrame(FrameKind.slin8, 'slin8')
  /** The leg and what decodes it; undefined until the format is known. */
  #stream: { readonly leg: LegWriter; readonly decoder: PcmDecoder | G711Decoder } | undefined
  #over = false
  #stopKeepalive: (() => void) | undefined
  #cancelFirstAudio: (() => void) | undefined

  constructor(options: AudiosocketOptions, socket: Socket) {
    this.#options = options
    this.#socket = socket
    this.#unrated = new UnratedAudio(options.clock, {
      maxBytes: HELD_BYTES,
      longestFrameMs: LONGEST_FRAME_MS,
    })
    const onFrame = this.#onFrame.bind(this)
    let broken = false
    // Asterisk gives up on a socket that would block, so whatever comes is read, wanted or not.
    socket.on('data', (chunk) => {
      if (broken) return
      const refused = this.#parser.push(chunk, onFrame)
      if (!refused) return
      broken = true
      this.refuse(refused)
    })
    socket.on('end', () => this.#end('hangup'))
    socket.on('error', () => this.#end('connection-lost'))
    socket.on('close', () => this.#end('connection-lost'))
  }

  /** Silence at once and every second: Asterisk drops a fork on which neither side speaks. */
  begin(newcomer: Newcomer): void {
    this.#newcomer = newcomer
    const write = () => {
      if (!this.#socket.writableNeedDrain) this.#socket.write(this.#silence)
    }
    write()
    this.#stopKeepalive = this.#options.clock.every(KEEPALIVE_MS, write)
  }

  refuse(reason: RefusalReason): void {
    if (this.#over) return
    const { count, log } = this.#options
    count(reason)
    log.warn({ protocol: 'audiosocket', reason }, 'fork refused')
    this.#finish('protocol-error')
    this.#hangUp(frame(FrameKind.hangup))
  }

  /** Ends with FIN alone: after a hangup frame an old Asterisk would not come back to the restarted service. */
  shutDown(): void {
    if (this.#over) this.#socket.destroy()
    this.#finish('shutdown')
    this.#hangUp()
  }

  #onFrame(kind: number, bytes: Buffer, start: number, end: number): void {
    const isAudio = kind >= FrameKind.slin8
    if (this.#over) {
      if (isAudio) this.#options.count('audio-after-end')
    } else if (!this.#identity) {
      const uuid = bytes.subarray(start, end)
      if (kind === FrameKind.uuid && uuid.length === 16 && namesACall(uuid)) this.#identify(uuid)
      else this.refuse('missing-identity')
    } else if (kind === FrameKind.slin8 || kind === FrameKind.slin16) {
      this.#onAudio(kind, bytes, start, end)
    } else if (kind === FrameKind.dtmf) {
      this.#options.count('dtmf')
    } else if (kind === FrameKind.hangup) {
      this.#end('hangup')
      this.#hangUp()
    } else {
      this.refuse(isAudio ? 'unsupported-rate' : 'malformed-frame')
    }
  }

  #identify(uuid: Buffer): void {
    const { clock, format, limits } = this.#options
    this.#identity = uuidIdentity(uuid)
    this.#newcomer?.settle()
    const { firstAudioMs } = { ...DEFAULT_LIMITS, ...limits }
    this.#cancelFirstAudio = clock.after(firstAudioMs, () => this.refuse('no-audio'))
    if (format !== 'auto') this.#join(format)
  }

  #onAudio(kind: number, bytes: Buffer, start: number, end: number): void {
    if (this.#kind === undefined) this.#onFirstAudio(kind)
    else if (kind !== this.#kind) this.refuse('format-changed')
    if (this.#over) return
    if (this.#stream) this.#stream.leg.write(this.#stream.decoder.decode(bytes, start, end))
    else if (!this.#unrated.hold(bytes.subarray(start, end))) this.refuse('rate-unclear')
    else if (this.#unrated.isMeasured) this.#joinByEstimate()
  }

  #onFirstAudio(kind: number): void {
    const { format } = this.#options
    this.#cancelFirstAudio?.()
    this.#kind = kind
    if (kind === FrameKind.slin8) {
      if (format !== 'auto') this.#silence = silenceFrame(kind, format)
    } else if (format === 'auto' || format === 'slin16') {
      this.#silence = silenceFrame(kind, 'slin16')
      if (format === 'auto') this.#join('slin16')
    } else {
      this.refuse('rate-mismatch')
    }
  }

  /** Kind 0x10 says 8 kHz linear whatever is in it; its pace tells the truth. */
  #joinByEstimate(): void {
    const { bytesPerSecond } = this.#unrated
    if (this.#over || this.#stream || bytesPerSecond === undefined) return
    const pace = nearest(bytesPerSecond, [8000, 16000, 32000])
    if (pace === undefined) {
      this.refuse(bytesPerSecond > 32000 ? 'unsupported-rate' : 'rate-unclear')
    } else {
      const format = FORMAT_OF_PACE[pace]
      this.#silence = silenceFrame(FrameKind.slin8, format)
      this.#join(format)
    }
  }

  #join(format: AudiosocketFormat): void {
    if (!this.#identity) return
    const sampleRate = SAMPLE_RATES[format]
    const { heldForMs: heldMs } = this.#unrated
    const leg = this.#options.host.join({ ...this.#identity, protocol: 'audiosocket', sampleRate, heldMs })
    if ('refused' in leg) {
      this.refuse(leg.refused)
      return
    }
    const decoder = format === 'alaw' || format === 'ulaw' ? new G711Decoder(format) : new PcmDecoder()
    this.#stream = { leg, decoder }
    leg.onClose((reason) => {
      this.#finish(reason === 'idle' ? 'idle' : 'shutdown')
      this.#hangUp(frame(FrameKind.hangup))
    })
    this.#unrated.release((bytes) => leg.write(decoder.decode(bytes)))
  }

  /** The peer is done; a fork too short to be measured for a whole second is judged by what there was. */
  #end(end: LegEnd): void {
    this.#joinByEstimate()
    this.#finish(end)
  }

  #finish(end: LegEnd): void {
    if (this.#over) return
    this.#over = true
    this.#newcomer?.settle()
    this.#stopKeepalive?.()
    this.#cancelFirstAudio?.()
    if (!this.#unrated.isEmpty) this.#options.count('audio-discarded')
    this.#unrated.release(() => {})
    this.#stream?.leg.end(end)
  }

  #hangUp(lastFrame?: Buffer): void {
    if (lastFrame) this.#socket.end(lastFrame)
    else this.#socket.end()
    this.#socket.once(
      'close',
      this.#options.clock.after(LINGER_MS, () => this.#socket.destroy()),
    )
  }
}

const SAMPLE_RATES: Record<AudiosocketFormat, LegRate> = {
  slin8: 8000,
  slin16: 16000,
  alaw: 8000,
  ulaw: 8000,
}

const FORMAT_OF_PACE = { 8000: 'alaw', 16000: 'slin8', 32000: 'slin16' } as const

/** 20 ms of silence in the peer's own format, as one frame to be written at once. */
function silenceFrame(kind: number, format: AudiosocketFormat): Buffer {
  const bytes = SAMPLE_RATES[format] / 50
  if (format === 'alaw' || format === 'ulaw') return frame(kind, Buffer.alloc(bytes, G711_SILENCE[format]))
  return frame(kind, Buffer.alloc(bytes * Int16Array.BYTES_PER_ELEMENT))
}
