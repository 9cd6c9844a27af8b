import { type AddressInfo, isIPv6 } from 'node:net'
import { fileURLToPath } from 'node:url'
import type { FastifyInstance } from 'fastify'
import { type Clock, systemClock } from './audio/clock.ts'
import { CallRegistry } from './call/call-registry.ts'
import { NoticeWords, noticeObserver } from './call/notice.ts'
import type { Config } from './config.ts'
import { correctRedaction } from './correct-redaction.ts'
import { guidanceObservers } from './guidance/observers.ts'
import { buildPages } from './http/pages.ts'
import { Access } from './ingress/access.ts'
import { startAudiosocket } from './ingress/audiosocket.ts'
import { startFreeswitch } from './ingress/freeswitch.ts'
import type { Ingress, IngressOptions } from './ingress/ingress.ts'
import { LateEvents } from './late-events.ts'
import { verifyModel } from './model-folder.ts'
import { readPrompt } from './read-prompt.ts'
import { createDoor } from './redaction/door.ts'
import { Originals } from './redaction/originals.ts'
import { startRedactor } from './redaction/redactor.ts'
import { Sealing } from './sealing.ts'
import { HeardLeg } from './speech/heard-leg.ts'
import type { Recognizer } from './speech/recognizer.ts'
import { Scripted } from './speech/recognizers/scripted.ts'
import { SherpaOffline } from './speech/recognizers/sherpa-offline.ts'
import { VoiceActivity } from './speech/voice-activity.ts'
import { StartError } from './start-error.ts'
import type { CallLog } from './store/call-log.ts'
import { CallRecorder } from './store/call-recorder.ts'
import { openCallLog } from './store/open-call-log.ts'
import { UnfinishedCalls } from './store/unfinished-calls.ts'
import { createLogger, type Logger } from './telemetry/log.ts'
import { Metrics } from './telemetry/metrics.ts'

/** What a test or a benchmark may put in place of the real thing. */
export interface Overrides {
  readonly clock?: Clock
  readonly log?: Logger
  /** What runs in the thread that looks for personal information. */
  readonly redactionWorker?: URL
}

/** Where the service listens, once it does. */
export interface Addresses {
  readonly pages: string
  readonly freeswitchPort: number
  readonly audiosocketPort: number
}

export interface App {
  readonly calls: CallRegistry
  readonly callLog: CallLog
  readonly metrics: Metrics
  /** Resolves when everything written so far is acknowledged by the store. */
  recorded(): Promise<void>
  /** Opens the ports. Rejects with a `StartError` where one cannot be had. */
  listen(): Promise<Addresses>
  /** Takes no more forks, lets the last words be written, closes everything. */
  close(): Promise<void>
}

