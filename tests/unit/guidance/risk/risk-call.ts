import type { ItemReading, Whose } from '../../../../server/call/events/guidance-events.ts'
import { readHearing } from '../../../../server/guidance/lexicon/heard.ts'
import { Assessor } from '../../../../server/guidance/risk/assessor.ts'
import { readRiskLexicon } from '../../../../server/guidance/risk/read-risk-lexicon.ts'
import { riskObserver } from '../../../../server/guidance/risk/risk-observer.ts'
import { readRiskProtocol } from '../../../../server/guidance/risk/risk-protocol.ts'
import { ToldCall } from '../special/told-call.ts'

export const hear = await readHearing()
export const lexicon = await readRiskLexicon(hear)
export const protocol = await readRiskProtocol()
export const assessor = new Assessor(lexicon, protocol)
export const observer = riskObserver(protocol, lexicon)

/** A call on which only the risk assessment runs; a line `r …` is the responder's, `c …` the caller's, `m …` both. */
export function riskCall(...lines: readonly string[]): ToldCall {
  const call = new ToldCall({ observers: [observer] })
  for (const line of lines) say(call, line)
  return call
}

export function say(call: ToldCall, line: string): void {
  const text = line.slice(2)
  if (line.startsWith('r ')) call.responder(text)
  else if (line.startsWith('c ')) call.caller(text)
  else call.mixed(text)
}

/** What the state shows of an item now. */
export function shown(call: ToldCall, item: string, whose: Whose = 'caller'): ItemReading | undefined {
  return call.state.guidance.items.find((one) => one.item === item && one.whose === whose)
}
