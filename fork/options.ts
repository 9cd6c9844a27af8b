import { randomUUID } from 'node:crypto'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { ForkProtocol } from '../server/audio/leg.ts'
import type { AudioSource } from './audio-source.ts'
import type { Faults } from './faults.ts'
import { Flavour } from './freeswitch-peer.ts'
import { Line } from './line.ts'
import { type Malformation, malformedAudiosocket, malformedFreeswitch } from './malformed.ts'
import { Layout } from './prepare-fork.ts'

export const USAGE = `npm run fork -- [options]       plays calls into the service as a PBX would

What is said (one of)
  --file FILE                  WAV or FLAC; two channels are caller and responder, one is the caller
  --caller FILE [--responder FILE]   one file a party
  --tone HZ[,HZ]               a tone for the caller, another for the responder
  --silence SECONDS
  --noise | --ringback | --hum | --music
  --seconds S                  repeats or cuts what is said to this length (signals: 10)

How the PBX forks it
  --protocol freeswitch|audiosocket        (freeswitch)
  --flavour mod_audio_fork|mod_audio_stream|jambonz
  --layout stereo|mixed|mono|two-connections
                               (two parties: stereo, on AudioSocket two-connections; one party: mono)
  --left caller|responder      whose voice is left in a stereo fork (caller)
  --rate 8000|16000            (8000)
  --line alaw|ulaw|l16         what the trunk left of the voice (alaw)
  --codec-lie                  AudioSocket: send the trunk's G.711 bytes as if they were linear samples
  --host HOST --port PORT      (127.0.0.1, 9094 for FreeSWITCH, 9093 for AudioSocket)
  --token TOKEN                FreeSWITCH only; AudioSocket has no place for one
  --call ID                    the PBX's name for the call, for AudioSocket a UUID (a random UUID)

How many, how fast
  --calls N --ramp MS          N calls, each MS after the one before (1, 20)
  --speed N                    1 is real time, 0 as fast as the service reads (1)

What goes wrong (chances are 0-1 per frame; --seed makes it the same each time)
  --loss P  --reorder P  --jitter MS  --seed N
  --stall MS@SECOND            nothing for MS, then all of it at once
  --disconnect SECOND[:RECONNECT_AFTER_SECONDS]
  --malformed KIND             FreeSWITCH: ${Object.keys(malformedFreeswitch).join(' ')}
                               AudioSocket: ${Object.keys(malformedAudiosocket).join(' ')}

Exit code: 0 when the service heard every call to its end (or a --malformed run was answered), 1 when not,
2 for options that make no sense.
`

/** Options that make no sense; the message is one line that says which, why and what would. */
export class BadOptions extends Error {}

const number = z.coerce.number('must be a number')
const positive = number.positive('must be above 0')
const notNegative = number.min(0, 'must not be negative')
const chance = number.min(0, 'must be 0 to 1').max(1, 'must be 0 to 1')
const flag = z.boolean().default(false)

const Stall = z
  .string()
  .regex(/^\d+(\.\d+)?@\d+(\.\d+)?$/, 'must look like 500@3 (milliseconds @ second)')
  .transform((text) => {
    const [ms, second] = text.split('@').map(Number) as [number, number]
    return { ms, atMs: second * 1000 }
  })

const Disconnect = z
  .string()
  .regex(/^\d+(\.\d+)?(:\d+(\.\d+)?)?$/, 'must look like 10 or 10:2 (second : reconnect after seconds)')
  .transform((text) => {
    const [second, after] = text.split(':').map(Number) as [number, number | undefined]
    return { atMs: second * 1000, reconnectAfterMs: after === undefined ? null : after * 1000 }
  })

const Hertz = z
  .string()
  .regex(/^\d+(\.\d+)?(,\d+(\.\d+)?)?$/, 'must look like 440 or 440,1000')
  .transform((text) => text.split(',').map(Number) as [number, number | undefined])

const Rate = z
  .enum(['8000', '16000'], 'must be 8000 or 16000')
  .default('8000')
  .transform((rate) => (rate === '8000' ? 8000 : 16000))

const choice = <Values extends Readonly<Record<string, string>>>(schema: z.ZodEnum<Values>) =>
  z.enum(schema.enum, `must be one of ${Object.values(schema.enum).join(', ')}`)

const CommandLine = z.object({
  help: flag,
  file: z.string().optional(),
  caller: z.string().optional(),
  responder: z.string().optional(),
  tone: Hertz.optional(),
  silence: positive.optional(),
  noise: flag,
  ringback: flag,
  hum: flag,
  music: flag,
  seconds: positive.optional(),
  protocol: choice(ForkProtocol).default('freeswitch'),
  flavour: choice(Flavour).default('mod_audio_fork'),
  layout: choice(Layout).optional(),
  left: z.enum(['caller', 'responder'], 'must be caller or responder').default('caller'),
  rate: Rate,
  line: choice(Line).default('alaw'),
  'codec-lie': flag,
  host: z.string().default('127.0.0.1'),
  port: number.int('must be a port').min(1, 'must be a port').max(65535, 'must be a port').optional(),
  token: z.string().optional(),
  call: z.string().min(1, 'must not be empty').optional(),
  calls: number.int('must be a whole number').min(1, 'must be at least 1').default(1),
  ramp: notNegative.default(20),
  speed: notNegative.default(1),
  loss: chance.default(0),
  reorder: chance.default(0),
  jitter: notNegative.default(0),
  seed: number.int('must be a whole number').default(1),
  stall: Stall.optional(),
  disconnect: Disconnect.optional(),
  malformed: z.string().optional(),
})
type CommandLine = z.infer<typeof CommandLine>

