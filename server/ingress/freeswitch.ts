import type { WebSocket } from 'ws'
import type { LegEnd, LegRate, LegWriter } from '../audio/leg.ts'
import { PcmDecoder, StereoSplitter } from '../audio/pcm.ts'
import {
  callerIn,
  channelRoles,
  type ForkParameters,
  parametersFromRequest,
  withMetadata,
} from './freeswitch-parameters.ts'
import { DEFAULT_LIMITS, type Ingress, type IngressOptions, LINGER_MS } from './ingress.ts'
import { jsonObjects } from './json-stream.ts'
import type { RefusalReason } from './refusal.ts'
import type { Newcomer } from './unidentified-connections.ts'
import { nearest, UnratedAudio } from './unrated-audio.ts'
import { closeCode, listenWebSocket, type OpenFork } from './websocket-listener.ts'

/** Three seconds of 16 kHz stereo, kept until call and rate are known. */
const HELD_BYTES = 192_000
/** mod_audio_stream's STREAM_BUFFER_SIZE may be this long and the rate is still measured well. */
const LONGEST_FRAME_MS = 500
/** The text of all messages before the call is known. */
const METADATA_BYTES = 64 * 1024

const RATES: readonly LegRate[] = [8000, 16000]

/**
 * FreeSWITCH's mod_audio_fork and mod_audio_stream, and jambonz' `listen`: one WebSocket a channel, s16le audio in
 * binary messages of any size, mono, mixed or stereo. Its sample rate is given in the start command only, so
 * unless `rate` is in the URL or in the metadata it is measured.
 */
export function startFreeswitch(options: IngressOptions): Promise<Ingress> {
  return listenWebSocket('freeswitch', '/fork/freeswitch', options, (request, query) => {
    const announced = parametersFromRequest(request, query)
    if ('refused' in announced) return announced
    return (socket, newcomer) => new FreeswitchFork(options, socket, newcomer, announced.parameters)
  })
}

/** One connection: it says what it is, then streams one leg or two, then ends. */
class FreeswitchFork implements OpenFork {
  readonly #options: IngressOptions
  readonly #socket: WebSocket
  readonly #newcomer: Newcomer
  readonly #pcm = new PcmDecoder()
  readonly #stereo = new StereoSplitter()
  readonly #unrated: UnratedAudio
  #parameters: ForkParameters
  #metadataBytes = 0
  /** One leg, or left and right; empty until call and rate are known. */
  #legs: LegWriter[] = []
  #over = false
  #cancelFirstAudio: (() => void) | undefined

