import { expect } from 'vitest'
import type { LegRate, LegRole } from '../../../server/audio/leg.ts'
import { Access } from '../../../server/ingress/access.ts'
import { type Bench, type Driver, noise } from './bench.ts'

/** One thing that every protocol must do, checked on real sockets. */
export interface Check {
  readonly name: string
  /** Starts the ingress on `bench` and throws if it does not do it. */
  run(bench: Bench): Promise<void>
}

const HALF_SECOND = 4000

/** What every ingress must do, whatever its wire format; each check runs on a bench of its own. */
export function conformance(driver: Driver): Check[] {
  return [
    ...([8000, 16000] as const).map((rate) => bothParties(driver, rate)),
    anyChunking(driver),
    eitherOrder(driver),
    hangUp(driver),
    lostConnection(driver),
    reconnect(driver),
    secondConnection(driver),
    hostRefuses(driver),
    hostCloses(driver),
    identityDeadline(driver),
    audioDeadline(driver),
    silentCrowd(driver),
    connectionLimit(driver),
    sourceAddress(driver),
    shutdown(driver),
    nothingInTheLog(driver),
    ...driver.badInputs.map(
      (input): Check => ({
        name: `refuses ${input.name}, and no other call notices`,
        run: async (bench) => {
          await bench.start(driver)
          const other = driver.call(1)
          const peer = await driver.connectBoth(bench, other, 8000)
          peer.send({ caller: noise(1, 800), responder: noise(2, 800) })
          await bench.owed(peer.settled())
          const logged = bench.logLines.length

          expect(await bench.owed(input.make(bench, driver.call(2)))).toBe(driver.answer(input.reason))

          expect(bench.count(input.reason)).toBe(1)
          expect(bench.logLines.slice(logged)).toEqual([
            `[{"protocol":"${driver.name}","reason":"${input.reason}"},"fork refused"]`,
          ])
          peer.send({ caller: noise(3, 800), responder: noise(4, 800) })
          await bench.owed(peer.settled())
          expectSamples(bench, other, 'caller', [noise(1, 800), noise(3, 800)])
          expectSamples(bench, other, 'responder', [noise(2, 800), noise(4, 800)])
        },
      }),
    ),
  ]
}

function bothParties(driver: Driver, rate: LegRate): Check {
  return {
    name: `brings both parties at ${rate} Hz, each in its role, sample for sample`,
    async run(bench) {
      await bench.start(driver, { rate })
      const call = driver.call(1)
      const peer = await driver.connectBoth(bench, call, rate)
      peer.send({ caller: noise(1, HALF_SECOND), responder: noise(2, HALF_SECOND) })
      await bench.owed(peer.settled())
      expect(bench.host.legs.map(({ announced }) => announced.role).sort()).toEqual(['caller', 'responder'])
      for (const { announced } of bench.host.legs) {
        expect(announced).toMatchObject({ pbxCall: call, protocol: driver.name, sampleRate: rate })
      }
      expectSamples(bench, call, 'caller', [noise(1, HALF_SECOND)])
      expectSamples(bench, call, 'responder', [noise(2, HALF_SECOND)])
      expect(bench.logLines).toEqual([])
    },
  }
}

function anyChunking(driver: Driver): Check {
  return {
    name: 'takes audio in any pieces, odd ones too, and loses nothing between them',
    async run(bench) {
      await bench.start(driver)
      const call = driver.call(1)
      const peer = await driver.connectBoth(bench, call, 8000)
      peer.send(
        { caller: noise(1, HALF_SECOND), responder: noise(2, HALF_SECOND) },
        [1, 3, 320, 7, 2, 641, 5],
      )
      await bench.owed(peer.settled())
      expectSamples(bench, call, 'caller', [noise(1, HALF_SECOND)])
      expectSamples(bench, call, 'responder', [noise(2, HALF_SECOND)])
    },
  }
}

