/**
 * The JSON objects in a text frame. FreeSWITCH glues two texts that wait in its queue into one frame, and cuts
 * metadata at a space, so what is no JSON is skipped.
 */
export function jsonObjects(text: string): Record<string, unknown>[] {
  const objects: Record<string, unknown>[] = []
  let depth = 0
  let start = 0
  let inString = false
  for (let at = 0; at < text.length; at++) {
    const char = text[at]
    if (inString) {
      if (char === '\\') at++
      else if (char === '"') inString = false
    } else if (char === '"') {
      inString = depth > 0
    } else if (char === '{') {
      if (depth++ === 0) start = at
    } else if (char === '}' && depth > 0 && --depth === 0) {
      const object = parsed(text.slice(start, at + 1))
      if (object) objects.push(object)
    }
  }
  return objects
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
