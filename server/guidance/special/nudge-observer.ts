import type { Unwritten } from '../../call/call-event.ts'
import type { Observer } from '../../call/call-session.ts'
import type { CallState } from '../../call/call-state.ts'
import type { Evidence, Wording } from '../../call/events/guidance-events.ts'
import { hasSpoken } from './caller-presence.ts'
import { has, type PlainSegments } from './cue.ts'
import { isFollowed } from './labels.ts'
import type { NudgeRule, NudgeRules } from './nudge-rules.ts'
import { metBy } from './risk-condition.ts'

/** An occasion of a nudge. */
interface Due {
  readonly rule: NudgeRule
  readonly key: string
  readonly label: Wording
  readonly evidence: readonly Evidence[]
}

/**
 * Reminds the responder: one nudge at a time, the most severe first; what was put off comes again, what was
 * acknowledged does not. Those that stay are shown beside it, at once, and are never taken away.
 */
export function nudgeObserver(rules: NudgeRules, plain: PlainSegments): Observer {
  const { protocol, version } = rules
  const snoozeMs = rules.snoozeMinutes * 60_000

  return (state, event) => {
    if (event.kind !== 'clock.tick' && event.kind !== 'nudge.snoozed' && event.kind !== 'nudge.acknowledged')
      return []
    const { shown, snoozed, acknowledged } = state.nudges
    const due = rules.nudges
      .filter(({ on }) => on)
      .flatMap((rule) => occasionOf(rule, state) ?? [])
      .filter(({ key }) => !acknowledged.includes(key))
      .filter(({ key }) => !snoozed.some((one) => one.key === key && one.untilMs > state.atMs))
    const show = ({ rule, key, label, evidence }: Due): Unwritten => ({
      kind: 'nudge.shown',
      ...{ key, label, evidence: [...evidence], snoozeMs },
      source: { protocol, version, rule: rule.id },
      ...{ severity: rule.severity, stays: rule.stays, clause: rule.clause, practice: rule.practice },
    })
    const isShown = ({ key }: Due) => shown.some((nudge) => nudge.key === key)
    const news = due.filter((one) => one.rule.stays && !isShown(one)).map(show)
    const passing = due.filter(({ rule }) => !rule.stays).sort((a, b) => b.rule.severity - a.rule.severity)
    const [first] = passing
    const current = shown.find(({ stays }) => !stays)
    if (current?.key === first?.key) return [...news, ...afterCall(state)]
    if (current) news.push({ kind: 'nudge.withdrawn', key: current.key })
    if (first) news.push(show(first))
    return [...news, ...afterCall(state)]
  }

  function occasionOf(rule: NudgeRule, state: CallState): Due | null {
    const { id, label, when } = rule
    const plainly = (key = id, evidence: readonly Evidence[] = []): Due => ({ rule, key, label, evidence })
    if ('risk' in when) {
      const evidence = metBy(when.risk, state.guidance)
      return evidence && plainly(id, evidence)
    }
    if ('lost' in when) {
      const { lost } = state.special
      return lost && plainly(`${id}@${lost.sinceMs}`, lost.evidence)
    }
    if ('mark' in when) {
      const timer = state.special.timers.find(
        ({ source }) => source.protocol === when.mark.protocol && source.rule === when.mark.timer,
      )
      const last = timer?.reached.at(-1)
      const mark = timer?.marks.find((one) => one.mark === last?.mark)
      if (!timer || timer.stopped !== null || !mark) return null
      return { rule, key: `${id}:${mark.mark}@${timer.sinceMs}`, label: mark.label, evidence: [] }
    }
    if ('open' in when) {
      const isOpen = when.open.items.some((item) => isItemOpen(state, item))
      return isOpen && state.atMs >= when.open.minutes * 60_000 ? plainly() : null
    }
    if ('minutes' in when) return state.atMs >= when.minutes * 60_000 ? plainly() : null
    const ending = endingWords(state)
    if (!ending) return null
    const isEarly =
      when.ending === 'silent-too-early' ? isSilentTooEarly(state) : isItemOpen(state, 'ideation')
    return isEarly ? plainly(id, [ending]) : null
  }

  /** The words with which the responder just began to end the call. */
  function endingWords(state: CallState): Evidence | null {
    const sinceMs = state.atMs - rules.ending.seconds * 1000
    const last = state.segments.findLast(
      (segment) =>
        segment.role === 'responder' &&
        segment.endMs > sinceMs &&
        has(rules.ending.says, plain(segment).text),
    )
    return last ? { segmentId: last.segmentId, start: 0, end: last.text.length } : null
  }

  function afterCall(state: CallState): Unwritten[] {
    return rules.afterCall
      .filter(({ id }) => !state.nudges.afterCall.some(({ key }) => key === id))
      .filter(({ when }) => metBy(when, state.guidance) !== null)
      .map(({ id, label, clause }) => ({
        kind: 'nudge.after-call',
        ...{ key: id, label, clause, source: { protocol, version, rule: id } },
      }))
  }
}

function isItemOpen({ guidance }: CallState, item: string): boolean {
  const reading = guidance.items.find((one) => one.item === item && one.whose === 'caller')
  return (reading?.state ?? 'open') === 'open'
}

/** Whether a silent caller's two minutes are not over, or a sound of the caller's keeps them from being. */
function isSilentTooEarly(state: CallState): boolean {
  if (!isFollowed(state, 'silent') || hasSpoken(state)) return false
  const timer = state.special.timers.find(({ source }) => source.protocol === 'special-silent')
  return !timer || timer.stopped === 'tapping' || timer.reached.length < timer.marks.length
}
