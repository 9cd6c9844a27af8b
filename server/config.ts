import { isIP } from 'node:net'
import { availableParallelism } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { SourceRange } from './ingress/access.ts'
import { StartError } from './start-error.ts'

const BUNDLED_MODELS = fileURLToPath(new URL('../models/', import.meta.url))

const whole = (min: number, max: number, unit = '') =>
  z.coerce.number(`not a whole number from ${min} to ${max}${unit}`).int().min(min).max(max)

const oneOf = <const Values extends readonly [string, ...string[]]>(...values: Values) =>
  z.enum(values, `not one of ${values.join(', ')}`)

const port = whole(0, 65_535)

/** Addresses and networks, separated by commas: `10.1.2.3,10.2.0.0/16,::1`. */
const sources = z
  .string()
  .transform((text) => text.split(',').map((part) => part.trim()))
  .refine(
    (parts) => parts.every((part) => SourceRange.safeParse(part).success),
    'not a list of addresses and networks such as 10.1.2.3,10.2.0.0/16',
  )

const loopback = z.string().refine((host) => ['127.0.0.1', '::1', 'localhost'].includes(host), {
  message:
    'the pages have no sign-in yet, so they are served on the loopback address only; use 127.0.0.1 and a tunnel',
})

/** A password that holds what ends a host would be taken for the database's name, and then be told on an error. */
const POSTGRES_URL = /^postgres(ql)?:\/\/[^/?#]*(\/[^/@?#]*)?(\?[^@#]*)?$/

/** The environment. Every variable has a default that suits one machine next to one PBX. */
const Environment = z.object({
  /** Where pages are served; loopback until people can sign in. */
  HTTP_HOST: loopback.default('127.0.0.1'),
  HTTP_PORT: port.default(9090),
  /** Where the PBX's forks arrive: an address of this machine. */
  FORK_HOST: z
    .string()
    .refine((host) => isIP(host) > 0, 'not an IP address of this machine')
    .default('127.0.0.1'),
  FREESWITCH_PORT: port.default(9094),
  AUDIOSOCKET_PORT: port.default(9093),
  /** Source addresses that may fork. */
  FORK_ALLOW: sources.prefault('127.0.0.0/8,::1'),
  /** If set, FreeSWITCH must present it: `?token=`, Bearer, or as the password of Basic. */
  FORK_TOKEN: z.string().min(16, 'shorter than 16 characters').optional(),
  /** What AudioSocket frames of kind 0x10 hold, where it cannot be told from their pace. */
  AUDIOSOCKET_FORMAT: oneOf('auto', 'slin8', 'slin16', 'alaw', 'ulaw').default('auto'),
  /** Everything that the service keeps, unless `DATABASE_URL` says otherwise. */
  DATA_DIR: z.string().min(1).default('data'),
  /** Keys; keep it on another disk than the database and its backups. Default: `keys` in `DATA_DIR`. */
  KEYS_DIR: z.string().min(1).optional(),
  /** A PostgreSQL database; without it one is kept in `DATA_DIR`. */
  DATABASE_URL: z
    .string()
    .refine(
      (url) => POSTGRES_URL.test(url) && URL.canParse(url),
      'not a postgres:// address (in a password / is written %2F, @ %40, # %23, ? %3F)',
    )
    .optional(),
  RECOGNIZER: oneOf('whisper-base-zh', 'scripted').default('whisper-base-zh'),
  /** The labelled call that the scripted recogniser plays. */
  SCRIPT: z.string().optional(),
  RECOGNIZER_THREADS: whole(1, 64).default(Math.min(4, availableParallelism())),
  /** Where the recogniser's model lies, in a folder of its name. Default: the models that come with the service. */
  MODELS_DIR: z.string().min(1).default(BUNDLED_MODELS),
  /** Silence that ends a segment, ms. */
  ENDPOINT_SILENCE_MS: whole(200, 3000, ' ms').default(600),
  /** The longest segment, ms; a longer one is cut at its quietest point. */
  ENDPOINT_MAX_MS: whole(3000, 12_000, ' ms').default(12_000),
  /** Who tells the caller of recording and transcription: the PBX before the call, or the responder in it. */
  NOTICE_POLICY: oneOf('pbx', 'responder').default('pbx'),
  /** How long a call waits for its legs to come back, s. */
  RESUME_SECONDS: z.coerce.number('not a number from 0 to 3600 s').min(0).max(3600).default(15),
  /** How long what the responder sealed can be opened, h; then its key is destroyed. */
  SEAL_HOURS: whole(1, 720, ' h').default(72),
  MAX_CALLS: whole(1, 2000).default(300),
  LOG_LEVEL: oneOf('fatal', 'error', 'warn', 'info', 'debug', 'silent').default('info'),
})

export type Config = Readonly<ReturnType<typeof readConfig>>

/** Reads and checks the environment. Throws a `StartError` that names the variable, its problem and a remedy. */
export function readConfig(env: NodeJS.ProcessEnv) {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const parsed = Environment.safeParse(given)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const name = String(issue?.path[0])
    const value = name.endsWith('TOKEN') || name.endsWith('URL') ? '' : ` is "${given[name]}"`
    throw new StartError(`${name}${value}: ${issue?.message}. Set ${name} as README.md shows, or unset it.`)
  }
  const { DATA_DIR, KEYS_DIR, RECOGNIZER, SCRIPT, MODELS_DIR, ...rest } = parsed.data
  if (RECOGNIZER === 'scripted' && SCRIPT === undefined)
    throw new StartError(
      'RECOGNIZER is "scripted", which needs a text to play: set SCRIPT to a calls.jsonl file.',
    )
  const dataDir = resolve(DATA_DIR)
  return {
    ...rest,
    dataDir,
    keysDir: KEYS_DIR ? resolve(KEYS_DIR) : join(dataDir, 'keys'),
    recognizer:
      RECOGNIZER === 'scripted'
        ? ({ kind: RECOGNIZER, script: SCRIPT ?? '' } as const)
        : ({ kind: RECOGNIZER, modelDir: resolve(MODELS_DIR, RECOGNIZER) } as const),
  }
}
