import type {
  LegAnnouncement,
  LegEnd,
  LegHost,
  LegRefusal,
  LegRole,
  LegWriter,
} from '../../../server/audio/leg.ts'

/** What a host was told of one leg. */
export class RecordedLeg implements LegWriter {
  readonly announced: LegAnnouncement
  readonly #written: Int16Array[] = []
  flushes = 0
  ended: LegEnd | undefined
  caller: string | undefined
  /** Asks the ingress to close the connection, as the registry does. */
  close: (reason: string) => void = () => {}

  constructor(announced: LegAnnouncement) {
    this.announced = announced
  }

  get samples(): number[] {
    return this.#written.flatMap((samples) => [...samples])
  }

  write(samples: Int16Array): void {
    // The array is the writer's to use again, so what is kept is a copy.
    if (this.ended === undefined) this.#written.push(samples.slice())
  }

  gap(): void {
    throw new Error('no protocol here can tell what was lost')
  }

  flush(): void {
    this.flushes++
  }

  callerNumber(number: string): void {
    this.caller = number
  }

  end(reason: LegEnd): void {
    this.ended ??= reason
  }

  onClose(close: (reason: string) => void): void {
    this.close = close
  }
}

/** A registry of calls that remembers everything and refuses a second live connection of a leg. */
export class RecordingHost implements LegHost {
  readonly legs: RecordedLeg[] = []
  /** Set to make every join fail. */
  refuses: LegRefusal['refused'] | undefined

  join(announced: LegAnnouncement): RecordedLeg | LegRefusal {
    if (this.refuses) return { refused: this.refuses }
    const live = this.live(announced.pbxCall, announced.role)
    if (live) return { refused: 'leg-already-connected' }
    const leg = new RecordedLeg(announced)
    this.legs.push(leg)
    return leg
  }

  live(pbxCall: string, role: LegRole): RecordedLeg | undefined {
    return this.legs.find(
      (leg) => leg.announced.pbxCall === pbxCall && leg.announced.role === role && leg.ended === undefined,
    )
  }
}
