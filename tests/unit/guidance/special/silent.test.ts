import { describe, expect, test } from 'vitest'
import { ToldCall } from './told-call.ts'

const SILENT = 'special-silent'
const PROMPTS = [
  ['prompt-1', 15],
  ['prompt-2', 45],
  ['prompt-3', 75],
  ['prompt-4', 105],
]
/** Nobody has greeted, so that silence counts from the beginning. */
const silence = () => new ToldCall()

describe('a caller who says nothing', () => {
  test('is suggested at 0:15, prompted at 0:15, 0:45, 1:15, 1:45, and may be let go at 2:00', () => {
    const call = silence().until(14)
    expect(call.suggested).toEqual([])
    call.until(15)
    expect(call.suggested).toEqual(['silent'])
    expect(call.all('special.suggested')[0]?.grounds).toEqual([
      { what: 'silence', startMs: 0, endMs: 15_000 },
    ])
    expect(call.until(119).marks(SILENT)).toEqual(PROMPTS)
    expect(call.until(121).marks(SILENT)).toEqual([...PROMPTS, ['may-end', 120]])
  })

  test('opens the guide\u2019s steps with their clauses, and the responder\u2019s are ticked from the greeting on', () => {
    const call = silence()
      .responder('您好这里是心理援助热线')
      .until(20)
      .responder('没关系不着急我在这儿陪着您')
      .responder('您说的我们会替您保密')
      .until(30)
    const opened = call.state.guidance.protocols.find(({ protocol }) => protocol === SILENT)
    expect(opened?.items.map(({ item }) => item)).toEqual([
      'greet',
      'care',
      'confidentiality',
      'tapping',
      'end',
    ])
    expect(opened?.items[4]?.clause.text).toContain('在等待2分钟后')
    const steps = call.all('guidance.step').map(({ step }) => step)
    expect(steps).toEqual(['greet', 'care', 'confidentiality'])
  })

  test('counts from the greeting, not from the time before anybody took the call', () => {
    const call = silence().until(10).responder('您好心理援助热线', 3)
    expect(call.until(24).suggested).toEqual([])
    expect(call.until(26).suggested).toEqual(['silent'])
  })

  test('who speaks within 0:15 is none', () => {
    const call = silence().until(12).caller('喂你好', 1).until(200)
    expect(call.suggested).toEqual([])
    expect(call.timer(SILENT)).toBeUndefined()
  })

  test('whose voice is on the line at 0:15 is waited for', () => {
    const call = silence().until(14.5).caller('我不知道怎么说', 4)
    expect(call.until(60).suggested).toEqual([])
  })
})