function eitherOrder(driver: Driver): Check {
  return {
    name: 'takes the legs of a call on two connections, in either order, seconds apart',
    async run(bench) {
      await bench.start(driver)
      const call = driver.call(1)
      const responder = await driver.connect(bench, call, 'responder', 8000)
      responder.send({ responder: noise(2, 800) })
      await bench.owed(responder.settled())
      bench.clock.advance(5000)
      const caller = await driver.connect(bench, call, 'caller', 8000)
      caller.send({ caller: noise(1, 800) })
      await bench.owed(caller.settled())
      expectSamples(bench, call, 'caller', [noise(1, 800)])
      expectSamples(bench, call, 'responder', [noise(2, 800)])
    },
  }
}

function hangUp(driver: Driver): Check {
  return {
    name: 'ends the leg as a hangup when the PBX hangs up',
    async run(bench) {
      const peer = await oneCaller(driver, bench)
      peer.hangUp()
      await bench.eventually(() => expect(bench.host.legs[0]?.ended).toBe('hangup'))
    },
  }
}

function lostConnection(driver: Driver): Check {
  return {
    name: 'ends the leg as lost when the connection breaks',
    async run(bench) {
      const peer = await oneCaller(driver, bench)
      peer.reset()
      await bench.eventually(() => expect(bench.host.legs[0]?.ended).toBe('connection-lost'))
    },
  }
}

function reconnect(driver: Driver): Check {
  return {
    name: 'takes the same leg again after it was away',
    async run(bench) {
      const peer = await oneCaller(driver, bench)
      peer.reset()
      await bench.eventually(() => expect(bench.host.legs[0]?.ended).toBeDefined())
      const again = await driver.connect(bench, driver.call(1), 'caller', 8000)
      again.send({ caller: noise(3, 800) })
      await bench.owed(again.settled())
      expect(bench.host.legs).toHaveLength(2)
      expectSamples(bench, driver.call(1), 'caller', [noise(3, 800)])
    },
  }
}

function secondConnection(driver: Driver): Check {
  return {
    name: 'refuses a second live connection for the same leg; the first goes on',
    async run(bench) {
      const peer = await oneCaller(driver, bench)
      const second = await driver.connect(bench, driver.call(1), 'caller', 8000)
      second.send({ caller: noise(9, 800) })
      expect(await bench.owed(second.closed)).toBe(driver.answer('leg-already-connected'))
      expect(bench.count('leg-already-connected')).toBe(1)
      peer.send({ caller: noise(3, 800) })
      await bench.owed(peer.settled())
      expectSamples(bench, driver.call(1), 'caller', [noise(1, 800), noise(3, 800)])
    },
  }
}

function hostRefuses(driver: Driver): Check {
  return {
    name: 'passes on why the registry turned a leg away',
    async run(bench) {
      await bench.start(driver)
      bench.host.refuses = 'too-many-calls'
      const peer = await driver.connect(bench, driver.call(1), 'caller', 8000)
      peer.send({ caller: noise(1, 800) })
      expect(await bench.owed(peer.closed)).toBe(driver.answer('too-many-calls'))
      expect(bench.count('too-many-calls')).toBe(1)
    },
  }
}

function hostCloses(driver: Driver): Check {
  return {
    name: 'closes the connection when the registry says so',
    async run(bench) {
      const peer = await oneCaller(driver, bench)
      bench.host.legs[0]?.close('idle')
      await bench.owed(peer.closed)
      expect(bench.host.legs[0]?.ended).toBe('idle')
      expect(bench.logLines).toEqual([])
    },
  }
}

function identityDeadline(driver: Driver): Check {
  return {
    name: 'turns away who does not name a call in time',
    async run(bench) {
      await bench.start(driver)
      const peer = await driver.connectSilently(bench)
      bench.clock.advance(9_999)
      expect(bench.count('identity-timeout')).toBe(0)
      bench.clock.advance(1)
      expect(bench.count('identity-timeout')).toBe(1)
      expect(await bench.owed(peer.closed)).toBe(driver.answer('identity-timeout'))
    },
  }
}

function audioDeadline(driver: Driver): Check {
  return {
    name: 'keeps a call without audio for ten minutes, and no longer',
    async run(bench) {
      await bench.start(driver)
      const peer = await driver.connect(bench, driver.call(1), 'caller', 8000)
      await bench.owed(peer.settled())
      bench.clock.advance(599_999)
      expect(bench.count('no-audio')).toBe(0)
      bench.clock.advance(1)
      expect(await bench.owed(peer.closed)).toBe(driver.answer('no-audio'))
      expect(bench.count('no-audio')).toBe(1)
    },
  }
}

