import { relationBefore } from '../kin.ts'
import { endOfBoundedName, endOfFullName, endOfNickname, namesByStart } from '../name-at.ts'
import { personIn, wordEdge } from '../name-evidence.ts'
import { isEverydayName, shapeOf } from '../name-shape.ts'
import { drugMask, isNotName } from '../not-names.ts'
import type { PiiRecognizer, Reading } from '../recognizer.ts'
import type { Span } from '../span.ts'
import { endOfSurname } from '../surnames.ts'

/** The speaker's own name follows. */
const INTRODUCTION =
  /(?<=[我俺咱])(?:的?(?:名字|大名|全名))?就?叫做?|(?:名字|姓名|全名|真名|本名)[，,\s]?(?:就?是叫?|就?叫做?|[:：])|名叫/g
/** Somebody else's name follows: 我儿子叫, 她叫, 有个叫, 登记写. */
const CALLED =
  /(?<=[他她它子儿女公婆夫友象学事师妹姐弟哥孩妈爸娘爹娃妻主导班伴员医护士长理总监亲属爷奶叔伯姨姑舅嫂孙侄]|[个的人])就?(?:名叫|叫做|叫作|叫)|登记(?:的话)?(?:就|是)?写?|家属写|就写|名字写|写的(?:名字)?是?|联系人(?:就|是|写|填)*|病人|患者|署名|户主是?/g
/** What the speaker wants to be called, or is. */
const ADDRESS = /(?:叫|喊|称呼)我做?|管我叫|[我您你]这?是|(?<=我)(?:叫|喊)[你您]/g
const SURNAME_CUE = /(?<![百同隐改]|(?<!免)贵|的(?=姓[^是])|[跟随][我他她你谁爸妈您]{1,2})姓/g
const GIVEN_NAME_CUE = /单[名字](?:一个|就?是|叫)?(?![一个])|(?<=姓\p{Script=Han})名(?![字叫])/gu
const PAUSE = /(?:[\s,，、]|嗯|呃|啊|哦|那个|就是|是|那是){0,4}/y
const HAN = /\p{Script=Han}/u
/** What stands behind 姓 where no surname does: 姓什么, 姓这个. */
const NO_SURNAME =
  /^(?:[名氏什啥甚么哪谁个是叫的了吗呢吧嘛也都就不没这我你您他她它们少多很太好怎真]|那[个么种])/
const TAGGER_THRESHOLD = 0.03
/** So sure must the tagger be of an unlikely form behind a cue that other words may follow too. */
const UNLIKELY_FORM_THRESHOLD = 0.3

/** Names behind the words that people are introduced and called by. */
export const cueName: PiiRecognizer = {
  name: 'cue-name',
  find(reading) {
    const { text } = reading
    const drugs = drugMask(text)
    const seen = namesByStart(reading, TAGGER_THRESHOLD)
    const spans: Span[] = []
    const found = (start: number, end: number | null, score: number, reason: string, meaning?: string) => {
      // A cue may be the last word that was said.
      if (end === null || end > text.length || start >= end) return
      if (isNotName(text.slice(start, end)) || drugs.subarray(start, end).includes(1)) return
      // An everyday word would be searched for in the whole call.
      const trusted = isEverydayWord(reading, start, end) ? Math.min(score, 0.8) : score
      spans.push({
        start,
        end,
        type: 'name',
        score: trusted,
        ...(meaning && { meaning }),
        reason: `cue-name: ${reason}`,
      })
    }
    for (const cue of text.matchAll(INTRODUCTION)) {
      const start = afterPause(text, cue.index + cue[0].length)
      const person = seen.get(start)
      const form =
        endOfNickname(text, start) ?? endOfFullName(reading, start) ?? endOfBoundedName(reading, start)
      if (person && person.end > start + 1)
        found(start, Math.max(person.end, form ?? 0), 0.95, 'introduction')
      else found(start, form, 0.9, 'form of a name')
    }
    for (const cue of text.matchAll(CALLED)) {
      const start = afterPause(text, cue.index + cue[0].length)
      const meaning = relationBefore(text, cue.index)?.meaning
      const person = seen.get(start)?.end ?? 0
      const form = endOfNickname(text, start) ?? endOfBoundedName(reading, start)
      const end = person > start + 1 ? person : form
      if (end !== null) found(start, end, 0.9, 'somebody is called', meaning)
    }
    for (const cue of text.matchAll(ADDRESS)) {
      const start = afterPause(text, cue.index + cue[0].length)
      const person = seen.get(start)
      if (!person || person.end === start + 1) continue
      const isLikely =
        shapeOf(text.slice(start, person.end)) !== 'other' || person.score > UNLIKELY_FORM_THRESHOLD
      if (isLikely) found(start, person.end, 0.88, 'mention')
    }
    for (const cue of text.matchAll(SURNAME_CUE)) {
      const start = afterPause(text, cue.index + 1)
      found(start, endOfSaidSurname(reading, start), 0.9, 'surname', relationBefore(text, cue.index)?.meaning)
    }
    for (const cue of text.matchAll(GIVEN_NAME_CUE)) {
      const start = cue.index + cue[0].length
      if (HAN.test(text[start] ?? '')) found(start, start + 1, 0.8, 'given name')
    }
    return spans
  },
}

function afterPause(text: string, at: number): number {
  PAUSE.lastIndex = at
  return at + (PAUSE.exec(text)?.[0].length ?? 0)
}

/** A name that is a word as well: 高兴, 白雪, 申请. */
function isEverydayWord({ text, tagging }: Reading, start: number, end: number): boolean {
  const isOneWord = end - start === 2 && wordEdge(tagging, start + 1) < 0.1
  return isEverydayName(text.slice(start, end)) || (isOneWord && personIn(tagging, start, end) < 0.3)
}

/** Behind 姓 stands a surname, any one, alone or repeated in the whole name: 姓孟孟凡亮. */
function endOfSaidSurname({ text }: Reading, at: number): number | null {
  if (!HAN.test(text[at] ?? '') || NO_SURNAME.test(text.slice(at, at + 2))) return null
  const end = endOfSurname(text, at) ?? at + 1
  const surname = text.slice(at, end)
  const wholeName = text.startsWith(surname, end) ? end + surname.length : end
  return wholeName
}
