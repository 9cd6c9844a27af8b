import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Cues } from '../../../../server/guidance/lexicon/cues.ts'
import { RiskProtocol } from '../../../../server/guidance/risk/risk-protocol.ts'
import { readYaml } from '../../../../server/read-yaml.ts'
import { protocol } from './risk-call.ts'

describe('the protocol file', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'protocol-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  const read = async (text: string) => {
    const file = join(folder, 'risk.yaml')
    await writeFile(file, text)
    return readYaml(pathToFileURL(file), 'risk.yaml', RiskProtocol)
  }

  it('orders the questions as the guide does, each with its clause', () => {
    const order = ['ideation', 'intensity', 'hopelessness', 'plan', 'past_attempt', 'relative_suicide']
    const ids = protocol.items.map(({ id }) => id)
    expect(ids.filter((id) => order.includes(id))).toEqual(order)
    for (const { clause } of protocol.items) expect(clause.source).not.toBe('')
  })

  it.each([
    ['is no YAML', 'protocol: [', 'risk.yaml:1: '],
    [
      'has a threshold above 1',
      'protocol: a\nversion: 1\ntitle: { zh: 甲, en: a }\nthresholds: { affirm_from: 6 }',
      'risk.yaml:4: thresholds: affirm_from',
    ],
    ['has no version', 'protocol: a\n', 'risk.yaml:1: version'],
  ])('is refused with line and reason where it %s', async (_, text, message) => {
    await expect(read(text)).rejects.toThrow(message)
  })
})

describe('a cue list', () => {
  const cues = new Cues({ version: 1, words: { die: ['死', '{again}'], again: ['{die}'] } })

  it.each([
    ['想{kill}', '{kill} is no class'],
    ['{again}', 'names itself'],
    ['(想', 'Unterminated group'],
  ])('says what is wrong with %s', (pattern, message) => {
    expect(cues.problemOf(pattern)).toContain(message)
  })
})