describe('what ends the protocol, what holds it back, what does neither', () => {
  test('a word ends it', () => {
    const call = silence().until(50).caller('嗯', 1).until(130)
    expect(call.timer(SILENT)?.stopped).toBe('word')
    expect(call.marks(SILENT).map(([mark]) => mark)).toEqual(['prompt-1', 'prompt-2'])
  })

  test('a tap that answers an invitation ends it, and the label stays', () => {
    const call = silence().until(30).responder('不方便出声就敲一下话筒', 3).sound('tapping', 1).until(40)
    expect(call.timer(SILENT)?.stopped).toBe('tapping')
    expect(call.state.special.callers).toMatchObject([{ special: 'silent', status: 'suggested' }])
  })

  test('a tap before 0:15 that answers suggests it at once', () => {
    const call = silence().responder('您好能听到我说话吗', 3).sound('tapping', 1).until(6)
    expect(call.suggested).toEqual(['silent'])
    expect(call.all('special.suggested')[0]?.grounds[0]).toMatchObject({ what: 'sound', like: 'tapping' })
  })

  test('a tap that answers nothing holds back the end and does not start over', () => {
    const call = silence().until(100).sound('tapping', 1).until(159)
    expect(call.marks(SILENT)).toEqual(PROMPTS)
    expect(call.timer(SILENT)?.heldBy).toMatchObject({ like: 'tapping', startMs: 100_000 })
    expect(call.until(161).marks(SILENT).at(-1)).toEqual(['may-end', 161])
  })

  test.each(['breathing', 'voiced', undefined] as const)('%s near the end holds back "may end"', (like) => {
    const call = silence().until(112).sound(like, 10).until(150)
    expect(call.marks(SILENT)).toEqual(PROMPTS)
    expect(call.timer(SILENT)?.heldBy).toMatchObject({ startMs: 112_000, endMs: 122_000 })
  })

  test('crying after "may end" takes it back', () => {
    const call = silence().until(125)
    expect(call.marks(SILENT).at(-1)?.[0]).toBe('may-end')
    call.sound('voiced', 5).until(132)
    expect(call.marks(SILENT)).toEqual(PROMPTS)
  })

  test.each(['noise', 'tone'] as const)('%s of the line neither ends nor holds back', (like) => {
    const call = silence().until(100).sound(like, 15).until(121)
    expect(call.marks(SILENT).at(-1)).toEqual(['may-end', 120])
    expect(call.timer(SILENT)).toMatchObject({ heldBy: null, stopped: null })
  })

  test('a caller who cries from the beginning and then speaks is no silent caller', () => {
    const call = silence().until(3).sound('voiced', 14).until(21).caller('我心里太难受了').until(60)
    expect(call.suggested).toEqual([])
  })

  test('a caller who taps and then falls silent is prompted anew', () => {
    const call = silence().responder('能听到吗', 2).sound('tapping', 1).until(10)
    expect(call.timer(SILENT)?.stopped).toBe('tapping')
    expect(call.until(20).marks(SILENT)).toEqual([['prompt-1', 18]])
  })
})

describe('silence in the middle of a call', () => {
  test('is no silent caller', () => {
    const call = silence().responder('您好').caller('我最近睡不好').until(300)
    expect(call.suggested).toEqual([])
    expect(call.timer(SILENT)).toBeUndefined()
  })

  test('after a disclosure by tapping it is never this protocol', () => {
    const call = silence().until(20).responder('有没有想结束生命敲一下是', 3).sound('tapping', 1).until(26)
    call.item('ideation', 'affirmed').until(200)
    expect(call.marks(SILENT).map(([mark]) => mark)).not.toContain('may-end')
    expect(call.all('response.lost')).toHaveLength(1)
  })

  test('a disclosure stops the timer that runs', () => {
    const call = silence().until(50).item('plan', 'affirmed').until(52)
    expect(call.timer(SILENT)?.stopped).toBe('risk')
    expect(
      call
        .until(300)
        .marks(SILENT)
        .map(([mark]) => mark),
    ).toEqual(['prompt-1', 'prompt-2'])
  })
})

describe('bad input', () => {
  test('a clock that jumps shows one mark at a time, and never "may end" right after a prompt', () => {
    const call = silence().until(10).jump(300)
    expect(call.marks(SILENT)).toEqual([['prompt-1', 300]])
    expect(call.until(301).marks(SILENT)).toHaveLength(1)
    expect(call.until(405).marks(SILENT)).toHaveLength(5)
  })

  test('time in which nobody could hear the caller is no silence', () => {
    const call = silence()
      .until(10)
      .append({ kind: 'leg.left', role: 'caller', reason: 'connection-lost' })
      .until(60)
    expect(call.suggested).toEqual([])
    call
      .append({ kind: 'leg.joined', role: 'caller', protocol: 'freeswitch', sampleRate: 8000, resumed: true })
      .append({ kind: 'leg.gap', role: 'caller', startMs: 10_000, endMs: 60_000, reason: 'reconnect' })
    expect(call.until(64).suggested).toEqual([])
    expect(call.until(65).suggested).toEqual(['silent'])
  })

  test('before the notice nobody listens', () => {
    const call = new ToldCall({ notice: false }).until(100)
    expect(call.suggested).toEqual([])
  })

  test('where the speakers cannot be told apart there is no silent caller', () => {
    expect(new ToldCall({ legs: ['mixed'] }).until(200).suggested).toEqual([])
  })
})
