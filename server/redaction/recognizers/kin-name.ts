import { relationBefore } from '../kin.ts'
import { namesByStart } from '../name-at.ts'
import { personIn, wordEdge } from '../name-evidence.ts'
import { shapeOf } from '../name-shape.ts'
import { isGivenCharacter, NICKNAME_BY_ENDING } from '../nickname-forms.ts'
import { drugMask, isNotName, isUnlikelyName } from '../not-names.ts'
import type { PiiRecognizer, Reading } from '../recognizer.ts'
import type { Span } from '../span.ts'
import { endOfSurname } from '../surnames.ts'

const HAN = /\p{Script=Han}/u
const BY_ENDING = new RegExp(NICKNAME_BY_ENDING, 'uy')
/** 我对门老幺 */
const RANK = /老[大二三四五六七八九幺]/y
const TAGGER_THRESHOLD = 0.05
const UNLIKELY_FORM_THRESHOLD = 0.3
const FAINT_THRESHOLD = 0.05
const SURE_OPINION = 0.5
const PARTICLE = /[的了是在也就都还没不说我你您他她]/

/** Names right behind the word for who somebody is: 我妈段桂枝, 室友柱子, 前夫何启明. */
export const kinName: PiiRecognizer = {
  name: 'kin-name',
  find(reading) {
    const { text, breaks } = reading
    const drugs = drugMask(text)
    const seen = namesByStart(reading, TAGGER_THRESHOLD)
    const spans: Span[] = []
    for (let start = 1; start < text.length - 1; start++) {
      if (!HAN.test(text[start] as string)) continue
      const relation = relationBefore(text, start)
      if (!relation || breaks.includes(start)) continue
      const person = seen.get(start)
      const named = person && person.end > start + 1 && isLikely(text.slice(start, person.end), person.score)
      const sure = named && person.score > SURE_OPINION
      const end = Math.max(
        named ? person.end : 0,
        (!sure && endByForm(reading, start, relation.isFamily)) || 0,
      )
      const isNone = sure ? isNotName : isUnlikelyName
      if (end === 0 || isNone(text.slice(start, end)) || drugs.subarray(start, end).includes(1)) continue
      const score = sure ? 0.92 : 0.75
      spans.push({
        start,
        end,
        type: 'name',
        score,
        ...(relation.meaning && { meaning: relation.meaning }),
        reason: 'kin-name',
      })
    }
    return spans
  },
}

function isLikely(name: string, score: number): boolean {
  const shape = shapeOf(name)
  return (shape !== 'other' && shape !== 'foreign') || score > UNLIKELY_FORM_THRESHOLD
}

/** Where the tagger sees no name: a surname with two characters of given names, or a nickname of a friend. */
function endByForm(reading: Reading, start: number, isFamily: boolean): number | null {
  const { text, tagging } = reading
  if (wordEdge(tagging, start) < 0.5) return null
  const surname = endOfSurname(text, start)
  if (surname !== null) {
    const end = surname + 2
    const given = [...text.slice(surname, end)]
    if (given.length === 2 && given.every(isGivenCharacter) && wordEdge(tagging, end) >= 0.5) return end
    // 我弟牛得草: the tagger has a faint idea and knows no word in it.
    const isFaint =
      personIn(tagging, start, surname) > FAINT_THRESHOLD && wordEdge(tagging, surname + 1) >= 0.5
    if (isFaint && given.every((character) => HAN.test(character) && !PARTICLE.test(character))) return end
  }
  if (isFamily) return null
  for (const pattern of [BY_ENDING, RANK]) {
    pattern.lastIndex = start
    const nickname = pattern.exec(text)
    if (nickname && wordEdge(tagging, start + nickname[0].length) >= 0.5) return start + nickname[0].length
  }
  return null
}
