import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openCallLog } from '../../server/store/open-call-log.ts'
import { type RunningService, startService } from './running-service.ts'
import { DEMO_LABELS } from './speech/demo-turns.ts'
import { databases } from './store/test-databases.ts'

const CHECKOUT = join(import.meta.dirname, '../..')
const SECRET = 'correct-horse-battery'
const directory = mkdtempSync(join(tmpdir(), 'start-errors-'))
afterAll(() => rmSync(directory, { recursive: true }))

interface Start {
  readonly env: Readonly<Record<string, string>>
  /** Whose `server/main.ts` is started. */
  readonly installation?: string
  /** What it is started through. */
  readonly launcher?: readonly string[]
}

/** Starts the service, which must refuse to; answers with the one line that it wrote. */
async function problemAtStart({ env, installation = CHECKOUT, launcher = [] }: Start): Promise<string> {
  const [command = '', ...args] = [...launcher, process.execPath, join(installation, 'server/main.ts')]
  const child = spawn(command, args, {
    env: {
      PATH: process.env.PATH,
      HTTP_PORT: '0',
      FREESWITCH_PORT: '0',
      AUDIOSOCKET_PORT: '0',
      RECOGNIZER: 'scripted',
      SCRIPT: DEMO_LABELS,
      DATA_DIR: mkdtempSync(join(directory, 'data-')),
      ...env,
    },
  })
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit') as Promise<[number | null]>,
  ])
  expect(stderr).toMatch(/^hotline-sidecar: [^\n]+\n$/)
  expect(stderr).not.toContain('    at ')
  expect(stdout).toBe('')
  expect(code).toBe(2)
  return stderr
}

describe.concurrent('a bad value', () => {
  test.each([
    ['HTTP_HOST', '0.0.0.0', 'loopback address only'],
    ['HTTP_PORT', '70000', 'not a whole number from 0 to 65535'],
    ['FORK_HOST', 'pbx.example', 'not an IP address'],
    ['FREESWITCH_PORT', 'nine', 'not a whole number from 0 to 65535'],
    ['AUDIOSOCKET_PORT', '-1', 'not a whole number from 0 to 65535'],
    ['FORK_ALLOW', '10.0.0.0/99', 'not a list of addresses and networks'],
    ['AUDIOSOCKET_FORMAT', 'opus', 'not one of auto, slin8, slin16, alaw, ulaw'],
    ['RECOGNIZER', 'whisper', 'not one of whisper-base-zh, scripted'],
    ['RECOGNIZER_THREADS', '1.5', 'not a whole number from 1 to 64'],
    ['ENDPOINT_SILENCE_MS', '20', 'not a whole number from 200 to 3000 ms'],
    ['ENDPOINT_MAX_MS', '60000', 'not a whole number from 3000 to 12000 ms'],
    ['NOTICE_POLICY', 'nobody', 'not one of pbx, responder'],
    ['RESUME_SECONDS', '-1', 'not a number from 0 to 3600 s'],
    ['MAX_CALLS', '0', 'not a whole number from 1 to 2000'],
    ['LOG_LEVEL', 'loud\nlouder', 'not one of fatal'],
  ])('of %s is told with its problem and a remedy', async (variable, value, problem) => {
    const line = await problemAtStart({ env: { [variable]: value } })
    expect(line).toContain(`${variable} is "${value.replace('\n', ' ')}": ${problem}`)
    expect(line).toContain(`Set ${variable} as README.md shows, or unset it.`)
  })

  test.each([
    ['FORK_TOKEN', 'only-15-letters', 'shorter than 16 characters'],
    ['DATABASE_URL', `mysql://hotline:${SECRET}@127.0.0.1/hotline`, 'not a postgres:// address'],
    ['DATABASE_URL', `postgres://hotline:${SECRET}@[bad/hotline`, 'not a postgres:// address'],
    ['DATABASE_URL', `postgres://hotline:1/${SECRET}@127.0.0.1/hotline`, 'not a postgres:// address'],
  ])('of %s is not repeated', async (variable, value, problem) => {
    const line = await problemAtStart({ env: { [variable]: value } })
    expect(line).toContain(`${variable}: ${problem}`)
    expect(line).toContain(`Set ${variable} as README.md shows, or unset it.`)
    for (const secret of [value, SECRET]) expect(line).not.toContain(secret)
  })

  test.each([
    ['', 'SCRIPT', 'RECOGNIZER is "scripted", which needs a text to play'],
    [join(directory, 'nothing.jsonl'), 'SCRIPT', 'cannot be read (ENOENT)'],
    [join(CHECKOUT, 'package.json'), 'SCRIPT', 'first line is no labelled call'],
  ])('of SCRIPT (%s) is told with its problem and a remedy', async (script, _, problem) => {
    const line = await problemAtStart({ env: { SCRIPT: script } })
    expect(line).toContain(problem)
    expect(line).toContain('set SCRIPT to a calls.jsonl file')
  })
})

