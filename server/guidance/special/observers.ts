import type { Observer } from '../../call/call-session.ts'
import type { Hear } from '../lexicon/heard.ts'
import { plainSegments } from './cue.ts'
import { lengthObserver } from './length-observer.ts'
import { levelObserver, readLevels } from './levels.ts'
import { disclosureOf, lostResponseObserver, readLostResponse } from './lost-response.ts'
import { nudgeObserver } from './nudge-observer.ts'
import { readNudgeRules } from './nudge-rules.ts'
import { silentObserver } from './silent-observer.ts'
import { specialObserver } from './special-observer.ts'
import { readSpecialProtocols } from './special-protocol.ts'

/** Everything that follows special callers. Throws a `StartError` where a file of `prompts/protocols/` does not fit. */
export async function specialObservers(hear: Hear): Promise<readonly Observer[]> {
  const { words, protocols } = await readSpecialProtocols(hear)
  const [lost, levels, nudges] = await Promise.all([readLostResponse(), readLevels(), readNudgeRules(words)])
  const plain = plainSegments(words)
  const silent = protocols.flatMap(({ silence, ...rest }) => (silence ? [{ ...rest, silence }] : []))
  return [
    specialObserver(protocols, words),
    lengthObserver(protocols),
    ...silent.flatMap((protocol) => [
      silentObserver(protocol, disclosureOf(lost), plain),
      lostResponseObserver(lost, protocol.silence, plain),
    ]),
    levelObserver(levels),
    nudgeObserver(nudges, plain),
  ]
}