function silentCrowd(driver: Driver): Check {
  return {
    name: 'gives way to a PBX among 1,000 connections that say nothing',
    async run(bench) {
      await bench.start(driver, { limits: { unidentified: 50 } })
      const peer = await oneCaller(driver, bench, { started: true })
      for (let batch = 0; batch < 10; batch++) {
        await Promise.all(Array.from({ length: 100 }, () => driver.connectSilently(bench)))
      }
      await bench.eventually(() => expect(bench.count('too-many-silent-connections')).toBe(950))
      const late = await driver.connect(bench, driver.call(2), 'caller', 8000)
      late.send({ caller: noise(5, 800) })
      await bench.owed(late.settled())
      expectSamples(bench, driver.call(2), 'caller', [noise(5, 800)])
      peer.send({ caller: noise(3, 800) })
      await bench.owed(peer.settled())
      expectSamples(bench, driver.call(1), 'caller', [noise(1, 800), noise(3, 800)])
    },
  }
}

function connectionLimit(driver: Driver): Check {
  return {
    name: 'holds no more connections than its limit',
    async run(bench) {
      await bench.start(driver, { limits: { connections: 1 } })
      const peer = await oneCaller(driver, bench, { started: true })
      const second = await driver.connectSilently(bench)
      expect(await bench.owed(second.closed)).toBe(driver.answer('too-many-connections'))
      expect(bench.count('too-many-connections')).toBe(1)
      peer.hangUp()
      await bench.owed(peer.closed)
      const third = await bench.eventually(() => driver.connect(bench, driver.call(3), 'caller', 8000))
      third.send({ caller: noise(3, 800) })
      await bench.owed(third.settled())
      expectSamples(bench, driver.call(3), 'caller', [noise(3, 800)])
    },
  }
}

function sourceAddress(driver: Driver): Check {
  return {
    name: 'admits only the addresses it was told of',
    async run(bench) {
      await bench.start(driver, { access: new Access(['192.0.2.0/24', '2001:db8::1']) })
      const peer = await driver.connect(bench, driver.call(1), 'caller', 8000)
      expect(await bench.owed(peer.closed)).toBe(driver.answer('source-not-allowed'))
      expect(bench.count('source-not-allowed')).toBe(1)
      expect(bench.host.legs).toEqual([])
    },
  }
}

function shutdown(driver: Driver): Check {
  return {
    name: 'ends every leg as shutdown when the service goes down',
    async run(bench) {
      const peer = await oneCaller(driver, bench)
      await Promise.all([bench.stop(), bench.owed(peer.closed)])
      expect(bench.host.legs[0]?.ended).toBe('shutdown')
    },
  }
}

function nothingInTheLog(driver: Driver): Check {
  return {
    name: 'writes no name of a call, address or port into the log',
    async run(bench) {
      await oneCaller(driver, bench)
      const second = await driver.connect(bench, driver.call(1), 'caller', 8000)
      second.send({ caller: noise(9, 800) })
      await bench.owed(second.closed)
      expect(bench.logLines).toEqual([
        `[{"protocol":"${driver.name}","reason":"leg-already-connected"},"fork refused"]`,
      ])
    },
  }
}

/** A caller whose first samples have arrived. */
async function oneCaller(driver: Driver, bench: Bench, { started = false } = {}) {
  if (!started) await bench.start(driver)
  const peer = await driver.connect(bench, driver.call(1), 'caller', 8000)
  peer.send({ caller: noise(1, 800) })
  await bench.owed(peer.settled())
  expectSamples(bench, driver.call(1), 'caller', [noise(1, 800)])
  return peer
}

function expectSamples(bench: Bench, call: string, role: LegRole, sent: readonly Int16Array[]): void {
  const heard = bench.host.live(call, role)?.samples
  // Compared as text: a broken ingress fails with one line instead of thousands.
  expect(heard?.join() === sent.map((samples) => samples.join()).join(), `the samples of the ${role}`).toBe(
    true,
  )
}
