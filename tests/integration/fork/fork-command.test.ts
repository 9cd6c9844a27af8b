import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { AudiosocketSink } from './audiosocket-sink.ts'
import { audioOf, FreeswitchSink } from './freeswitch-sink.ts'

const CLI = fileURLToPath(new URL('../../../fork/cli.ts', import.meta.url))

async function fork(line: string) {
  const child = spawn(process.execPath, [CLI, ...line.split(' ')])
  const [output, errors, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise((resolve) => child.on('close', resolve)),
  ])
  return { output, errors, code }
}

describe('npm run fork', () => {
  test('plays many calls and says what was sent; exit 0', async () => {
    await using sink = await FreeswitchSink.listen()

    const { output, errors, code } = await fork(
      `--port ${sink.target.port} --tone 440,1000 --seconds 1 --speed 0 --calls 5 --ramp 1`,
    )

    expect(errors).toBe('')
    expect(output).toContain('5 calls, 5 connections: 5 completed')
    expect(output).toContain('250 frames and 160000 bytes sent, 0 frames overrun')
    expect(code).toBe(0)
    expect(sink.forks.map((received) => audioOf(received).length)).toEqual([50, 50, 50, 50, 50])
    expect(new Set(sink.forks.map(({ request }) => request.url)).size).toBe(5)
  })

  test('says why the service refused; exit 1', async () => {
    await using sink = await FreeswitchSink.listen()
    sink.refuseWith = 403

    const { output, code } = await fork(`--port ${sink.target.port} --silence 1 --speed 0`)

    expect(output).toMatch(/refused +HTTP 403 not you/)
    expect(code).toBe(1)
  })

  test('a malformed call that was answered is what was wanted; exit 0', async () => {
    await using sink = await FreeswitchSink.listen()
    sink.refuseWith = 400

    const { output, code } = await fork(
      `--port ${sink.target.port} --silence 1 --speed 0 --malformed bad-identity`,
    )

    expect(output).toContain('HTTP 400')
    expect(code).toBe(0)
  })

  test('AudioSocket has two connections a call', async () => {
    await using sink = await AudiosocketSink.listen()

    const { output, code } = await fork(
      `--protocol audiosocket --port ${sink.target.port} --ringback --seconds 1 --speed 0`,
    )

    expect(output).toContain('1 calls, 2 connections: 2 completed')
    expect(code).toBe(0)
  })

  test('an option that makes no sense is one line; exit 2', async () => {
    const { output, errors, code } = await fork('--tone 440 --rate 11025')

    expect(output).toBe('')
    expect(errors).toBe('fork: --rate must be 8000 or 16000\n')
    expect(code).toBe(2)
  })

  test('a file that is not there is one line; exit 2', async () => {
    const { errors, code } = await fork('--file nowhere.wav')

    expect(errors).toBe('fork: cannot read nowhere.wav: ENOENT\n')
    expect(code).toBe(2)
  })
})
