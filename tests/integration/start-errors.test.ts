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
      DATA_DIR: join(directory, 'data'),
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

describe('a bad value', () => {
  test('is told with its variable, its problem and a remedy, on one line', async () => {
    const line = await problemAtStart({ env: { LOG_LEVEL: 'loud\nlouder' } })
    expect(line).toContain('LOG_LEVEL is "loud louder": not one of fatal, error')
    expect(line).toContain('Set LOG_LEVEL as README.md shows, or unset it.')
  })

  test('that is secret is not repeated', async () => {
    const line = await problemAtStart({ env: { DATABASE_URL: `postgres://hotline:1/${SECRET}@127.0.0.1/x` } })
    expect(line).toContain('DATABASE_URL: not a postgres:// address')
    expect(line).not.toContain(SECRET)
  })

  test.each([
    [join(directory, 'nothing.jsonl'), 'which cannot be read (ENOENT)'],
    [join(CHECKOUT, 'package.json'), 'whose first line is no labelled call'],
  ])('of SCRIPT (%s) is told when it is read', async (script, problem) => {
    const line = await problemAtStart({ env: { SCRIPT: script } })
    expect(line).toContain(`SCRIPT is "${script}", ${problem}: set SCRIPT to a calls.jsonl file.`)
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

describe('a directory that cannot be used', () => {
  const file = join(directory, 'file')
  writeFileSync(file, '')

  test.each(['DATA_DIR', 'KEYS_DIR'])('%s: a file is in the way', async (variable) => {
    const line = await problemAtStart({ env: { [variable]: join(file, 'below') } })
    expect(line).toContain(variable)
    expect(line).toContain('a file is in the way. Move it, or choose another path.')
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

describe('a PostgreSQL that cannot be used', () => {
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

  const whisper = { RECOGNIZER: 'whisper-base-zh' }

  test.each([
    ['models/silero-vad/silero_vad_v6.onnx', 'The model', {}],
    ['models/lac/word.dic', 'The model', {}],
    ['models/whisper-base-zh/tokens.txt', 'MODELS_DIR: the model', whisper],
  ])('%s is missing', async (file, what, env) => {
    const [, folder = '', name = ''] = file.split('/')
    expect(await problemWith(file, null, env)).toContain(
      `${what} ${join(installation, 'models', folder)} has no ${name} that can be read (ENOENT): put the folder there`,
    )
  })

  test('a model is not what it was', async () => {
    const pointer = 'version https://git-lfs.github.com/spec/v1\n'
    const line = await problemWith('models/whisper-base-zh/encoder.int8.onnx', pointer, whisper)
    const model = join(installation, 'models/whisper-base-zh')
    expect(line).toContain(
      `MODELS_DIR: the model ${model} has a damaged encoder.int8.onnx: put the folder there`,
    )
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
    const unclosed = await problemWith(file, good.replace('[不录音', '[[不录音'))
    expect(unclosed).toMatch(new RegExp(`${file}:\\d+: .+\\. Mend it, or restore`))
    const noList = await problemWith(file, good.replace(/not: \[.*\]/, 'not: 7'))
    expect(noList).toContain(`${file}:${lineOf('  not:')}: heard: not: Invalid input`)
  })

  test('the pages are not built', async () => {
    expect(await problemWith('ui-widget/dist', null)).toContain('run "npm run prepare"')
  })
})