describe('beside an instance that runs', () => {
  let running: RunningService
  beforeAll(async () => {
    running = await startService()
  })
  afterAll(() => running.stop())

  test.each(['HTTP_PORT', 'FREESWITCH_PORT', 'AUDIOSOCKET_PORT'])('%s is taken', async (variable) => {
    const ports: Record<string, string> = {
      HTTP_PORT: new URL(running.pages).port,
      FREESWITCH_PORT: `${running.freeswitchPort}`,
      AUDIOSOCKET_PORT: `${running.audiosocketPort}`,
    }
    const line = await problemAtStart({ env: { [variable]: ports[variable] ?? '' } })
    expect(line).toContain(`${variable} ${ports[variable]} is taken: set ${variable} to a free port.`)
  })

  test('its data directory is in use', async () => {
    const line = await problemAtStart({ env: { DATA_DIR: running.dataDir } })
    expect(line).toContain(`DATA_DIR ${running.dataDir} is in use by another instance: stop that one`)
  })
})

test('an address that this machine does not have is told', async () => {
  const line = await problemAtStart({ env: { FORK_HOST: '192.0.2.1' } })
  expect(line).toContain('FORK_HOST 192.0.2.1 is no address of this machine: set FORK_HOST to one.')
})

/** A file system of its own, small, seen by nobody else and gone with the process. */
const IN_SMALL_DISK = ['unshare', '--user', '--map-root-user', '--mount', 'sh', '-c'] as const
const canMount = spawnSync('unshare', [...IN_SMALL_DISK.slice(1), 'mount -t tmpfs tmpfs /mnt']).status === 0

describe.concurrent('a directory that cannot be used', () => {
  const file = join(directory, 'file')
  writeFileSync(file, '')

  test.each(['DATA_DIR', 'KEYS_DIR'])('%s: a file is in the way', async (variable) => {
    for (const path of [file, join(file, 'below')]) {
      const line = await problemAtStart({ env: { [variable]: path } })
      expect(line).toContain(`${variable}`)
      expect(line).toContain('a file is in the way. Move it, or choose another path.')
    }
  })

  test.skipIf(process.getuid?.() === 0)('DATA_DIR: no right to write (skipped for root)', async () => {
    const path = join(directory, 'read-only')
    mkdirSync(path, { mode: 0o500 })
    const line = await problemAtStart({ env: { DATA_DIR: join(path, 'data') } })
    expect(line).toContain('DATA_DIR')
    expect(line).toContain("give the service's user the right to write there")
  })

  test.skipIf(!canMount)(
    'DATA_DIR: the disk is full (skipped where no file system may be mounted)',
    async () => {
      const disk = mkdtempSync(join(directory, 'disk-'))
      const line = await problemAtStart({
        env: { DATA_DIR: join(disk, 'data') },
        launcher: [...IN_SMALL_DISK, `mount -t tmpfs -o size=2m tmpfs ${disk} && exec "$0" "$@"`],
      })
      expect(line).toContain(`DATA_DIR ${join(disk, 'data')} has no room left: free some space on its disk.`)
    },
  )

  test('KEYS_DIR: the key of the database is gone', async () => {
    const [embedded] = databases
    if (!embedded) throw new Error('no such database')
    await using database = await embedded.create()
    const { dataDir, keysDir } = database.options
    await (await openCallLog(database.options)).log.close()
    rmSync(join(keysDir, 'master.key'))
    const line = await problemAtStart({ env: { DATA_DIR: dataDir, KEYS_DIR: keysDir } })
    expect(line).toContain(`KEYS_DIR: the key ${join(keysDir, 'master.key')} is missing`)
    expect(line).toContain('put the key back')
  })
})

