/** Words just behind a place still tell where somebody stands: 鼎盛大厦楼顶. */
const NEAR = 4
const MEANINGS: readonly (readonly [string, RegExp])[] = [
  ['高处', /天台|[楼房屋]顶|顶[楼层]|水箱|水塔|塔吊|信号塔|铁塔|烟囱|广告牌|机房|窗台|阳台|护栏外|栏杆外/],
  ['桥上', /大桥|天桥|立交桥|高架桥|[铁石拱]桥|桥(?:上|边|头|栏|墩|中间)/],
  ['水边', /水库|码头|大坝|河堤|江堤|堤上|闸口|[河江湖海溪塘潭渠岸][边岸滩堤上]/],
]

/** What the placeholder of an address keeps, because it matters for safety: 高处, 桥上 or 水边. */
export function safetyMeaning(text: string, start: number, end: number): string | undefined {
  const words = text.slice(start, end + NEAR)
  return MEANINGS.find(([, pattern]) => pattern.test(words))?.[0]
}
