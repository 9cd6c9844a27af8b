import { z } from 'zod'
import { readLexicon } from '../lexicon/read-lexicon.ts'
import { drugMask, isNotName } from '../not-names.ts'
import { personSpans } from '../person-spans.ts'
import type { PiiRecognizer, Reading } from '../recognizer.ts'
import type { Span } from '../span.ts'

const surnames = readLexicon('surnames.yaml', z.object({ single: z.string(), compound: z.array(z.string()) }))
const SURNAME = new RegExp(`(?:${surnames.compound.join('|')}|[${surnames.single.replaceAll(' ', '')}])`, 'y')

/** Whatever follows is a name even where the tagger sees none, if it begins with a surname. */
const STRONG =
  /(?:名字|姓名|全名|真名|大名|小名|网名|昵称)(?:就?是叫?|就?叫做?|[:：])|(?<=[我俺咱])就?叫做?|名叫/g
/** What follows is a name if the tagger thinks so at all. */
const WEAK = /叫做|叫作|叫我|喊我|称呼我|(?<=[他她子儿公婆夫友学事师妹姐弟哥孩妈爸])叫|[我您你这]是/g
const SURNAME_CUE = /(?<![百同隐改])姓/g
const PAUSE = /(?:[\s,，、]|嗯|呃|啊|那个|就是){0,4}/y
const HAN = /\p{Script=Han}/u
/** 小雨, 阿强, 老周, 豆豆. */
const NICKNAME = /(?:[小阿老]\p{Script=Han}|(\p{Script=Han})\1)/uy

const TAGGER_THRESHOLD = 0.05
const LONGEST_GIVEN_NAME = 2

/** Names behind the words that people introduce them with. */
export const cueName: PiiRecognizer = {
  name: 'cue-name',
  find(reading) {
    const { text, tagging } = reading
    const drugs = drugMask(text)
    const persons = new Map<number, number>()
    for (const { from, to } of personSpans(tagging, TAGGER_THRESHOLD)) {
      persons.set(tagging.offsets[from] as number, tagging.offsets[to] as number)
    }
    const spans: Span[] = []
    const found = (start: number, end: number, score: number, reason: string) => {
      if (end <= start || isNotName(text.slice(start, end)) || drugs.subarray(start, end).includes(1)) return
      spans.push({ start, end, type: 'name', score, reason: `cue-name: ${reason}` })
    }
    for (const cue of text.matchAll(STRONG)) {
      const start = afterPause(text, cue.index + cue[0].length)
      const person = persons.get(start)
      if (person && person > start + 1) found(start, person, 0.95, 'introduction')
      else
        found(
          start,
          endOfNickname(text, start) ?? endOfFullName(reading, start) ?? start,
          0.8,
          'form of a name',
        )
    }
    for (const cue of text.matchAll(WEAK)) {
      const start = afterPause(text, cue.index + cue[0].length)
      found(start, persons.get(start) ?? start, 0.85, 'mention')
    }
    for (const cue of text.matchAll(SURNAME_CUE)) {
      const start = afterPause(text, cue.index + 1)
      found(start, persons.get(start) ?? endOfSurname(text, start) ?? start, 0.9, 'surname')
    }
    return spans
  },
}

function afterPause(text: string, at: number): number {
  PAUSE.lastIndex = at
  return at + (PAUSE.exec(text)?.[0].length ?? 0)
}

function endOfSurname(text: string, at: number): number | null {
  SURNAME.lastIndex = at
  const surname = SURNAME.exec(text)
  return surname && at + surname[0].length
}

function endOfNickname(text: string, at: number): number | null {
  NICKNAME.lastIndex = at
  const nickname = NICKNAME.exec(text)
  return nickname && at + nickname[0].length
}

/** A surname and one or two characters more, the second only where the tagger sees no new word begin. */
function endOfFullName({ text, tagging }: Reading, at: number): number | null {
  let end = endOfSurname(text, at)
  if (end === null || !HAN.test(text[end] ?? '')) return null
  end++
  for (let given = 1; given < LONGEST_GIVEN_NAME; given++) {
    const index = codePointIndex(tagging.offsets, end)
    if (!HAN.test(text[end] ?? '') || (tagging.wordStart[index] as number) > 0.5) break
    end++
  }
  return end
}

function codePointIndex(offsets: Int32Array, offset: number): number {
  let low = 0
  let high = offsets.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((offsets[middle] as number) < offset) low = middle + 1
    else high = middle
  }
  return low
}
