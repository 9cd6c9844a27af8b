import { describe, expect, test } from 'vitest'
import { BadOptions, readOptions } from '../../../fork/options.ts'

const read = (line: string) => readOptions(line.split(' '))

test('a tone is a FreeSWITCH call over an A-law trunk, unless it is said otherwise', () => {
  expect(read('--tone 440,1000')).toMatchObject({
    source: { kind: 'tone', callerHertz: 440, responderHertz: 1000 },
    protocol: 'freeswitch',
    flavour: 'mod_audio_fork',
    layout: undefined,
    rate: 8000,
    line: 'alaw',
    host: '127.0.0.1',
    port: 9094,
    speed: 1,
    rampMs: 20,
    faults: { loss: 0, reorder: 0, jitterMs: 0, stall: null, disconnect: null },
  })
})

test('AudioSocket has its own port', () => {
  expect(read('--hum --protocol audiosocket')?.port).toBe(9093)
})

test('faults', () => {
  const options = read(
    '--hum --loss 0.02 --reorder 0.01 --jitter 40 --stall 500@3 --disconnect 10:2.5 --seed 9',
  )

  expect(options).toMatchObject({
    seed: 9,
    faults: {
      loss: 0.02,
      reorder: 0.01,
      jitterMs: 40,
      stall: { atMs: 3000, ms: 500 },
      disconnect: { atMs: 10_000, reconnectAfterMs: 2500 },
    },
  })
})

test('each call has a name of its own', () => {
  expect(read('--hum --call night --calls 3')?.callNames).toEqual(['night-1', 'night-2', 'night-3'])
  expect(read('--hum --call night')?.callNames).toEqual(['night'])
  expect(new Set(read('--hum --calls 50')?.callNames).size).toBe(50)
})

test('help is no run', () => {
  expect(read('--help')).toBeNull()
})

describe('options that make no sense are one line that names the option', () => {
  test.each([
    ['--bogus', /--bogus/],
    ['--tone', /--tone/],
    ['--tone loud', /--tone must look like 440/],
    ['--hum --noise', /give one of --file/],
    ['--loss 0.1', /give one of --file/],
    ['--tone 440 --responder b.wav', /--responder: needs --caller/],
    ['--hum --rate 11025', /--rate must be 8000 or 16000/],
    ['--hum --loss 2', /--loss must be 0 to 1/],
    ['--hum --speed -1', /--speed/],
    ['--hum --calls 1.5', /--calls must be a whole number/],
    ['--hum --port 70000', /--port must be a port/],
    ['--hum --line gsm', /--line must be one of alaw, ulaw, l16/],
    ['--hum --protocol sip', /--protocol must be one of freeswitch, audiosocket/],
    ['--hum --stall 5', /--stall must look like 500@3/],
    ['--hum --disconnect soon', /--disconnect must look like 10/],
    ['--hum --malformed nonsense', /--malformed must be one of odd-bytes/],
    ['--hum --malformed cut-frame', /--malformed must be one of odd-bytes/],
    ['--hum --codec-lie', /--codec-lie: only AudioSocket/],
    ['--hum --protocol audiosocket --codec-lie --line l16', /--codec-lie: needs --line/],
    ['--hum --protocol audiosocket --layout stereo', /--layout stereo: AudioSocket is mono/],
    ['--hum --protocol audiosocket --token t', /--token: AudioSocket has no place/],
    ['--hum --protocol audiosocket --call night', /--call must be a UUID/],
  ])('%s', (line, message) => {
    expect(() => read(line)).toThrow(BadOptions)
    expect(() => read(line)).toThrow(message)
    expect(() => read(line)).not.toThrow(/\n/)
  })
})
