import { Converter } from 'opencc-js/t2cn'

const toSimplified = Converter({ from: 't', to: 'cn' })
const BYTES = /[\uE000-\uE0FF]+/gu

/**
 * Puts characters back together that Whisper spread over several tokens. The token table spells such a token's
 * bytes as private-use characters U+E000 + byte, because sherpa drops invalid UTF-8 token by token; a run of
 * them is UTF-8 again. Bytes that make no character become U+FFFD and are removed.
 */
function joinBytes(text: string): string {
  return text
    .replace(BYTES, (run) =>
      Buffer.from([...run].map((char) => char.charCodeAt(0) - 0xe000)).toString('utf8'),
    )
    .replaceAll('\uFFFD', '')
}

const FULL_WIDTH: Readonly<Record<string, string>> = { ',': '，', '?': '？', '!': '！', ':': '：', ';': '；' }

/** Whisper's text as words of a Chinese call: bytes joined, simplified characters, Chinese punctuation. */
export function whisperText(text: string): string {
  return toSimplified(joinBytes(text))
    .trim()
    .replace(/[,?!:;]/g, (mark: string) => FULL_WIDTH[mark] ?? mark)
}
