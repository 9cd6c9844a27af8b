import { describe, expect, test } from 'vitest'
import { eventsOf, GuidanceCommand } from '../../../../server/call/guidance-command.ts'
import { PageCommand } from '../../../../server/call/live-message.ts'
import { ToldCall } from './told-call.ts'

describe('what the responder answers on the page', () => {
  test('a confirmation is written once', () => {
    const call = new ToldCall().until(16)
    const command = GuidanceCommand.parse({ type: 'special-confirm', special: 'silent' })
    for (const event of eventsOf(command, call.state)) call.append(event)
    expect(call.state.special.callers).toMatchObject([{ special: 'silent', status: 'confirmed' }])
    expect(eventsOf(command, call.state)).toEqual([])
  })

  test('a change names the label that was wrong', () => {
    const call = new ToldCall().until(16)
    const command = { type: 'special-confirm', special: 'minor', insteadOf: 'silent' } as const
    expect(eventsOf(command, call.state)).toEqual([
      { kind: 'special.confirmed', special: 'minor', insteadOf: 'silent', by: 'responder' },
    ])
  })

  test('a dismissal can be taken back', () => {
    const call = new ToldCall().until(16)
    for (const type of ['special-dismiss', 'special-confirm'] as const)
      for (const event of eventsOf({ type, special: 'silent' }, call.state)) call.append(event)
    expect(call.state.special.callers).toMatchObject([{ special: 'silent', status: 'confirmed' }])
  })

  test('"not now" puts a nudge off for as long as the site says', () => {
    const call = new ToldCall().until(17)
    const [key = ''] = call.nudges
    expect(eventsOf({ type: 'nudge-snooze', key }, call.state)).toEqual([
      { kind: 'nudge.snoozed', key, untilMs: 17_000 + 180_000, by: 'responder' },
    ])
  })

  test('one that stays cannot be put off, only acknowledged', () => {
    const call = new ToldCall().item('in_progress', 'affirmed').until(2)
    expect(eventsOf({ type: 'nudge-snooze', key: 'act-in-progress' }, call.state)).toEqual([])
    expect(eventsOf({ type: 'nudge-acknowledge', key: 'act-in-progress' }, call.state)).toHaveLength(1)
  })

  test('an answer to what is not on the page is none', () => {
    expect(eventsOf({ type: 'nudge-acknowledge', key: 'pause' }, new ToldCall().state)).toEqual([])
  })

  test('travels on the live socket beside the other commands', () => {
    const said = { type: 'special-dismiss', special: 'chat' }
    expect(PageCommand.parse(said)).toEqual(said)
    expect(PageCommand.safeParse({ type: 'special-dismiss', special: 'anything' }).success).toBe(false)
  })
})