const FLAGS = new Set(['help', 'noise', 'ringback', 'hum', 'music', 'codec-lie'])
const DEFAULT_PORT: Record<ForkProtocol, number> = { freeswitch: 9094, audiosocket: 9093 }

/** What one run of the simulator is to do. */
export interface ForkOptions {
  readonly source: AudioSource
  readonly seconds: number | undefined
  readonly protocol: ForkProtocol
  readonly flavour: Flavour
  /** Undefined: as many parties as there are, the way the protocol usually has them. */
  readonly layout: Layout | undefined
  readonly left: 'caller' | 'responder'
  readonly rate: 8000 | 16000
  readonly line: Line
  readonly codecLie: boolean
  readonly host: string
  readonly port: number
  readonly token: string | undefined
  readonly callNames: readonly string[]
  readonly rampMs: number
  readonly speed: number
  readonly faults: Faults
  readonly seed: number
  readonly malformed: Malformation | undefined
}

/** Reads the command line; null when help was asked for. Throws `BadOptions`. */
export function readOptions(args: readonly string[]): ForkOptions | null {
  const given = parse(args)
  if (given.help) return null
  const { protocol, layout, line, rate } = given
  if (protocol === 'audiosocket') {
    if (layout === 'stereo') throw new BadOptions('--layout stereo: AudioSocket is mono; use two-connections')
    if (given.token !== undefined) throw new BadOptions('--token: AudioSocket has no place for one')
  }
  if (given['codec-lie']) {
    if (protocol !== 'audiosocket') throw new BadOptions('--codec-lie: only AudioSocket has it')
    if (line === 'l16' || rate !== 8000)
      throw new BadOptions('--codec-lie: needs --line alaw or ulaw at 8000')
  }
  return {
    source: sourceOf(given),
    seconds: given.silence ?? given.seconds,
    protocol,
    flavour: given.flavour,
    layout,
    left: given.left,
    rate,
    line,
    codecLie: given['codec-lie'],
    host: given.host,
    port: given.port ?? DEFAULT_PORT[protocol],
    token: given.token,
    callNames: callNamesOf(given),
    rampMs: given.ramp,
    speed: given.speed,
    faults: {
      loss: given.loss,
      reorder: given.reorder,
      jitterMs: given.jitter,
      stall: given.stall ?? null,
      disconnect: given.disconnect ?? null,
    },
    seed: given.seed,
    malformed: malformationOf(given),
  }
}

function parse(args: readonly string[]): CommandLine {
  const options = Object.fromEntries(
    Object.keys(CommandLine.shape).map((name) => [
      name,
      { type: FLAGS.has(name) ? ('boolean' as const) : ('string' as const) },
    ]),
  )
  let values: unknown
  try {
    values = parseArgs({ args: [...args], options, allowPositionals: false }).values
  } catch (error) {
    throw new BadOptions((error as Error).message.split(/\. |\n/)[0])
  }
  const parsed = CommandLine.safeParse(values)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new BadOptions(`--${issue?.path.join('.')} ${issue?.message}`)
}

function sourceOf(given: CommandLine): AudioSource {
  const sources: AudioSource[] = []
  if (given.file !== undefined) sources.push({ kind: 'file', path: given.file })
  if (given.caller !== undefined) {
    sources.push({ kind: 'two-files', caller: given.caller, responder: given.responder ?? null })
  }
  if (given.tone) {
    const [callerHertz, responderHertz = null] = given.tone
    sources.push({ kind: 'tone', callerHertz, responderHertz })
  }
  if (given.noise) sources.push({ kind: 'noise', seed: given.seed })
  if (given.silence !== undefined) sources.push({ kind: 'silence' })
  for (const kind of ['ringback', 'hum', 'music'] as const) if (given[kind]) sources.push({ kind })

  const [source, second] = sources
  if (!source || second) {
    throw new BadOptions(
      'give one of --file, --caller, --tone, --silence, --noise, --ringback, --hum, --music (--help tells more)',
    )
  }
  if (given.responder !== undefined && source.kind !== 'two-files') {
    throw new BadOptions('--responder: needs --caller')
  }
  return source
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

function callNamesOf({ call, calls, protocol }: CommandLine): string[] {
  if (call === undefined) return Array.from({ length: calls }, () => randomUUID())
  if (protocol === 'audiosocket') {
    if (!UUID.test(call)) throw new BadOptions('--call must be a UUID for AudioSocket')
    if (calls > 1) throw new BadOptions('--call names one call; leave it out with --calls on AudioSocket')
  }
  return calls === 1 ? [call] : Array.from({ length: calls }, (_, i) => `${call}-${i + 1}`)
}

function malformationOf({ malformed, protocol }: CommandLine): Malformation | undefined {
  const kinds = Object.keys(protocol === 'freeswitch' ? malformedFreeswitch : malformedAudiosocket)
  if (malformed !== undefined && !kinds.includes(malformed)) {
    throw new BadOptions(`--malformed must be one of ${kinds.join(', ')}`)
  }
  return malformed as Malformation | undefined
}
