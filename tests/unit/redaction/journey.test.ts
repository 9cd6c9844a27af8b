import { expect, test } from 'vitest'
import { journey } from '../../../server/redaction/recognizers/journey.ts'
import { markedBy } from './marked-text.ts'

test.each(['我坐的【G七二零二次五车十二F】现在过了徐州', '在【D三一零五次】上', '【K528次列车12车6号】'])(
  'finds %s',
  async (marked) => {
    expect(await markedBy([journey], marked)).toBe(marked)
  },
)

test.each(['坐高铁四个小时', 'G点', '吃了K粉三次', '维生素D三', 'T恤', 'C位'])('leaves %s', async (text) => {
  expect(await markedBy([journey], text)).toBe(text)
})
