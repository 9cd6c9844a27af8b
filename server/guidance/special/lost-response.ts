import { z } from 'zod'
import type { Observer } from '../../call/call-session.ts'
import type { CallState } from '../../call/call-state.ts'
import { protocolEntry, protocolHead, readProtocol, suggested } from '../protocol.ts'
import { isHeard, isSpeaking, lastWordsMs, quietMs } from './caller-presence.ts'
import type { PlainSegments } from './cue.ts'
import { metBy, RiskCondition } from './risk-condition.ts'
import { tappingAnswer } from './silent-observer.ts'
import type { SilenceRules } from './special-protocol.ts'

/** `prompts/protocols/lost-response.yaml`. */
const LostResponse = z.strictObject({
  ...protocolHead,
  /** How long nothing may be heard of the caller after what was disclosed; the first that holds counts. */
  after: z
    .array(z.strictObject({ ...protocolEntry, when: RiskCondition, seconds: z.number().positive() }))
    .min(1),
  steps: z.array(z.strictObject({ ...protocolEntry, ask: z.array(suggested).max(6) })).min(1),
})
export type LostResponse = z.infer<typeof LostResponse>

export function readLostResponse(): Promise<LostResponse> {
  return readProtocol('lost-response', LostResponse)
}

/** What counts as disclosed: whatever silence is watched after. */
export function disclosureOf({ after }: LostResponse): RiskCondition {
  return { any: after.flatMap(({ when }) => when.any) }
}

/**
 * 可能失去反应: after thoughts, a plan or an act were disclosed, nothing is heard of the caller while the responder is
 * silent too. Words, tapping that answers and crying are a response; a breath or a noise is shown, and is none.
 */
export function lostResponseObserver(
  protocol: LostResponse,
  silence: SilenceRules,
  plain: PlainSegments,
): Observer {
  return (state, event) => {
    if (event.kind !== 'clock.tick') return []
    const { lost } = state.special
    if (lost) {
      const isBack = isSpeaking(state) || lastResponse(state, silence, plain) > lost.sinceMs
      return isBack ? [{ kind: 'response.back' }] : []
    }
    if (!isHeard(state) || isSpeaking(state)) return []
    for (const { id, when, seconds } of protocol.after) {
      const evidence = metBy(when, state.guidance)
      if (!evidence) continue
      const lastMs = lastResponse(state, silence, plain)
      if (quietMs(state, lastMs, state.atMs) < seconds * 1000) return []
      const { protocol: name, version } = protocol
      const source = { protocol: name, version, rule: id }
      const isOpen = state.guidance.protocols.some((one) => one.protocol === name)
      const items = protocol.steps.map((step) => ({
        item: step.id,
        label: step.label,
        ask: step.ask,
        clause: step.clause,
      }))
      return [
        ...(isOpen
          ? []
          : [{ kind: 'guidance.opened' as const, protocol: name, version, title: protocol.title, items }]),
        { kind: 'response.lost', source, sinceMs: lastMs, evidence },
      ]
    }
    return []
  }
}

function lastResponse(state: CallState, silence: SilenceRules, plain: PlainSegments): number {
  const voiced = state.sounds.filter(({ role, like }) => role === 'caller' && like === 'voiced')
  return Math.max(
    lastWordsMs(state),
    ...voiced.map(({ endMs }) => endMs),
    tappingAnswer(state, silence, plain, 0)?.endMs ?? 0,
  )
}
