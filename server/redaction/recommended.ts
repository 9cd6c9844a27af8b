const CLAUSE = 16
/** What responders lead an institution up to with: it is no caller's own. */
const RECOMMENDS =
  /(?:可以|建议|推荐|不妨|最好|要不|要么|试试|尽快|尽早|及时|直接|考虑)(?:您|你|咱|先|也|再|就|让|带|陪|他|她|孩子)*(?:去|到|找|上|打|拨|联系|咨询|挂|看|预约|约|问)|我们这[边里]?有|附近有|当地的?|就近|本市的?|帮您(?:联系|转|约|挂|预约)|转介|转诊|(?:您|你)(?:可以)?[去到找](?![过了])(?=\p{Script=Han}{0,4}$)/u
/** Nearer than the recommendation, these make it the caller's own after all. */
const OWN = /我(?!们这)|俺|咱家|我们单位|住[在到院过]|送[到去]|转[到去]|在$/

/** Whether the words before an institution recommend it to the caller. */
export function isRecommended(text: string, start: number): boolean {
  const before = text.slice(Math.max(0, start - CLAUSE), start)
  const cue = RECOMMENDS.exec(before)
  return cue !== null && !OWN.test(before.slice(cue.index + cue[0].length))
}
