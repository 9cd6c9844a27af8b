import { createHash, timingSafeEqual } from 'node:crypto'
import { BlockList, isIPv6 } from 'node:net'
import { z } from 'zod'

/** An address or a range of addresses that forks may come from, as `10.0.0.0/8` or `::1`. */
export const SourceRange = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()])

/** Who may fork audio to this service: known addresses, and a token where the protocol can carry one. */
export class Access {
  readonly #sources = new BlockList()
  readonly #token: Buffer | undefined

  /** `sources`: each a valid `SourceRange`; an empty list admits nobody. Without a token none is asked for. */
  constructor(sources: readonly string[], token?: string) {
    for (const range of sources) {
      const [address = '', prefix] = range.split('/')
      const family = isIPv6(address) ? 'ipv6' : 'ipv4'
      if (prefix === undefined) this.#sources.addAddress(address, family)
      else this.#sources.addSubnet(address, Number(prefix), family)
    }
    this.#token = token === undefined ? undefined : digest(token)
  }

  admits(address: string | undefined): boolean {
    return address !== undefined && this.#sources.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')
  }

  /** Takes the token as `Bearer`, as the password of `Basic`, or from the URL; in constant time. */
  authorizes(authorization: string | undefined, urlToken: string | null): boolean {
    if (this.#token === undefined) return true
    const offered = tokenOf(authorization) ?? urlToken
    return offered !== null && timingSafeEqual(digest(offered), this.#token)
  }
}

function tokenOf(authorization: string | undefined): string | undefined {
  const [scheme, value] = authorization?.split(' ') ?? []
  if (value === undefined) return undefined
  if (scheme?.toLowerCase() === 'bearer') return value
  if (scheme?.toLowerCase() !== 'basic') return undefined
  const pair = Buffer.from(value, 'base64').toString()
  return pair.slice(pair.indexOf(':') + 1)
}

/** Digests have one length, so that comparing them tells nothing about the token's. */
function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
