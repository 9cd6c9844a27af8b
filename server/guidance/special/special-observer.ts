import type { Unwritten } from '../../call/call-event.ts'
import type { Observer } from '../../call/call-session.ts'
import type { CallState } from '../../call/call-state.ts'
import { cueFinder, plainSegments } from './cue.ts'
import { isFollowed, opened, readingOf, suggest } from './labels.ts'
import type { PhraseWords } from './phrase.ts'
import { metBy } from './risk-condition.ts'
import type { SpecialProtocol } from './special-protocol.ts'
import { stepsDone } from './steps.ts'
import { cueScore } from './suggestions.ts'

/**
 * Suggests what kind of call this is, by the words of both parties, by the number's history, by what is known of the
 * risk, and follows the steps of each protocol that is open. It never closes or hides anything of the risk assessment.
 */
export function specialObserver(protocols: readonly SpecialProtocol[], words: PhraseWords): Observer {
  const plain = plainSegments(words)
  const byWords = protocols.flatMap((protocol) => {
    const { suggest: rules } = protocol
    return rules ? [{ protocol, rules, scoreOf: cueScore(cueFinder(rules.cues, plain), plain) }] : []
  })
  const steps = new Map(protocols.map((protocol) => [protocol.special, stepsDone(protocol, plain)]))

  function suggestedByWords(state: CallState): Unwritten[] {
    return byWords.flatMap(({ protocol, rules, scoreOf }) => {
      if (readingOf(state, protocol.special)) return []
      if (rules.unlessSuggested.some((special) => isFollowed(state, special))) return []
      const { score, evidence, counted, turns } = scoreOf(state.segments)
      if (score < rules.threshold || turns.caller + turns.mixed < rules.callerTurns) return []
      const cues = new Set([...counted.keys()].map(({ id }) => id))
      if (!rules.needs.every((needed) => needed.some((cue) => cues.has(cue)))) return []
      const { at, each, most } = rules.confidence
      const confidence = Math.min(most, at + each * (score - rules.threshold))
      return suggest(state, protocol, 'words', {
        confidence: Math.round(confidence * 100) / 100,
        evidence: [...evidence],
      })
    })
  }

  return (state, event) => {
    switch (event.kind) {
      case 'transcript.final': {
        const said = state.segments.findLast(({ segmentId }) => segmentId === event.segmentId) ?? null
        const open = protocols.filter(({ special }) => isFollowed(state, special))
        const done = open.flatMap(({ special }) => steps.get(special)?.(state, said) ?? [])
        return [...suggestedByWords(state), ...done]
      }
      case 'caller.history':
        return protocols.flatMap((protocol) => {
          const { history } = protocol
          if (!history || event.callsThisWeek < history.callsThisWeek) return []
          const grounds = [{ what: 'calls-this-week' as const, count: event.callsThisWeek }]
          return suggest(state, protocol, 'history', { confidence: history.confidence, grounds })
        })
      case 'clock.tick':
        return protocols.flatMap((protocol) => {
          if (!protocol.when || readingOf(state, protocol.special)) return []
          const evidence = metBy(protocol.when.condition, state.guidance)
          if (!evidence) return []
          return suggest(state, protocol, 'risk', { confidence: protocol.when.confidence, evidence })
        })
      case 'special.suggested':
        return steps.get(event.special)?.(state, null) ?? []
      case 'special.confirmed': {
        const protocol = protocols.find(({ special }) => special === event.special)
        if (!protocol) return []
        return [...opened(state, protocol), ...(steps.get(event.special)?.(state, null) ?? [])]
      }
      default:
        return []
    }
  }
}
