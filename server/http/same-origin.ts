import type { FastifyReply, FastifyRequest } from 'fastify'

const LOOPBACK = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/

/**
 * Lets in only pages that this service served itself. Browsers let any site open a socket to the loopback
 * address, and a name can be made to point there: without this, any page that a responder visits could read along.
 */
export async function sameOrigin(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const { host = '', origin } = request.headers
  if (LOOPBACK.test(host) && (origin === undefined || origin === `http://${host}`)) return
  await reply.code(403).type('text/plain').send('open this page by its loopback address')
}
