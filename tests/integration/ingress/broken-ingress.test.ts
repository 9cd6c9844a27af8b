import { createServer, type Socket } from 'node:net'
import { expect, test } from 'vitest'
import type { LegHost, LegWriter } from '../../../server/audio/leg.ts'
import { type Ingress, type IngressOptions, listen } from '../../../server/ingress/ingress.ts'
import { uuidIdentity } from '../../../server/ingress/leg-identity.ts'
import { audiosocketDriver } from './audiosocket-driver.ts'
import { Bench, type Driver } from './bench.ts'
import { conformance } from './conformance.ts'
import { freeswitchDriver } from './freeswitch-driver.ts'

/** The conformance suite must fail where an ingress is broken; a suite that cannot fail proves nothing. */

/** How long a broken ingress is waited for. */
const PATIENCE_MS = 300

/** The names of the checks that an ingress fails. */
async function failures(driver: Driver, only: RegExp): Promise<string[]> {
  const outcomes = conformance(driver)
    .filter(({ name }) => only.test(name))
    .map(async ({ name, run }) => {
      const bench = new Bench(PATIENCE_MS)
      const failed = await run(bench).then(
        () => [],
        () => [name],
      )
      await bench.stop()
      return failed
    })
  return (await Promise.all(outcomes)).flat()
}

/** The real ingress with one part of its surroundings bent. */
function bent(driver: Driver, bend: (options: IngressOptions) => Partial<IngressOptions>): Driver {
  return { ...driver, start: (options, rate) => driver.start({ ...options, ...bend(options) }, rate) }
}

/** The real ingress with its legs bent on the way to the host. */
function bentLegs(
  driver: Driver,
  bend: (leg: LegWriter) => Partial<LegWriter>,
  join?: LegHost['join'],
): Driver {
  return bent(driver, ({ host }) => ({
    host: {
      join(announced) {
        const leg = (join ?? host.join.bind(host))(announced)
        if ('refused' in leg) return leg
        const whole: LegWriter = {
          write: (samples) => leg.write(samples),
          gap: (samples) => leg.gap(samples),
          flush: () => leg.flush(),
          callerNumber: (number) => leg.callerNumber(number),
          end: (reason) => leg.end(reason),
          onClose: (close) => leg.onClose(close),
        }
        return { ...whole, ...bend(leg) }
      },
    },
  }))
}