/** Puts the service together: the only place that knows every part. Nothing listens before `listen()`. */
export async function buildApp(config: Config, overrides: Overrides = {}): Promise<App> {
  const clock = overrides.clock ?? systemClock
  const log = overrides.log ?? createLogger(config.LOG_LEVEL)
  const metrics = new Metrics()
  const closers: (() => Promise<void>)[] = []

  const health = (part: 'recognizer' | 'voice-activity' | 'redaction') => (crashed: boolean) => {
    log.error({ part, crashed }, 'a part of the service crashed or was started again')
    if (crashed) calls.degrade({ part, reason: 'crashed' })
    else calls.recover(part)
  }
  const noticeWords = await readPrompt('notice.yaml', NoticeWords)
  const guidance = await guidanceObservers()
  await verifyModels(config)
  const redactionWorker = overrides.redactionWorker && { worker: overrides.redactionWorker }
  const endpointing = { silenceMs: config.ENDPOINT_SILENCE_MS, maxMs: config.ENDPOINT_MAX_MS }
  const [stored, redactor, voiceActivity, recognizer] = await allStarted([
    openCallLog({ databaseUrl: config.DATABASE_URL, dataDir: config.dataDir, keysDir: config.keysDir }),
    startRedactor({ clock, ...redactionWorker }),
    VoiceActivity.start(
      { modelPath: bundledModel('silero-vad/silero_vad_v6.onnx'), endpointing },
      health('voice-activity'),
    ),
    startRecognizer(config, health('recognizer')),
  ])
  const door = createDoor({
    redactor,
    clock,
    onDegraded: (reason) => {
      metrics.lost.inc({ what: 'unredactable-text' })
      calls.degrade({ part: 'redaction', reason })
    },
    onRecovered: () => calls.recover('redaction'),
  })
  const unfinished = await UnfinishedCalls.load(stored.log, door.forCall(), clock)
  const recorder = new CallRecorder({
    log: stored.log,
    clock,
    onStored: (callId, seqs) => log.debug({ callId, seqs }, 'events stored'),
    onTrouble: (lost) => {
      metrics.lost.inc({ what: 'events' }, lost)
      calls.degrade({ part: 'store', reason: 'unreachable', lost })
    },
    onRecovered: () => calls.recover('store'),
  })

  const originals = new Originals()
  const calls: CallRegistry = new CallRegistry({
    clock,
    observers: [noticeObserver(noticeWords), ...guidance],
    noticePolicy: config.NOTICE_POLICY,
    recognizer: { name: recognizer.abilities.name, scripted: recognizer.abilities.scripted },
    hear: (session, leg) =>
      new HeardLeg(
        { clock, voiceActivity, recognizer, onLost: (what) => metrics.lost.inc({ what }) },
        session,
        leg,
      ),
    restore: (pbxCall) => unfinished.take(stored.refHash(pbxCall)),
    record: (pbxCall, restored) => (session) =>
      recorder.follow(
        session,
        (onCorrected) => {
          const redaction = door.forCall(restored?.events, onCorrected)
          originals.follow(session, redaction)
          return redaction
        },
        restored ? null : stored.refHash(pbxCall),
      ),
    onCallerNumber: (session, number) => recorder.noteCaller(session, stored.callerHashes(number)),
    resumeMs: config.RESUME_SECONDS * 1000,
    maxCalls: config.MAX_CALLS,
  })
  const lateEvents = new LateEvents({
    ...{ calls, unfinished, log: stored.log, door, clock },
    onLost: (callId, err) => {
      metrics.lost.inc({ what: 'events' })
      log.error({ callId, err }, 'an event could not be added to the log of a call')
    },
  })
  const sealing = new Sealing({
    ...{ originals, seals: stored.seals, events: lateEvents, clock, log, metrics },
    hours: config.SEAL_HOURS,
  })
  await sealing.destroyExpired()
  const pages = await buildPages({
    registry: calls,
    recognizer,
    metrics,
    correctRedaction: correctRedaction(stored.log, door, config.dataDir),
    sealing,
  })
  closers.push(
    () => calls.close(),
    () => sealing.close(),
    () => recorder.close(),
    () => lateEvents.close(),
    () => recognizer.close(),
    () => voiceActivity.close(),
    () => redactor.close(),
    () => stored.log.close(),
  )

  const ingress = (protocol: string, port: number): IngressOptions => ({
    host: calls,
    listen: { address: config.FORK_HOST, port },
    access: new Access(config.FORK_ALLOW, config.FORK_TOKEN),
    clock,
    log,
    count: (reason) => metrics.refused.inc({ protocol, reason }),
  })

  return {
    calls,
    callLog: stored.log,
    metrics,
    async recorded() {
      await recorder.settled()
      await lateEvents.settled()
    },
    async listen() {
      const freeswitch = await onPort(
        'FREESWITCH_PORT',
        'FORK_HOST',
        config,
        startFreeswitch(ingress('freeswitch', config.FREESWITCH_PORT)),
      )
      closers.unshift(() => freeswitch.close())
      const format = config.AUDIOSOCKET_FORMAT
      const audiosocket = await onPort(
        'AUDIOSOCKET_PORT',
        'FORK_HOST',
        config,
        startAudiosocket({ ...ingress('audiosocket', config.AUDIOSOCKET_PORT), format }),
      )
      closers.unshift(() => audiosocket.close())
      const address = await onPort('HTTP_PORT', 'HTTP_HOST', config, listenPages(pages, config))
      closers.unshift(() => pages.close())
      return { pages: address, freeswitchPort: freeswitch.port, audiosocketPort: audiosocket.port }
    },
    async close() {
      for (const close of closers) await close()
    },
  }
}

/** Before anything is started: a damaged model would end the process without a word. */
async function verifyModels({ recognizer }: Config): Promise<void> {
  await Promise.all([
    verifyModel('The model', bundledModel('silero-vad')),
    verifyModel('The model', bundledModel('lac')),
    'modelDir' in recognizer && verifyModel('MODELS_DIR: the model', recognizer.modelDir),
  ])
}

/** Of a model that the service itself is made of. */
function bundledModel(path: string): string {
  return fileURLToPath(new URL(`../models/${path}`, import.meta.url))
}

async function startRecognizer(config: Config, onHealth: (crashed: boolean) => void): Promise<Recognizer> {
  const { recognizer } = config
  if (recognizer.kind === 'scripted') return Scripted.start(recognizer.script)
  return SherpaOffline.start({
    name: recognizer.kind,
    modelDir: recognizer.modelDir,
    threads: config.RECOGNIZER_THREADS,
    onHealth,
  })
}

/** As `Promise.all`, but a failure is told only when nothing is loading any more: to exit in the middle of it aborts. */
async function allStarted<Parts extends readonly unknown[]>(
  parts: readonly [...{ [Part in keyof Parts]: Promise<Parts[Part]> }],
): Promise<Parts> {
  await Promise.allSettled(parts)
  return (await Promise.all(parts)) as unknown as Parts
}

async function listenPages(
  pages: FastifyInstance,
  { HTTP_HOST: host, HTTP_PORT: port }: Config,
): Promise<string> {
  await pages.listen({ host, port })
  const { port: opened } = pages.server.address() as AddressInfo
  return `http://${isIPv6(host) ? `[${host}]` : host}:${opened}/`
}

/** Says which variable to change where a port cannot be had. */
async function onPort<T extends Ingress | string>(
  port: 'FREESWITCH_PORT' | 'AUDIOSOCKET_PORT' | 'HTTP_PORT',
  host: 'FORK_HOST' | 'HTTP_HOST',
  config: Config,
  listening: Promise<T>,
): Promise<T> {
  return listening.catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRINUSE')
      throw new StartError(`${port} ${config[port]} is taken: set ${port} to a free port.`)
    if (error.code === 'EACCES')
      throw new StartError(`${port} ${config[port]} may not be opened by this user: set ${port} above 1023.`)
    if (error.code === 'EADDRNOTAVAIL')
      throw new StartError(`${host} ${config[host]} is no address of this machine: set ${host} to one.`)
    throw error
  })
}