describe.concurrent('a PostgreSQL that cannot be used', () => {
  const problem = async (url: string) => {
    const line = await problemAtStart({ env: { DATABASE_URL: url } })
    expect(line).toContain('DATABASE_URL: the database hotline at ')
    expect(line).toContain('see that PostgreSQL runs there')
    expect(line).not.toContain(SECRET)
    return line
  }

  test('nothing listens there', async () => {
    const closed = createServer().listen(0, '127.0.0.1')
    await once(closed, 'listening')
    const { port } = closed.address() as AddressInfo
    closed.close()
    expect(await problem(`postgres://hotline:${SECRET}@127.0.0.1:${port}/hotline`)).toContain('ECONNREFUSED')
  })

  test('something else listens there', async () => {
    const other = createServer((socket) => socket.on('error', () => {}).end('220 mail.example ESMTP\r\n'))
    await once(other.listen(0, '127.0.0.1'), 'listening')
    const { port } = other.address() as AddressInfo
    await problem(`postgres://hotline:${SECRET}@127.0.0.1:${port}/hotline`)
    other.close()
  })

  const postgres = databases.find(({ name }) => name.startsWith('PostgreSQL'))
  test.skipIf(postgres?.missing)(`it has no such user (${postgres?.name})`, async () => {
    await using database = await postgres?.create()
    const url = new URL(database?.options.databaseUrl ?? '')
    url.username = 'nobody_of_that_name'
    url.password = SECRET
    url.pathname = 'hotline'
    expect(await problem(url.href)).toContain('cannot be used')
  })
})

describe('an installation that is damaged', () => {
  const installation = join(directory, 'installation')
  beforeAll(() => {
    mkdirSync(join(installation, 'ui-widget'), { recursive: true })
    for (const shared of ['node_modules', 'ui-widget/dist', 'server/store/dist']) {
      mkdirSync(join(installation, shared, '..'), { recursive: true })
      symlinkSync(join(CHECKOUT, shared), join(installation, shared))
    }
    const dist = join(CHECKOUT, 'server/store/dist')
    cpSync(join(CHECKOUT, 'server'), join(installation, 'server'), {
      recursive: true,
      filter: (path) => !path.startsWith(dist),
    })
    for (const copied of ['prompts', 'models', 'package.json'])
      cpSync(join(CHECKOUT, copied), join(installation, copied), { recursive: true })
  })

  /** Starts it while one of its files is away, or holds `content` instead. */
  async function problemWith(file: string, content: string | null, env: Start['env'] = {}): Promise<string> {
    const path = join(installation, file)
    renameSync(path, `${path}.kept`)
    if (content !== null) writeFileSync(path, content)
    try {
      return await problemAtStart({ env, installation })
    } finally {
      renameSync(`${path}.kept`, path)
    }
  }

  test.each([
    ['models/silero-vad/silero_vad_v6.onnx', 'The model'],
    ['models/lac/lac_f16.onnx', 'The model'],
    ['models/whisper-base-zh/encoder.int8.onnx', 'MODELS_DIR: the model'],
  ])('%s is missing, or is not what it was', async (file, what) => {
    const [, folder = '', name = ''] = file.split('/')
    const model = `${what} ${join(installation, 'models', folder)}`
    const env = { RECOGNIZER: 'whisper-base-zh' }
    const missing = await problemWith(file, null, env)
    expect(missing).toContain(`${model} has no ${name} that can be read (ENOENT): put the folder there whole`)
    const damaged = await problemWith(file, 'version https://git-lfs.github.com/spec/v1\n', env)
    expect(damaged).toContain(`${model} has a damaged ${name}: put the folder there whole`)
  })

  test('MODELS_DIR has no such model', async () => {
    const line = await problemAtStart({ env: { RECOGNIZER: 'whisper-base-zh', MODELS_DIR: directory } })
    expect(line).toContain(`MODELS_DIR: the model ${join(directory, 'whisper-base-zh')} has no CARD.md`)
  })

  test('prompts/notice.yaml is missing, no YAML, or of another shape: the line and the reason are told', async () => {
    const file = 'prompts/notice.yaml'
    const good = readFileSync(join(CHECKOUT, file), 'utf8')
    const lineOf = (start: string) => good.slice(0, good.indexOf(start)).split('\n').length
    expect(await problemWith(file, null)).toContain(`${file}: cannot be read (ENOENT). Mend it, or restore`)
    const unclosed = good.replace('[不录音', '[[不录音')
    expect(await problemWith(file, unclosed)).toMatch(new RegExp(`${file}:\\d+: .+\\. Mend it, or restore`))
    const noList = good.replace(/not: \[.*\]/, 'not: 7')
    expect(await problemWith(file, noList)).toContain(`${file}:${lineOf('  not:')}: heard: not: `)
    const nothingHeard = good.replace('heard:', 'herd:')
    expect(await problemWith(file, nothingHeard)).toContain('heard: Invalid input')
    expect(await problemWith(file, '')).toContain(`${file}: Invalid input`)
  })

  test('the pages are not built', async () => {
    expect(await problemWith('ui-widget/dist', null)).toContain('run "npm run prepare"')
  })
})