const BENT: Record<string, { bend: (driver: Driver) => Driver; fails: RegExp }> = {
  'swaps the parties': {
    bend: (driver) =>
      bent(driver, ({ host }) => ({
        host: {
          join: (leg) => host.join({ ...leg, role: leg.role === 'caller' ? 'responder' : 'caller' }),
        },
      })),
    fails: /brings both parties|either order/,
  },
  'says the wrong rate': {
    bend: (driver) =>
      bent(driver, ({ host }) => ({ host: { join: (leg) => host.join({ ...leg, sampleRate: 8000 }) } })),
    fails: /at 16000 Hz/,
  },
  'drops a sample with each piece': {
    bend: (driver) => bentLegs(driver, (leg) => ({ write: (samples) => leg.write(samples.subarray(1)) })),
    fails: /brings both parties|any pieces|either order/,
  },
  'swaps the bytes of a sample': {
    bend: (driver) =>
      bentLegs(driver, (leg) => ({
        write: (samples) => leg.write(samples.map((sample) => (sample << 8) | ((sample >> 8) & 0xff))),
      })),
    fails: /brings both parties|any pieces|either order/,
  },
  'never ends a leg': {
    bend: (driver) => bentLegs(driver, () => ({ end() {} })),
    fails: /ends the leg as|again after|every leg as shutdown/,
  },
  'calls every end a hangup': {
    bend: (driver) => bentLegs(driver, (leg) => ({ end: () => leg.end('hangup') })),
    fails: /as lost|as shutdown|registry says so/,
  },
  'calls every end a loss': {
    bend: (driver) => bentLegs(driver, (leg) => ({ end: () => leg.end('connection-lost') })),
    fails: /as a hangup|as shutdown|registry says so/,
  },
  'does not hear the registry': {
    bend: (driver) => bentLegs(driver, () => ({ onClose() {} })),
    fails: /registry says so/,
  },
  'does not ask whether a leg is there already': {
    bend: (driver) =>
      bent(driver, ({ host }) => ({
        host: {
          join(announced) {
            const leg = host.join(announced)
            return 'refused' in leg
              ? { write() {}, gap() {}, flush() {}, callerNumber() {}, end() {}, onClose() {} }
              : leg
          },
        },
      })),
    fails: /second live connection|turned a leg away|into the log/,
  },
  'counts nothing': {
    bend: (driver) =>
      bent(driver, ({ count }) => ({ count: (what) => (what === 'dtmf' ? count(what) : undefined) })),
    fails: /refuses|turns away|turned a leg|1,000|limit|addresses|ten minutes/,
  },
  'logs what a peer said': {
    bend: (driver) =>
      bent(driver, ({ log }) => ({
        log: { warn: (fields, message) => log.warn(fields, `${message} for ${driver.call(1)}`) },
      })),
    fails: /no other call notices|into the log/,
  },
  'admits everybody': {
    bend: (driver) =>
      bent(driver, ({ access }) => ({
        access: Object.assign(Object.create(access), { admits: () => true, authorizes: () => true }),
      })),
    fails: /only the addresses/,
  },
  'has no deadlines': {
    bend: (driver) =>
      bent(driver, ({ clock }) => ({
        clock: {
          now: () => clock.now(),
          date: () => clock.date(),
          after: () => () => {},
          every: () => () => {},
        },
      })),
    fails: /in time|ten minutes/,
  },
  'holds any number of connections': {
    bend: (driver) => bent(driver, () => ({ limits: { connections: 5000, unidentified: 5000 } })),
    fails: /1,000|limit/,
  },
}

for (const driver of [freeswitchDriver, audiosocketDriver]) {
  test.each(Object.entries(BENT))(
    `${driver.name}: fails an ingress that %s`,
    async (_fault, { bend, fails }) => {
      const expected = conformance(driver)
        .map(({ name }) => name)
        .filter((name) => fails.test(name))
      expect(await failures(bend(driver), fails)).toEqual(expected)
    },
  )
}

test('every check of the suite is seen to fail', () => {
  for (const driver of [freeswitchDriver, audiosocketDriver]) {
    const unseen = conformance(driver)
      .map(({ name }) => name)
      .filter((name) => !Object.values(BENT).some(({ fails }) => fails.test(name)))
    expect(unseen).toEqual([])
  }
})

test('fails an AudioSocket server as one writes it in ten minutes', async () => {
  const faults = /any pieces|in time|second live connection|only the addresses|a giant frame|as lost/
  const expected = conformance(audiosocketDriver)
    .map(({ name }) => name)
    .filter((name) => faults.test(name))
  expect(expected).toHaveLength(6)
  expect(await failures({ ...audiosocketDriver, start: startNaive }, faults)).toEqual(expected)
})

/** Takes each TCP chunk for one frame, drops odd bytes, refuses nothing. */
async function startNaive({ host, listen: address, count }: IngressOptions): Promise<Ingress> {
  const server = createServer((socket) => {
    let leg: LegWriter | undefined
    socket.on('error', () => {})
    socket.on('data', (chunk) => {
      const payload = chunk.subarray(3)
      if (chunk[0] === 0x01) {
        const joined = host.join({
          ...uuidIdentity(payload.subarray(0, 16)),
          protocol: 'audiosocket',
          sampleRate: 8000,
          heldMs: 0,
        })
        leg = 'refused' in joined ? undefined : joined
      } else if (chunk[0] === 0x03) {
        count('dtmf')
      } else {
        leg?.write(new Int16Array(new Uint8Array(payload.subarray(0, payload.length & ~1)).buffer))
      }
    })
    socket.on('close', () => leg?.end('hangup'))
  })
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => sockets.add(socket))
  return {
    name: 'audiosocket',
    port: await listen(server, address),
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
