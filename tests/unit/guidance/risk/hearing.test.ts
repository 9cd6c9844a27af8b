import { describe, expect, it } from 'vitest'
import { hear } from './risk-call.ts'

describe('hearing', () => {
  it.each([
    ['dialects are read in standard words', '冇得我没谂过寻短见', '没有我没想过寻短见'],
    ['a misheard word is known again', '我有自沙的念头', '我有自杀的念头'],
    ['a phrase is known by its sound', '有么友想过不想火了', '有么友想过不想活了'],
    ['a standard word is left alone', '对您怎么样', '对您怎么样'],
    ['spaces and punctuation go, the question mark stays', '有没有 想过, 不想活了?', '有没有想过不想活了？'],
    ['what only sounds alike stays', '我不像是那种人', '我不像是那种人'],
  ])('%s: %s', (_, text, heard) => {
    expect(hear(text).text).toBe(heard)
  })

  it.each([
    ['冇得我没谂过', '没有', '冇得'],
    ['嗯， 自 沙', '自杀', '自 沙'],
    ['不晓得', '不知道', '不晓得'],
  ])('the place of a word is that of what was written for it: %s', (text, word, written) => {
    const heard = hear(text)
    const start = heard.text.indexOf(word)
    const place = heard.placeOf(start, start + word.length)
    expect(text.slice(place.start, place.end)).toBe(written)
  })
})
