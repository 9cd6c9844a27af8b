import { z } from 'zod'

// zod would compile its validators with `new Function`, which the page's Content-Security-Policy forbids. It
// decides when a schema is made, so this has to be imported before any schema is.
z.config({ jitless: true })
