const PAUSE = '(?:[\\s，,。、]|嗯|呃|啊|那个){0,3}'
const CALENDAR = '(?:农历|阴历|阳历|公历|新历|旧历|老历)?'
const NUMERAL =
  '(?:[一二三四五六七八九]?十[一二三四五六七八九]?|廿[一二三四五六七八九\\d]?|卅一?|\\d{1,2}|[一二三四五六七八九])'
const YEAR = '((?:19|20)?\\d\\d)年'
const MONTH = `闰?(?:${NUMERAL}|正|冬|腊)月(?:份|里|底|中旬|[上下]旬)?`
const DAY = `初?${NUMERAL}(?:[号日]|好(?=[生出是]))?`
const FESTIVAL =
  '大年(?:初[一二三四五六七八九十\\d]|三十|夜)|国庆节?|元旦|春节|除夕|儿童节|六一|(?<!\\d)61(?!\\d)|劳动节|五一|(?<!\\d)51(?!\\d)|中秋节?|端午节?|元宵节?|清明节?|圣诞节?|平安夜|情人节|重阳节?|腊八|七夕|教师节|建军节|八一|(?<!\\d)81(?!\\d)|光棍节|双十一|妇女节|三八节|冬至|小年'

/** A date: with a year or without, in the solar or the lunar calendar, or the festival that falls on it. */
const DATE = new RegExp(
  `(?:${YEAR}的?${PAUSE}${CALENDAR})?(${MONTH})${PAUSE}(?:的${PAUSE})?(${DAY})?|${YEAR}(?!级|代|后|度|份)|${NUMERAL}[号日]|${FESTIVAL}`,
  'gu',
)

export interface SpokenDate {
  /** `[start, end)` in the shadow. */
  readonly start: number
  readonly end: number
  /** `whole`: a day, or a month with its year. `day` and `year` stand alone. */
  readonly kind: 'whole' | 'month' | 'day' | 'year' | 'festival'
}

/** The dates of a text, as people say them. Linear in the text's length. */
export function spokenDates(shadow: string): SpokenDate[] {
  return [...shadow.matchAll(DATE)].map((match) => {
    const [words, year, month, day, yearAlone] = match
    const kind = month
      ? day || year
        ? 'whole'
        : 'month'
      : yearAlone
        ? 'year'
        : /[号日]$/.test(words)
          ? 'day'
          : 'festival'
    return { start: match.index, end: match.index + words.length, kind }
  })
}