  constructor(options: IngressOptions, socket: WebSocket, newcomer: Newcomer, parameters: ForkParameters) {
    this.#options = options
    this.#socket = socket
    this.#newcomer = newcomer
    this.#parameters = parameters
    this.#unrated = new UnratedAudio(options.clock, {
      maxBytes: HELD_BYTES,
      longestFrameMs: LONGEST_FRAME_MS,
    })
    newcomer.turnAway = (reason) => this.#refuse(reason)
    socket.on('message', (data: Buffer, isBinary) => (isBinary ? this.#onAudio(data) : this.#onText(data)))
    socket.on('close', (code) => {
      this.#joinByEstimate()
      this.#finish(CLEAN_CLOSES.has(code) ? 'hangup' : 'connection-lost')
    })
    socket.on('error', (error) => this.#onSocketError(error))
    this.#begin()
  }

  shutDown(): void {
    if (this.#over) this.#socket.terminate()
    this.#finish('shutdown')
    this.#close(closeCode('shutting-down'), 'shutting-down')
  }

  #onText(data: Buffer): void {
    if (this.#over) return
    const joined = this.#legs.length > 0
    this.#metadataBytes += data.length
    if (joined && (this.#parameters.caller !== undefined || !this.#learnCaller(data)))
      this.#options.count('text-ignored')
    if (joined) return
    if (this.#metadataBytes > METADATA_BYTES) this.#refuse('metadata-too-long')
    else if (!this.#learn(jsonObjects(data.toString()))) this.#options.count('text-ignored')
  }

  /** Takes what the URL left open from metadata; false if there was nothing to take it from. */
  #learn(objects: readonly Record<string, unknown>[]): boolean {
    for (const metadata of objects) {
      const announced = withMetadata(this.#parameters, metadata)
      if ('refused' in announced) {
        this.#refuse(announced.refused)
        return true
      }
      this.#parameters = announced.parameters
    }
    this.#begin()
    return objects.length > 0
  }

  /** Where the URL says all that a leg needs, metadata comes when it has joined; false if no number is in it. */
  #learnCaller(data: Buffer): boolean {
    if (this.#metadataBytes > METADATA_BYTES) return false
    for (const metadata of jsonObjects(data.toString())) {
      const caller = callerIn(metadata, this.#parameters.left)
      if (caller === undefined) continue
      this.#parameters = { ...this.#parameters, caller }
      this.#legs[0]?.callerNumber(caller)
      return true
    }
    return false
  }

  #onAudio(data: Buffer): void {
    this.#cancelFirstAudio?.()
    if (this.#over) this.#options.count('audio-after-end')
    else if (data.length === 0) this.#flush()
    else if (this.#legs.length > 0) this.#write(data)
    else if (this.#unrated.hold(data)) this.#begin()
    else this.#refuse(this.#parameters.call ? 'rate-unclear' : 'missing-identity')
  }

  /** `graceful-shutdown`: the module is done, but never closes by itself. */
  #flush(): void {
    this.#joinByEstimate()
    for (const leg of this.#legs) leg.flush()
    this.#finish('hangup')
    this.#close(1000, 'flushed')
  }

  /** Joins as soon as call and rate are known. */
  #begin(): void {
    const { call, rate } = this.#parameters
    if (call === undefined) return
    this.#newcomer.settle()
    this.#cancelFirstAudio ??= this.#awaitFirstAudio()
    if (rate !== undefined) this.#join(call, rate)
    else if (this.#unrated.isMeasured) this.#joinByEstimate()
  }

  #awaitFirstAudio(): () => void {
    const { firstAudioMs } = { ...DEFAULT_LIMITS, ...this.#options.limits }
    return this.#options.clock.after(firstAudioMs, () => this.#refuse('no-audio'))
  }

  #joinByEstimate(): void {
    const { call } = this.#parameters
    const bytesPerSecond = this.#unrated.bytesPerSecond
    if (this.#over || this.#legs.length > 0 || call === undefined || bytesPerSecond === undefined) return
    const measured = bytesPerSecond / (Int16Array.BYTES_PER_ELEMENT * channelRoles(this.#parameters).length)
    const rate = nearest(measured, RATES)
    if (rate !== undefined) this.#join(call, rate)
    else this.#refuse(measured > 16000 ? 'unsupported-rate' : 'rate-unclear')
  }

  #join(pbxCall: string, sampleRate: LegRate): void {
    const { heldForMs: heldMs } = this.#unrated
    for (const role of channelRoles(this.#parameters)) {
      const leg = this.#options.host.join({ pbxCall, role, protocol: 'freeswitch', sampleRate, heldMs })
      if ('refused' in leg) {
        this.#refuse(leg.refused)
        return
      }
      leg.onClose((reason) => this.#closeForHost(reason))
      this.#legs.push(leg)
    }
    const { caller } = this.#parameters
    if (caller !== undefined) this.#legs[0]?.callerNumber(caller)
    this.#unrated.release((bytes) => this.#write(bytes))
  }

  #write(data: Buffer): void {
    const samples = this.#pcm.decode(data)
    const [left, right] = this.#legs
    if (right) {
      this.#stereo.split(samples)
      left?.write(this.#stereo.left)
      right.write(this.#stereo.right)
    } else {
      left?.write(samples)
    }
  }

  /** The registry has ended a leg; the two of a stereo fork share the connection, so both end. */
  #closeForHost(reason: string): void {
    this.#finish(reason === 'idle' ? 'idle' : 'shutdown')
    this.#close(1000, reason)
  }

  #refuse(reason: RefusalReason): void {
    if (this.#over) return
    const { count, log } = this.#options
    count(reason)
    log.warn({ protocol: 'freeswitch', reason }, 'fork refused')
    this.#unrated.release(() => {})
    this.#finish('protocol-error')
    this.#close(closeCode(reason), reason)
  }

  #close(code: number, reason: string): void {
    this.#socket.close(code, reason)
    this.#socket.once(
      'close',
      this.#options.clock.after(LINGER_MS, () => this.#socket.terminate()),
    )
  }

  #onSocketError(error: Error & { code?: string }): void {
    if (error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH') this.#refuse('frame-too-large')
    else if (error.code?.startsWith('WS_ERR_')) this.#refuse('malformed-frame')
  }

  #finish(end: LegEnd): void {
    if (this.#over) return
    this.#over = true
    this.#cancelFirstAudio?.()
    this.#newcomer.settle()
    if (!this.#unrated.isEmpty) this.#options.count('audio-discarded')
    this.#unrated.release(() => {})
    for (const leg of this.#legs) leg.end(end)
  }
}

/** Going away and "no code given" are how some builds hang up. */
const CLEAN_CLOSES = new Set([1000, 1001, 1005])
